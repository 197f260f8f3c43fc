"""What a change is made of: parts, factors, zeros, and what always holds."""

from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.engine.decomposition import (
    Contribution,
    DecompositionError,
    Effects,
    contributions,
    effects,
    largest,
    logarithmic_mean,
    scale_and_intensity,
)

NEAR = {"rel": 1e-9, "abs": 1e-6}
VALUE = st.one_of(st.just(0.0), st.floats(1e-3, 1e7))
PARTS = st.dictionaries(st.sampled_from("abcdefgh"), VALUE)
FACTOR = st.one_of(st.just(0.0), st.floats(1e-3, 1e4))
PRODUCTS = st.dictionaries(st.sampled_from("abcdef"), st.tuples(FACTOR, FACTOR, FACTOR))


# Parts ----------------------------------------------------------------------------------------------------


def test_each_part_contributes_its_own_change_the_largest_first():
    found = contributions(
        {"road": 60.0, "heating": 30.0, "waste": 10.0}, {"road": 50.0, "heating": 10.0, "waste": 11.0}
    )
    assert (found.first, found.last, found.change, found.remainder) == (100.0, 71.0, -29.0, 0.0)
    assert found.parts == (
        Contribution("heating", 30.0, 10.0, -20.0),
        Contribution("road", 60.0, 50.0, -10.0),
        Contribution("waste", 10.0, 11.0, 1.0),
    )
    assert found.by_label == {"heating": -20.0, "road": -10.0, "waste": 1.0}


def test_a_contribution_is_also_told_as_a_share_of_the_first_total():
    found = contributions({"road": 80.0, "waste": 20.0}, {"road": 60.0})
    assert [part.share_of(found.first) for part in found.parts] == [-0.2, -0.2]
    assert found.parts[0].share_of(0.0) is None


def test_a_part_that_a_year_does_not_have_is_none_of_it():
    assert contributions({}, {"gases": 5.0}).by_label == {"gases": 5.0}


def test_a_part_without_a_figure_stands_in_the_remainder_when_totals_are_known():
    found = contributions(
        {"road": 60.0, "gases": None}, {"road": 50.0, "gases": 7.0}, first_total=60.0, last_total=57.0
    )
    assert (found.lacking, found.by_label, found.remainder) == (("gases",), {"road": -10.0}, 7.0)


@pytest.mark.parametrize("totals", [{}, {"first_total": 1.0}, {"last_total": 1.0}])
def test_a_part_without_a_figure_is_refused_where_totals_are_not_known(totals):
    with pytest.raises(DecompositionError, match="gases has no figure"):
        contributions({"gases": None}, {"gases": 7.0}, **totals)


def test_the_largest_are_told_with_the_rest_in_one():
    found = contributions({"a": 1.0, "b": 5.0, "c": 2.0, "d": 2.0}, {"a": 2.0, "b": 1.0, "c": 2.0})
    shown, rest, others = largest(found, 2)
    assert ([part.label for part in shown], rest, [part.label for part in others]) == (
        ["b", "d"],
        1.0,
        ["a", "c"],
    )


@given(PARTS, PARTS)
def test_contributions_of_parts_sum_to_the_change(first, last):
    found = contributions(first, last)
    assert sum(part.value for part in found.parts) == pytest.approx(found.change, **NEAR)


@given(PARTS, PARTS)
def test_parts_seen_backwards_have_the_opposite_sign(first, last):
    there, back = contributions(first, last), contributions(last, first)
    assert {label: -value for label, value in back.by_label.items()} == there.by_label


@given(PARTS, PARTS, st.integers(0, 9))
def test_the_largest_and_the_rest_are_all(first, last, count):
    found = contributions(first, last)
    shown, rest, _others = largest(found, count)
    assert sum(part.value for part in shown) + rest == pytest.approx(found.change, **NEAR)


# Factors --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "mean"),
    [(1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (5.0, 0.0, 0.0), (0.0, 5.0, 0.0), (exp(1), 1.0, exp(1) - 1)],
)
def test_the_logarithmic_mean(a, b, mean):
    assert logarithmic_mean(a, b) == pytest.approx(mean)


@given(st.floats(1e-6, 1e9), st.floats(1e-6, 1e9))
def test_the_logarithmic_mean_lies_between_the_geometric_and_the_arithmetic(a, b):
    mean = logarithmic_mean(a, b)
    assert (a * b) ** 0.5 * (1 - 1e-9) <= mean <= (a + b) / 2 * (1 + 1e-9)
    assert mean == pytest.approx(logarithmic_mean(b, a), rel=1e-12)


def test_the_worked_example_of_two_factors():
    """By hand: 10 × 10 = 100 becomes 12 × 7 = 84; L = 16 / ln(100 / 84)."""
    mean = 16 / log(100 / 84)
    found = effects({"": (10.0, 10.0)}, {"": (12.0, 7.0)})
    assert found.values == pytest.approx((mean * log(1.2), mean * log(0.7)))
    assert (found.first, found.last, found.change) == (100.0, 84.0, -16.0)


def test_what_did_not_change_contributes_nothing():
    assert effects({"": (10.0, 10.0)}, {"": (10.0, 5.0)}).values == pytest.approx((0.0, -50.0))


@pytest.mark.parametrize(
    ("first", "last", "values"),
    [
        ((10.0, 0.0), (12.0, 3.0), (0.0, 36.0)),
        ((10.0, 3.0), (12.0, 0.0), (0.0, -30.0)),
        ((0.0, 0.0), (12.0, 3.0), (18.0, 18.0)),
        ((0.0, 5.0), (12.0, 3.0), (36.0, 0.0)),
        ((0.0, 5.0), (0.0, 3.0), (0.0, 0.0)),
        ((10.0, 0.0), (0.0, 3.0), (0.0, 0.0)),
    ],
)
def test_a_part_that_appears_or_goes_belongs_to_the_factors_that_were_nothing(first, last, values):
    assert effects({"": first}, {"": last}).values == values


def test_the_limit_is_what_ever_smaller_numbers_come_near():
    nearly = effects({"": (10.0, 1e-200)}, {"": (12.0, 3.0)}).values
    assert nearly == pytest.approx(effects({"": (10.0, 0.0)}, {"": (12.0, 3.0)}).values, abs=0.1)


def test_a_part_that_one_end_does_not_have_is_shared_equally():
    assert effects({}, {"new": (2.0, 3.0)}).values == (3.0, 3.0)


def test_nothing_decomposes_into_nothing():
    assert effects({}, {}) == Effects(0.0, 0.0, ())


@pytest.mark.parametrize("factors", [(-1.0, 2.0), (1.0, -2.0)])
def test_a_factor_below_zero_is_refused_by_name(factors):
    with pytest.raises(DecompositionError, match="forest has a factor below zero"):
        effects({"forest": (1.0, 1.0)}, {"forest": factors})


def test_parts_with_different_numbers_of_factors_are_refused():
    with pytest.raises(DecompositionError, match="the same factors"):
        effects({"a": (1.0, 1.0)}, {"a": (1.0, 1.0, 1.0)})


def test_scale_and_intensity_of_the_sectors_of_a_place():
    found = scale_and_intensity({"road": 80.0, "waste": 20.0}, {"road": 60.0, "gases": 6.0}, 100.0, 110.0)
    assert found.change == pytest.approx(-34.0)
    road = 20 / log(80 / 60)
    assert found.values == pytest.approx((road * log(1.1), road * log(60 / 110 / 0.8) - 20 + 6))


def test_more_people_with_the_same_emissions_each_is_scale_alone():
    assert scale_and_intensity({"": 100.0}, {"": 120.0}, 10.0, 12.0).values == pytest.approx((20.0, 0.0))


@pytest.mark.parametrize("scales", [(0.0, 10.0), (10.0, 0.0), (-1.0, 10.0)])
def test_there_is_no_intensity_per_nobody(scales):
    with pytest.raises(DecompositionError, match="above zero in both years"):
        scale_and_intensity({"": 1.0}, {"": 1.0}, *scales)


def test_a_part_without_a_figure_has_no_intensity():
    with pytest.raises(DecompositionError, match="gases has no figure"):
        scale_and_intensity({"gases": 1.0}, {"gases": None}, 1.0, 1.0)


@given(PRODUCTS, PRODUCTS)
def test_effects_sum_to_the_change(first, last):
    found = effects(first, last)
    assert sum(found.values) == pytest.approx(found.change, rel=1e-9, abs=1e-3)


@given(PRODUCTS, PRODUCTS)
def test_factors_seen_backwards_have_the_opposite_sign(first, last):
    there, back = effects(first, last).values, effects(last, first).values
    assert [-value for value in back] == pytest.approx(there, rel=1e-9, abs=1e-3)


@given(PRODUCTS, PRODUCTS)
def test_the_order_of_factors_means_nothing(first, last):
    turned = effects(*({part: f[::-1] for part, f in year.items()} for year in (first, last))).values
    assert turned[::-1] == pytest.approx(effects(first, last).values, rel=1e-9, abs=1e-3)


@given(PARTS, PARTS, st.floats(1, 1e6), st.floats(1, 1e6))
def test_scale_and_intensity_sum_to_the_change(first, last, before, after):
    found = scale_and_intensity(first, last, before, after)
    assert sum(found.values) == pytest.approx(found.change, rel=1e-9, abs=1e-3)


@given(st.floats(1e-3, 1e7), st.floats(1e-3, 1e7), st.floats(1, 1e6), st.floats(1, 1e6))
def test_parts_that_change_alike_decompose_as_their_sum(first, last, before, after):
    whole = scale_and_intensity({"": first}, {"": last}, before, after).values
    halves = scale_and_intensity(
        {"a": first / 2, "b": first / 2}, {"a": last / 2, "b": last / 2}, before, after
    ).values
    assert halves == pytest.approx(whole, rel=1e-9, abs=1e-6)
