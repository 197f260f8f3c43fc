"""Who asks, about which year, and in whose name something is done."""

from typing import Any, cast

from django.http import Http404, HttpRequest

from dugnad.kit import clock
from dugnad.members.rules import Viewer
from dugnad.programme.models import Activity, Programme
from dugnad.programme.queries import activity_of, programme_of


def viewer_on(request: HttpRequest) -> Viewer:
    """The one who asks."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def stamp(request: HttpRequest) -> dict[str, Any]:
    """In whose name and when something is done."""
    return {"by": viewer_on(request).person, "at": clock.now()}


def programme_or_404(request: HttpRequest, year: int) -> Programme:
    """The programme of a year that the viewer may see."""
    found = programme_of(year, viewer_on(request))
    if found is None:
        raise Http404
    return found


def activity_or_404(request: HttpRequest, year: int, key: str) -> Activity:
    """The activity of this address."""
    found = activity_of(year, key, viewer_on(request))
    if found is None:
        raise Http404
    return found


def address_of(activity: Activity) -> str:
    """Where everything that serves an activity is gathered."""
    return f"/program/{activity.programme.year}/{activity.key}/"
