"""What a member had said by a day, and what a paper is worth."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.declarations.rules.consent import (
    FROM,
    MEMBERS_OWN,
    Step,
    can_take,
    decision_on,
    first_day,
    has_signed,
    in_force_on,
    may_keep,
    may_take,
    standing_on,
    state_on,
    verdict_of,
)
from dugnad.declarations.states import EndorsementState, Revocation, Standing, Verdict
from dugnad.kit.access import Role
from dugnad.kit.clock import OSLO
from dugnad.members.rules import Viewer

FIRST = date(2022, 3, 1)
WORDS, OTHER = "a" * 64, "b" * 64
SECRETARY = Viewer(roles=frozenset({Role.SECRETARIAT}))
APPROVER = Viewer(roles=frozenset({Role.MEMBER_APPROVER}), edits=frozenset({7}), approves=frozenset({7}))


def said(state: str = EndorsementState.ASKED, **fields: Any) -> Any:
    empty = dict.fromkeys(("asked_on", "considering_since", "endorsed_on", "declined_on", "withdrawn_on"))
    return SimpleNamespace(**{**empty, "state": state, "sha256": WORDS, "earlier": [], **fields})


def past(state: str, on: date, sha256: str) -> Any:
    return SimpleNamespace(state=state, on=on, sha256=sha256)


def signed(**fields: Any) -> Any:
    usual = {"signed_on": FIRST, "at_ceremony": True, "sha256": WORDS, "revoked_on": None}
    return SimpleNamespace(**{**usual, **fields})


@st.composite
def histories(draw: Any) -> tuple[Any, list[date]]:
    """An endorsement as the verbs leave it: asked, perhaps considered, then decisions in order of time."""
    day = FIRST
    own = said(asked_on=day)
    days = [day]
    if draw(st.booleans()):
        day += timedelta(days=draw(st.integers(0, 9)))
        own.state, own.considering_since = EndorsementState.CONSIDERING, day
        days.append(day)
    fields = {"endorsed": "endorsed_on", "declined": "declined_on", "withdrawn": "withdrawn_on"}
    for _turn in range(draw(st.integers(0, 4))):
        yes = own.state == EndorsementState.ENDORSED
        undecided = own.state in {EndorsementState.ASKED, EndorsementState.CONSIDERING}
        state = (
            "withdrawn"
            if yes
            else draw(st.sampled_from(["endorsed", "declined"]))
            if undecided
            else "endorsed"
        )
        day += timedelta(days=draw(st.integers(0, 9)))
        if old := getattr(own, fields[state]):
            own.earlier = [*own.earlier, past(state, old, own.sha256)]
        own.state = EndorsementState(state)
        setattr(own, fields[state], day)
        days.append(day)
    return own, days


RANK = {"": 0, EndorsementState.ASKED: 1, EndorsementState.CONSIDERING: 2}


@given(histories(), st.integers(0, 60), st.integers(0, 60))
def test_who_was_asked_or_has_decided_is_never_told_as_not_asked_or_undecided_later(history, one, two):
    own, _days = history
    early, late = sorted((FIRST + timedelta(days=one), FIRST + timedelta(days=two)))
    assert RANK.get(state_on(own, early), 3) <= RANK.get(state_on(own, late), 3)


@given(histories(), st.integers(0, 30))
def test_the_state_from_the_last_day_on_is_the_state_that_is_kept(history, later):
    own, days = history
    assert state_on(own, max(days) + timedelta(days=later)) == own.state


@given(histories())
def test_before_the_first_day_nothing_was_said(history):
    own, days = history
    assert state_on(own, min(days) - timedelta(days=1)) == ""


def test_a_member_that_drew_back_and_came_again_stood_behind_the_text_in_the_first_time_too():
    own = said(
        EndorsementState.ENDORSED, endorsed_on=date(2022, 5, 1), withdrawn_on=date(2022, 4, 1),
        earlier=[past("endorsed", date(2022, 3, 10), OTHER)],
    )  # fmt: skip
    states = [
        state_on(own, day)
        for day in (date(2022, 3, 9), date(2022, 3, 10), date(2022, 4, 1), date(2022, 5, 1))
    ]
    assert states == ["", "endorsed", "withdrawn", "endorsed"]
    assert decision_on(own, date(2022, 3, 31))[:3] == (date(2022, 3, 10), "endorsed", OTHER)


def test_of_two_decisions_on_one_day_the_one_that_holds_was_the_last():
    own = said(EndorsementState.WITHDRAWN, endorsed_on=FIRST, withdrawn_on=FIRST)
    assert state_on(own, FIRST) == EndorsementState.WITHDRAWN


def test_a_decision_stands_though_the_treatment_was_told_of_later():
    own = said(EndorsementState.ENDORSED, considering_since=date(2022, 4, 1), endorsed_on=FIRST)
    assert state_on(own, date(2022, 4, 2)) == EndorsementState.ENDORSED


@pytest.mark.parametrize(
    ("endorsement", "signature", "standing"),
    [
        (None, None, Standing.NOT_ASKED),
        (said(), None, Standing.NOT_ASKED),
        (said(asked_on=FIRST), None, Standing.ASKED),
        (said(EndorsementState.CONSIDERING, considering_since=FIRST), None, Standing.CONSIDERING),
        (said(EndorsementState.DECLINED, declined_on=FIRST), None, Standing.DECLINED),
        (said(EndorsementState.WITHDRAWN, withdrawn_on=FIRST), None, Standing.WITHDRAWN),
        (said(EndorsementState.ENDORSED, endorsed_on=FIRST), None, Standing.ENDORSED),
        (said(EndorsementState.ENDORSED, endorsed_on=FIRST, sha256=OTHER), None, Standing.ENDORSED_BEFORE),
        (said(EndorsementState.ENDORSED, endorsed_on=FIRST), signed(), Standing.ON_THE_DAY),
        (said(EndorsementState.ENDORSED, endorsed_on=FIRST), signed(at_ceremony=False), Standing.LATER),
        (said(EndorsementState.ENDORSED, endorsed_on=FIRST), signed(sha256=OTHER), Standing.SIGNED_BEFORE),
    ],
)  # fmt: skip
def test_each_member_stands_in_one_place(endorsement, signature, standing):
    assert standing_on(endorsement, signature, WORDS, FIRST) == standing
    assert has_signed(standing) == (standing in {Standing.ON_THE_DAY, Standing.LATER})


def test_a_signature_holds_from_its_day_until_the_day_before_it_is_revoked():
    own = signed(revoked_on=date(2022, 3, 5))
    assert [in_force_on(own, date(2022, 2, 28) + timedelta(days=n)) for n in (0, 1, 4, 5)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_every_step_says_from_which_states_it_follows():
    assert set(FROM) == set(Step)
    assert can_take(Step.WITHDRAW, said(EndorsementState.ENDORSED, endorsed_on=FIRST))
    assert not can_take(Step.WITHDRAW, said())


def test_a_member_enters_its_own_answer_and_the_secretariat_everything():
    assert {step for step in Step if may_take(APPROVER, step, 7)} == MEMBERS_OWN
    assert not any(may_take(APPROVER, step, 8) for step in Step)
    assert all(may_take(SECRETARY, step, 8) for step in Step)
    assert (may_keep(SECRETARY), may_keep(APPROVER)) == (True, False)


def test_the_first_day_is_that_of_the_offer_and_unknown_for_a_text_older_than_this_place():
    offered = datetime(2022, 3, 1, 0, 30, tzinfo=OSLO)
    assert first_day(SimpleNamespace(frozen_at=offered, adopted_on=None)) == FIRST
    assert first_day(SimpleNamespace(frozen_at=offered, adopted_on=date(2019, 2, 7))) is None
    assert first_day(SimpleNamespace(frozen_at=None, adopted_on=None)) is None


@pytest.mark.parametrize(
    ("sha256", "revoked", "verdict"),
    [(WORDS, None, Verdict.GENUINE), (OTHER, None, Verdict.CHANGED), (OTHER, FIRST, Verdict.REVOKED)],
)
def test_a_paper_is_worth_what_its_words_and_its_signature_are(sha256, revoked, verdict):
    assert verdict_of(sha256, revoked, WORDS) == verdict


@pytest.mark.parametrize(("sha256", "verdict"), [(OTHER, Verdict.CHANGED), (WORDS, Verdict.REPLACED)])
def test_who_signed_anew_has_taken_nothing_back(sha256, verdict):
    assert verdict_of(sha256, FIRST, WORDS, revoked_as=Revocation.SIGNED_ANEW) == verdict
