"""Yes or no, about those who sign up by themselves: room, waiting list, having been there, certificates."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from dugnad.events.kinds import EVENT_FACTS, EventFacts, EventKind
from dugnad.events.rules.meeting import Happening, takes_place
from dugnad.events.states import Answer, Attendance, EventState


class Asked(Protocol):
    """What an event asks of those who sign up."""

    closes: datetime
    capacity: int | None
    least_minutes: int


class SignedUp(Protocol):
    """Somebody who has signed up."""

    answer: str
    attendance: str
    minutes_there: int | None
    erased_at: datetime | None


One = TypeVar("One", bound=SignedUp)


def facts_of(event: Happening) -> EventFacts:
    """What follows from the kind of an event."""
    return EVENT_FACTS[EventKind(event.kind)]


def can_sign_up(event: Happening, asked: Asked, *, at: datetime) -> bool:
    """Whether anybody may sign up now."""
    return facts_of(event).has_sign_up and event.state == EventState.ANNOUNCED and at <= asked.closes


def can_withdraw(event: Happening, one: SignedUp, *, at: datetime) -> bool:
    """Whether somebody can still say that they are not coming after all."""
    return takes_place(event) and event.starts > at and one.answer in (Answer.YES, Answer.WAITING)


def answer_given(asked: Asked, taken: int) -> Answer:
    """What signing up gives: a place, or a place on the waiting list."""
    return Answer.YES if asked.capacity is None or taken < asked.capacity else Answer.WAITING


def moving_up(asked: Asked, in_order: Sequence[One]) -> list[One]:
    """Those on the waiting list for whom there is room now, who waited longest first."""
    waiting = [one for one in in_order if one.answer == Answer.WAITING]
    if asked.capacity is None:
        return waiting
    taken = sum(one.answer == Answer.YES for one in in_order)
    return waiting[: max(0, asked.capacity - taken)]


# In an hour: more mails to one address, or more sign-ups for one event, are no people's.
MAILS_TO_ONE, SIGN_UPS_OF_ALL = 6, 600


def comes_too_often(mails_to_one: int, sign_ups: int) -> bool:
    """Whether so much has come in the last hour that one more is no person's."""
    return mails_to_one >= MAILS_TO_ONE or sign_ups >= SIGN_UPS_OF_ALL


def was_there(asked: Asked, minutes: int) -> Attendance:
    """What a list from the meeting says of somebody who was there for some minutes."""
    return Attendance.PRESENT if minutes >= asked.least_minutes else Attendance.ABSENT


def can_certify(event: Happening, one: SignedUp) -> bool:
    """Whether somebody is given a certificate: the event was held, and they were noted as there."""
    return (
        facts_of(event).gives_certificates
        and event.state == EventState.HELD
        and one.attendance == Attendance.PRESENT
        and one.erased_at is None
    )


def is_to_be_erased(event: Happening, one: SignedUp, *, at: datetime) -> bool:
    """Whether what a guest wrote of themselves has been kept as long as the kind of event says."""
    return one.erased_at is None and event.ends + facts_of(event).kept < at


def told_by(starts: datetime, days: int) -> datetime:
    """When something is sent that goes out some days before the start."""
    return starts - timedelta(days=days)


def kept_until(event: Happening) -> datetime:
    """Until when what a guest wrote of themselves is kept."""
    return event.ends + facts_of(event).kept


def place_in_line(one: SignedUp, in_order: Sequence[SignedUp]) -> int:
    """Which place somebody has on the waiting list, from 1; 0 for who does not wait."""
    waiting = [each for each in in_order if each.answer == Answer.WAITING]
    return waiting.index(one) + 1 if one in waiting else 0


def room_left(asked: Asked, answers: Iterable[str]) -> int | None:
    """How many more there is room for; None where there is no limit."""
    if asked.capacity is None:
        return None
    return max(0, asked.capacity - sum(answer == Answer.YES for answer in answers))
