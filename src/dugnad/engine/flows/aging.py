"""Cohorts become totals in machine code, where what is left of a cohort depends on its age alone.

The stock of a year is the sum over ages of the share that is left × what came in so long ago; what leaves
has the same form. Years and ages are taken four by four: a tile of them asks for 28 numbers of a series
and does 16 products with them, so that it waits for no memory. Arrays are [year or age, series]; what a few
series need (as many as `width` has members) stays in the nearest cache, [year or age, lane] in one row.
"""

from typing import Any

import numpy as np

from dugnad.engine.flows.compiled import compiled

LANES = (0,) * 64
SIDE = 4  # years and ages of a tile


@compiled
def age(left: Any, given: Any, begin: Any, back: Any, found: Any, outflow: Any, width: Any) -> None:
    """Stock and outflow of what comes in, or, going back, inflow and outflow of a stock.

    left: the share at each age, of a block of series that begins with `begin`; given, found, outflow: of
    all series. Going back, what is missing of a year's stock must have come in in it.
    """
    years, lanes = len(given), len(width)
    ages = (years + SIDE - 1) // SIDE * SIDE
    # Rows of nothing: ages after the last, and inflows before the first year and after the last.
    here, gone = np.zeros(ages * lanes), np.zeros(ages * lanes)
    came = np.zeros((SIDE - 1 + ages) * lanes)
    held, leaving = np.empty(SIDE * lanes), np.empty(SIDE * lanes)
    for first in range(0, left.shape[1], lanes):
        taken = min(lanes, left.shape[1] - first)
        _take(left, first, taken, here, width)
        _leaving(here, years, gone, width)
        _take(given, begin + first, taken, came[(SIDE - 1) * lanes :], width)
        for year in range(0, years, SIDE):
            held[:] = 0.0
            leaving[:] = 0.0
            for old in range(SIDE, year + 1, SIDE):
                since = came[(year - old) * lanes : (year - old + 2 * SIDE - 1) * lanes]
                _tile(here[old * lanes : (old + SIDE) * lanes], since, held, width)
                _tile(gone[old * lanes : (old + SIDE) * lanes], since, leaving, width)
            newest = came[year * lanes : (year + 2 * SIDE - 1) * lanes]
            if back:
                _fill(here, held, newest, width)
                _give(newest[(SIDE - 1) * lanes :], begin + first, taken, year, found, width)
            else:
                _tile(here, newest, held, width)
                _give(held, begin + first, taken, year, found, width)
            _tile(gone, newest, leaving, width)
            _give(leaving, begin + first, taken, year, outflow, width)


@compiled
def _tile(shares: Any, came: Any, total: Any, width: Any) -> None:
    """Adds to four years what is there of four ages; `came` begins three years before both do.

    Flat arrays and no variable in an index but the lane: so the compiler sees what does not overlap.
    """
    w = len(width)
    for n in range(len(width)):
        total[n] += (shares[n] * came[n + 3 * w] + shares[n + w] * came[n + 2 * w]) + (
            shares[n + 2 * w] * came[n + w] + shares[n + 3 * w] * came[n]
        )
        total[n + w] += (shares[n] * came[n + 4 * w] + shares[n + w] * came[n + 3 * w]) + (
            shares[n + 2 * w] * came[n + 2 * w] + shares[n + 3 * w] * came[n + w]
        )
        total[n + 2 * w] += (shares[n] * came[n + 5 * w] + shares[n + w] * came[n + 4 * w]) + (
            shares[n + 2 * w] * came[n + 3 * w] + shares[n + 3 * w] * came[n + 2 * w]
        )
        total[n + 3 * w] += (shares[n] * came[n + 6 * w] + shares[n + w] * came[n + 5 * w]) + (
            shares[n + 2 * w] * came[n + 4 * w] + shares[n + 3 * w] * came[n + 3 * w]
        )


@compiled
def _fill(here: Any, held: Any, newest: Any, width: Any) -> None:
    """Stocks of four years become what came in in them; `held` is what is left of all that came before."""
    w = len(width)
    for row in range(SIDE):
        for n in range(len(width)):
            now = (SIDE - 1 + row) * w + n
            younger = here[n + w] * newest[now - w] + here[n + 2 * w] * newest[now - 2 * w]
            younger += here[n + 3 * w] * newest[now - 3 * w]
            newest[now] = (newest[now] - held[row * w + n] - younger) / here[n]


@compiled
def _leaving(here: Any, years: Any, gone: Any, width: Any) -> None:
    """The share that leaves at each age: of its own year by what does not reach the end of it."""
    lanes = len(width)
    for n in range(lanes):
        gone[n] = 1.0 - here[n]
    for n in range(lanes, years * lanes):
        gone[n] = here[n - lanes] - here[n]


@compiled
def _take(array: Any, first: Any, taken: Any, rows: Any, width: Any) -> None:
    """The columns of a block; lanes that are left over repeat the last one, so that they are defined."""
    lanes = len(width)
    for row in range(len(array)):
        for n in range(taken):
            rows[row * lanes + n] = array[row, first + n]
        for n in range(taken, lanes):
            rows[row * lanes + n] = array[row, first + taken - 1]


@compiled
def _give(rows: Any, first: Any, taken: Any, year: Any, array: Any, width: Any) -> None:
    """Four years of a block, or as many as there are."""
    lanes = len(width)
    for row in range(min(SIDE, len(array) - year)):
        for n in range(taken):
            array[year + row, first + n] = rows[row * lanes + n]
