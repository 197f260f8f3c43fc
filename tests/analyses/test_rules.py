"""Yes or no, about studies, figures and runs."""

from dataclasses import dataclass
from datetime import date

import pytest

from dugnad.analyses import rules
from dugnad.analyses.states import RunState, StudyState


@dataclass
class Told:
    """A quantity as the rules see it."""

    method: str
    source: str = "SSB"
    vintage: str = "2021-01"
    dataset_id: int = 1


@pytest.mark.parametrize(
    ("state", "is_staff", "seen"),
    [("planned", True, True), ("planned", False, False), ("under_way", False, True), ("done", False, True)],
)
def test_a_planned_study_is_seen_by_the_secretariat_alone(state: str, is_staff: bool, seen: bool) -> None:
    assert rules.can_see(StudyState(state), is_staff=is_staff) == seen


@pytest.mark.parametrize(("state", "seen"), [("accepted", True), ("checked", False), ("computed", False)])
def test_a_run_is_everybodys_when_it_is_accepted(state: str, seen: bool) -> None:
    assert rules.can_see_run(RunState(state), is_staff=False) == seen
    assert rules.can_see_run(RunState(state), is_staff=True)


@pytest.mark.parametrize(
    ("address", "is_office"),
    [
        ("post@gir.no", True),
        ("postmottak@hamar.kommune.no", True),
        ("Kontakt@firma.no", True),
        ("kari.nordmann@gir.no", False),
        ("post.hansen@gir.no", False),
    ],
)
def test_an_address_belongs_to_an_office_or_to_somebody(address: str, is_office: bool) -> None:
    assert rules.is_office_address(address) == is_office


@pytest.mark.parametrize(
    ("first", "last", "right"), [(2019, 2020, True), (2020, 2020, True), (2020, 2019, False), (None, 2, True)]
)
def test_a_last_year_does_not_come_before_the_first(first: int | None, last: int | None, right: bool) -> None:
    assert rules.is_span(first, last) == right


def test_a_run_is_checked_accepted_and_returned_in_its_order() -> None:
    assert [state for state in RunState if rules.can_check(state)] == [RunState.COMPUTED]
    assert [state for state in RunState if rules.can_accept(state)] == [RunState.CHECKED]
    assert [state for state in RunState if rules.can_return(state)] == [RunState.COMPUTED, RunState.CHECKED]


@pytest.mark.parametrize(
    ("newer", "older", "right"),
    [
        (Told("measured", "A", "2021"), Told("measured", "A", "2020"), True),
        (Told("measured", "A", "2020"), Told("measured", "A", "2020"), False),
        (Told("measured", "A", "2020", 2), Told("measured", "A", "2020", 1), True),
        (Told("measured", "A", "2020", 2), Told("measured", "A", "2021", 1), False),
        (Told("measured", "A", "2021"), Told("measured", "B", "2020"), False),
        (Told("measured", "A", "2021"), Told("downscaled", "B", "2020"), True),
        (Told("measured", "A", "2020"), Told("downscaled", "B", "2021"), False),
        (Told("downscaled", "A", "2021"), Told("measured", "B", "2020"), False),
        (Told("downscaled", "A", "2021"), Told("assumed", "B", "2021"), True),
    ],
)
def test_a_newer_release_and_a_stronger_method_replace(newer: Told, older: Told, right: bool) -> None:
    assert rules.replaces(newer, older) == right


def test_places_are_a_whole_where_each_has_figures() -> None:
    assert rules.is_whole([1, 2], {1, 2, 3})
    assert not rules.is_whole([1, 2], {1})
    assert not rules.is_whole([1], {1})


def test_loose_ends_are_told_but_not_of_stocks() -> None:
    flows = [("", "Homes"), ("Homes", "Sorting"), ("Wood", "Homes"), ("Homes", "Stock")]
    assert rules.loose_ends(flows, ["Stock"]) == (["Wood"], ["Sorting"])


def test_figures_are_of_1900_to_the_next_year() -> None:
    years = (1899, 1900, 2022, 2023)
    assert [bool(rules.year_complaint(year, on=date(2021, 5, 3))) for year in years] == [
        True, False, False, True
    ]  # fmt: skip


def test_only_a_flow_that_runs_both_ways_has_an_amount_below_zero() -> None:
    told = [(0.0, None), (-1.0, None), (-1.0, 0.0), (-1.0, -5.0)]
    assert [bool(rules.amount_complaint(value, flow="Tre", lower=lower)) for value, lower in told] == [
        False, True, True, False
    ]  # fmt: skip
