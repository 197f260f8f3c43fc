"""Ready models: hand-worked figures, balances and totals that hold, and what is missing is told."""

from collections import defaultdict
from dataclasses import replace
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dugnad.engine.flows import FlowSystemError
from dugnad.engine.flows.models import (
    ActivityRow,
    Factor,
    HouseholdRow,
    Method,
    Missing,
    NationalRow,
    ReadyModel,
    construction_waste,
    household_waste,
    waste_accounts_downscaled,
)
from dugnad.engine.flows.study import Aggregate

AMOUNTS = st.floats(1, 1e6)
PARTS = st.lists(st.floats(0.01, 1), min_size=3, max_size=3)


def told(ready: ReadyModel) -> dict[tuple[str, str, int | None], tuple[float, float]]:
    """Value and sd by flow, place and year."""
    rows = [one.observation for one in ready.told]
    return {(row.flow, row.place, row.year): (row.value, row.sd or 0.0) for row in rows}


def computed(ready: ReadyModel) -> dict[tuple[str, str], float]:
    """The reconciled values of what can be known, by flow and place."""
    found = ready.study.system().reconcile().flows
    return {(row["flow"], row["place"]): row["reconciled"] for row in found}


def imbalance(ready: ReadyModel) -> float:
    """The largest difference between what runs into a process and out of it, over all places."""
    ends = {flow.flow: (flow.source, flow.target) for flow in ready.study.flows}
    left: dict[tuple[str, str], float] = defaultdict(float)
    for (flow, place), value in computed(ready).items():
        for end, sign in zip(ends[flow], (-1, 1), strict=True):
            if end:
                left[end, place] += sign * value
    return max(map(abs, left.values()))


# Household waste ---------------------------------------------------------------------------------------


def test_household_waste_is_kilograms_times_inhabitants_and_shares_of_it() -> None:
    row = HouseholdRow("hamar", 2019, 400, 31_000, shares={"material": 0.45, "energy": 0.5})
    ready = household_waste([row], source="KOSTRA", vintage="2020-06", relative_sd=0.05)
    assert told(ready) == {
        ("Household waste", "hamar", 2019): (12_400, pytest.approx(620)),
        ("To material recovery", "hamar", 2019): (5_580, pytest.approx(279)),
        ("To energy recovery", "hamar", 2019): (6_200, pytest.approx(310)),
    }
    assert {(one.method, one.grade) for one in ready.told} == {(Method.MEASURED, 2)}
    assert ready.missing == ()
    assert computed(ready)["To other treatment", "hamar"] == pytest.approx(12_400 - 5_580 - 6_200)


def test_household_waste_takes_tonnes_before_kilograms() -> None:
    ready = household_waste([HouseholdRow("hamar", 2019, 400, None, 9_000, {"other": 1.0})])
    assert told(ready)["Household waste", "hamar", 2019][0] == 9_000
    assert [process.process for process in ready.study.processes] == ["Collection", "Other treatment"]


def test_household_waste_tells_what_is_missing_and_leaves_it_out() -> None:
    rows = [
        HouseholdRow("a", 2019, kg_per_inhabitant=400),
        HouseholdRow("b", 2019, inhabitants=10),
        HouseholdRow("c", 2019, 400, 10),
    ]
    ready = household_waste(rows, places=["a", "d"])
    assert ready.missing == (
        Missing("d", None, "rows"),
        Missing("a", 2019, "inhabitants"),
        Missing("b", 2019, "kg_per_inhabitant"),
        Missing("c", 2019, "shares"),
    )
    assert {place for _flow, place, _year in told(ready)} == {"c"}


def test_household_waste_takes_other_words() -> None:
    names = {"Household waste": "Husholdningsavfall", "Collection": "Innsamling", "Treatment": "Behandling"}
    ready = household_waste([HouseholdRow("a", 2019, 400, 10)], names=names)
    assert ready.study.flows[0].flow == "Husholdningsavfall"
    assert [(one.process, one.group) for one in ready.study.processes] == [
        ("Innsamling", ""),
        ("Other treatment", "Behandling"),
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (HouseholdRow("a", 2019, -1, 10), "a, 2019: -0.01 is no amount"),
        (HouseholdRow("a", 2019, 1, 10, shares={"energy": 1.2}), "a, 2019, energy: 1.2 is more than 1"),
        (HouseholdRow("a", 2019, 1, 10, shares={"energy": 0.6, "material": 0.6}), "add up to 1.200"),
        (HouseholdRow("a", 2019, 1, 10, shares={"moon": 0.6}), "“moon” is none of material"),
    ],
)
def test_household_waste_refuses_what_cannot_be(row: HouseholdRow, words: str) -> None:
    with pytest.raises(FlowSystemError, match=words):
        household_waste([row])


def test_household_waste_refuses_a_place_and_year_twice() -> None:
    with pytest.raises(FlowSystemError, match="a, 2019 stands twice"):
        household_waste([HouseholdRow("a", 2019, 1, 1)] * 2)


@settings(max_examples=25, deadline=None)
@given(kg=AMOUNTS, people=AMOUNTS, parts=PARTS, scale=st.floats(0.1, 10))
def test_household_waste_balances_and_follows_its_scale(
    kg: float, people: float, parts: list[float], scale: float
) -> None:
    shares = {
        key: part / sum(parts) for key, part in zip(("material", "energy", "landfill"), parts, strict=True)
    }
    one = household_waste([HouseholdRow("a", 2019, kg, people, shares=shares)])
    other = household_waste([HouseholdRow("a", 2019, kg, people * scale, shares=shares)])
    assert imbalance(one) <= 1e-9 * kg * people
    first, second = told(one), told(other)
    assert {cell: pytest.approx((v * scale, sd * scale)) for cell, (v, sd) in first.items()} == second


# Accounts downscaled -----------------------------------------------------------------------------------

NATION = [
    NationalRow("Wood", "Recovery", 300),
    NationalRow("Wood", "Burning", 700),
    NationalRow("Glass", "Recovery", 50),
]


def test_accounts_share_the_nation_out_by_the_key_with_both_errors() -> None:
    ready = waste_accounts_downscaled(
        NATION, year=2022, key={"a": 10, "b": 30}, nation=1_000, relative_sd=0.1, sd_key=0.3
    )
    found = told(ready)
    assert found["Wood, generated", "a", 2022][0] == pytest.approx(10)
    assert found["Wood, generated", "b", 2022][0] == pytest.approx(30)
    assert found["Glass, generated", "b", 2022][0] == pytest.approx(1.5)
    # The rest of the nation takes up nearly all of what the sum asks, so both errors stand side by side.
    assert found["Wood, generated", "a", 2022][1] == pytest.approx(10 * hypot(0.1, 0.3), rel=0.01)
    assert {(one.method, one.grade) for one in ready.told} == {(Method.DOWNSCALED, 4)}
    # A tenth of each place's figure is the nation's own error, the same in both.
    wood = [one.observation for one in ready.told if one.observation.flow.startswith("Wood")]
    assert [(one.shared, one.shared_sd) for one in wood] == [
        ("the nation: Wood, generated 2022", pytest.approx(1)),
        ("the nation: Wood, generated 2022", pytest.approx(3)),
    ]


def test_accounts_tell_treatments_by_the_nations_shares_and_leave_the_largest_to_the_balance() -> None:
    ready = waste_accounts_downscaled(NATION, year=2022, key={"a": 1}, sd_split=0.3)
    shares = [(one.flow, one.value, one.sd) for one in ready.study.transfer_coefficients]
    assert shares == [("Wood → Recovery", pytest.approx(0.3), pytest.approx(0.3 * 0.7 * 0.3))]
    found = computed(ready)
    assert found["Wood → Recovery", "a"] == pytest.approx(300)
    assert found["Wood → Burning", "a"] == pytest.approx(700)
    assert found["Out of Recovery", "a"] == pytest.approx(350)


def test_accounts_with_all_places_are_as_certain_together_as_the_nation() -> None:
    ready = waste_accounts_downscaled(NATION, year=2022, key={"a": 1}, relative_sd=0.1, sd_key=0.3)
    assert told(ready)["Wood, generated", "a", 2022] == (pytest.approx(1_000), pytest.approx(100))


def test_the_nations_error_does_not_fade_when_places_are_summed() -> None:
    key = {"a": 10.0, "b": 30.0, "c": 0.0}
    ready = waste_accounts_downscaled(NATION, year=2022, key=key, nation=1_000, relative_sd=0.1, sd_key=0.3)
    system = replace(ready.study, aggregates=[Aggregate("all", ("a", "b", "c"))]).system()
    found = system.reconcile().flows.row(flow="Wood, generated", place="all")
    assert found["reconciled"] == pytest.approx(40)
    # By the places' own errors alone it would be hypot(3, 9); what the nation's is off, all are off.
    assert found["sd_reconciled"] == pytest.approx(hypot(3, 9, 0.1 * 40), rel=0.03)


def test_accounts_tell_places_without_key_and_take_an_sd_for_each() -> None:
    ready = waste_accounts_downscaled(
        NATION,
        year=2022,
        key={"a": 10, "b": 10},
        nation=1_000,
        sd_key={"a": 0.1, "b": 0.5},
        places=["b", "c"],
    )
    assert ready.missing == (Missing("c", None, "key"),)
    found = told(ready)
    assert found["Wood, generated", "a", 2022][1] < found["Wood, generated", "b", 2022][1]


def test_accounts_leave_out_what_is_nothing() -> None:
    rows = [*NATION, NationalRow("Radium", "Recovery", 0), NationalRow("Glass", "Burning", 0)]
    flows = {
        flow.flow for flow in waste_accounts_downscaled(rows, year=2022, key={"a": 1, "z": 0}).study.flows
    }
    assert {"Radium, generated", "Glass → Burning"} & flows == set()


@pytest.mark.parametrize(
    ("rows", "key", "words"),
    [
        ([*NATION, NATION[0]], {"a": 1.0}, "Wood to Recovery stands twice"),
        ([NationalRow("Wood", "Recovery", -1)], {"a": 1.0}, "Wood to Recovery: -1 is no amount"),
        (NATION, {"a": 2_000.0}, "The places have 2000 of the key, more than the nation’s 1000"),
        (NATION, {"a": -1.0}, "a: -1.0 is no amount"),
        (NATION, {}, "No place has a key"),
    ],
)
def test_accounts_refuse_what_cannot_be(rows: list[NationalRow], key: dict[str, float], words: str) -> None:
    with pytest.raises(FlowSystemError, match=words):
        waste_accounts_downscaled(rows, year=2022, key=key, nation=1_000)


@settings(max_examples=15, deadline=None)
@given(keys=st.lists(AMOUNTS, min_size=2, max_size=5), parts=PARTS, scale=st.floats(0.1, 10))
def test_accounts_keep_the_nations_total_and_balance(
    keys: list[float], parts: list[float], scale: float
) -> None:
    rows = [NationalRow("Wood", name, part) for name, part in zip("xyz", parts, strict=True)]
    key = {f"p{number}": value for number, value in enumerate(keys)}
    ready = waste_accounts_downscaled(rows, year=2022, key=key)
    found = told(ready)
    assert sum(value for value, _sd in found.values()) == pytest.approx(sum(parts))
    assert imbalance(ready) <= 1e-9 * sum(parts)
    again = told(waste_accounts_downscaled(rows, year=2022, key={p: v * scale for p, v in key.items()}))
    assert {cell: pytest.approx(pair, rel=1e-6) for cell, pair in again.items()} == found


@settings(max_examples=15, deadline=None)
@given(keys=st.lists(st.floats(1, 1e3), min_size=1, max_size=4), nation=st.floats(1e4, 1e6))
def test_accounts_give_a_part_of_the_nation_its_share(keys: list[float], nation: float) -> None:
    key = {f"p{number}": value for number, value in enumerate(keys)}
    ready = waste_accounts_downscaled(NATION, year=2022, key=key, nation=nation)
    wood = [value for (flow, _p, _y), (value, _sd) in told(ready).items() if flow == "Wood, generated"]
    assert sum(wood) == pytest.approx(1_000 * sum(keys) / nation, rel=1e-6)


# Building waste ----------------------------------------------------------------------------------------

BUILT = ActivityRow("a", 2020, "new", 1_000)


def test_construction_waste_is_area_times_factor_with_both_errors() -> None:
    factor = Factor("new", 0.045, 0.01, source="A report")
    ready = construction_waste([BUILT], [factor], relative_sd=0.1, source="SSB", vintage="2021")
    (one,) = ready.told
    assert (one.observation.flow, one.observation.value) == ("Waste of new", pytest.approx(45))
    assert one.observation.sd == pytest.approx(hypot(1_000 * 0.01, 45 * 0.1))
    assert (one.observation.source, one.method, one.grade) == ("SSB; A report", Method.ASSUMED, 4)
    assert computed(ready)["Building waste, delivered", "a"] == pytest.approx(45)


def test_construction_waste_adds_a_factors_error_up_and_takes_the_factor_of_the_building_type() -> None:
    rows = [
        ActivityRow("a", 2020, "new", 100, "house"),
        ActivityRow("a", 2020, "new", 100, "hut"),
        ActivityRow("a", 2020, "new", 100, "office"),
    ]
    factors = [Factor("new", 0.1, 0.02), Factor("new", 0.5, 0.1, building="office")]
    (one,) = construction_waste(rows, factors, relative_sd=0).told
    assert one.observation.value == pytest.approx(200 * 0.1 + 100 * 0.5)
    assert one.observation.sd == pytest.approx(hypot(200 * 0.02, 100 * 0.1))


@pytest.mark.parametrize("of_areas", [0.1, 0.0])
def test_construction_waste_of_all_places_is_off_together_by_its_factor(of_areas: float) -> None:
    rows = [BUILT, ActivityRow("b", 2020, "new", 3_000)]
    ready = construction_waste(rows, [Factor("new", 0.05, 0.02)], relative_sd=of_areas)
    system = replace(ready.study, aggregates=[Aggregate("all", ("a", "b"))]).system()
    found = system.reconcile().flows.row(flow="Waste of new", place="all")
    assert found["reconciled"] == pytest.approx(200)
    own = hypot(of_areas * 50, of_areas * 150)
    assert found["sd_reconciled"] == pytest.approx(hypot(own, 4_000 * 0.02), rel=1e-3)


def test_construction_waste_is_told_by_material_where_factors_are() -> None:
    factors = [
        Factor("new", 0.02, 0.0, material="Wood", method=Method.DOWNSCALED),
        Factor("new", 0.03, 0.0, material="Glass", method=Method.DOWNSCALED),
    ]
    ready = construction_waste([BUILT], factors, split={"new": {"Wood": 9}})
    assert {flow: value for (flow, _p, _y), (value, _sd) in told(ready).items()} == {
        "Wood of new": pytest.approx(20),
        "Glass of new": pytest.approx(30),
    }
    assert ready.study.transfer_coefficients == []
    assert {one.method for one in ready.told} == {Method.DOWNSCALED}
    assert computed(ready)["Waste of new", "a"] == pytest.approx(50)


def test_construction_waste_splits_the_whole_by_proportions() -> None:
    ready = construction_waste([BUILT], [Factor("new", 0.1, 0.01)], split={"new": {"Wood": 1, "Glass": 3}})
    (share,) = ready.study.transfer_coefficients
    assert (share.flow, share.value, share.sd) == ("Wood of new", 0.25, pytest.approx(0.25 * 0.75 * 0.3))
    assert computed(ready)["Glass, delivered", "a"] == pytest.approx(75)


def test_an_area_below_zero_is_told_in_the_words_of_the_study() -> None:
    with pytest.raises(FlowSystemError, match="a, 2020, nybygging: -1 is no amount"):
        construction_waste([replace(BUILT, area=-1)], [Factor("new", 0.1, 0.01)], names={"new": "nybygging"})


def test_construction_waste_tells_places_and_factors_that_are_missing() -> None:
    rows = [BUILT, ActivityRow("a", 2020, "demolition", 10), ActivityRow("a", 2020, "demolition", 20, "hut")]
    ready = construction_waste(rows, [Factor("new", 0.1, 0.01)], places=["a", "b"])
    assert ready.missing == (Missing("b", None, "rows"), Missing("a", 2020, "factor: demolition"))


@pytest.mark.parametrize(
    ("factors", "area", "words"),
    [
        ([Factor("new", 0.1, 0.01)] * 2, 1, "new: a factor stands twice"),
        ([Factor("new", 0.1, 0), Factor("new", 0.1, 0, material="Wood")], 1, "the whole and of materials"),
        ([Factor("new", -0.1, 0)], 1, "The factor of new: -0.1 is no amount"),
        ([Factor("new", 0.1, -1)], 1, "The sd of the factor of new: -1 is no amount"),
        ([Factor("new", 0.1, 0)], -1, "a, 2020, new: -1 is no amount"),
    ],
)
def test_construction_waste_refuses_what_cannot_be(factors: list[Factor], area: float, words: str) -> None:
    with pytest.raises(FlowSystemError, match=words):
        construction_waste([ActivityRow("a", 2020, "new", area)], factors)


@settings(max_examples=15, deadline=None)
@given(areas=st.lists(AMOUNTS, min_size=1, max_size=3), parts=PARTS, scale=st.floats(0.1, 10))
def test_construction_waste_balances_and_follows_its_scale(
    areas: list[float], parts: list[float], scale: float
) -> None:
    split = {"new": dict(zip(("Wood", "Glass", "Metal"), parts, strict=True))}
    factors = [Factor("new", 0.1, 0.02)]

    def model(by: float) -> ReadyModel:
        rows = [ActivityRow(f"p{n}", 2020, "new", area * by) for n, area in enumerate(areas)]
        return construction_waste(rows, factors, split=split)

    first, second = told(model(1)), told(model(scale))
    assert imbalance(model(1)) <= 1e-9 * sum(areas)
    assert {cell: pytest.approx((v * scale, sd * scale)) for cell, (v, sd) in first.items()} == second
