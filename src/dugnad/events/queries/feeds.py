"""Questions answered as feeds: one's own meetings by a signed address, and what was announced and decided."""

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from dugnad.events.models import CalendarKey, Event, Outcome, Participation
from dugnad.events.queries.calendars import page_of
from dugnad.events.queries.decisions import decided
from dugnad.events.queries.places import left_ones
from dugnad.events.states import EventState
from dugnad.kit import formats
from dugnad.kit.clock import at_oslo, local_day
from dugnad.kit.text import localised
from dugnad.members.models import Body, Person
from dugnad.members.rules import Viewer

SALT = "dugnad.events.calendar"
MOST = 40


def own_key(person: Person) -> str:
    """What stands in the address of somebody's own calendar, until they renew it."""
    return signing.Signer(salt=SALT).sign(f"{person.pk}.{_times_renewed(person.pk)}").replace(":", "~")


def own_address(person: Person) -> str:
    """Where somebody's calendar subscribes."""
    return f"{settings.PUBLIC_URL}{reverse('own_calendar', args=[own_key(person)])}"


def person_with(key: str) -> Person | None:
    """Whose calendar an address opens.

    None for one that nobody was given, for one that was renewed, and for who was forgotten.
    """
    try:
        number, _point, renewed = signing.Signer(salt=SALT).unsign(key.replace("~", ":")).partition(".")
    except signing.BadSignature:
        return None
    person = Person.objects.filter(pk=int(number), erased_at__isnull=True).first()
    return person if person and renewed == str(_times_renewed(person.pk)) else None


def _times_renewed(person: int) -> int:
    return CalendarKey.objects.filter(person=person).values_list("number", flat=True).first() or 0


def own_events(person: Person, *, on: date) -> QuerySet[Event]:
    """What somebody was asked to, cancelled events too: a calendar must hear that it can let go of them.

    What they were asked to by a place that is another's by now is theirs no longer.
    """
    rows = list(Participation.objects.filter(person=person).select_related("event"))
    left = left_ones(rows, on=on)
    own = [one.event_id for one in rows if one.pk not in left]
    found = Event.objects.filter(pk__in=own).exclude(state=EventState.PLANNED)
    return found.select_related("body", "series").order_by("starts")


def atom(*, at: datetime, body: Body | None = None) -> str:
    """The last announcements and decisions as Atom (RFC 4287), of all or of one body; nothing restricted."""
    path, own = reverse("meetings"), reverse("meetings_atom")
    if body is not None:
        path, own = reverse("group", args=[body.slug]), reverse("group_atom", args=[body.slug])
    feed = Atom1Feed(
        title=": ".join([settings.ALLIANCE["name"], str(body) if body else _("Meetings and decisions")]),
        link=f"{settings.PUBLIC_URL}{path}",
        description="",
        feed_url=f"{settings.PUBLIC_URL}{own}",
        author_name=settings.ALLIANCE["name"],
    )
    entries = [*_announced(body), *_decided(body, at=at)]
    for moment, title, address, text in sorted(entries, key=lambda entry: entry[0], reverse=True)[:MOST]:
        feed.add_item(title, address, text, pubdate=moment, updateddate=moment, unique_id=address)
    return str(feed.writeString("utf-8"))


Entry = tuple[datetime, str, str, str]  # when, what, where, in more words


def _announced(body: Body | None) -> Iterator[Entry]:
    events = Event.objects.filter(announced_at__isnull=False).exclude(state=EventState.CANCELLED)
    events = events.filter(body=body) if body else events
    for event in events.order_by("-announced_at")[:MOST]:
        if event.announced_at:
            when = f"{localised(event, 'title')}, {formats.day(event.starts)}"
            yield event.announced_at, when, page_of(event), localised(event, "about")


def _decided_at(outcome: Outcome, at: datetime) -> datetime:
    """When it was decided: when the meeting ended, or on the day on which a procedure was closed early."""
    ends = outcome.item.event.ends if outcome.item.event else at
    closed = at_oslo(outcome.on, datetime.min.time())
    return min(ends if local_day(ends) <= outcome.on else closed, at)


def _decided(body: Body | None, *, at: datetime) -> Iterator[Entry]:
    found = decided(Viewer(), on=local_day(at))
    found = found.filter(body=body) if body else found
    for outcome in found.order_by("-on", "-pk")[:MOST]:
        moment = _decided_at(outcome, at)
        address = f"{settings.PUBLIC_URL}{reverse('decision', args=[outcome.pk])}"
        yield moment, outcome.item.title, address, outcome.text
