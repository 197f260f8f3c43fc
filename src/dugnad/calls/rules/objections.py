"""Figures that members say are wrong: when they are the same, and when an objection is met."""

from datetime import datetime
from typing import Protocol

from dugnad.calls.kinds.figures import is_same_figure
from dugnad.calls.states import ObjectionState

# Publishers round, and so do members: a later figure that is closer than this meets an objection.
TOLERANCE, HALF_A_UNIT = 0.005, 0.5


class Objected(Protocol):
    """An objection as the rules see it."""

    published: float
    proposed: float | None
    sent_at: datetime | None
    dropped_at: datetime | None
    closed_by_id: int | None


def agrees(one: float, other: float) -> bool:
    """Whether two figures are the same: within half a per cent of the first, or half a unit."""
    return abs(one - other) <= max(TOLERANCE * abs(one), HALF_A_UNIT)


def is_met(objection: Objected, now: float) -> bool:
    """Whether the publisher has come to the figure that was named; near is enough if it was not before."""
    if objection.proposed is None:
        return False
    was_near = agrees(objection.proposed, objection.published)
    return is_same_figure(objection.proposed, now) if was_near else agrees(objection.proposed, now)


def is_revised(confirmed: float | None, published: float | None) -> bool:
    """Whether the publisher has another figure now than the one that was confirmed."""
    return confirmed is not None and published is not None and confirmed != published


def state_of_objection(objection: Objected, now: float | None) -> ObjectionState:
    """How far an objection has come; `now` is the figure in a vintage seen later, None where there is none.

    Who named a figure is met when the publisher has that one; who named none, when it has changed its own.
    """
    if objection.dropped_at is not None:
        return ObjectionState.DROPPED
    if objection.closed_by_id is not None:
        return ObjectionState.REVISED if objection.proposed is None else ObjectionState.AGREED
    if now is not None and is_met(objection, now):
        return ObjectionState.AGREED
    if now is not None and objection.proposed is None and not agrees(objection.published, now):
        return ObjectionState.REVISED
    return ObjectionState.SENT if objection.sent_at else ObjectionState.RAISED
