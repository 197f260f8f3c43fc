"""Sums, changes, shares, vintages compared, places alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.engine.series import (
    Change,
    Difference,
    Part,
    Profile,
    Sum,
    change,
    differences,
    effect_on_change,
    most_alike,
    newest_year,
    share,
    sum_of_parts,
    sum_over,
    sums_over,
    with_gaps,
    year_before,
)

NINE, TEN = frozenset({"road", "waste"}), frozenset({"road", "waste", "gases"})


def part(*places, counted=NINE, **values):
    """Figures of a place: road_2009=1.0 is the road sector in 2009."""
    rows = {(int(name[-4:]), name[:-5], ""): value for name, value in values.items()}
    return Part(frozenset(places), rows, counted)


def by_sector(sector, source):
    return sector


# Sums over places ----------------------------------------------------------------------------------------


def test_the_total_of_a_place_is_the_sum_of_its_rows():
    assert part("A", road_2009=2.0, waste_2009=3.0, road_2011=9.0).total(2009) == 5.0


def test_a_year_without_rows_is_a_gap():
    assert part("A", road_2009=2.0).total(2010) is None


def test_a_row_without_a_figure_makes_the_total_a_gap():
    assert part("A", road_2009=2.0, waste_2009=None).total(2009) is None


def test_places_are_summed():
    parts = [part("A", road_2009=2.0), part("B", road_2009=3.0), part("C", road_2009=100.0)]
    assert sum_over({"A", "B"}, 2009, parts) == Sum(5.0)


def test_a_sum_that_lacks_a_place_is_none_and_names_it():
    parts = [part("A", road_2009=2.0), part("B", road_2011=3.0)]
    assert sum_over({"A", "B", "C"}, 2009, parts) == Sum(None, frozenset({"B", "C"}))


def test_a_sum_over_a_place_with_a_row_without_a_figure_names_the_place():
    parts = [part("A", road_2009=2.0), part("B", road_2009=None)]
    assert sum_over({"A", "B"}, 2009, parts) == Sum(None, frozenset({"B"}))


def test_a_sum_over_nobody_is_none():
    assert sum_over(set(), 2009, []) == Sum(None)


def test_what_belongs_to_two_places_together_is_of_use_to_both_together_only():
    parts = [part("A", road_2009=1.0), part("B", "C", road_2009=5.0)]
    assert sum_over({"A", "B", "C"}, 2009, parts) == Sum(6.0)
    assert sum_over({"A", "B"}, 2009, parts) == Sum(None, frozenset({"B"}))


def test_a_sector_that_a_place_does_not_have_is_none_of_it_where_its_publisher_counts_it():
    parts = [part("A", road_2009=2.0, waste_2009=1.0), part("B", road_2009=3.0)]
    assert sums_over({"A", "B"}, 2009, parts, by_sector) == {"road": Sum(5.0), "waste": Sum(1.0)}


def test_a_sector_that_a_publisher_does_not_count_is_missing_there():
    parts = [part("A", counted=TEN, road_2009=2.0, gases_2009=7.0), part("B", road_2009=3.0)]
    assert sums_over({"A", "B"}, 2009, parts, by_sector) == {
        "road": Sum(5.0),
        "gases": Sum(None, frozenset({"B"})),
    }


def test_a_row_without_a_figure_makes_only_its_own_sector_missing():
    parts = [part("A", road_2009=None, waste_2009=1.0), part("B", road_2009=3.0, waste_2009=1.0)]
    assert sums_over({"A", "B"}, 2009, parts, by_sector) == {
        "road": Sum(None, frozenset({"A"})),
        "waste": Sum(2.0),
    }


def test_a_place_without_the_year_makes_every_sector_missing():
    parts = [part("A", road_2009=2.0), part("B", road_2011=3.0)]
    assert sums_over({"A", "B"}, 2009, parts, by_sector) == {"road": Sum(None, frozenset({"B"}))}


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ABCD"), st.sampled_from(["road", "waste"])),
        st.integers(0, 10**6).map(float),
    )
)
def test_sectors_add_up_to_the_total(values):
    places = {place for place, _sector in values}
    parts = [
        Part(frozenset({place}), {(2009, s, ""): v for (p, s), v in values.items() if p == place}, NINE)
        for place in places
    ]
    sectors = sums_over(places, 2009, parts, by_sector)
    whole = sum_over(places, 2009, parts)
    assert sum_of_parts([found.value for found in sectors.values()]) == whole.value


@pytest.mark.parametrize(
    ("parts", "found"), [([1.0, 2.0], 3.0), ([1.0, None], None), ([], None), ([0.0], 0.0)]
)
def test_a_sum_of_parts_needs_every_part(parts, found):
    assert sum_of_parts(parts) == found


# Changes ---------------------------------------------------------------------------------------------------


def test_a_change_is_told_in_the_unit_and_as_a_share():
    found = change({2009: 200.0, 2019: 150.0}, 2009, 2019)
    assert found == Change(2009, 2019, 200.0, 150.0)
    assert (found.absolute, found.relative) == (-50.0, -0.25)


def test_a_change_from_zero_has_no_share():
    assert change({2009: 0.0, 2019: 1.0}, 2009, 2019).relative is None


@pytest.mark.parametrize("series", [{2009: 1.0}, {2019: 1.0}, {2009: None, 2019: 1.0}])
def test_there_is_no_change_from_or_to_a_gap(series):
    assert change(series, 2009, 2019) is None


def test_the_newest_year_is_the_last_with_a_value():
    assert newest_year({2009: 1.0, 2019: None}) == 2009
    assert newest_year({}) is None


def test_the_year_before_may_lie_several_years_back():
    assert year_before({2009: 1.0, 2010: None, 2011: 3.0}, 2011) == 2009
    assert year_before({2011: 3.0}, 2011) is None


@pytest.mark.parametrize(
    ("part_of", "whole", "found"), [(1.0, 4.0, 0.25), (None, 4.0, None), (1.0, None, None), (1.0, 0.0, None)]
)
def test_a_share_needs_a_part_and_a_whole(part_of, whole, found):
    assert share(part_of, whole) == found


def test_years_that_are_not_there_are_gaps():
    assert with_gaps({2009: 1.0, 2011: 3.0}) == {2009: 1.0, 2010: None, 2011: 3.0}
    assert with_gaps({}) == {}


# Vintages --------------------------------------------------------------------------------------------------


def test_two_vintages_differ_by_what_is_added_removed_and_changed():
    old = {("A", 2009, "road"): 1.0, ("A", 2009, "waste"): 2.0, ("B", 2009, "road"): 3.0}
    new = {("A", 2009, "road"): 1.5, ("B", 2009, "road"): 3.0, ("B", 2011, "road"): 4.0}
    found = differences(old, new)
    assert found == [
        Difference("A", 2009, "road", 1.0, 1.5),
        Difference("A", 2009, "waste", 2.0, None),
        Difference("B", 2011, "road", None, 4.0),
    ]
    assert [(d.kind, d.absolute) for d in found] == [("changed", 0.5), ("removed", None), ("added", None)]


def test_less_than_half_of_the_last_decimal_is_no_change():
    assert differences({("A", 2009, ""): 1.001}, {("A", 2009, ""): 1.005}) == []


def test_a_figure_that_goes_from_zero_to_nothing_is_removed():
    (found,) = differences({("A", 2009, ""): 0.0}, {})
    assert found.kind == "removed"


def test_a_revision_changes_the_answer_to_the_same_question():
    old, new = {2009: 100.0, 2022: 90.0}, {2009: 110.0, 2022: 88.0}
    assert effect_on_change(old, new, 2009, 2022) == pytest.approx((-0.1, -0.2))
    assert effect_on_change({}, new, 2009, 2022) == (None, pytest.approx(-0.2))


# Places alike ----------------------------------------------------------------------------------------------


def test_the_most_alike_are_near_in_size_and_profile():
    town = Profile("town", 10_000, {"road": 0.5, "industry": 0.5})
    others = [
        town,
        Profile("twin", 11_000, {"road": 0.5, "industry": 0.5}),
        Profile("large", 200_000, {"road": 0.5, "industry": 0.5}),
        Profile("rural", 10_000, {"farms": 1.0}),
    ]
    found = most_alike(town, others, count=2)
    assert [likeness.place for likeness in found] == ["twin", "rural"]
    assert [reason for reason, _distance in found[1].reasons] == ["size", "profile"]


def test_a_doubling_in_size_counts_as_a_third_of_the_emissions_elsewhere():
    one = Profile("one", 1_000, {"road": 1.0})
    (double,) = most_alike(one, [Profile("double", 2_000, {"road": 1.0})])
    (other,) = most_alike(one, [Profile("other", 1_000, {"road": 2 / 3, "farms": 1 / 3})])
    assert double.distance == pytest.approx(other.distance)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_likeness_is_mutual(one, other):
    a, b = Profile("a", one, {"road": 1.0}), Profile("b", other, {"road": 0.4, "farms": 0.6})
    assert most_alike(a, [b])[0].distance == pytest.approx(most_alike(b, [a])[0].distance)


def test_density_keeps_a_town_apart_from_a_wide_municipality_of_the_same_size():
    town = Profile("town", 10_000, {"road": 1.0}, density=500.0)
    dense, wide = Profile("dense", 9_000, {"road": 1.0}, 450.0), Profile("wide", 10_000, {"road": 1.0}, 5.0)
    found = most_alike(town, [wide, dense])
    assert [likeness.place for likeness in found] == ["dense", "wide"]
    assert [reason for reason, _distance in found[1].reasons] == ["size", "profile", "density"]


def test_density_counts_only_where_it_is_known_of_all():
    town = Profile("town", 10_000, {"road": 1.0}, density=500.0)
    others = [Profile("unknown", 20_000, {"road": 1.0}), Profile("near", 11_000, {"road": 1.0}, 5.0)]
    found = most_alike(town, others)
    assert [(likeness.place, len(likeness.reasons)) for likeness in found] == [("near", 2), ("unknown", 2)]
