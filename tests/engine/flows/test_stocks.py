"""Stocks: the worked cases, balances, there and back again, and the conventions of others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dugnad.engine.flows import cohorts
from dugnad.engine.flows.lifetimes import (
    Fixed,
    FoldedNormal,
    Gamma,
    LifetimeError,
    LogNormal,
    Normal,
    Observed,
    Weibull,
)
from dugnad.engine.flows.stocks import StockError, flow_driven, inflow_driven, stock_driven
from tests.engine.flows.cases import case

INFLOW = np.arange(1.0, 11)
LIFETIMES = st.one_of(
    st.builds(Normal, st.floats(3, 40), st.floats(0.3, 1.0)),
    st.builds(LogNormal, st.floats(3, 40), st.floats(0.5, 10)),
    st.builds(Gamma, st.floats(3, 40), st.floats(0.5, 3)),
    st.builds(Weibull, st.floats(3, 40), st.floats(1.2, 5)),
    st.builds(Fixed, st.floats(1.1, 20)),
)
SERIES = st.lists(st.floats(0, 1e6), min_size=1, max_size=25)


@pytest.fixture
def published(real_data):
    return case(real_data, "dsm_odym")


# Worked cases ---------------------------------------------------------------------------------------------


def test_a_fixed_lifetime_gives_the_stock_that_odym_publishes(published):
    known = published["cases"][0]["published"]
    found = inflow_driven(published["inflow"], Fixed(5))
    assert found.stock.tolist() == known["stock"]
    assert found.outflow.tolist() == known["outflow"]
    assert found.stock_change.tolist() == known["stock_change"]


def test_a_normal_lifetime_gives_stock_outflow_and_cohorts_of_odym(published):
    known = published["cases"][1]
    found = inflow_driven(published["inflow"], Normal(5, 1.5))
    assert found.stock == pytest.approx(known["expected"]["stock"], rel=1e-12)
    assert found.outflow == pytest.approx(known["expected"]["outflow"], rel=1e-12)
    cohorts = np.array(known["published"]["stock_by_cohort"])
    assert np.abs(found.stock_by_cohort() - cohorts).max() < published["tolerance"]["published_abs"]


@pytest.mark.parametrize("lifetime", [Fixed(5), Normal(5, 1.5)])
def test_the_stock_that_was_found_asks_for_the_inflow_that_made_it(lifetime):
    stock = inflow_driven(INFLOW, lifetime).stock
    assert stock_driven(stock, lifetime).inflow == pytest.approx(INFLOW, rel=1e-12)


# flodym's conventions, told by the answers of its release 1.1 for 1, 2 … 10 ---------------------------------


@pytest.mark.parametrize(("inflow_at", "share"), [("start", -1.0), ("middle", -0.5), ("end", 0.0)])
def test_an_inflow_is_as_old_at_the_end_of_its_year_as_the_convention_says(inflow_at, share):
    found = inflow_driven([1.0], Normal(5, 1.5), inflow_at=inflow_at)
    assert found.stock == pytest.approx(Normal(5, 1.5).survival([-share]), rel=1e-14)


@pytest.mark.parametrize(
    ("lifetime", "known"),
    [
        (Normal(5, 1.5), [35.96345527010608, 38.83478475397461, 41.458735606440925]),
        (FoldedNormal(5, 4), [33.79592406387646, 36.41121268879853, 39.03699592947462]),
        (LogNormal(5, 2), [35.118787784383926, 38.00559808525, 40.64678042692064]),
        (Weibull.of_scale(5, 2), [30.833552843628773, 33.99728486502884, 36.91520097019053]),
        (Fixed(3.5), [27.0, 27.0, 34.0]),
    ],
)
def test_every_lifetime_gives_the_stock_that_flodym_gives_by_each_convention(lifetime, known):
    found = [inflow_driven(INFLOW, lifetime, inflow_at=at).stock[-1] for at in ("start", "middle", "end")]
    assert found == pytest.approx(known, rel=1e-12)


def test_points_spread_the_inflow_over_its_year():
    ages = np.linspace(0, 1, 100_001)
    mean = np.trapezoid(Weibull(0.6, 1.5).survival(ages), ages)
    assert inflow_driven([1.0], Weibull(0.6, 1.5), points=9).stock[0] == pytest.approx(mean, abs=2e-5)
    ends = Weibull(0.6, 1.5).survival([0, 1]).mean()
    assert inflow_driven([1.0], Weibull(0.6, 1.5), points=2).stock[0] == pytest.approx(ends, rel=1e-14)


def test_uneven_years_stand_for_the_time_half_way_to_their_neighbours():
    found = inflow_driven([1.0, 1.0, 1.0, 1.0], Fixed(100), years=[2000, 2010, 2014, 2020])
    assert found.calendar.bounds.tolist() == [1998, 2005, 2012, 2017, 2022]
    assert found.stock.tolist() == [7, 14, 19, 24]
    assert found.balance.tolist() == [0, 0, 0, 0]


def test_two_years_and_one_have_borders_too():
    assert inflow_driven([1.0, 1.0], Fixed(9), years=[2000, 2005]).calendar.bounds.tolist() == [
        1997.5,
        2002.5,
        2007.5,
    ]
    assert inflow_driven([1.0], Fixed(9), years=[2000]).stock.tolist() == [1]


# What always holds ----------------------------------------------------------------------------------------


@given(SERIES, LIFETIMES)
def test_the_stock_is_all_that_came_in_less_all_that_left(inflow, lifetime):
    found = inflow_driven(inflow, lifetime)
    held = np.cumsum(found.inflow) - np.cumsum(found.outflow)
    assert found.stock == pytest.approx(held, rel=1e-9, abs=1e-6)
    assert np.abs(found.balance).max() <= 1e-9 * max(1.0, np.sum(inflow))
    assert np.all(found.outflow >= 0)


@given(SERIES, LIFETIMES, st.sampled_from(["middle", "end"]))
def test_stock_driven_undoes_inflow_driven(inflow, lifetime, inflow_at):
    stock = inflow_driven(inflow, lifetime, inflow_at=inflow_at).stock
    back = stock_driven(stock, lifetime, inflow_at=inflow_at)
    assert back.inflow == pytest.approx(inflow, rel=1e-6, abs=1e-6 * max([1.0, *inflow]))


@settings(max_examples=25)
@given(st.integers(1, 12), st.integers(1, 5), st.integers(0, 2**31))
def test_series_with_lifetimes_of_their_own_are_as_alone(years, series, seed):
    chance = np.random.default_rng(seed)
    inflow, mean = chance.uniform(0, 9, (years, series)), chance.uniform(3, 20, series)
    together = inflow_driven(inflow, Normal(mean, mean / 5))
    back = stock_driven(together.stock, Normal(mean, mean / 5))
    for n in range(series):
        alone = inflow_driven(inflow[:, n], Normal(mean[n], mean[n] / 5))
        assert together.stock[:, n] == pytest.approx(alone.stock, rel=1e-12)
        assert together.outflow[:, n] == pytest.approx(alone.outflow, rel=1e-9, abs=1e-12)
    assert back.inflow == pytest.approx(inflow, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize("driven", [inflow_driven, stock_driven])
@pytest.mark.parametrize(("years", "series"), [(1, 2), (3, 64), (4, 65), (9, 130)])
@pytest.mark.parametrize("points", [1, 3])
def test_many_series_are_worked_out_as_few_are(monkeypatch, driven, years, series, points):
    chance = np.random.default_rng(years)
    given, mean = chance.uniform(-1, 9, (series, years)).T, chance.uniform(3, 20, series)
    monkeypatch.setattr(cohorts, "COMPILED", False)
    alone = driven(given, Normal(mean, mean / 3), points=points)
    monkeypatch.setattr(cohorts, "COMPILED", True)
    monkeypatch.setattr(cohorts, "MANY", 0)
    monkeypatch.setattr(cohorts, "BLOCK", 70)  # so that there are two, and lanes left over in both
    together = driven(given, Normal(mean, mean / 3), points=points)
    for name in ("inflow", "outflow", "stock"):
        assert getattr(together, name) == pytest.approx(getattr(alone, name), rel=1e-11, abs=1e-12)


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 11), st.integers(1, 3), st.integers(0, 2**31))
def test_of_many_series_nothing_is_lost_and_the_inflow_comes_back(years, series, seed):
    chance = np.random.default_rng(seed)
    inflow, mean = chance.uniform(0, 9, (years, series)), chance.uniform(3, 20, series)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cohorts, "COMPILED", True)
        patch.setattr(cohorts, "MANY", 0)
        found = inflow_driven(inflow, Normal(mean, mean / 4))
        back = stock_driven(found.stock, found.lifetime)
    assert np.abs(found.balance).max() <= 1e-13 * inflow.sum()
    assert np.all(found.outflow >= 0)
    assert back.inflow == pytest.approx(inflow, rel=1e-11, abs=1e-11)
    assert back.outflow == pytest.approx(found.outflow, rel=1e-11, abs=1e-11)


def test_of_many_series_too_one_that_nothing_can_fill_is_told(monkeypatch):
    monkeypatch.setattr(cohorts, "COMPILED", True)
    monkeypatch.setattr(cohorts, "MANY", 0)
    with pytest.raises(StockError, match="comes in in 2020 lives"):
        stock_driven([[1, 2]], Fixed([5, 0]), years=[2020])


def test_cohorts_sum_to_the_totals_also_in_uneven_years_and_two_axes():
    inflow = np.random.default_rng(7).uniform(1, 5, (4, 2, 3))
    mean = np.array([[9.0, 5.0, 9.0], [4.0, 6.0, 30.0]])
    found = inflow_driven(inflow, Normal(mean, 1.0), years=[2000, 2001, 2004, 2010], inflow_at="middle")
    assert found.stock_by_cohort().sum(axis=1) == pytest.approx(found.stock, rel=1e-12)
    assert found.outflow_by_cohort().sum(axis=1) == pytest.approx(found.outflow, rel=1e-9)
    back = stock_driven(found.stock, Normal(mean, 1.0), years=found.years, inflow_at="middle")
    assert back.inflow == pytest.approx(inflow, rel=1e-9)
    assert back.outflow == pytest.approx(found.outflow, rel=1e-9)


def test_cohorts_with_lifetimes_of_their_own_last_as_long_as_they_do():
    found = inflow_driven(np.ones(4), Fixed(np.array([1, 3, 1, 1])))
    assert found.stock.tolist() == [1, 1, 2, 2]
    both = inflow_driven(np.ones((4, 2)), Fixed(np.array([[1, 9], [3, 9], [1, 9], [1, 9]])))
    assert both.stock.tolist() == [[1, 1], [1, 2], [2, 3], [2, 4]]


def test_a_counted_survival_is_used_as_it_was_counted():
    assert inflow_driven([8.0, 0, 0], Observed((1.0, 0.5, 0.25))).stock.tolist() == [8, 4, 2]


def test_what_flows_in_and_out_makes_the_stock_from_what_was_there():
    found = flow_driven([5.0, 6.0], [1.0, 8.0], initial=10.0)
    assert (found.stock.tolist(), found.years) == ([14, 12], (0, 1))
    with pytest.raises(StockError, match="has no cohorts"):
        found.stock_by_cohort()


def test_a_stock_that_falls_faster_than_things_leave_is_told():
    assert stock_driven([10.0, 2.0, 2.0], Fixed(5), years=[2001, 2002, 2003]).negative_inflow == [2002]
    assert stock_driven([1.0, 2.0], Fixed(5)).negative_inflow == []


@pytest.mark.parametrize("correlation", [0.0, 0.3, 1.0])
def test_the_sd_of_a_stock_is_that_of_stocks_of_drawn_inflows(correlation):
    chance, years = np.random.default_rng(9), [2000, 2001, 2002, 2004, 2008]
    sd = np.array([1.0, 2.0, 1.0, 0.5, 3.0])
    common, own = chance.standard_normal((1, 40_000)), chance.standard_normal((5, 40_000))
    draws = 50 + sd[:, None] * (np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own)
    drawn = inflow_driven(draws, Normal(4, 1.2), years=years)
    told = inflow_driven(np.full(5, 50.0), Normal(4, 1.2), years=years).uncertainty(sd, correlation)
    assert drawn.stock.std(axis=1) == pytest.approx(told[0], rel=0.02)
    assert drawn.outflow.std(axis=1) == pytest.approx(told[1], rel=0.02)


# What cannot be worked out ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: inflow_driven(3.0, Fixed(5)), "one number; its first axis must be the years"),
        (lambda: inflow_driven([1, np.nan], Fixed(5)), "no number in row 2"),
        (lambda: inflow_driven([1, 2], Fixed(5), years=[2000]), "has 2 rows, but there are 1 years"),
        (lambda: inflow_driven([1, 2], Fixed(5), years=[2001, 2000]), "the years must rise"),
        (lambda: inflow_driven([1], Fixed(5), inflow_at="noon"), "start, middle or end"),
        (lambda: inflow_driven([1], Fixed(5), points=10), "from 2 to 9 points"),
        (lambda: flow_driven([1, 2], [1]), "they must be alike"),
        (lambda: stock_driven([1, 2], Fixed(0), years=[2020, 2021]), "comes in in 2020 lives"),
        (lambda: stock_driven([[1, 2]], Fixed([5, 0]), years=[2020]), "comes in in 2020 lives"),
    ],
)
def test_what_cannot_be_worked_out_says_where(ask, message):
    with pytest.raises(StockError, match=message):
        ask()


@pytest.mark.parametrize("mean", [[1, 2, 3], [[1, 2], [3, 4], [5, 6]]])
def test_a_parameter_that_fits_no_series_is_named(mean):
    with pytest.raises(LifetimeError, match="mean has the shape"):
        inflow_driven(np.ones((4, 2)), Fixed(mean))


def test_what_was_there_before_is_no_growth_of_the_first_year():
    found = flow_driven([1, 2, 3], [0, 1, 1], initial=10)
    assert (found.stock.tolist(), found.stock_change.tolist()) == ([11, 12, 14], [1, 1, 2])
    assert found.balance.tolist() == [0, 0, 0]


@pytest.mark.parametrize("correlation", [-0.1, 1.1])
def test_errors_of_years_have_a_correlation_that_can_be(correlation):
    with pytest.raises(StockError, match="it can be from 0 to 1"):
        inflow_driven([1, 2], Fixed(2)).uncertainty([0.1, 0.1], correlation)
