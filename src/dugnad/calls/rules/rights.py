"""Rights: what the states of a call and a reply permit, and who may take which step."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from dugnad.calls.rules.deadlines import (
    Called,
    Replied,
    comes_before,
    deadline_of,
    due_of,
    has_passed,
)
from dugnad.calls.rules.speaking import may_confirm
from dugnad.calls.states import ASKED, REPLY_STEPS, UNSETTLED, CallState, ReplyState
from dugnad.members.rules import Viewer, may_approve_for, may_edit_for


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


def may_note(viewer: Viewer, call: Called, reply: Replied) -> bool:
    """Whether the viewer may read and note what was said with a member: the secretariat alone."""
    return viewer.is_secretariat


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
    "forward_section": may_write,
    "end_forwarding": may_write,
    "confirm_reply": may_confirm,
    "object_to_reply": may_confirm,
    "extend_deadline": may_extend,
    "note_contact": may_note,
}


LENT_LATE = timedelta(days=7)


class Lent(Protocol):
    """A section that was lent to a colleague, as the rules see it."""

    at: datetime
    ended_at: datetime | None


def lent_until(at: datetime, call: Called, reply: Replied) -> datetime:
    """Until when a section is lent from a moment on: until the answers are due, or, when they were, a week.

    A late answer is welcome until the call is closed, and whoever is late needs a colleague most.
    """
    return at + LENT_LATE if has_passed(call, at, reply) else due_of(call, reply)


def is_lent(lent: Lent, call: Called, reply: Replied, *, first_byte_at: datetime, at: datetime) -> bool:
    """Whether a colleague can write by the link: nobody has ended it, and its time is not over."""
    late = has_passed(call, lent.at, reply)
    end = lent_until(lent.at, call, reply) if late else deadline_of(call, reply)
    writable = lent.ended_at is None and can_write(call, reply)
    return writable and comes_before(end, first_byte_at=first_byte_at, received_at=at)
