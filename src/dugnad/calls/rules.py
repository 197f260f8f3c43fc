"""Yes or no, about calls and replies: deadlines, whose answers are whose, and how two texts become one."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from dugnad.calls.kinds import REMINDERS, ReminderKind
from dugnad.calls.states import (
    ASKED,
    REPLY_STEPS,
    UNSETTLED,
    CallState,
    Confirmation,
    ObjectionState,
    ReplyState,
    Standing,
)
from dugnad.members.rules import Viewer, may_approve_for, may_edit_for

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
    opened_at: datetime | None
    saved_at: datetime | None
    first_byte_at: datetime | None
    submitted_at: datetime | None


# Deadlines -----------------------------------------------------------------------------------------------


def due_instant(day: date, clock_time: time, zone: str = ZONE) -> datetime:
    """The instant of a local day and time; where a clock change makes it two, the later one counts."""
    local = datetime.combine(day, clock_time, tzinfo=ZoneInfo(zone))
    return max(local.replace(fold=0), local.replace(fold=1), key=lambda moment: moment.timestamp())


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
    end = deadline_of(call, reply).timestamp()
    began = first_byte_at.timestamp() < end
    return began and received_at.timestamp() < end + TIME_TO_ARRIVE.total_seconds()


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
    if reply.submitted_at is not None:
        began = reply.first_byte_at or reply.submitted_at
        return not in_time(call, reply, first_byte_at=began, received_at=reply.submitted_at)
    return has_passed(call, at, reply)


def is_overdue(call: Called, reply: Replied, *, at: datetime) -> bool:
    """Whether we wait for a reply longer than was agreed: past the deadline, and past the day they named."""
    if reply.state not in UNSETTLED or not has_passed(call, at, reply):
        return False
    return not is_expected(call, reply, at=at)


def is_expected(call: Called, reply: Replied, *, at: datetime) -> bool:
    """Whether the member has named a day for the answer, and it has not passed."""
    return reply.expected_on is not None and reply.expected_on >= _local_day(call, at)


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


def _local_day(call: Called, at: datetime) -> date:
    return at.astimezone(ZoneInfo(call.zone)).date()


# What a state permits, and who may ------------------------------------------------------------------------


def can(verb: str, call: Called, reply: Replied) -> bool:
    """Whether the states of a call and a reply permit a step."""
    if reply.state not in REPLY_STEPS[verb].starts:
        return False
    return call.state == CallState.OPEN or verb in STEPS_OF_SECRETARIAT


STEPS_OF_SECRETARIAT = frozenset({"accept_reply", "return_reply", "accept_section", "return_section"})


def can_write(call: Called, reply: Replied) -> bool:
    """Whether answers can be written now: also late, until the call is closed."""
    return call.state == CallState.OPEN and reply.state != ReplyState.ACCEPTED


def has_unsent(reply: Replied, *, saved_at: datetime | None, received_at: datetime | None) -> bool:
    """Whether something was written after the submission that the secretariat reads."""
    waits = reply.state == ReplyState.SUBMITTED
    return waits and saved_at is not None and received_at is not None and saved_at > received_at


def may_see_call(viewer: Viewer, call: Called) -> bool:
    """Whether the viewer may know of a call."""
    return viewer.is_secretariat or (viewer.is_signed_in and call.state in ASKED)


def may_see(viewer: Viewer, organisation_id: int) -> bool:
    """Whether the viewer may read a member's answers: those who write them, and the secretariat."""
    return viewer.is_secretariat or may_edit_for(viewer, organisation_id)


def may_write(viewer: Viewer, call: Called, reply: Replied) -> bool:
    """Whether the viewer may write answers now."""
    return can_write(call, reply) and may_see(viewer, reply.organisation_id)


def may_speak_for(viewer: Viewer, organisation_id: int) -> bool:
    """Whether the viewer may submit for a member: its approver, or the secretariat on its behalf."""
    return viewer.is_secretariat or may_approve_for(viewer, organisation_id)


def may_submit(viewer: Viewer, call: Called, reply: Replied) -> bool:
    """Whether the viewer may submit now."""
    return can("submit_reply", call, reply) and may_speak_for(viewer, reply.organisation_id)


def may_ask_for_approval(viewer: Viewer, call: Called, reply: Replied) -> bool:
    """Whether the viewer may say that a reply is ready for somebody else to submit."""
    writes = can("submit_reply", call, reply) and may_edit_for(viewer, reply.organisation_id)
    return writes and not may_submit(viewer, call, reply)


def may_settle(verb: str) -> Callable[[Viewer, Called, Replied], bool]:
    """Whether the viewer may take a step on the member's side: who may submit may also say no."""

    def allowed(viewer: Viewer, call: Called, reply: Replied) -> bool:
        return can(verb, call, reply) and may_see(viewer, reply.organisation_id)

    return allowed


def may_review(verb: str) -> Callable[[Viewer, Called, Replied], bool]:
    """Whether the viewer may take a step on the secretariat's side."""

    def allowed(viewer: Viewer, call: Called, reply: Replied) -> bool:
        return can(verb, call, reply) and viewer.is_secretariat

    return allowed


def can_extend(call: Called, reply: Replied) -> bool:
    """Whether a member can be given more time: in an open call, before it has answered."""
    return call.state == CallState.OPEN and reply.state in UNSETTLED


def may_extend(viewer: Viewer, call: Called, reply: Replied) -> bool:
    """Whether the viewer may give a member more time."""
    return viewer.is_secretariat and can_extend(call, reply)


def may_withdraw(viewer: Viewer, call: Called, reply: Replied) -> bool:
    """Whether the viewer may take back what was submitted."""
    return can("withdraw_reply", call, reply) and may_speak_for(viewer, reply.organisation_id)


class Spoken(Protocol):
    """A reply that a sub-region may have given, as the rules see it."""

    state: str
    organisation_id: int
    spoken_by_id: int | None
    confirmation: str
    confirm_by: date | None


def stands_unopposed(reply: Spoken, *, on: date) -> bool:
    """Whether a sub-region's answer stands because the member has let the day pass without objecting."""
    awaited = reply.confirmation == Confirmation.AWAITED
    return awaited and reply.confirm_by is not None and on > reply.confirm_by


def can_object(reply: Spoken, *, on: date) -> bool:
    """Whether the member can still say that its sub-region did not answer for it."""
    return reply.confirmation == Confirmation.AWAITED and not stands_unopposed(reply, on=on)


def may_confirm(viewer: Viewer, call: Called, reply: Spoken) -> bool:
    """Whether the viewer may say yes or no to what a sub-region answered: the member's own people."""
    waits = reply.confirmation == Confirmation.AWAITED and reply.state != ReplyState.AWAITED
    own = may_edit_for(viewer, reply.organisation_id)
    return waits and own and reply.spoken_by_id not in viewer.edits


# For each verb who may do it now; the verb itself asks only whether the states permit it.
RIGHTS: dict[str, Callable[[Viewer, Any, Any], bool]] = {
    "save_draft": may_write,
    "submit_reply": may_submit,
    "ask_for_approval": may_ask_for_approval,
    "accept_reply": may_review("accept_reply"),
    "return_reply": may_review("return_reply"),
    "accept_section": may_review("accept_section"),
    "return_section": may_review("return_section"),
    "decline_reply": may_settle("decline_reply"),
    "expect_reply": may_settle("expect_reply"),
    "withdraw_reply": may_withdraw,
    "forward_section": may_write,
    "end_forwarding": may_write,
    "confirm_reply": may_confirm,
    "object_to_reply": may_confirm,
    "extend_deadline": may_extend,
}


class Lent(Protocol):
    """A section that was lent to a colleague, as the rules see it."""

    ended_at: datetime | None


def is_lent(lent: Lent, call: Called, reply: Replied, *, first_byte_at: datetime, at: datetime) -> bool:
    """Whether a colleague can write by the link: nobody has ended it, and the answers are not due yet."""
    writable = lent.ended_at is None and can_write(call, reply)
    return writable and in_time(call, reply, first_byte_at=first_byte_at, received_at=at)


class Watched(Protocol):
    """A call that may ask for two pairs of eyes."""

    four_eyes: bool


class Checked(Protocol):
    """A reply that one person may have checked."""

    state: str
    checked_at: datetime | None
    checked_by_id: int | None


def needs_check(call: Watched, reply: Checked) -> bool:
    """Whether somebody must check a reply before somebody else can accept it."""
    return call.four_eyes and reply.checked_at is None


def waits_for_second(call: Watched, reply: Checked) -> bool:
    """Whether one person has checked a reply, and it waits for another to accept it."""
    return call.four_eyes and reply.checked_at is not None and reply.state == ReplyState.SUBMITTED


def may_be_second(call: Watched, reply: Checked, person: int | None) -> bool:
    """Whether this person (id) is somebody else than the one who checked."""
    return not call.four_eyes or (person is not None and person != reply.checked_by_id)


# Reminders ------------------------------------------------------------------------------------------------

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


# Two writers, one answer ----------------------------------------------------------------------------------


class Outcome(StrEnum):
    """What becomes of an answer that two may have written at once."""

    SAME = "same"  # both say the same: nothing to write
    THEIRS = "theirs"  # you did not touch it: what they wrote stays
    YOURS = "yours"  # nobody else touched it: what you wrote is stored
    CONFLICT = "conflict"  # both touched it: somebody must choose


def merge(base: Any, theirs: Any, yours: Any) -> Outcome:
    """What becomes of an answer: `base` is what you saw when you began, `theirs` what is stored now."""
    if yours == theirs:
        return Outcome.SAME
    if yours == base:
        return Outcome.THEIRS
    return Outcome.YOURS if theirs == base else Outcome.CONFLICT


# Figures that members say are wrong -------------------------------------------------------------------------

# Publishers round, and so do members: closer than this is the same figure.
TOLERANCE, HALF_A_UNIT = 0.005, 0.5


class Objected(Protocol):
    """An objection as the rules see it."""

    published: float
    proposed: float | None
    sent_at: datetime | None
    dropped_at: datetime | None


def agrees(one: float, other: float) -> bool:
    """Whether two figures are the same: within half a per cent of the first, or half a unit."""
    return abs(one - other) <= max(TOLERANCE * abs(one), HALF_A_UNIT)


def is_revised(confirmed: float | None, published: float | None) -> bool:
    """Whether the publisher has another figure now than the one that was confirmed."""
    return confirmed is not None and published is not None and confirmed != published


def state_of_objection(objection: Objected, now: float | None) -> ObjectionState:
    """How far an objection has come; `now` is the figure in a vintage seen later, None where there is none.

    Who named a figure is met when the publisher has that one; who named none, when it has changed its own.
    """
    if objection.dropped_at is not None:
        return ObjectionState.DROPPED
    if now is not None and objection.proposed is not None and agrees(objection.proposed, now):
        return ObjectionState.AGREED
    if now is not None and objection.proposed is None and not agrees(objection.published, now):
        return ObjectionState.REVISED
    return ObjectionState.SENT if objection.sent_at else ObjectionState.RAISED


def own_key(key: str, source: str, members: str) -> str:
    """The indicator that answers go into: the one that is named, unless it is a publisher's."""
    return key if source in ("", members) else f"{key[:56]}-own"


# What is asked of whom ------------------------------------------------------------------------------------


class Conditional(Protocol):
    """A question as the rules see it, with the one that it hangs on."""

    only_if: Any
    only_if_choices: Any


def is_asked(question: Conditional, answers: Mapping[int, Any]) -> bool:
    """Whether a question is asked: the one it hangs on is, and its answer (by id) is a fitting choice."""
    before = question.only_if
    if before is None:
        return True
    return is_asked(before, answers) and is_chosen(answers.get(before.pk), question.only_if_choices)


def is_chosen(value: Any, choices: Collection[str]) -> bool:
    """Whether an answer is one of these choices, or holds one of them."""
    return any(one in choices for one in (value if isinstance(value, list) else [value]))


# Versions -------------------------------------------------------------------------------------------------


def canonical(content: Mapping[str, Any]) -> bytes:
    """The bytes of a version: JSON with sorted keys, UTF-8, no spaces between."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fingerprint(content: bytes) -> str:
    """SHA-256 of the bytes of a version."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Progress:
    """How much of what is asked has been answered."""

    answered: int
    asked: int

    @property
    def is_complete(self) -> bool:
        """Whether everything is answered."""
        return self.answered >= self.asked
