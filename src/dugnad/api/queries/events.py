"""Meetings and sessions as programs read them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from dugnad.events.models import AgendaItem, Event, Outcome
from dugnad.events.queries.calendars import page_of
from dugnad.events.queries.meetings import visible_events
from dugnad.events.rules.meeting import numbers
from dugnad.kit.clock import at_oslo
from dugnad.kit.text import localised
from dugnad.members.rules import Viewer

MIDNIGHT = datetime.min.time()


def events_for(
    viewer: Viewer, *, body: str = "", series: str = "", first: date | None = None, last: date | None = None
) -> QuerySet[Event]:
    """The events that the viewer may know of, in order of time; of a body, of a series, between two days."""
    found = visible_events(viewer)
    found = found.filter(body__slug=body) if body else found
    found = found.filter(series__slug=series) if series else found
    found = found.filter(starts__gte=at_oslo(first, MIDNIGHT)) if first else found
    found = found.filter(starts__date__lte=last) if last else found
    return found.order_by("starts", "pk")


def events_as_shapes(events: QuerySet[Event], viewer: Viewer) -> Iterable[dict[str, Any]]:
    """Events with their agendas: three queries for any number; confidential points are for their body."""
    listed = list(events)
    items: dict[int, list[AgendaItem]] = {}
    for item in AgendaItem.objects.filter(event__in=listed).order_by("position", "pk"):
        items.setdefault(item.event_id or 0, []).append(item)
    keys = [item.pk for group in items.values() for item in group]
    outcomes: dict[int, list[Outcome]] = {}
    for outcome in Outcome.objects.filter(item__in=keys).select_related("owner", "organisation"):
        outcomes.setdefault(outcome.item_id, []).append(outcome)
    return [_shape(event, items.get(event.pk, []), outcomes, viewer) for event in listed]


def _shape(
    event: Event, items: list[AgendaItem], outcomes: dict[int, list[Outcome]], viewer: Viewer
) -> dict[str, Any]:
    return {
        "id": event.slug,
        "kind": event.kind,
        "title": localised(event, "title"),
        "starts": event.starts,
        "ends": event.ends,
        "body": {"id": event.body.slug, "name": str(event.body)} if event.body else None,
        "series": {"id": event.series.slug, "name": str(event.series)} if event.series else None,
        "state": event.state,
        "way": event.way,
        "place": event.place,
        "agenda": [
            _item(number, item, outcomes.get(item.pk, []))
            for number, item in zip(numbers(items), items, strict=True)
            if not item.is_confidential or viewer.is_secretariat or item.body_id in viewer.bodies
        ],
        "url": page_of(event),
    }


def _item(number: int | None, item: AgendaItem, outcomes: list[Outcome]) -> dict[str, Any]:
    return {
        "number": number,
        "case": item.case,
        "title": item.title,
        "kind": item.kind,
        "outcomes": [
            {
                "kind": one.kind,
                "text": one.text,
                "owner": str(one.organisation or one.owner or ""),
                "due": one.due,
                "state": one.state,
            }
            for one in outcomes
        ],
    }
