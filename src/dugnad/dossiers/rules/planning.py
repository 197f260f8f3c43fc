"""Yes or no, about time: the days of an answer counted backwards from its deadline through real meetings.

Every tool for consultations looks at them from the side of the one who asks. This looks from the side of an
alliance that has to ask its members, write, be read by a group and approved by a body that meets six times
a year, and that wants to know on the first day whether that is possible.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dugnad.dossiers.kinds import CHANNEL_FACTS, Caution, Channel, ChannelFacts, How, StepKind
from dugnad.engine.holidays import is_working_day, last_working_day
from dugnad.members.kinds import BodyKind

DECIDING = (BodyKind.BOARD, BodyKind.ADVOCACY_COMMITTEE)  # who approves, the first that meets in time
READING = (BodyKind.EXPERT_GROUP, BodyKind.AD_HOC_GROUP)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Meeting:
    """A meeting that is planned or was held: of what kind of body, its name, its address, the day."""

    kind: str
    body: str
    day: date
    slug: str = ""


@dataclass(frozen=True)
class Step:
    """A step with its day: who takes it, and how."""

    kind: StepKind
    on: date
    how: How = How.OFFICE
    body: str = ""
    meeting: str = ""  # the word in the address of the meeting


@dataclass(frozen=True)
class Plan:
    """The steps in order of time, and what speaks against the plan."""

    steps: tuple[Step, ...]
    cautions: tuple[Caution, ...]

    def day_of(self, kind: StepKind) -> date | None:
        """The day of a step; None where there is no time for it."""
        return next((step.on for step in self.steps if step.kind == kind), None)


def plan_back(
    channel: str,
    announced: date,
    deadline: date,
    meetings: Iterable[Meeting],
    *,
    asked_by: date | None = None,
) -> Plan:
    """The days of an answer. `asked_by` is the day that the members have been told already."""
    facts = CHANNEL_FACTS[Channel(channel)]
    send = _before(deadline, facts.send, least=announced)
    if send < announced:
        return Plan((Step(StepKind.SEND, send),), (Caution.NO_TIME,))
    known = sorted((one for one in meetings if is_working_day(one.day)), key=lambda one: one.day)
    approve, cautions = _approval(facts, announced, send, known)
    papers = _papers(facts, announced, approve.on)
    group = _group(known, announced + timedelta(days=_asking(facts)), papers)
    last = group.on if group else papers
    members = _members(facts, deadline, last, asked_by)
    judge = last_working_day(min(announced + timedelta(days=facts.judging), members or last, last))
    found = [
        Step(StepKind.JUDGE, max(judge, _first_working_day(announced))),
        Step(StepKind.MEMBERS, members) if members and members > announced else None,
        group,
        Step(StepKind.PAPERS, papers),
        approve,
        Step(StepKind.SEND, send),
    ]
    cautions += _of_length(facts, announced, deadline)
    cautions += _of_members(facts, announced, members)
    cautions += [] if group else [Caution.NO_GROUP]
    return Plan(_in_order([step for step in found if step]), tuple(cautions))


def _before(day: date, working_days: int, *, least: date) -> date:
    """The working day so many of them before another; the last one of all where that would be too early."""
    last = found = last_working_day(day)
    for _each in range(working_days):
        found = last_working_day(found - ONE_DAY)
    return found if found >= least else last


def _first_working_day(day: date) -> date:
    while not is_working_day(day):
        day += ONE_DAY
    return day


def _approval(
    facts: ChannelFacts, announced: date, send: date, known: Sequence[Meeting]
) -> tuple[Step, list[Caution]]:
    """The last meeting of the board that leaves time to write; else of the committee; else in writing."""
    whole = timedelta(days=facts.papers + _asking(facts))
    need = whole if send - announced >= whole else timedelta(days=facts.papers)
    for place, kind in enumerate(DECIDING):
        found = [one for one in known if one.kind == kind and announced + need <= one.day <= send]
        if found:
            last = found[-1]
            step = Step(StepKind.APPROVE, last.day, How.MEETING, last.body, last.slug)
            return step, [Caution.NO_BOARD] if place else []
    return Step(StepKind.APPROVE, send, How.WRITTEN), [Caution.IN_WRITING]


def _asking(facts: ChannelFacts) -> int:
    """How many days it takes to ask the members and to write in what they say."""
    return 0 if facts.members is None else facts.drafting + facts.members_least


def _papers(facts: ChannelFacts, announced: date, approve: date) -> date:
    """The day on which the papers go out; on the day of the approval itself where there is no more time."""
    day = last_working_day(approve - timedelta(days=facts.papers))
    return day if day >= announced else approve


def _group(known: Sequence[Meeting], after: date, before: date) -> Step | None:
    """The last meeting of a group that leaves the members time to answer and us time to write."""
    found = [one for one in known if one.kind in READING and after < one.day <= before]
    if not found:
        return None
    last = found[-1]
    return Step(StepKind.GROUP, last.day, How.MEETING, last.body, last.slug)


def _members(facts: ChannelFacts, deadline: date, last: date, asked_by: date | None) -> date | None:
    """When the members' own input is due: about a month before, and early enough to be written in."""
    if asked_by is not None:
        return asked_by
    if facts.members is None:
        return None
    usual = deadline - timedelta(days=facts.members)
    return last_working_day(min(usual, last - timedelta(days=facts.drafting)))


def _of_length(facts: ChannelFacts, announced: date, deadline: date) -> list[Caution]:
    is_short = facts.least is not None and deadline - announced < facts.least
    return [Caution.SHORT] if is_short else []


def _of_members(facts: ChannelFacts, announced: date, members: date | None) -> list[Caution]:
    if members is None:
        return []
    if members <= announced:
        return [Caution.NO_MEMBERS]
    is_hurried = members - announced < timedelta(days=facts.members_least)
    return [Caution.HURRIED_MEMBERS] if is_hurried else []


def _in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """By day; what is on the same day keeps the order of the work."""
    order = {kind: place for place, kind in enumerate(StepKind)}
    return tuple(sorted(steps, key=lambda step: (step.on, order[step.kind])))
