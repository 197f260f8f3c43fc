"""How long things last: shares that fall with age, and what their parameters mean."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from dugnad.engine.flows import bell
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

AGES = np.linspace(0, 60, 241)
MEAN, SPREAD, SHAPE = st.floats(0.5, 80), st.floats(0.1, 40), st.floats(0.4, 8)
LIFETIMES = st.one_of(
    st.builds(Fixed, MEAN),
    *(st.builds(kind, MEAN, SPREAD) for kind in (Normal, FoldedNormal, LogNormal, Gamma)),
    st.builds(Weibull, MEAN, SHAPE),
    st.just(Observed((1.0, 0.7, 0.2, 0.0))),
)


@given(LIFETIMES)
def test_what_is_left_never_grows_with_age(lifetime):
    left = lifetime.survival(AGES)
    assert np.all(np.diff(left) <= 1e-15)
    assert np.all((left >= 0) & (left <= 1 + 1e-15))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Normal(12, 4), stats.norm(12, 4)),
        (FoldedNormal(12, 9), stats.foldnorm(12 / 9, 0, 9)),
        (Gamma(12, 4), stats.gamma(9, scale=16 / 12)),
        (Weibull.of_scale(12, 2.5), stats.weibull_min(2.5, scale=12)),
        (LogNormal(12, 4), stats.lognorm(np.sqrt(np.log1p(1 / 9)), scale=12 / np.sqrt(1 + 1 / 9))),
    ],
)
def test_survival_is_that_of_the_distribution_of_the_same_name(ours, theirs):
    assert ours.survival(AGES) == pytest.approx(theirs.sf(AGES), rel=1e-12, abs=1e-15)


@pytest.fixture
def of_many(monkeypatch):
    """Φ as it is worked out for very many numbers, whether or not there is machine code."""
    monkeypatch.setattr(bell, "COMPILED", True)
    monkeypatch.setattr(bell, "MANY", 0)


@pytest.mark.parametrize(
    ("z", "share"),  # with thirty digits, and then rounded
    [
        (-37, 5.725571222524577e-300),
        (-20, 2.7536241186062337e-89),
        (-10, 7.619853024160525e-24),
        (-5, 2.866515718791939e-07),
        (-1, 0.15865525393145705),
        (-0.5, 0.3085375387259869),
        (0, 0.5),
        (0.25, 0.5987063256829237),
        (2, 0.9772498680518208),
        (6, 0.9999999990134123),
    ],
)
def test_the_share_below_a_number_keeps_its_digits_far_out_too(of_many, z, share):
    assert bell.below([z]) == pytest.approx(share, rel=1e-15)


def test_the_share_below_many_numbers_is_that_of_each(of_many):
    z = np.random.default_rng(1).uniform(-37, 9, (7, 30))
    assert bell.below(z) == pytest.approx(special.ndtr(z), rel=1e-12)
    assert bell.below([-np.inf, -37.6, 9, np.inf]).tolist() == [0, 0, 1, 1]
    assert np.isnan(bell.below([1.0, np.nan])).tolist() == [False, True]


@pytest.mark.parametrize("lifetime", [LogNormal(12, 4), Gamma(12, 4), Weibull(12, 2.5), Fixed(12)])
def test_the_mean_is_the_mean_lifetime(lifetime):
    ages = np.linspace(0, 200, 200_001)
    assert np.trapezoid(lifetime.survival(ages), ages) == pytest.approx(12, rel=1e-4)


def test_before_age_nought_everything_is_there():
    for lifetime in (FoldedNormal(3, 2), LogNormal(3, 2), Gamma(3, 2), Weibull(3, 2), Observed((0.5,))):
        assert lifetime.survival([-1.0]) == [1.0]


def test_things_that_last_no_time_are_gone_at_once():
    assert Fixed(0).survival([0, 1]).tolist() == [0, 0]


def test_a_fixed_lifetime_of_three_and_a_half_years_is_gone_after_four():
    assert Fixed(3.5).survival([0, 3, 4]).tolist() == [1, 1, 0]


def test_between_counted_ages_lines_are_straight_and_the_last_share_stays():
    assert Observed((1.0, 0.5, 0.25)).survival([0.5, 2, 9]).tolist() == [0.75, 0.25, 0.25]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Fixed(-1), "mean must not be negative"),
        (lambda: Normal(0, 1), "mean must be above zero"),
        (lambda: Normal(5, 0), "a lifetime without spread is Fixed"),
        (lambda: Weibull(0, 1), "mean must be above zero"),
        (lambda: Weibull(5, [1, 0]), "shape must be above zero"),
        (lambda: Observed(()), "at least one number"),
        (lambda: Observed((1.2,)), "between 0 and 1"),
        (lambda: Observed((0.5, 0.6)), "must not rise with age"),
    ],
)
def test_parameters_that_no_lifetime_can_have_are_named(make, message):
    with pytest.raises(LifetimeError, match=message):
        make()
