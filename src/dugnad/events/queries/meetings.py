"""Questions about events: which there are, a series, a group with what a new member reads."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    When,
    Window,
)
from django.db.models.functions import ExtractYear, RowNumber

from dugnad.documents.queries import visible_to
from dugnad.events.kinds import EVENT_FACTS, VOTING, WRITTEN, EventKind
from dugnad.events.models import Event, Participation, Series
from dugnad.events.queries.places import asked_to, left_ones
from dugnad.events.states import Answer, Attendance, EventState
from dugnad.kit.clock import OSLO, at_oslo, is_year, local_day
from dugnad.members.models import Body, Seat
from dugnad.members.queries import holding, subregion_of_members
from dugnad.members.rules import Viewer

MEETINGS = tuple(kind.value for kind in EventKind if EVENT_FACTS[kind].page == "meeting")
SESSIONS = tuple(kind.value for kind in EventKind if EVENT_FACTS[kind].page == "school_session")
PUBLIC = tuple(kind.value for kind in EventKind if EVENT_FACTS[kind].is_public)

# What somebody outside has been told of: a plan has not, nor what was called off before anybody heard of it.
TOLD = ~Q(state=EventState.PLANNED) & ~Q(state=EventState.CANCELLED, announced_at__isnull=True)


@dataclass(frozen=True)
class EventRow:
    """An event in a list: how many points it has, how many come, and what the viewer has answered."""

    event: Event
    points: int
    coming: int
    asked: int
    own: Participation | None = None
    is_written: bool = False  # then `asked` are those with a vote, and `coming` those who have answered
    is_over: bool = False  # then `coming` are those who had said that they would come
    present: int = 0  # who was there, as far as anybody has told


def visible_events(viewer: Viewer) -> QuerySet[Event]:
    """The events that the viewer may know of: a plan is for those who are in on it.

    Who sits in a body knows when the others are to meet; what is open to all is told to all at once.
    """
    found = Event.objects.select_related("body", "series")
    if viewer.is_secretariat:
        return found
    open_ones = TOLD
    if viewer.is_body_member:
        open_ones |= ~Q(kind__in=PUBLIC)
    if viewer.person is None:
        return found.filter(open_ones)
    # Asked with EXISTS: joined, every event would come once for each who takes part.
    own = Exists(Participation.objects.filter(event=OuterRef("pk"), person=viewer.person))
    return found.filter(open_ones | Q(own) | Q(body__in=viewer.bodies))


def event_rows(events: QuerySet[Event], viewer: Viewer, *, at: datetime) -> list[EventRow]:
    """Events as a list shows them: two to five queries for any number, by who left and what is in writing.

    Who has left the place by which they were asked is no longer counted, as on the page of the event.
    """
    counted = events.annotate(
        points=Count("items", distinct=True),
        asked=Count("participations", distinct=True),
        coming=Count("participations", filter=Q(participations__answer=Answer.YES), distinct=True),
        present=Count(
            "participations", filter=Q(participations__attendance=Attendance.PRESENT), distinct=True
        ),
    )
    rows = list(counted)
    told = asked_to(rows, viewer.person, on=local_day(at))
    by_key = {event.pk: event for event in rows}
    for one in told.left:
        by_key[one.event_id].asked -= 1
        by_key[one.event_id].coming -= one.answer == Answer.YES
    answers = _answers_in_writing([event for event in rows if event.kind in WRITTEN], told.left)
    return [_row(event, answers.get(event.pk), told.own.get(event.pk), at=at) for event in rows]


def _answers_in_writing(events: list[Event], left: Iterable[Participation]) -> dict[int, tuple[int, int]]:
    """Of each that is decided in writing how many have answered, of how many with a vote; asked where any is.

    Of those who have left their place only who answered before: that vote is the place's, and stands.
    """
    voting = Participation.objects.filter(
        ~Q(pk__in=[one.pk for one in left]) | Q(positions__isnull=False),
        event__in=events,
        role__in=VOTING,
    )
    answered = Count("pk", filter=Q(positions__isnull=False), distinct=True)
    rows = voting.order_by().values("event").annotate(voting=Count("pk", distinct=True), answered=answered)
    return {row["event"]: (row["answered"], row["voting"]) for row in rows}


def _row(
    event: Any, in_writing: tuple[int, int] | None, own: Participation | None, *, at: datetime
) -> EventRow:
    coming, asked = in_writing or (event.coming, event.asked)
    return EventRow(
        event,
        event.points,
        coming,
        asked,
        own,
        is_written=in_writing is not None,
        is_over=event.ends < at,
        present=event.present,
    )


def answers_to(event: Event, *, on: date) -> tuple[int, int]:
    """Of a written procedure how many have answered, and how many have a vote."""
    return _answers_in_writing([event], asked_to([event], None, on=on).left).get(event.pk, (0, 0))


def meetings(viewer: Viewer, *, body: str = "", year: str = "") -> QuerySet[Event]:
    """Meetings of any kind, the newest first; of a body by slug, or of a year."""
    return visible_events(viewer).filter(_chosen(body, year)).order_by("-starts", "-id")


def _chosen(body: str, year: str) -> Q:
    found = Q(kind__in=MEETINGS)
    if body:
        found &= Q(body__slug=body.replace("\x00", ""))
    if year:
        found &= _within(int(year)) if is_year(year) else Q(pk__in=())
    return found


def sessions(viewer: Viewer) -> QuerySet[Event]:
    """Sessions of the school, the newest first."""
    found = visible_events(viewer).filter(kind__in=SESSIONS)
    return found.select_related("sign_up__topic").order_by("-starts", "-id")


def event_at(slug: str, viewer: Viewer, kinds: Iterable[str]) -> Event | None:
    """The event at this address, if the viewer may know of it."""
    found = visible_events(viewer).select_related("body", "series", "minutes", "chair", "sign_up__topic")
    return found.filter(slug=slug, kind__in=tuple(kinds)).first()


def series_at(slug: str) -> Series | None:
    """The series at this address."""
    return Series.objects.select_related("body").filter(slug=slug).first()


def years_with_meetings(
    viewer: Viewer, *, body: str = "", year: str = "", before: datetime
) -> dict[int, int]:
    """The years with meetings, the newest first, each with how many of the chosen ones were over by then."""
    found = visible_events(viewer).filter(kind__in=MEETINGS, starts__isnull=False).order_by()
    told = found.annotate(year=ExtractYear("starts", tzinfo=OSLO)).values("year").order_by("-year")
    counted = Count("pk", filter=_chosen(body, year) & Q(ends__lt=before))
    return {row["year"]: row["over"] for row in told.annotate(over=counted)}


@dataclass(frozen=True)
class Group:
    """A body with what a new member reads to be up to speed."""

    body: Body
    series: list[Series]
    coming: list[Event] = field(default_factory=list)
    held: list[Event] = field(default_factory=list)
    minutes: Event | None = None  # the last meeting whose minutes the viewer may read


def group_of(body: Body, viewer: Viewer, *, at: datetime, has_series: bool = True, few: int = 4) -> Group:
    """The next and last meetings of a body as far as the viewer may know of them, and its series."""
    events = list(_first_and_last(visible_events(viewer).filter(body=body), viewer, at=at, few=few))
    return Group(
        body=body,
        series=_series_of(body, events, viewer) if has_series else [],
        coming=[event for event in events if not event.is_over and event.nth <= few],
        held=[event for event in reversed(events) if event.is_over and event.nth <= few],
        minutes=next((event for event in events if event.is_legible and event.nth_legible == 1), None),
    )


def _series_of(body: Body, events: list[Event], viewer: Viewer) -> list[Series]:
    """Those that go on, for who is signed in; whoever may begin one hears also of one without meetings."""
    if not viewer.is_signed_in:
        return []
    if viewer.is_secretariat:
        return list(Series.objects.filter(body=body, ended_on__isnull=True))
    found = {event.series.pk: event.series for event in events if event.series}
    return [series for series in found.values() if series.ended_on is None]


def _first_and_last(events: QuerySet[Event], viewer: Viewer, *, at: datetime, few: int) -> QuerySet[Any]:
    """The next and the last few of these, and the last with minutes that the viewer may read: one query."""
    over, legible = Q(ends__lt=at), Q(state=EventState.HELD, minutes__in=visible_to(viewer))
    told = events.exclude(state=EventState.CANCELLED).annotate(
        is_over=ExpressionWrapper(over, BooleanField()),
        is_legible=Case(When(legible, then=True), default=False),
        nth_next=_place_among("is_over", "starts", "id"),
        nth_last=_place_among("is_over", "-starts", "-id"),
        nth_legible=_place_among("is_legible", "-starts", "-id"),
        nth=Case(When(over, then=F("nth_last")), default=F("nth_next")),
    )
    shown = Q(nth__lte=few) | Q(is_legible=True, nth_legible=1)
    return told.filter(shown).select_related("body", "series", "minutes").order_by("starts", "id")


def _place_among(alike: str, *order: str) -> Window:
    return Window(RowNumber(), partition_by=[F(alike)], order_by=order)


def coming_up(viewer: Viewer, *, at: datetime, few: int = 5) -> list[Participation]:
    """What the viewer is asked to, or takes part in, from now on: two queries."""
    if viewer.person is None:
        return []
    own = Participation.objects.filter(person=viewer.person, event__ends__gte=at)
    told = own.exclude(event__state=EventState.CANCELLED).select_related("event")
    rows = list(told.order_by("event__starts", "event"))
    left = left_ones(rows, on=local_day(at))
    return [one for one in rows if one.pk not in left][:few]


def concerning(organisation: int, *, at: datetime) -> QuerySet[Event]:
    """What concerns a member: where its people take part or its bodies meet, and what is open to all."""
    day = local_day(at)
    senders = _sending_for(organisation, on=day)
    held = Seat.objects.filter(holding(day), organisation__in=senders)
    own = Q(participations__organisation__in=senders) | Q(body__in=held.values("body_id"))
    found = Event.objects.filter(TOLD).filter(own | Q(kind__in=PUBLIC))
    return found.distinct().select_related("body", "series").order_by("starts")


def _sending_for(organisation: int, *, on: date) -> list[int]:
    """A member and its sub-region, for the sub-region sends people on behalf of its municipalities."""
    subregion = subregion_of_members(on=on).get(organisation)
    return [organisation, subregion.pk] if subregion else [organisation]


def in_year(events: QuerySet[Event], year: int) -> QuerySet[Event]:
    """Of events those that begin in a year, as the clock in Oslo has it."""
    return events.filter(_within(year))


def _within(year: int) -> Q:
    midnight = datetime.min.time()
    first, next_ = at_oslo(date(year, 1, 1), midnight), at_oslo(date(year + 1, 1, 1), midnight)
    return Q(starts__gte=first, starts__lt=next_)
