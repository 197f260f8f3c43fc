"""Formulas over indicators: read, checked by their units, worked out; nothing else can be said in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.engine.formula import DividedByNothing, Formula, FormulaError
from dugnad.engine.units import UnitError

UNITS = {
    "ghg-emissions": "t CO2e",
    "population": "persons",
    "national": "kt CO2e",
    "waste": "kg",
    "share": "%",
}
VALUES = {"ghg-emissions": 1000.0, "population": 50.0, "national": 2.0, "waste": 500.0, "share": 40.0}


def value(text: str, unit: str) -> float:
    return Formula.read(text).value(VALUES, UNITS, unit)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("ghg-emissions ÷ population", "t CO2e/persons", 20.0),
        ("ghg-emissions/population", "kg CO2e/persons", 20000.0),
        ("ghg-emissions : national", "%", 50.0),
        ("100 × ghg-emissions ÷ national", "1", 50.0),
        ("ghg-emissions + national", "t CO2e", 3000.0),
        ("national − ghg-emissions", "t CO2e", 1000.0),
        ("national - ghg-emissions - ghg-emissions", "kt CO2e", 0.0),
        ("(waste + waste) * 2 / population", "kg/persons", 40.0),
        ("waste + waste * 2 / 4", "kg", 750.0),
        ("population · share", "persons", 20.0),
        ("1,5 × waste", "kg", 750.0),
        ("1 - share", "%", 60.0),
    ],
)
def test_a_formula_is_worked_out_in_its_unit(text: str, unit: str, expected: float) -> None:
    assert value(text, unit) == pytest.approx(expected)


def test_a_formula_names_its_keys_once_in_their_order() -> None:
    assert Formula.read("waste ÷ (population + population) × 3 ÷ waste").keys == ("waste", "population")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", 1), ("waste +", 8), ("waste population", 7), ("waste ^ 2", 7), ("(waste", 1), ("waste)", 6),
        ("× waste", 1), ("waste ÷ ÷ 2", 9), ("__import__", 1), ("Waste", 1), ("waste.real", 6),
        ("2 waste", 3), ("2 × (waste + 1", 5),
        ("(" * 100, 31), ("1+" * 200, 300),
        ("(a b)", 4),
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused_with_its_place(text: str, place: int) -> None:
    with pytest.raises(FormulaError) as caught:
        Formula.read(text)
    assert caught.value.place == place


@pytest.mark.parametrize(
    ("text", "unit"),
    [("waste + population", "kg"), ("waste ÷ population", "kg"), ("waste", "kWh"), ("waste + 1", "kg")],
)
def test_units_that_do_not_fit_together_are_refused(text: str, unit: str) -> None:
    with pytest.raises(UnitError):
        value(text, unit)


def test_nothing_is_divided_by_zero() -> None:
    with pytest.raises(DividedByNothing):
        value("waste ÷ (population − population)", "kg/persons")


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8))
def test_a_sum_of_numbers_is_their_sum(numbers: list[float]) -> None:
    keys = {f"k{n}": number for n, number in enumerate(numbers)}
    units = dict.fromkeys(keys, "kr")
    assert Formula.read(" + ".join(keys)).value(keys, units, "kr") == pytest.approx(sum(numbers), abs=1e-6)


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_units_change_the_number_and_not_the_quantity(tonnes: float, people: float) -> None:
    formula, units = Formula.read("e ÷ p"), {"e": "t CO2e", "p": "persons"}
    values = {"e": tonnes, "p": people}
    in_tonnes = formula.value(values, units, "t CO2e/persons")
    assert formula.value(values, units, "kg CO2e/persons") == pytest.approx(1000 * in_tonnes)
    kilos = formula.value({**values, "e": 1000 * tonnes}, {**units, "e": "kg CO2e"}, "t CO2e/persons")
    assert kilos == pytest.approx(in_tonnes)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        place = len(Formula.read(text).keys)
    except FormulaError as error:
        place = error.place - 1
    assert 0 <= place <= len(text)
