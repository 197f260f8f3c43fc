"""Yes or no, about deciding in writing: when it can end, and what those who answered have decided."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dugnad.events.kinds import VOTING, Role, Stance
from dugnad.events.rules.meeting import Happening, Present, facts_of
from dugnad.events.states import EventState

REMINDED = timedelta(days=2)  # before the deadline


class Verdict(StrEnum):
    """What a written procedure came to."""

    OPEN = "open"  # it still runs
    ADOPTED = "adopted"
    REJECTED = "rejected"
    TO_A_MEETING = "to_a_meeting"  # somebody wants it treated where people can talk
    TOO_FEW = "too_few"  # fewer answered than the body needs


@dataclass(frozen=True)
class Tally:
    """How those with a vote have answered."""

    counts: Counter[str]
    asked: int

    @property
    def answered(self) -> int:
        """How many have said anything."""
        return self.counts.total()

    @property
    def silent(self) -> int:
        """How many have not."""
        return self.asked - self.answered


def tally(stances: Iterable[str], *, asked: int) -> Tally:
    """The answers counted; silence is never counted as consent."""
    return Tally(Counter(stances), asked)


def has_vote(one: Present) -> bool:
    """Whether somebody says yes or no; an observer, a guest or the secretary only reads."""
    return Role(one.role) in VOTING


def can_answer(event: Happening, *, at: datetime) -> bool:
    """Whether somebody may still say what they think, or change it."""
    return facts_of(event).is_written and event.state == EventState.ANNOUNCED and at <= event.ends


def reminds_at(event: Happening) -> datetime:
    """When those who are silent are reminded: two days before the deadline, or half-way where it is short."""
    return max(event.ends - REMINDED, event.starts + (event.ends - event.starts) / 2)


def is_over(event: Happening) -> bool:
    """Whether the record has been made."""
    return facts_of(event).is_written and event.state == EventState.HELD


def can_close(event: Happening, told: Tally, *, at: datetime) -> bool:
    """Whether the record can be made: the deadline has passed, or everybody has answered."""
    running = facts_of(event).is_written and event.state == EventState.ANNOUNCED
    return running and (at > event.ends or told.silent == 0)


def verdict(told: Tally, *, quorum: int | None, is_over: bool) -> Verdict:
    """What was decided: one who asks for a meeting is enough, and more must be for than against."""
    if told.counts[Stance.WANTS_MEETING]:
        return Verdict.TO_A_MEETING
    if not is_over:
        return Verdict.OPEN
    if told.answered < (quorum or 1):
        return Verdict.TOO_FEW
    is_for = told.counts[Stance.FOR] > told.counts[Stance.AGAINST]
    return Verdict.ADOPTED if is_for else Verdict.REJECTED
