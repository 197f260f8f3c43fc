"""Reminders: who may get one, when it goes, and which fits; never to one who has answered."""

from datetime import date, datetime, time, timedelta

from dugnad.calls.kinds import REMINDERS, ReminderKind
from dugnad.calls.rules.deadlines import (
    Called,
    Replied,
    due_instant,
    due_of,
    has_more_time,
    has_passed,
    is_expected,
    is_overdue,
)
from dugnad.calls.states import UNSETTLED, CallState

MORNING = time(8)  # letters that go by themselves lie there when people come to work
NEAR = timedelta(days=7)


def may_remind(reply: Replied) -> bool:
    """Whether a member may be reminded: never one who has answered, or has said that they will not."""
    return reply.state in UNSETTLED


def goes_at(call: Called, day: date) -> datetime:
    """The instant at which the reminders of a day go."""
    return due_instant(day, MORNING, call.zone)


def is_reminded(call: Called, reply: Replied, kind: str, *, at: datetime) -> bool:
    """Whether a reminder that goes by itself goes to a member: what it says is true of them.

    Never to one who was promised silence, by a day that they named or by more time.
    """
    passed = has_passed(call, at, reply)
    is_promised = is_expected(call, reply, at=at) or (has_more_time(call, reply) and not passed)
    return may_remind(reply) and not is_promised and REMINDERS[ReminderKind(kind)].after_due in {passed, None}


def fitting_reminder(call: Called, reply: Replied, *, at: datetime) -> ReminderKind:
    """The reminder that fits a reply now."""
    if not has_passed(call, at, reply):
        is_near = at >= due_of(call, reply) - NEAR
        return ReminderKind.SOON if is_near else ReminderKind.COMING
    if reply.expected_on is not None and not is_expected(call, reply, at=at):
        return ReminderKind.EXPECTED
    return ReminderKind.OVERDUE


def reminder_after_promise(call: Called, reply: Replied, *, at: datetime) -> ReminderKind | None:
    """The reminder that is due to a member because a day that was agreed with them alone has passed."""
    agreed = max((day for day in (reply.expected_on, reply.extended_to) if day), default=None)
    if agreed is None or at < goes_at(call, agreed + timedelta(days=1)):
        return None
    kind = fitting_reminder(call, reply, at=at)
    return kind if is_reminded(call, reply, kind, at=at) and is_overdue(call, reply, at=at) else None


def can_plan(call: Called) -> bool:
    """Whether reminders can be added, moved and stopped: while the call is open."""
    return call.state == CallState.OPEN
