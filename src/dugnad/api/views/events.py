"""Meetings and sessions of the school, for programs."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from dugnad.api.forms.asked import EventsAsked, Paging
from dugnad.api.forms.shapes import Events
from dugnad.api.queries.events import events_as_shapes, events_for
from dugnad.api.views.doors import OPEN_TO_ALL, listed, opens, viewer_on
from dugnad.kit.access import EVERYONE

router = Router(tags=["events"])


@router.get("/events", response=Events, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def events(request: HttpRequest, asked: Query[EventsAsked], paging: Query[Paging]) -> dict[str, Any]:
    """When people meet, what they take up, and what came of it."""
    viewer = viewer_on(request)
    found = events_for(viewer, body=asked.body, series=asked.series, first=asked.first, last=asked.last)
    return listed(request, found, paging, partial(events_as_shapes, viewer=viewer))
