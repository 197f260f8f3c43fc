"""The year as a wheel: what happens when, from every room that has days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import cos, pi, sin

from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.calls.queries import visible_calls
from dugnad.calls.states import CallState
from dugnad.declarations.queries.follow_ups import steps_in_year, tasks_in_year, treatments_in_year
from dugnad.declarations.queries.thread import TREATMENT, WORDING
from dugnad.dossiers.queries.consultations import deadlines_in_year
from dugnad.events.kinds import EVENT_FACTS, EventKind
from dugnad.events.queries.meetings import visible_events
from dugnad.events.states import EventState
from dugnad.kit.clock import local_day
from dugnad.kit.text import localised, norwegian, spoken
from dugnad.members.rules import Viewer
from dugnad.programme.models import Milestone, Programme

MIDDLE = 200.0  # the picture is a sheet of 400 × 400
RINGS = {"milestone": 150.0, "due": 118.0, "promise": 134.0, "event": 126.0}


@dataclass(frozen=True)
class Moment:
    """Something that happens on a day."""

    day: date
    kind: str  # milestone, due, promise, event
    title: str
    note: str
    url: str
    is_done: bool
    clock: datetime | None = None

    @property
    def x(self) -> str:
        """Its place in the picture, from the left."""
        return _place(_angle(self.day), RINGS[self.kind])[0]

    @property
    def y(self) -> str:
        """Its place in the picture, from the top."""
        return _place(_angle(self.day), RINGS[self.kind])[1]


@dataclass(frozen=True)
class Month:
    """A month of the year: its part of the wheel, and what happens in it."""

    first: date
    moments: list[Moment]
    is_now: bool

    @property
    def x(self) -> str:
        """Where its name stands, from the left."""
        return _place(self._middle, 182.0)[0]

    @property
    def y(self) -> str:
        """Where its name stands, from the top."""
        return _place(self._middle, 182.0)[1]

    @property
    def spoke(self) -> str:
        """The line on which it begins."""
        start, end = _place(_angle(self.first), 96.0), _place(_angle(self.first), 168.0)
        return f"M{' '.join(start)}L{' '.join(end)}"

    @property
    def _middle(self) -> float:
        return _angle(self.first.replace(day=15))


def year_wheel(programme: Programme, viewer: Viewer, *, on: date) -> list[Month]:
    """The twelve months of a programme's year with what the viewer may see in them."""
    moments = moments_of(programme, viewer)
    firsts = [date(programme.year, month, 1) for month in range(1, 13)]
    return [
        Month(first, [m for m in moments if m.day.month == first.month], first == on.replace(day=1))
        for first in firsts
    ]


def moments_of(programme: Programme, viewer: Viewer) -> list[Moment]:
    """Everything with a day in a programme's year, in order."""
    year = programme.year
    found = [
        *_milestones(programme),
        *_due_days(year, viewer),
        *_deadlines(year, viewer),
        *_promised(year, viewer),
        *_events(year, viewer),
    ]
    return sorted(found, key=lambda m: m.day)


def hand_of(day: date) -> str:
    """The wheel's hand: a line from the middle to a day."""
    return f"M{MIDDLE:.0f} {MIDDLE:.0f}L{' '.join(_place(_angle(day), 168.0))}"


def _milestones(programme: Programme) -> Iterable[Moment]:
    steps = Milestone.objects.filter(activity__programme=programme, due__year=programme.year)
    for step in steps.select_related("activity"):
        activity = step.activity
        yield Moment(
            day=step.due,
            kind="milestone",
            title=spoken(step, "title"),
            note=localised(activity, "title"),
            url=reverse("activity", args=[programme.year, activity.key]),
            is_done=step.done_on is not None,
        )


def _events(year: int, viewer: Viewer) -> Iterable[Moment]:
    for event in visible_events(viewer).filter(starts__year=year).exclude(state=EventState.CANCELLED):
        yield Moment(
            day=local_day(event.starts),
            kind="event",
            title=spoken(event, "title"),
            note=str(event.get_kind_display()),
            url=reverse(EVENT_FACTS[EventKind(event.kind)].page, args=[event.slug]),
            is_done=event.state == EventState.HELD,
            clock=event.starts,
        )


def _due_days(year: int, viewer: Viewer) -> Iterable[Moment]:
    for call in visible_calls(viewer).filter(due_day__year=year):
        yield Moment(
            day=call.due_day,
            kind="due",
            title=spoken(call, "title"),
            note=_("Due day of a call"),
            url=reverse("call", args=[call.slug]),
            is_done=call.state == CallState.CLOSED,
            clock=call.due,
        )


def _deadlines(year: int, viewer: Viewer) -> Iterable[Moment]:
    for one in deadlines_in_year(year, viewer):
        yield Moment(
            day=local_day(one.deadline),
            kind="due",
            title=norwegian(one.title),
            note=_("Deadline of a consultation"),
            url=reverse("consultation", args=[one.slug]),
            is_done=one.sent_on is not None,
            clock=one.deadline,
        )


def _promised(year: int, viewer: Viewer) -> Iterable[Moment]:
    """What the declaration has days for: tasks, treatments in the bodies, and steps towards a signing."""
    yield from _tasks(year, viewer)
    for treatment in treatments_in_year(year, viewer):
        wording = treatment.wording
        yield Moment(
            day=treatment.held_on or treatment.planned_on,
            kind="promise",
            title=str(wording),
            note=_("Treated by %(body)s") % {"body": treatment.body},
            url=TREATMENT.address_of(f"{wording.declaration.key}/{wording.name}/{treatment.pk}"),
            is_done=treatment.held_on is not None,
        )
    for step in steps_in_year(year, viewer):
        wording = step.campaign.wording
        yield Moment(
            day=step.due,
            kind="promise",
            title=str(step),
            note=str(wording),
            url=WORDING.address_of(f"{wording.declaration.key}/{wording.name}"),
            is_done=step.done_on is not None,
        )


def _tasks(year: int, viewer: Viewer) -> Iterable[Moment]:
    for task in tasks_in_year(year, viewer):
        yield Moment(
            day=task.due,  # type: ignore[arg-type]  # those of a year have a day
            kind="promise",
            title=spoken(task, "title"),
            note=_("Task in the follow-up plan"),
            url=f"{reverse('follow_up_plan', args=[task.declaration.key, task.year])}#oppgave-{task.pk}",
            is_done=task.done_on is not None,
        )


def _angle(day: date) -> float:
    """The new year stands at the top, and the year runs with the clock."""
    days = 366 if day.year % 4 == 0 and (day.year % 100 or day.year % 400 == 0) else 365
    return 2 * pi * (day.timetuple().tm_yday - 1) / days


def _place(angle: float, radius: float) -> tuple[str, str]:
    return f"{MIDDLE + radius * sin(angle):.1f}", f"{MIDDLE - radius * cos(angle):.1f}"
