"""Tables moved column by column: the same as cell by cell, for every table, division and key."""

from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.engine.boundaries import Key, SplitRefused, UnknownCode, move
from dugnad.engine.columns import Columns, move_columns
from dugnad.engine.decomposition import contributions
from tests.engine.divisions import D2016, D2019, D2021, D2024, real, series_over, small

COUNTRY, REAL = small(), real()
HALVES = Key("halves", {"1507": {"1508": 0.5, "1580": 0.5}})


def table(values):
    """A table of {(code, year, …rest): value}."""
    return Columns.of((code, tuple(row), value) for (code, *row), value in values.items())


def cells(columns):
    """What a table tells, without what is not known."""
    return {
        (place, *row): value
        for place, column in columns.values.items()
        for row, value in zip(columns.rows, column, strict=True)
        if not isnan(value)
    }


def test_a_table_has_one_column_a_place_and_a_gap_is_no_zero():
    made = table({("A", 2009, "road"): 1.0, ("A", 2009, "waste"): None, ("B", 2011, "road"): 3.0})
    assert made.rows == ((2009, "road"), (2009, "waste"), (2011, "road"))
    assert made.at(2009) == {
        ("A", "road"): 1.0,
        ("A", "waste"): None,
        ("B", "road"): None,
        ("B", "waste"): None,
    }
    assert made.at(2011)["B", "road"] == 3.0
    assert made.at(2010) == {}


def test_a_row_that_a_place_does_not_have_in_a_year_it_tells_of_is_none_of_it():
    made = table({("A", 2009, "road"): 1.0, ("B", 2009, "waste"): 2.0})
    assert made.at(2009)["A", "waste"] == 0.0


def test_rows_are_summed_by_any_label():
    made = table(
        {("A", 2009, s, source): v for s, source, v in (("x", 1, 1.0), ("x", 2, 2.0), ("y", 3, 4.0))}
    )
    assert cells(made.summed(lambda row: row[:2])) == {("A", 2009, "x"): 3.0, ("A", 2009, "y"): 4.0}
    odd = made.summed(lambda row: (row[0], row[2] % 2))
    assert cells(odd) == {("A", 2009, 1): 5.0, ("A", 2009, 0): 2.0}


def test_a_column_of_a_new_number_is_not_copied():
    made = table({("0137", 2009): 1.0})
    moved = move_columns(COUNTRY, made, published=D2019, to=D2024)
    assert moved.columns.values["3114"] is made.values["0137"]


def test_a_place_that_lacks_a_part_is_told():
    moved = move_columns(COUNTRY, table({("0220", 2009): 1.0}), published=D2019, to=D2024)
    assert (cells(moved.columns), moved.lacking) == ({}, {"3203": ("0627", "0628")})


def test_a_key_shares_a_column():
    moved = move_columns(COUNTRY, table({("1507", 2021): 9.0}), published=D2021, to=D2024, key=HALVES)
    assert cells(moved.columns) == {("1508", 2021): 4.5, ("1580", 2021): 4.5}
    assert (moved.key, moved.keyed) == ("halves", {"1508", "1580"})


def test_what_was_divided_without_a_key_stands_apart():
    made = table({("0704", 2009): 1.0, ("0706", 2009): 2.0, ("0720", 2009): 4.0, ("0301", 2009): 8.0})
    moved = move_columns(COUNTRY, made, published=D2016, to=D2019)
    ((block, refusal, column),) = moved.undivided
    assert (block.targets, list(column), cells(moved.columns)) == (
        {"0704", "0710"},
        [7.0],
        {("0301", 2009): 8.0},
    )
    assert isinstance(refusal, SplitRefused)


def test_a_place_of_another_division_is_refused():
    with pytest.raises(UnknownCode, match="3203 is not a municipality code in the division of 2019-05-01"):
        move_columns(COUNTRY, table({("3203", 2009): 1.0}), published=D2019, to=D2024)


@given(series_over(COUNTRY, D2016), st.sampled_from([D2019, D2021, D2024]))
def test_columns_are_moved_as_cells_are(values, to):
    by_cell = move(COUNTRY, values, published=D2016, to=to)
    by_column = move_columns(COUNTRY, table(values), published=D2016, to=to)
    ours = cells(by_column.columns)
    assert {cell: ours[cell] for cell in by_cell.values} == by_cell.values
    assert {cell: value for cell, value in ours.items() if value} == {
        cell: value for cell, value in by_cell.values.items() if value
    }


@given(st.integers(1, 10**6))
def test_columns_of_the_real_country_are_moved_as_cells_are(seed):
    key = Key.of_register("register", REAL, published=D2019, to=D2024)
    values = {(code, 2015): float(seed * (n + 3) % 9973) for n, code in enumerate(sorted(REAL.on(D2019)))}
    by_cell = move(REAL, values, published=D2019, to=D2024, key=key)
    by_column = move_columns(REAL, table(values), published=D2019, to=D2024, key=key)
    assert cells(by_column.columns) == pytest.approx(by_cell.values)
    assert by_column.keyed == by_cell.keyed


def test_the_change_of_a_table_is_decomposed_by_place_and_sector():
    made = table(
        {
            ("A", 2009, "road"): 5.0,
            ("A", 2019, "road"): 3.0,
            ("B", 2009, "road"): 1.0,
            ("B", 2019, "road"): 4.0,
        }
    )
    found = contributions(made.at(2009), made.at(2019))
    assert (found.change, found.by_label) == (1.0, {("A", "road"): -2.0, ("B", "road"): 3.0})
