"""Deadlines: in local time with grace and more time for one, and where a reply stands by them."""

from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from dugnad.calls.states import ANSWERED, ReplyState, Standing

ZONE = "Europe/Oslo"
# Who has begun to send in time is in time; so long may the rest take on a slow line, and no longer,
# or somebody could hold the door open for hours.
TIME_TO_ARRIVE = timedelta(minutes=10)


class Called(Protocol):
    """A call as the rules see it."""

    state: str
    due_day: date
    due_time: time
    zone: str
    grace_minutes: int


class Replied(Protocol):
    """A reply as the rules see it."""

    state: str
    organisation_id: int
    expected_on: date | None
    extended_to: date | None
    extended_at: datetime | None
    opened_at: datetime | None
    saved_at: datetime | None
    first_byte_at: datetime | None
    submitted_at: datetime | None
    came_in_time: bool | None


class Received(Protocol):
    """A version of a reply as the rules see it."""

    first_byte_at: datetime
    received_at: datetime
    came_in_time: bool | None


def due_instant(day: date, clock_time: time, zone: str = ZONE) -> datetime:
    """The instant of a local day and time; where a clock change makes it two, the later one counts."""
    local = datetime.combine(day, clock_time, tzinfo=ZoneInfo(zone))
    return max(local.replace(fold=0), local.replace(fold=1), key=lambda moment: moment.timestamp())


def same_weekday_in(day: date, year: int) -> date:
    """The day of another year that is nearest to this one and falls on the same day of the week."""
    there = date(year, day.month, min(day.day, 28)) + timedelta(days=max(0, day.day - 28))
    return there + timedelta(days=(day.weekday() - there.weekday() + 3) % 7 - 3)


def due_day_of(call: Called, reply: Replied | None) -> date:
    """The day on which a member's answers are due: the call's, or a later one that the member was given."""
    extended = reply.extended_to if reply else None
    # The later of the two, so that a call whose due day is moved never leaves a member with less time.
    return max(call.due_day, extended) if extended else call.due_day


def due_of(call: Called, reply: Replied | None) -> datetime:
    """The instant at which a member's answers are due: more time means another day at the same time."""
    return due_instant(due_day_of(call, reply), call.due_time, call.zone)


def deadline_of(call: Called, reply: Replied | None) -> datetime:
    """The instant from which a member's answer is late: its due time and the grace that was given."""
    due = due_of(call, reply)
    # Counted on the world's clock: an hour of grace is an hour, also in the night when clocks change.
    return datetime.fromtimestamp(due.timestamp() + 60 * call.grace_minutes, tz=due.tzinfo)


def deadline(call: Called) -> datetime:
    """The instant from which an answer is late, for members who were given no more time."""
    return deadline_of(call, None)


def in_time(call: Called, reply: Replied, *, first_byte_at: datetime, received_at: datetime) -> bool:
    """Whether an answer came in time: its first byte before the member's deadline, all of it soon after."""
    return comes_before(deadline_of(call, reply), first_byte_at=first_byte_at, received_at=received_at)


def counts_as_in_time(
    call: Called, reply: Replied, *, first_byte_at: datetime, received_at: datetime
) -> bool:
    """Whether a version is in time: by itself, or as a correction of an answer that was."""
    if in_time(call, reply, first_byte_at=first_byte_at, received_at=received_at):
        return True
    corrects = reply.submitted_at is not None and reply.submitted_at <= received_at
    return corrects and not is_late(call, reply, at=received_at)


def stands_in_time(call: Called, reply: Replied, version: Received) -> bool:
    """What a receipt says: the verdict that was kept when the version came, or else the rule of today."""
    if version.came_in_time is not None:
        return version.came_in_time
    first, last = version.first_byte_at, version.received_at
    return counts_as_in_time(call, reply, first_byte_at=first, received_at=last)


def comes_before(end: datetime, *, first_byte_at: datetime, received_at: datetime) -> bool:
    """Whether something came before an instant: its first byte before it, all of it soon after."""
    began = first_byte_at.timestamp() < end.timestamp()
    return began and received_at.timestamp() < end.timestamp() + TIME_TO_ARRIVE.total_seconds()


def has_passed(call: Called, at: datetime, reply: Replied | None = None) -> bool:
    """Whether the deadline with its grace has passed: the call's, or that of one member."""
    return at.timestamp() >= deadline_of(call, reply).timestamp()


def has_more_time(call: Called, reply: Replied) -> bool:
    """Whether the member was given a later day than the others."""
    return due_day_of(call, reply) > call.due_day


def is_late(call: Called, reply: Replied, *, at: datetime) -> bool:
    """Whether a reply is late: it came too late, or has not come although the deadline has passed."""
    if reply.state == ReplyState.WILL_NOT_ANSWER:
        return False
    if reply.submitted_at is None:
        return has_passed(call, at, reply)
    # Decided when it came: a call that becomes stricter makes nobody late who was told otherwise.
    return came_late(call, reply) if reply.came_in_time is None else not reply.came_in_time


def came_late(call: Called, reply: Replied) -> bool:
    """Whether what was submitted is late by the deadline as it is now."""
    if reply.submitted_at is None:
        return False
    began = reply.first_byte_at or reply.submitted_at
    return not in_time(call, reply, first_byte_at=began, received_at=reply.submitted_at)


def has_answered(reply: Replied) -> bool:
    """Whether a member has answered: its reply is submitted or accepted, and has not gone back to it."""
    return reply.state in ANSWERED


def is_overdue(call: Called, reply: Replied, *, at: datetime) -> bool:
    """Whether we wait for a reply longer than was agreed: past the deadline, and past the day they named.

    A reply that went back to its member did come, so it is returned and not late.
    """
    return standing_of(call, reply, at=at) == Standing.LATE


def is_expected(call: Called, reply: Replied, *, at: datetime) -> bool:
    """Whether the member has named a day for the answer, and it has not passed."""
    return reply.expected_on is not None and reply.expected_on >= local_day(call, at)


def standing_of(call: Called, reply: Replied, *, at: datetime) -> Standing:
    """Where a reply stands: how far it has come and whether it is late are worked out, never stored."""
    if reply.state != ReplyState.AWAITED:
        return Standing(reply.state)
    if is_expected(call, reply, at=at):
        return Standing.LATE_EXPECTED
    if has_passed(call, at, reply):
        return Standing.LATE
    if reply.saved_at is not None:
        return Standing.IN_PROGRESS
    return Standing.OPENED if reply.opened_at is not None else Standing.INVITED


def local_day(call: Called, at: datetime) -> date:
    """The day that it is for those who answer a call."""
    return at.astimezone(ZoneInfo(call.zone)).date()
