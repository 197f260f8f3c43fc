"""Yes or no, about what came of a meeting: what it may become, and where it stands on a day."""

from datetime import date
from typing import Protocol

from dugnad.events.kinds import OUTCOME_FACTS, OutcomeFacts, OutcomeKind
from dugnad.events.states import Lasting, OutcomeState


class Came(Protocol):
    """An outcome as the rules see it."""

    kind: str
    state: str
    on: date
    due: date | None
    valid_to: date | None
    settled_on: date | None


LASTING = {
    OutcomeState.DONE: Lasting.DONE,
    OutcomeState.DROPPED: Lasting.DROPPED,
    OutcomeState.SUPERSEDED: Lasting.SUPERSEDED,
}


def facts_of(outcome: Came) -> OutcomeFacts:
    """What follows from the kind of an outcome."""
    return OUTCOME_FACTS[OutcomeKind(outcome.kind)]


def can_become(outcome: Came, state: OutcomeState) -> bool:
    """Whether an outcome may go on to a state: only what still stands may, and only as its kind does."""
    facts = facts_of(outcome)
    return outcome.state == facts.begins and state in facts.may_become


def can_reopen(outcome: Came) -> bool:
    """Whether a task that was closed may be taken up again; a decision is replaced by a new one."""
    return facts_of(outcome).has_owner and outcome.state in (OutcomeState.DONE, OutcomeState.DROPPED)


def returns(outcome: Came) -> bool:
    """Whether it comes back to the next agenda: a task does until it is closed."""
    return facts_of(outcome).has_owner and outcome.state == OutcomeState.OPEN


def is_late(outcome: Came, *, on: date) -> bool:
    """Whether a task should have been done before a day."""
    return returns(outcome) and outcome.due is not None and outcome.due < on


def lasting(outcome: Came, *, on: date) -> Lasting:
    """Where a decision stands on a day: what was settled later still stood then."""
    if outcome.settled_on is not None and outcome.settled_on <= on:
        return LASTING[OutcomeState(outcome.state)]
    if outcome.valid_to is not None and outcome.valid_to < on:
        return Lasting.EXPIRED
    return Lasting.IN_FORCE
