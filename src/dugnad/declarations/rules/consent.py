"""Yes or no, about consent: what a member had said by a day, what may follow, and what a paper is worth."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from dugnad.declarations.states import SIGNED, EndorsementState, Revocation, Standing, Verdict
from dugnad.kit.clock import local_day
from dugnad.members.rules import Viewer, may_approve_for


class Step(StrEnum):
    """What can be entered about a member's consent."""

    CONSIDER = "consider"
    ENDORSE = "endorse"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    RESERVE = "reserve"
    SIGN = "sign"
    CONFIRM = "confirm"


# From which states each step may be taken. Who said no, or drew back, may come along after all.
FROM = {
    Step.CONSIDER: frozenset({EndorsementState.ASKED, EndorsementState.CONSIDERING}),
    Step.ENDORSE: frozenset(EndorsementState),
    Step.DECLINE: frozenset({EndorsementState.ASKED, EndorsementState.CONSIDERING}),
    Step.WITHDRAW: frozenset({EndorsementState.ENDORSED}),
    Step.RESERVE: frozenset({EndorsementState.ENDORSED}),
    Step.SIGN: frozenset({EndorsementState.ENDORSED}),
    Step.CONFIRM: frozenset({EndorsementState.ENDORSED}),
}
# What a member's own approver may enter; the rest the secretariat enters, with the paper before it.
MEMBERS_OWN = frozenset({Step.CONSIDER, Step.ENDORSE, Step.DECLINE, Step.RESERVE})
# Where the day of each decision stands; what is only asked or considered is no decision.
DECIDED = {
    EndorsementState.ENDORSED: "endorsed_on",
    EndorsementState.DECLINED: "declined_on",
    EndorsementState.WITHDRAWN: "withdrawn_on",
}
UNSIGNED = {
    EndorsementState.ASKED: Standing.ASKED,
    EndorsementState.CONSIDERING: Standing.CONSIDERING,
    EndorsementState.DECLINED: Standing.DECLINED,
    EndorsementState.WITHDRAWN: Standing.WITHDRAWN,
}


class Consented(Protocol):
    """An endorsement as the rules see it."""

    state: str
    asked_on: date | None
    considering_since: date | None
    sha256: str

    @property
    def earlier(self) -> Sequence["Past"]: ...


class Past(Protocol):
    """A decision that a later one has taken the place of, as the rules see it."""

    state: str
    on: date
    sha256: str


class Decision(NamedTuple):
    """What a member decided, on its day; `source` is the row that says how, where and why."""

    on: date
    state: str
    sha256: str
    source: Any


class Signed(Protocol):
    """A signature as the rules see it."""

    signed_on: date
    at_ceremony: bool
    sha256: str
    revoked_on: date | None


class Offered(Protocol):
    """A wording as the rules of days see it."""

    frozen_at: datetime | None
    adopted_on: date | None


def can_take(step: Step, endorsement: Consented) -> bool:
    """Whether a step may follow on what the member has said."""
    return endorsement.state in FROM[step]


def may_take(viewer: Viewer, step: Step, organisation_id: int) -> bool:
    """Whether the viewer may enter a step for a member."""
    return viewer.is_secretariat or (step in MEMBERS_OWN and may_approve_for(viewer, organisation_id))


def may_keep(viewer: Viewer) -> bool:
    """Whether the viewer keeps the register and the campaign for all."""
    return viewer.is_secretariat


def decisions(endorsement: Consented) -> list[Decision]:
    """Every decision that there ever was, in order of time.

    Of two on the same day the one that holds now was the last.
    """
    told = [Decision(one.on, one.state, one.sha256, one) for one in endorsement.earlier]
    for state, field in DECIDED.items():
        day = getattr(endorsement, field)
        if day:
            told.append(Decision(day, state.value, endorsement.sha256, endorsement))
    return sorted(told, key=lambda one: (one.on, _is_last(one, endorsement)))


def _is_last(one: Decision, endorsement: Consented) -> tuple[bool, bool]:
    """Earlier decisions of a day stand as they were entered, before those of the endorsement itself."""
    is_own = one.source is endorsement
    return is_own, is_own and one.state == endorsement.state


def decision_on(endorsement: Consented, on: date) -> Decision | None:
    """The decision that held on a day; None while there was none."""
    said = [one for one in decisions(endorsement) if one.on <= on]
    return said[-1] if said else None


def state_on(endorsement: Consented, on: date) -> str:
    """The state of an endorsement as it was on a day; empty before the member was asked.

    A decision is never undone by an older question: it goes before what was asked or considered.
    """
    decided = decision_on(endorsement, on)
    if decided:
        return decided.state
    if endorsement.considering_since and endorsement.considering_since <= on:
        return EndorsementState.CONSIDERING
    return EndorsementState.ASKED if endorsement.asked_on and endorsement.asked_on <= on else ""


def in_force_on(signature: Signed, on: date) -> bool:
    """Whether a signature had been given by a day, and had not been revoked."""
    return signature.signed_on <= on and (signature.revoked_on is None or on < signature.revoked_on)


def standing_on(endorsement: Consented | None, signature: Signed | None, words: str, on: date) -> Standing:
    """What the register says of a member on a day, where `words` is the fingerprint of the text as it is.

    `signature` is the one in force on that day. Who signed or endorsed other words has not said yes to these.
    """
    if signature is not None and endorsement is not None:
        if signature.sha256 != words:
            return Standing.SIGNED_BEFORE
        return Standing.ON_THE_DAY if signature.at_ceremony else Standing.LATER
    state = state_on(endorsement, on) if endorsement else ""
    if state == EndorsementState.ENDORSED:
        return Standing.ENDORSED if _is_of(endorsement, words, on) else Standing.ENDORSED_BEFORE
    return UNSIGNED[EndorsementState(state)] if state else Standing.NOT_ASKED


def _is_of(endorsement: Any, words: str, on: date) -> bool:
    decided = decision_on(endorsement, on)
    return decided is not None and decided.sha256 == words


def stands_behind(endorsement: Consented, words: str) -> bool:
    """Whether a member has endorsed these very words, and still does."""
    return endorsement.state == EndorsementState.ENDORSED and endorsement.sha256 == words


def is_of_other_words(endorsement: Consented, words: str) -> bool:
    """Whether a member has endorsed words that have been changed since."""
    return endorsement.state == EndorsementState.ENDORSED and endorsement.sha256 != words


def has_signed(standing: str) -> bool:
    """Whether a standing counts as signed, at the ceremony or on another day."""
    return standing in SIGNED


def first_day(wording: Offered) -> date | None:
    """The first day on which a member can have stood behind a text; None where it is older than this place.

    A text that was adopted before it was entered here was before the members on days that nobody entered.
    """
    if wording.frozen_at is None:
        return None
    offered = local_day(wording.frozen_at)
    return None if wording.adopted_on and wording.adopted_on < offered else offered


def verdict_of(
    signature_sha256: str, revoked_on: date | None, words: str, *, revoked_as: str = ""
) -> Verdict:
    """What a signed paper is worth, where `words` is the fingerprint of the text as it is now.

    Who signed anew has taken nothing back: the paper is of other words, as it was before that. Nor has who
    signed words that the text has left again.
    """
    is_of_other_words = signature_sha256 != words
    is_signed_anew = revoked_as in Revocation.values
    if revoked_on is not None and not (is_signed_anew and is_of_other_words):
        return Verdict.REPLACED if is_signed_anew else Verdict.REVOKED
    return Verdict.CHANGED if is_of_other_words else Verdict.GENUINE
