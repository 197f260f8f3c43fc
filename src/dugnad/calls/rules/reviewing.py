"""Two pairs of eyes, where a call asks for them."""

from datetime import datetime
from typing import Protocol

from dugnad.calls.states import ReplyState


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
