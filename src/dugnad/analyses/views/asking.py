"""Who asks, about which study, and in whose name something is done."""

from typing import Any, cast

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.analyses.models import Study
from dugnad.analyses.queries import study_named
from dugnad.kit import clock
from dugnad.members.rules import Viewer


def viewer_on(request: HttpRequest) -> Viewer:
    """The one who asks."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def stamp(request: HttpRequest) -> dict[str, Any]:
    """In whose name and when something is done."""
    return {"by": viewer_on(request).person, "at": clock.now()}


def study_or_404(request: HttpRequest, slug: str) -> Study:
    """The study of this address, where the viewer may see it."""
    found = study_named(slug, viewer_on(request))
    if found is None:
        raise Http404
    return found


def crumbs(study: Study | None = None) -> list[tuple[str, str]]:
    """The way to a page below the front of material flows, or below a study."""
    front = [(reverse("material_flows"), _("Material flows"))]
    return [*front, (reverse("study", args=[study.slug]), str(study))] if study else front
