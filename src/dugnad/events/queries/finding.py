"""Questions about words: which meetings, points and decisions hold them."""

from dataclasses import dataclass

from django.urls import reverse

from dugnad.events.kinds import EVENT_FACTS, EventKind
from dugnad.events.models import AgendaItem
from dugnad.events.queries.meetings import visible_events
from dugnad.events.rules.titles import of_all
from dugnad.kit import formats
from dugnad.kit.text import Fit, fit, localised
from dugnad.members.rules import Viewer


@dataclass(frozen=True)
class Hit:
    """A meeting or a point that a search found."""

    title: str
    note: str
    url: str
    is_illustrative: bool
    fit: Fit


def search(text: str, viewer: Viewer) -> list[Hit]:
    """Events and points that the viewer may read and that hold every word: two queries."""
    events = {event.pk: event for event in visible_events(viewer).order_by("-starts")}
    found = [
        Hit(
            localised(event, "title"),
            f"{event.get_kind_display()}, {formats.day(event.starts)}",
            reverse(EVENT_FACTS[EventKind(event.kind)].page, args=[event.slug]),
            event.is_illustrative,
            fits,
        )
        for event in events.values()
        if (fits := fit(text, *of_all(event)))
    ]
    items = AgendaItem.objects.filter(event__in=events).order_by("-event__starts", "position")
    return found + [
        Hit(
            item.title,
            f"{localised(event, 'title')}, {formats.day(event.starts)}",
            f"{reverse('meeting', args=[event.slug])}#sak-{item.pk}",
            event.is_illustrative,
            fits,
        )
        for item in items
        if (event := events.get(item.event_id or 0))
        and (not item.is_confidential or viewer.is_secretariat or item.body_id in viewer.bodies)
        and (fits := fit(text, *of_all(item), item.case))
    ]
