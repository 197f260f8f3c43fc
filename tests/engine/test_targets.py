"""Distance to a target, and what each year must bring."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.engine.targets import Goal, path_to_target

HALVED = Goal(2009, 2030, -0.5)
SERIES = {2009: 100.0, 2011: 98.0, 2019: None, 2020: 80.0}


def test_a_series_beside_its_target():
    path = path_to_target(SERIES, HALVED)
    assert (path.base, path.value, path.last_year, path.last) == (100.0, 50.0, 2020, 80.0)
    assert (path.distance, path.is_reached, path.years_left, path.done) == (30.0, False, 10, 0.4)
    assert (path.yearly, path.yearly_so_far) == (-3.0, pytest.approx(-20 / 11))
    assert path.yearly_share == pytest.approx((50 / 80) ** 0.1 - 1)


def test_the_line_goes_straight_from_the_base_year_to_the_target():
    path = path_to_target(SERIES, Goal(2009, 2029, -0.5))
    assert [path.line(year) for year in (2000, 2009, 2019, 2029, 2040)] == [100.0, 100.0, 75.0, 50.0, 50.0]
    assert (path.on_line, path.off_line) == (72.5, 7.5)


def test_two_ways_lead_from_the_last_figure_to_the_target():
    path = path_to_target({2009: 100.0, 2020: 80.0}, Goal(2009, 2022, -0.55))
    assert path.same_amount() == {2020: 80.0, 2021: pytest.approx(62.5), 2022: pytest.approx(45.0)}
    assert path.same_share() == {2020: 80.0, 2021: pytest.approx(60.0), 2022: pytest.approx(45.0)}


def test_a_target_that_is_reached_needs_nothing_more():
    path = path_to_target({2009: 100.0, 2020: 40.0}, HALVED)
    assert (path.is_reached, path.yearly, path.yearly_share, path.done) == (True, None, None, 1.2)
    assert (path.same_amount(), path.same_share()) == ({}, {})


def test_a_target_whose_year_has_come_has_no_years_left():
    path = path_to_target({2009: 100.0, 2031: 80.0}, HALVED)
    assert (path.is_reached, path.years_left, path.yearly, path.same_amount()) == (False, 0, None, {})


def test_nothing_comes_to_zero_by_the_same_per_cent_each_year():
    path = path_to_target(SERIES, Goal(2009, 2030, -1.0))
    assert (path.yearly, path.yearly_share, path.same_share()) == (-8.0, None, {})
    assert path.same_amount()[2030] == 0.0


def test_a_target_may_point_upwards():
    path = path_to_target({2015: 20.0, 2020: 50.0}, Goal(2015, 2025, 4.0))
    assert (path.value, path.is_reached, path.yearly) == (100.0, False, 10.0)
    assert path_to_target({2015: 20.0, 2020: 101.0}, Goal(2015, 2025, 4.0)).is_reached is True


def test_a_target_of_no_change_is_reached_by_what_is_no_more():
    path = path_to_target({2009: 100.0, 2020: 99.0}, Goal(2009, 2030, 0.0))
    assert (path.is_reached, path.done) == (True, None)


def test_a_target_with_only_its_base_year_known_has_come_nowhere():
    path = path_to_target({2009: 100.0}, HALVED)
    assert (path.yearly_so_far, path.done, path.years_left) == (None, 0.0, 21)


@pytest.mark.parametrize("series", [{}, {2009: None, 2020: 8.0}, {2008: 5.0}, {2020: 8.0}])
def test_without_the_base_year_nothing_can_be_told(series):
    assert path_to_target(series, HALVED) is None


@pytest.mark.parametrize(
    ("goal", "message"),
    [
        (Goal(2009, 2009, -0.5), "not after the base year 2009"),
        (Goal(2009, 2030, -1.1), "More than everything"),
    ],
)
def test_a_target_that_is_none_is_refused(goal, message):
    with pytest.raises(ValueError, match=message):
        path_to_target(SERIES, goal)


@given(st.floats(1, 1e7), st.floats(1, 1e7), st.integers(2010, 2029), st.floats(-0.99, 2))
def test_both_ways_end_at_the_target(base, last, year, change):
    path = path_to_target({2009: base, year: last}, Goal(2009, 2030, change))
    for way in (path.same_amount(), path.same_share()):
        if way:
            assert way[2030] == pytest.approx(path.value, rel=1e-6, abs=1e-6)
    assert (path.yearly is None) == path.is_reached
    assert path.line(2030) == pytest.approx(path.value)


def test_a_value_that_was_adopted_stands_as_it_is_and_its_line_begins_at_the_base_year() -> None:
    path = path_to_target({2009: 100.0, 2019: 80.0}, Goal(2009, 2029, value=50.0))
    assert path is not None
    assert (path.value, path.distance, path.yearly, path.is_reached) == (50.0, 30.0, -3.0, False)
    assert (path.on_line, path.off_line) == (75.0, 5.0)


def test_a_value_above_the_base_years_is_reached_from_below() -> None:
    under_way = path_to_target({2009: 2.0, 2019: 9.0}, Goal(2009, 2029, value=90.0))
    reached = path_to_target({2009: 2.0, 2019: 91.0}, Goal(2009, 2029, value=90.0))
    assert under_way is not None
    assert reached is not None
    assert (under_way.is_reached, under_way.yearly, reached.is_reached) == (False, 8.1, True)
