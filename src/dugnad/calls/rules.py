"""Yes or no, about calls and replies: deadlines, whose answers are whose, and how two texts become one."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from dugnad.calls.kinds import ReminderKind
from dugnad.calls.states import ASKED, REPLY_STEPS, UNSETTLED, CallState, ReplyState
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
    first_byte_at: datetime | None
    submitted_at: datetime | None


# Deadlines -----------------------------------------------------------------------------------------------


def due_instant(day: date, clock_time: time, zone: str = ZONE) -> datetime:
    """The instant of a local day and time; where a clock change makes it two, the later one counts."""
    local = datetime.combine(day, clock_time, tzinfo=ZoneInfo(zone))
    return max(local.replace(fold=0), local.replace(fold=1), key=lambda moment: moment.timestamp())


def deadline(call: Called) -> datetime:
    """The instant from which an answer is late: the due time and the grace that was given."""
    due = due_instant(call.due_day, call.due_time, call.zone)
    # Counted on the world's clock: an hour of grace is an hour, also in the night when clocks change.
    return datetime.fromtimestamp(due.timestamp() + 60 * call.grace_minutes, tz=due.tzinfo)


def in_time(call: Called, *, first_byte_at: datetime, received_at: datetime) -> bool:
    """Whether an answer came in time: its first byte before the deadline, all of it soon after."""
    end = deadline(call).timestamp()
    began = first_byte_at.timestamp() < end
    return began and received_at.timestamp() < end + TIME_TO_ARRIVE.total_seconds()


def has_passed(call: Called, at: datetime) -> bool:
    """Whether the deadline, with its grace, has passed."""
    return at.timestamp() >= deadline(call).timestamp()


def is_late(call: Called, reply: Replied, *, at: datetime) -> bool:
    """Whether a reply is late: it came too late, or has not come although the deadline has passed."""
    if reply.state == ReplyState.WILL_NOT_ANSWER:
        return False
    if reply.submitted_at is not None:
        return not in_time(
            call, first_byte_at=reply.first_byte_at or reply.submitted_at, received_at=reply.submitted_at
        )
    return has_passed(call, at)


def is_overdue(call: Called, reply: Replied, *, at: datetime) -> bool:
    """Whether we wait for a reply longer than was agreed: past the deadline, and past the day they named."""
    if reply.state not in UNSETTLED or not has_passed(call, at):
        return False
    return not is_expected(call, reply, at=at)


def is_expected(call: Called, reply: Replied, *, at: datetime) -> bool:
    """Whether the member has named a day for the answer, and it has not passed."""
    today = at.astimezone(ZoneInfo(call.zone)).date()
    return reply.expected_on is not None and reply.expected_on >= today


def standing_of(call: Called, reply: Replied, *, at: datetime) -> str:
    """The state that a list shows: `late` and `late_expected` are worked out, the others are stored."""
    if reply.state == ReplyState.AWAITED and is_expected(call, reply, at=at):
        return "late_expected"
    if reply.state == ReplyState.AWAITED and has_passed(call, at):
        return "late"
    return reply.state


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


def may_withdraw(viewer: Viewer, call: Called, reply: Replied) -> bool:
    """Whether the viewer may take back what was submitted."""
    return can("withdraw_reply", call, reply) and may_speak_for(viewer, reply.organisation_id)


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
}


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


def may_remind(reply: Replied) -> bool:
    """Whether a member may be reminded: never one who has answered, or has said that they will not."""
    return reply.state in UNSETTLED


def fitting_reminder(call: Called, reply: Replied, *, at: datetime) -> ReminderKind:
    """The reminder that fits a reply now."""
    if not has_passed(call, at):
        return ReminderKind.COMING
    if reply.expected_on is not None and not is_expected(call, reply, at=at):
        return ReminderKind.EXPECTED
    return ReminderKind.OVERDUE


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
