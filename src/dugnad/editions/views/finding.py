"""Finding what an address names, or a 404 that tells nothing."""

from typing import cast

from django.http import Http404, HttpRequest

from dugnad.editions.models import Edition
from dugnad.editions.queries import edition_of_year
from dugnad.members.rules import Viewer


def viewer_on(request: HttpRequest) -> Viewer:
    """Who looks at the page."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def edition_or_404(request: HttpRequest, year: int) -> Edition:
    """The edition of a year, where the viewer may read it."""
    found = edition_of_year(year, viewer_on(request))
    if found is None:
        raise Http404
    return found


def composed_or_404(request: HttpRequest, year: int) -> Edition:
    """The same, where there is something to read."""
    found = edition_or_404(request, year)
    if found.composed_at is None:
        raise Http404
    return found
