"""Draws: on the balances, with the moments that are known exactly, and the two kinds kept apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dugnad.engine.flows import FlowSystemError, MFASystem
from dugnad.engine.flows.declarations import Observation
from dugnad.engine.flows.priors import draws, log_density
from tests.engine.flows.cases import build, graphs, incidence

DISTRIBUTIONS = ("normal", "lognormal", "uniform", "triangular", "truncated")


def _stated(dist, value=10.0, sd=2.0):
    return Observation(("F", "goods"), (None, None), value, sd, dist)


def _one_process(**told):
    """What runs in runs out: two observations of the same amount."""
    system = MFASystem("one process")
    system.flow("in", source=None, target="P")
    system.flow("out", source="P", target=None)
    for flow, (value, sd, dist) in told.items():
        system.observe({"into": "in"}.get(flow, flow), value=value, sd=sd, dist=dist)
    return system.reconcile()


@st.composite
def normal_systems(draw):
    """Any graph, all flows observed by chance."""
    graph = draw(graphs())
    numbers = range(len(graph[1]))
    flows = draw(st.lists(st.sampled_from(numbers), min_size=1, max_size=len(graph[1]) + 2))
    told = [(f, float(draw(st.integers(10, 100))), float(draw(st.integers(0, 9)) or 1)) for f in flows]
    return graph, build(graph, told).reconcile()


# Distributions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dist", DISTRIBUTIONS)
@pytest.mark.parametrize("value", [10.0, 1.5])
def test_a_density_is_one_in_all_and_has_the_mean_and_sd_that_were_told(dist, value):
    stated = _stated(dist, value)
    x = np.linspace(-15, 120, 400_001)
    density = np.exp(log_density(stated, x))
    assert np.trapezoid(density, x) == pytest.approx(1, abs=2e-4)
    if dist != "truncated":
        mean = np.trapezoid(density * x, x)
        assert mean == pytest.approx(value, rel=2e-3)
        assert np.sqrt(np.trapezoid(density * (x - mean) ** 2, x)) == pytest.approx(2.0, rel=1e-2)


@pytest.mark.parametrize("dist", DISTRIBUTIONS)
def test_draws_follow_their_density(dist):
    stated = _stated(dist, 2.0, 1.5)
    found = np.sort(draws(stated, np.random.default_rng(4), 20_000))
    x = np.linspace(found[0] - 1e-6, found[-1], 40_001)
    shares = np.cumsum(np.exp(log_density(stated, x))) * (x[1] - x[0])
    assert np.abs(np.interp(found, x, shares) - (np.arange(20_000) + 0.5) / 20_000).max() < 0.015


def test_a_truncated_normal_far_below_nought_is_drawn_above_it():
    found = draws(_stated("truncated", -40.0, 2.0), np.random.default_rng(1), 2000)
    assert (found >= 0).all()
    assert found.mean() == pytest.approx(stats.truncnorm(20, np.inf, -40, 2).mean(), rel=0.1)


def test_a_constant_is_always_itself():
    assert draws(_stated("normal", 7.0, 0.0), np.random.default_rng(1), 3).tolist() == [7, 7, 7]


# Normal observations --------------------------------------------------------------------------------------


@given(normal_systems())
@settings(max_examples=40)
def test_samples_and_projections_satisfy_every_balance(drawn):
    graph, found = drawn
    for told in (found.sample(20, seed=3), found.project(found.sample(20, seed=3, constraint="prior"))):
        flows = np.full((20, len(graph[1])), np.nan)
        for number in range(len(graph[1])):
            if f"F{number}" in told.names:
                flows[:, number] = told[f"F{number}"]
        for row in incidence(graph):
            known = row != 0
            if not np.isnan(flows[:, known]).any():
                assert np.abs(flows[:, known] @ row[known]).max() <= 1e-9 * np.nansum(np.abs(flows))


@given(normal_systems())
@settings(max_examples=25)
def test_projecting_normal_draws_gives_the_analytic_answer(drawn):
    """With draws that have exactly the told mean and variance, exactly."""
    _graph, found = drawn
    seen, size = found.observed, len(found.observed.value)
    corners = np.vstack([np.eye(size), -np.eye(size)]) * np.sqrt(size) * seen.sd
    told = found.project(seen.value + corners)
    known = found.covariance()
    assert list(told.names) == list(known.columns)
    matrix = np.array([known[name] for name in known.columns])
    assert told.covariance == pytest.approx(matrix, rel=1e-7, abs=1e-7 * max(1.0, np.abs(matrix).max()))
    assert told.mean == pytest.approx([found.value(name)[0] for name in told.names], rel=1e-9, abs=1e-9)


def test_the_posterior_of_normal_observations_has_the_reconciled_mean_and_sd():
    found = _one_process(into=(100.0, 10.0, "normal"), out=(120.0, 10.0, "normal"))
    told = found.sample(40_000, seed=1)
    assert told["in"].mean() == pytest.approx(110, abs=0.15)  # not 101.2: every prior counts
    assert told["in"].std() == pytest.approx(np.sqrt(50), rel=0.02)
    assert told["in"] == pytest.approx(told["out"], rel=1e-12)
    assert (told.effective, len(told)) == (40_000.0, 40_000)


def test_the_same_seed_gives_the_same_draws():
    found = _one_process(into=(100.0, 10.0, "normal"), out=(120.0, 10.0, "normal"))
    assert (found.sample(5, seed=1).values == found.sample(5, seed=1).values).all()
    assert (found.sample(5, seed=1).values != found.sample(5, seed=2).values).any()


# Other observations ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("dist", ["lognormal", "uniform", "triangular", "truncated"])
def test_the_posterior_is_the_product_of_all_densities_on_the_balance(dist):
    told = {"into": (6.0, 3.0, "normal"), "out": (4.0, 2.5, dist)}
    found = _one_process(**told).sample(30_000, seed=2)
    x = np.linspace(-20, 60, 200_001)
    density = np.exp(sum(log_density(_stated(d, v, s), x) for v, s, d in told.values()))
    density /= np.trapezoid(density, x)
    mean = np.trapezoid(density * x, x)
    sd = np.sqrt(np.trapezoid(density * (x - mean) ** 2, x))
    assert found.mean[0] == pytest.approx(mean, abs=0.03 * sd)
    assert found.sd[0] == pytest.approx(sd, rel=0.03)
    assert found.effective > 10_000
    shares = np.cumsum(density) * (x[1] - x[0])
    assert found.quantile(0.9)[0] == pytest.approx(np.interp(0.9, shares, x), abs=0.05 * sd)


@pytest.mark.parametrize("dist", ["lognormal", "uniform", "triangular", "truncated"])
def test_where_weights_wear_out_slices_draw_the_same(dist, monkeypatch):
    told = {"into": (6.0, 3.0, "normal"), "out": (4.0, 2.5, dist)}
    weighted = _one_process(**told).sample(20_000, seed=3)
    monkeypatch.setattr("dugnad.engine.flows.sampling.WORN", 0.5)
    monkeypatch.setattr("dugnad.engine.flows.slicing.FORGOTTEN", 60)
    monkeypatch.setattr("dugnad.engine.flows.slicing.APART", 5)
    sliced = _one_process(**told).sample(6000, seed=3)
    assert (sliced.weights == 1 / 6000).all()
    assert sliced.effective > 2000
    assert sliced.mean == pytest.approx(weighted.mean, abs=0.06 * weighted.sd[0])
    assert sliced.sd == pytest.approx(weighted.sd, rel=0.06)
    assert sliced["in"] == pytest.approx(sliced["out"], rel=1e-12)


def test_slices_begin_where_nothing_is_excluded_and_one_draw_is_worth_one(monkeypatch):
    monkeypatch.setattr("dugnad.engine.flows.sampling.WORN", 0.5)
    monkeypatch.setattr("dugnad.engine.flows.slicing.FORGOTTEN", 5)
    system = _shared_out(0.6, 0.05)
    assert system.reconcile().sample(1, seed=1).effective == 1
    system.bounds("a", lower=57.0, upper=58.0)
    system.observe("b", value=40.0, sd=9.0, dist="triangular")
    found = system.reconcile().sample(30, seed=1)
    assert ((found["a"] >= 57) & (found["a"] <= 58)).all()


def test_projecting_is_another_distribution_than_the_posterior():
    found = _one_process(into=(4.0, 2.0, "uniform"), out=(9.0, 2.0, "uniform"))
    posterior = found.sample(20_000, seed=1).resampled(seed=1)
    low, high = 9 - 2 * np.sqrt(3), 4 + 2 * np.sqrt(3)
    assert low <= posterior["in"].min()
    assert posterior["in"].max() <= high
    projected = found.project(found.sample(20_000, seed=1, constraint="prior"))
    assert projected["in"].min() < low
    assert projected.sd[0] == pytest.approx(np.sqrt(2), rel=0.02)


def test_a_larger_system_is_drawn_with_draws_that_are_worth_something():
    system = MFASystem("four processes")
    for number in range(5):
        system.flow(
            f"F{number}",
            source=f"P{number - 1}" if number else None,
            target=f"P{number}" if number < 4 else None,
        )
        system.flow(f"side {number}", source=f"P{number}" if number < 4 else "P0", target=None)
        system.observe(f"F{number}", value=100 - 15 * number, sd=8, dist="lognormal")
        system.observe(f"side {number}", value=7.5, sd=4, dist="truncated")
    found = system.reconcile().sample(4000, seed=5)
    assert found.effective > 800
    assert (found["side 1"][found.weights > 0] >= 0).all()


def test_draws_are_told_in_a_table_with_their_middle_and_ends():
    told = _one_process(into=(100.0, 10.0, "normal")).sample(4000, seed=1).table()
    assert told.columns == ("name", "mean", "sd", "low", "median", "high")
    row = told.row(name="out")
    assert row["low"] == pytest.approx(80.4, abs=1.5)
    assert row["high"] == pytest.approx(119.6, abs=1.5)


def test_what_is_shared_is_drawn_once():
    system = MFASystem("shared")
    for flow in ("a", "b"):
        system.flow(flow, source=None, target="P")
        system.observe(flow, value=10, sd=2.0001, shared="national statistic", shared_sd=2.0)
    system.flow("out", source="P", target=None)
    found = system.reconcile()
    told = found.sample(2000, seed=1, constraint="prior")
    assert np.corrcoef(told.values.T)[0, 1] > 0.99


def _shared_out(share, sd):
    """100 runs into P; two thirds of it, or so, leave as a."""
    system = MFASystem("shared out")
    system.flow("in", source=None, target="P")
    system.flow("a", source="P", target=None)
    system.flow("b", source="P", target=None)
    system.observe("in", value=100.0, sd=5.0)
    system.transfer_coefficient("TC", process="P", flow="a", value=share, sd=sd)
    return system


def test_a_transfer_coefficient_in_doubt_is_drawn_as_the_ratio_that_it_is():
    found = _shared_out(0.6, 0.15).reconcile().sample(20_000, seed=1)
    ratio = found["a"] / found["in"]
    assert found.weights @ ratio == pytest.approx(0.6, abs=0.005)
    assert np.sqrt(found.weights @ (ratio - 0.6) ** 2) == pytest.approx(0.15, rel=0.03)
    assert found["in"] == pytest.approx(found["a"] + found["b"], rel=1e-9)


def test_a_transfer_coefficient_that_is_known_or_sought_ties_and_does_not_weigh():
    system = _shared_out(0.6, 0.0)
    found = system.reconcile().sample(50, seed=1)
    assert found["a"] == pytest.approx(0.6 * found["in"], rel=1e-9)
    assert found.effective == 50
    system.flow("c", source="P", target=None)
    system.observe("c", value=10.0, sd=1.0)
    system.transfer_coefficient("sought", process="P", flow="c")
    assert system.reconcile().sample(50, seed=1).effective == 50


def test_bounds_cut_off_what_cannot_be():
    system = MFASystem("bounded")
    system.flow("in", source=None, target="P")
    for flow, value in (("a", 12.0), ("b", 0.5)):
        system.flow(flow, source="P", target=None)
        system.observe(flow, value=value, sd=1.0)
    system.observe("in", value=10.0, sd=1.0)
    system.bounds("b", lower=0.0)
    found = system.reconcile().sample(20_000, seed=1)
    assert (found["b"][found.weights > 0] >= 0).all()
    # b without its bound is normal with −1/3 and sd √(2/3); above 0 that has this mean.
    cut = stats.truncnorm((1 / 3) / np.sqrt(2 / 3), np.inf, -1 / 3, np.sqrt(2 / 3))
    assert found.mean[found.names.index("b")] == pytest.approx(cut.mean(), rel=0.03)


# What cannot be drawn -------------------------------------------------------------------------------------


def test_observations_that_exclude_each_other_are_told():
    with pytest.raises(FlowSystemError, match="No draw fits all observations"):
        _one_process(into=(1.0, 0.1, "uniform"), out=(9.0, 0.1, "uniform")).sample(100, seed=1)


def test_an_unknown_constraint_and_draws_of_a_wrong_shape_are_refused():
    found = _one_process(into=(1.0, 0.1, "normal"))
    with pytest.raises(FlowSystemError, match="posterior or prior, not “balance”"):
        found.sample(5, seed=1, constraint="balance")
    with pytest.raises(FlowSystemError, match=r"There are 1 observations, and draws of the shape \(3,\)"):
        found.project([1.0, 2.0, 3.0])


def test_a_shared_error_beside_other_distributions_is_refused():
    system = MFASystem("shared")
    system.flow("in", source=None, target="P")
    system.flow("out", source="P", target=None)
    system.observe("in", value=10, sd=1, dist="uniform", shared="census", shared_sd=0.6)
    with pytest.raises(FlowSystemError, match="leave the sums and shared errors out"):
        system.reconcile().sample(5, seed=1)


def test_no_draws_and_shares_of_more_than_all_are_refused():
    system = MFASystem("two")
    system.flow("in", None, "P")
    system.flow("out", "P", None)
    system.observe("in", value=10, sd=1)
    found = system.reconcile()
    with pytest.raises(FlowSystemError, match="at least one draw, not 0"):
        found.sample(0, seed=1)
    with pytest.raises(FlowSystemError, match=r"a share from 0 to 1, not 1\.5"):
        found.sample(5, seed=1).quantile(1.5)


def test_a_shared_error_is_one_draw_in_all_places():
    system = MFASystem("two", places=["a", "b"])
    system.flow("in", None, "P")
    system.flow("out", "P", None)
    for place in ("a", "b"):
        system.observe("in", place, value=100, sd=101**0.5, shared="the nation", shared_sd=10)
    found = system.reconcile()
    one, other = (found.sample(4000, seed=1, place=p, constraint="prior")["in"] for p in ("a", "b"))
    assert np.std(one + other) == pytest.approx((2 + 20**2) ** 0.5, rel=0.05)
    assert np.std(one - other) == pytest.approx(2**0.5, rel=0.05)


# Places that are tied ---------------------------------------------------------------------------------------


def _tied(is_summed):
    """Three places that share the error of a source, in two years; their sum is observed as well or not."""
    system = MFASystem("tied", places=["a", "b", "c"], years=[2023, 2024])
    system.flow("in", None, "P")
    system.flow("out", "P", None)
    for number, place in enumerate(system.places):
        for year in system.years:
            system.observe("in", place, year, value=100, sd=12, shared="the nation", shared_sd=10)
            system.observe("out", place, year, value=90 + number, sd=5 + number)
    system.aggregate("all", of=system.places)
    if is_summed:
        system.observe("out", "all", 2024, value=280, sd=9, shared="the nation", shared_sd=4)
    return system


def _agrees(drawn, exact, count):
    """Whether a variance of normal draws is the exact one, to five standard errors of its own."""
    return abs(np.var(drawn) / exact - 1) < 5 * (2 / count) ** 0.5


@pytest.mark.parametrize("is_summed", [False, True])
@pytest.mark.parametrize("year", [2023, 2024])
def test_draws_of_places_that_are_tied_have_the_joint_covariance(is_summed, year):
    found, count = _tied(is_summed).reconcile(), 20_000
    drawn = {place: found.sample(count, seed=7, place=place, year=year) for place in ["a", "b", "c", "all"]}
    for place, one in drawn.items():
        exact = found.covariance(place, year).to_numpy()
        assert one.covariance == pytest.approx(exact, rel=0.06)
        assert one.mean == pytest.approx([found.value(f, place, year)[0] for f in ("in", "out")], rel=0.01)
        assert one["in"] == pytest.approx(one["out"], abs=1e-9)
    together = sum(drawn[place]["in"] for place in ("a", "b", "c"))
    assert together == pytest.approx(drawn["all"]["in"], abs=1e-9)
    assert _agrees(together, found.value("in", "all", year)[1] ** 2, count)
    apart = sum(found.value("in", place, year)[1] ** 2 for place in ("a", "b", "c"))
    assert not _agrees(together, apart, count)  # as draws of each place by itself would have it


def test_places_that_a_sum_ties_are_drawn_against_each_other_and_years_by_themselves():
    system, count = MFASystem("summed", places=["a", "b"], years=[2023, 2024]), 20_000
    system.flow("in", None, "P")
    system.flow("out", "P", None)
    system.aggregate("all", of=["a", "b"])
    for year in (2023, 2024):
        for place in ("a", "b"):
            system.observe("in", place, year, value=50, sd=10)
        system.observe("in", "all", year, value=100, sd=1)
    found = system.reconcile()
    a, b, later = (
        found.sample(count, seed=3, place=place, year=year)["in"]
        for place, year in (("a", 2023), ("b", 2023), ("a", 2024))
    )
    assert np.corrcoef(a, b)[0, 1] == pytest.approx(-1, abs=0.02)
    assert abs(np.corrcoef(a, later)[0, 1]) < 5 / count**0.5
    assert _agrees(a + b, found.value("in", "all", 2023)[1] ** 2, count)


def test_draws_that_are_tied_hang_on_their_seed_and_not_on_what_was_drawn_before():
    found = _tied(is_summed=True).reconcile()
    first, other, shorter, again = (
        found.sample(count, seed=seed, place="a", year=2024)["in"]
        for count, seed in ((50, 1), (50, 2), (20, 1), (50, 1))
    )
    assert first.tolist() == again.tolist()
    assert len(shorter) == 20
    assert not np.isclose(first, other).any()


def test_what_is_tied_is_not_drawn_where_bounds_could_cut_it_off():
    system = _tied(is_summed=True)
    system.bounds("in", lower=0)
    with pytest.raises(FlowSystemError, match="no flow has bounds; leave the sums and shared errors out"):
        system.reconcile().sample(5, seed=1, place="a", year=2024)
