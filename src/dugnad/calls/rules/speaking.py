"""Sub-regions that answer for their members, and members who confirm it or object."""

from datetime import date
from typing import Protocol

from dugnad.calls.rules.deadlines import Called
from dugnad.calls.states import CallState, Confirmation, ReplyState
from dugnad.members.rules import Viewer, may_edit_for


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
    """Whether the viewer may say yes or no now to what a sub-region answered."""
    waits = reply.confirmation == Confirmation.AWAITED and reply.state != ReplyState.AWAITED
    return waits and call.state == CallState.OPEN and may_answer_speaker(viewer, reply)


def may_answer_speaker(viewer: Viewer, reply: Spoken) -> bool:
    """Whether the viewer is of the member's own people, and not of the sub-region that answered for it."""
    return may_edit_for(viewer, reply.organisation_id) and reply.spoken_by_id not in viewer.edits
