"""What every view begins with: who asks, and the thing at the address as they may see it."""

from typing import Any, cast

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.dossiers.models import Consultation, Dossier
from dugnad.dossiers.queries.asks import AskRow, ask_of
from dugnad.dossiers.queries.consultations import consultation_at
from dugnad.dossiers.queries.dossiers import dossier_at
from dugnad.kit import clock
from dugnad.kit.pages import FormPage
from dugnad.kit.text import localised
from dugnad.members.rules import Viewer

Crumbs = list[tuple[str, str]]


def viewer_on(request: HttpRequest) -> Viewer:
    """The one who asks."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def stamp(request: HttpRequest) -> dict[str, Any]:
    """In whose name and when something is done."""
    return {"by": viewer_on(request).person, "at": clock.now()}


def dossier_or_404(request: HttpRequest, key: str) -> Dossier:
    """The dossier at this address; one that the viewer may not know of does not exist."""
    found = dossier_at(key, viewer_on(request))
    if found is None:
        raise Http404
    return found


def consultation_or_404(request: HttpRequest, slug: str) -> Consultation:
    """The consultation at this address."""
    found = consultation_at(slug, viewer_on(request))
    if found is None:
        raise Http404
    return found


def ask_or_404(request: HttpRequest, key: str, pk: int) -> AskRow:
    """The ask at this address."""
    found = ask_of(dossier_or_404(request, key), pk, viewer_on(request))
    if found is None:
        raise Http404
    return found


def crumbs_to(dossier: Dossier, *more: tuple[str, str]) -> Crumbs:
    """The way to a page of an issue."""
    here = reverse("dossier", args=[dossier.key]), localised(dossier, "title")
    return [(reverse("dossiers"), _("Issues")), here, *more]


def page_of(dossier: Dossier, *more: tuple[str, str], **words: Any) -> FormPage:
    """The words around a form about an issue; it leads back to the issue."""
    words.setdefault("back", reverse("dossier", args=[dossier.key]))
    return FormPage(crumbs=crumbs_to(dossier, *more), **words)


def page_about(consultation: Consultation, **words: Any) -> FormPage:
    """The words around a form about a consultation; it leads back to the consultation."""
    here = reverse("consultation", args=[consultation.slug])
    crumbs = [(reverse("consultations"), _("Consultations")), (here, consultation.title)]
    return FormPage(crumbs=crumbs, back=here, **words)


def file_of(values: dict[str, Any]) -> tuple[bytes, str] | None:
    """Take the uploaded file out of clean values: its bytes and its name."""
    file = values.pop("file", None)
    return (file.read(), file.name) if file else None
