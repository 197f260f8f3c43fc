"""Questions answered as calendars: an invitation for one person, and feeds of what is coming.

iCalendar is RFC 5545, invitations RFC 5546 (iTIP): an appointment keeps its UID for ever, SEQUENCE rises
with every change, and METHOD says what a calendar is to do.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.events.kinds import EVENT_FACTS, EventKind
from dugnad.events.models import Event, Participation
from dugnad.events.queries.links import answer_address
from dugnad.events.queries.taking_part import address_of, name_of
from dugnad.events.states import Answer, EventState
from dugnad.kit import formats
from dugnad.kit.clock import OSLO, local_day
from dugnad.kit.text import localised

STATES = {
    EventState.PLANNED: "TENTATIVE",
    EventState.ANNOUNCED: "CONFIRMED",
    EventState.HELD: "CONFIRMED",
    EventState.CANCELLED: "CANCELLED",
}
ANSWERS = {
    Answer.AWAITED: "NEEDS-ACTION",
    Answer.YES: "ACCEPTED",
    Answer.WAITING: "TENTATIVE",
    Answer.NO: "DECLINED",
}


class Method(StrEnum):
    """What a calendar is to do with an appointment."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


def appointment(event: Event, one: Participation, *, method: Method, language: str, at: datetime) -> str:
    """An invitation, an update or a cancellation for one person, in their language."""
    with translation.override(language):
        entry = _entry(event, at=at, link=_link_by_now(event), note=answer_address(one))
        entry["sequence"] = event.sequence + one.times_taken_out
        if method == Method.CANCEL:
            entry["status"] = STATES[EventState.CANCELLED]
        entry.add("organizer", icalendar.vCalAddress(f"mailto:{_sender()}"))
        entry.add("attendee", _attendee(one))
        return _calendar([entry], method).to_ical().decode()


def _link_by_now(event: Event) -> str:
    """The link that an appointment has: where anybody may sign up it goes out some days ahead, to all."""
    asked = getattr(event, "sign_up", None)
    waits = asked is not None and asked.link_sent_at is None
    return "" if waits else event.link


def calendar(events: Iterable[Event], *, name: str, at: datetime) -> bytes:
    """A feed of events that a calendar subscribes to; links that open a meeting are not in it."""
    told = _calendar([_entry(event, at=at) for event in events], Method.PUBLISH)
    told.add("x-wr-calname", name)
    told.add("x-wr-timezone", str(OSLO))
    return bytes(told.to_ical())


def _calendar(entries: Iterable[icalendar.Event], method: Method) -> icalendar.Calendar:
    told = icalendar.Calendar()
    told.add("prodid", "-//Dugnad//Dugnad//NO")
    told.add("version", "2.0")
    told.add("calscale", "GREGORIAN")
    told.add("method", str(method))
    for entry in entries:
        told.add_component(entry)
    return told


def _entry(event: Event, *, at: datetime, link: str = "", note: str = "") -> icalendar.Event:
    address = page_of(event)
    entry = icalendar.Event()
    entry.add("uid", uid_of(event))
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", at)
    _add_time(entry, event)
    entry.add("status", STATES[EventState(event.state)])
    entry.add("url", address)
    told = (event.get_way_display(), localised(event, "about"), link, note, address)
    entry.add("description", "\n\n".join(part for part in told if part))
    if place := link or event.place:
        entry.add("location", event.place or place)
    return entry


def _add_time(entry: icalendar.Event, event: Event) -> None:
    """When it is, and what it is called: nobody is busy for a week because an answer is due at its end."""
    title = localised(event, "title")
    if not EVENT_FACTS[EventKind(event.kind)].is_written:
        # In world time: no calendar has to know our summer time, and none gets it wrong.
        entry.add("dtstart", event.starts.astimezone(UTC))
        entry.add("dtend", event.ends.astimezone(UTC))
        entry.add("summary", title)
        return
    entry.add("dtstart", local_day(event.ends))
    entry.add("dtend", local_day(event.ends) + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    told = {"hour": formats.clock_time(event.ends), "title": title}
    entry.add("summary", _("Answer by %(hour)s: %(title)s") % told)


def _attendee(one: Participation) -> icalendar.vCalAddress:
    attendee = icalendar.vCalAddress(f"mailto:{address_of(one)}")
    attendee.params["CN"] = name_of(one)
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = ANSWERS[Answer(one.answer)]
    # Nobody reads what a calendar would send back: the answer is given by the link in the mail.
    attendee.params["RSVP"] = "FALSE"
    return attendee


def uid_of(event: Event) -> str:
    """The identity of an appointment in every calendar; it never changes."""
    return f"event-{event.pk}@{urlsplit(settings.PUBLIC_URL).hostname}"


def page_of(event: Event) -> str:
    """Where an event is read."""
    return f"{settings.PUBLIC_URL}{reverse(EVENT_FACTS[EventKind(event.kind)].page, args=[event.slug])}"


def _sender() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
