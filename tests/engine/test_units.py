"""What may be added, converted and divided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.engine.units import UNITS, UnitError, convert, quotient, unit

PAIRS = [(a, b) for a in UNITS for b in UNITS if UNITS[a].dimension == UNITS[b].dimension]


@pytest.mark.parametrize(
    ("value", "source", "target", "found"),
    [
        (1.0, "Mt CO2e", "t CO2e", 1_000_000),
        (50_989, "kt CO2e", "Mt CO2e", 50.989),
        (1.0, "GWh", "kWh", 1_000_000),
        (3.6, "MJ", "kWh", 1.0),
        (0.25, "1", "%", 25),
        (12, "persons", "persons", 12),
    ],
)
def test_a_value_is_converted(value, source, target, found):
    assert convert(value, source, target) == pytest.approx(found)


@pytest.mark.parametrize(("source", "target"), [("t CO2e", "t"), ("persons", "vehicles"), ("kr", "%")])
def test_different_things_are_not_converted_and_both_are_named(source, target):
    with pytest.raises(UnitError) as caught:
        convert(1.0, source, target)
    assert f"“{source}”" in str(caught.value)
    assert f"“{target}”" in str(caught.value)


def test_an_unknown_unit_is_named():
    with pytest.raises(UnitError, match="unknown: “stones”"):
        convert(1.0, "stones", "kg")


def test_a_quotient_has_a_unit_of_its_own():
    assert quotient(700_000, "t CO2e", 350_000, "persons", "t CO2e/persons") == 2.0
    assert quotient(700, "kt CO2e", 350_000, "persons", "kg CO2e/persons") == pytest.approx(2000)


def test_a_quotient_of_like_things_is_a_share():
    assert quotient(1, "kt", 4, "kt", "%") == pytest.approx(25)


def test_a_quotient_in_a_unit_that_does_not_fit_names_all_three():
    with pytest.raises(UnitError, match="“t CO2e/persons”, “kg”"):
        quotient(1, "t CO2e", 1, "persons", "kg")


def test_nobody_to_divide_by_is_the_callers_to_judge():
    with pytest.raises(ZeroDivisionError):
        quotient(1, "t CO2e", 0, "persons", "t CO2e/persons")


def test_a_written_quotient_is_read():
    assert unit("kg / persons").dimension == unit("t/persons").dimension


@given(st.floats(-1e9, 1e9), st.sampled_from(PAIRS))
def test_there_and_back_is_where_we_began(value, pair):
    there = convert(value, *pair)
    assert convert(there, pair[1], pair[0]) == pytest.approx(value)
