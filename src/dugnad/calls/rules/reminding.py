"""Reminders: who may get one, when it goes, and which fits; never to one who has answered."""

from datetime import date, datetime, time, timedelta

from dugnad.calls.kinds import REMINDERS, ReminderKind
from dugnad.calls.rules.deadlines import (
    Called,
    Replied,
    due_day_of,
    due_instant,
    due_of,
    has_more_time,
    has_passed,
    is_expected,
)
from dugnad.calls.states import UNSETTLED, CallState

MORNING = time(8)  # letters that go by themselves lie there when people come to work
NEAR = timedelta(days=7)
OWN_NEAR = timedelta(days=3)  # before the end of more time


def may_remind(reply: Replied) -> bool:
    """Whether a member may be reminded: never one who has answered, or has said that they will not."""
    return reply.state in UNSETTLED


def goes_at(call: Called, day: date) -> datetime:
    """The instant at which the reminders of a day go."""
    return due_instant(day, MORNING, call.zone)


def is_reminded(call: Called, reply: Replied, kind: str, *, at: datetime) -> bool:
    """Whether a reminder of the call goes to a member: what it says is true of them.

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


def own_days(call: Called, reply: Replied) -> list[tuple[ReminderKind, date]]:
    """The reminders that follow a day agreed with one member alone, each with the day on which it goes.

    Before more time ends, as for the others before the deadline of all; and the day after the last day
    that they named or were given. Who named a day is not written to before it.
    """
    found: list[tuple[ReminderKind, date]] = []
    before = due_day_of(call, reply) - OWN_NEAR
    named, given_at = reply.expected_on, reply.extended_at
    # Who was told of the new day less than so long before it was told of it just now.
    is_news = given_at is None or given_at >= goes_at(call, before)
    if has_more_time(call, reply) and not is_news and (named is None or named < before):
        found.append((ReminderKind.SOON, before))
    agreed = max((day for day in (named, reply.extended_to) if day), default=call.due_day)
    if agreed > call.due_day:
        after = ReminderKind.OVERDUE if named is None else ReminderKind.EXPECTED
        found.append((after, agreed + timedelta(days=1)))
    return found


def own_day_reminder(call: Called, reply: Replied, *, at: datetime) -> ReminderKind | None:
    """The reminder that is due to a member because of a day that was agreed with them alone."""
    come = [kind for kind, day in own_days(call, reply) if at >= goes_at(call, day)]
    if not come or not may_remind(reply) or is_expected(call, reply, at=at):
        return None
    return come[-1] if REMINDERS[come[-1]].after_due == has_passed(call, at, reply) else None


def can_plan(call: Called) -> bool:
    """Whether reminders can be added, moved and stopped: while the call is open."""
    return call.state == CallState.OPEN
