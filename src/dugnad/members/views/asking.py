"""Who asks, about which day, and in whose name something is done."""

from datetime import date
from typing import Any, cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from dugnad.kit import clock
from dugnad.members.forms import DayForm
from dugnad.members.models import Body, Organisation
from dugnad.members.queries import body_named
from dugnad.members.rules import Viewer


def viewer_on(request: HttpRequest) -> Viewer:
    """The one who asks."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def day_of(request: HttpRequest) -> date:
    """The day in the address, else today."""
    return DayForm(request.GET).day(clock.today())


def stamp(request: HttpRequest) -> dict[str, Any]:
    """In whose name and when something is done."""
    return {"by": viewer_on(request).person, "at": clock.now()}


def body_or_404(slug: str) -> Body:
    """The body of this address."""
    found = body_named(slug)
    if found is None:
        raise Http404
    return found


def organisation_or_404(slug: str) -> Organisation:
    """The organisation of this address."""
    return get_object_or_404(Organisation, slug=slug)
