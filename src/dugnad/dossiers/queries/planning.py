"""Questions about time: the days on the way to an answer, and which of them have been reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from dugnad.documents.states import State
from dugnad.dossiers.kinds import Caution, StepKind
from dugnad.dossiers.models import Consultation
from dugnad.dossiers.rules.planning import Meeting, Plan, Step, plan_back
from dugnad.dossiers.states import Verdict
from dugnad.events.models import Event, Outcome
from dugnad.events.queries.decisions import decided
from dugnad.events.queries.meetings import MEETINGS
from dugnad.events.states import EventState
from dugnad.kit.clock import local_day
from dugnad.members.rules import Viewer

READY = frozenset({State.IN_REVIEW, State.APPROVED, State.PUBLISHED})


@dataclass(frozen=True)
class Station:
    """A step on the way: its day, whether it is taken, and whether it should have been."""

    step: Step
    is_done: bool
    is_late: bool

    @property
    def label(self) -> Promise | str:
        """What is done there."""
        return self.step.kind.label


@dataclass(frozen=True)
class Way:
    """All steps to an answer, and what the plan warns of."""

    stations: list[Station]
    cautions: tuple[Caution, ...]

    @property
    def next(self) -> Station | None:
        """The first step that is not taken."""
        return next((station for station in self.stations if not station.is_done), None)


def meetings_between(first: date, last: date) -> list[Meeting]:
    """The meetings of bodies from one day to another that are not called off: one question."""
    found = Event.objects.filter(kind__in=MEETINGS, body__isnull=False)
    found = found.filter(starts__date__gte=first, starts__date__lte=last)
    found = found.exclude(state=EventState.CANCELLED).select_related("body").order_by("starts", "pk")
    return [
        Meeting(event.body.kind, str(event.body), local_day(event.starts), event.slug)
        for event in found
        if event.body is not None
    ]


def plan_of(consultation: Consultation) -> Plan:
    """The days of an answer, counted backwards through the meetings as they are planned now."""
    meetings = meetings_between(consultation.announced_on, local_day(consultation.deadline))
    return _plan(consultation, meetings)


def _plan(consultation: Consultation, meetings: Iterable[Meeting]) -> Plan:
    first, last = consultation.announced_on, local_day(consultation.deadline)
    return plan_back(consultation.channel, first, last, meetings, asked_by=consultation.members_due)


def way_of(consultation: Consultation, *, on: date) -> Way:
    """The way to one answer."""
    return _way(consultation, plan_of(consultation), on=on)


def ways_of(consultations: Sequence[Consultation], *, on: date) -> list[Way]:
    """The ways to several answers, each through the same meetings: one question for any number."""
    if not consultations:
        return []
    first = min(one.announced_on for one in consultations)
    last = max(local_day(one.deadline) for one in consultations)
    meetings = meetings_between(first, last)
    return [_way(one, _plan(one, meetings), on=on) for one in consultations]


def _way(consultation: Consultation, plan: Plan, *, on: date) -> Way:
    """The steps with what has been reached; a step is late when its day has passed and it is not taken."""
    done = _done(consultation, plan, on=on)
    stations = [Station(step, done[step.kind], _is_late(step, done, on=on)) for step in plan.steps]
    return Way(stations, plan.cautions)


def _is_late(step: Step, done: dict[StepKind, bool], *, on: date) -> bool:
    return step.on < on and not done[step.kind]


def _done(consultation: Consultation, plan: Plan, *, on: date) -> dict[StepKind, bool]:
    """What has been reached; once the answer has gone, everything before it has."""
    statement = consultation.statement
    is_sent = consultation.sent_on is not None
    is_withdrawn = statement is not None and statement.state == State.WITHDRAWN
    is_approved = (consultation.approved_in_id is not None and not is_withdrawn) or is_sent
    is_ready = is_approved or (statement is not None and statement.state in READY)
    return {
        StepKind.JUDGE: consultation.verdict != Verdict.OPEN,
        # Nobody notes that a day for input has passed or that a group has met: the calendar does.
        StepKind.MEMBERS: is_ready or _has_passed(plan, StepKind.MEMBERS, on=on),
        StepKind.GROUP: is_ready or _has_passed(plan, StepKind.GROUP, on=on),
        StepKind.PAPERS: is_ready,
        StepKind.APPROVE: is_approved,
        StepKind.SEND: is_sent,
    }


def _has_passed(plan: Plan, kind: StepKind, *, on: date) -> bool:
    day = plan.day_of(kind)
    return day is not None and day < on


def decisions_to_choose(consultation: Consultation, viewer: Viewer, *, on: date) -> list[Outcome]:
    """The decisions that may have approved a statement: those taken since it was sent out to us."""
    found = decided(viewer, on=on).filter(on__gte=consultation.announced_on)
    return list(found.order_by("-on", "-pk"))
