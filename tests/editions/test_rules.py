"""Yes or no, about editions."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.editions import rules
from dugnad.editions.states import STEPS, State
from dugnad.kit.access import Role
from dugnad.members.rules import Viewer

METHOD = {"members_on": "2021-05-03", "seen_by": "", "base_year": 2009}
CHOICES: dict[str, Any] = {"members_on": date(2021, 5, 3), "seen_by": None, "base_year": 2009}


def viewer(*roles: Role) -> Viewer:
    return Viewer(roles=frozenset(roles))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize(
    ("roles", "sees_drafts"),
    [
        ([Role.ANONYMOUS], False),
        ([Role.GUEST], False),
        ([Role.MEMBER_APPROVER], False),
        ([Role.BODY_MEMBER], False),
        ([Role.SECRETARIAT], True),
        ([Role.ADMINISTRATOR], True),
    ],
)
def test_drafts_hold_what_members_answered_and_are_for_the_secretariat_alone(
    state: State, roles: list[Role], sees_drafts: bool
) -> None:
    published = state in (State.PUBLISHED, State.WITHDRAWN)
    assert rules.can_see(viewer(*roles), state) is (sees_drafts or published)


def test_the_secretariat_alone_composes() -> None:
    may = {role for role in Role if rules.can_compose(viewer(role))}
    assert may == {Role.SECRETARIAT, Role.ADMINISTRATOR}


def test_each_state_says_what_may_still_happen() -> None:
    facts = {s.value: (rules.is_open(s), rules.is_frozen(s), rules.is_shown(s)) for s in State}
    assert facts == {
        "draft": (True, False, False),
        "in_review": (True, False, False),
        "approved": (False, False, False),
        "published": (False, True, True),
        "withdrawn": (False, True, False),
    }


def test_no_step_leads_out_of_what_is_published_but_withdrawal() -> None:
    leading_out = {name for name, step in STEPS.items() if set(step.starts) & {State.PUBLISHED}}
    assert leading_out == {"withdraw_edition"}
    assert {name for name, step in STEPS.items() if State.WITHDRAWN in step.starts} == set()


@pytest.mark.parametrize(
    ("now", "revised"), [(100.0, False), (100.04, False), (99.96, False), (100.1, True), (None, True)]
)
def test_a_figure_is_revised_when_it_reads_differently_or_is_gone(now: float | None, revised: bool) -> None:
    assert rules.is_revised(100.0, now) is revised


@pytest.mark.parametrize(
    ("changed", "stale"),
    [
        ({}, False),
        ({"members_on": date(2020, 1, 1)}, True),
        ({"seen_by": date(2020, 4, 23)}, True),
        ({"base_year": 2011}, True),
    ],
)
def test_figures_are_stale_when_the_choices_have_changed(changed: dict[str, Any], stale: bool) -> None:
    assert rules.is_stale(METHOD, **CHOICES | changed) is stale


@pytest.mark.parametrize(("percent", "told"), [(None, False), (0.4, False), (-0.5, True), (12.0, True)])
def test_a_change_is_told_when_it_is_large_enough(percent: float | None, told: bool) -> None:
    assert rules.is_change(percent) is told


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        (("alliance", 2019), "alliance-2019"),
        (("3403", 2019, "road_traffic"), "3403-2019-road_traffic"),
        (("subregion:hamarregionen", 2019), "subregion-hamarregionen-2019"),
        (("alliance", 2019, "", "per-inhabitant"), "alliance-2019-per-inhabitant"),
    ],
)
def test_a_figure_has_a_name_for_its_address(facts: tuple[Any, ...], key: str) -> None:
    assert rules.figure_key(*facts) == key


VALUES = st.one_of(st.integers(), st.text(), st.none(), st.booleans())


@given(st.dictionaries(st.text(), VALUES, max_size=5))
def test_the_same_content_has_the_same_bytes_in_whatever_order_it_was_written(
    content: dict[str, Any],
) -> None:
    backwards = dict(reversed(content.items()))
    assert rules.canonical(content) == rules.canonical(backwards)
    assert rules.fingerprint(rules.canonical(content)) == rules.fingerprint(rules.canonical(backwards))


def test_other_content_has_another_fingerprint() -> None:
    one, other = rules.canonical({"value": 1.0}), rules.canonical({"value": 1.1})
    assert rules.fingerprint(one) != rules.fingerprint(other)
