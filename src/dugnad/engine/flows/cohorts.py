"""How cohorts become totals: by matrix products where all series last alike, else cohort after cohort.

Arrays are years × series, flows over whole years. Nothing here holds cohorts × years × series at once.
"""

from collections.abc import Iterator

import numpy as np
from scipy.linalg import solve_triangular

from dugnad.engine.flows import aging
from dugnad.engine.flows.calendar import Calendar, StockError
from dugnad.engine.flows.compiled import COMPILED
from dugnad.engine.flows.lifetimes import Array, Lifetime

BLOCK = 512  # series worked on at once: years × block × 8 bytes stay in a core's cache
MANY = 4096  # figures from which on it pays to load what is compiled


# One lifetime for all series: a matrix of years × cohorts, and matrix products ---------------------------


def survival_matrix(calendar: Calendar, lifetime: Lifetime) -> Array:
    """The share of each cohort that is left at the end of each year: years × cohorts, lower triangular."""
    count = len(calendar.years)
    matrix = np.zeros((count, count))
    for cohort, left in cohorts(calendar, lifetime):
        matrix[cohort:, cohort] = left[:, 0]
    return matrix


def _leaving(survival: Array) -> Array:
    """The share of each cohort that leaves in each year."""
    leaving = -np.diff(survival, axis=0, prepend=0.0)
    # In its own year a cohort leaves by what does not reach the end of it.
    np.fill_diagonal(leaving, 1 - survival.diagonal())
    return leaving


def shared(calendar: Calendar, lifetime: Lifetime, coming: Array) -> tuple[Array, Array]:
    survival = survival_matrix(calendar, lifetime)
    return survival @ coming, _leaving(survival) @ coming


def shared_back(calendar: Calendar, lifetime: Lifetime, stock: Array) -> tuple[Array, Array]:
    survival = survival_matrix(calendar, lifetime)
    _must_fill(survival.diagonal(), calendar)
    coming = solve_triangular(survival, stock, lower=True, check_finite=False)
    return coming, _leaving(survival) @ coming


# A lifetime for each series: cohort after cohort, a block of series at a time -----------------------------


def aged(calendar: Calendar, lifetime: Lifetime, coming: Array) -> tuple[Array, Array]:
    """Stock and outflow in even years, where what is left of a cohort depends on its age alone."""
    if COMPILED and coming.size >= MANY:
        return in_lanes(calendar, lifetime, coming, back=False)
    left = calendar.surviving(lifetime, 0)
    return _folded(left, coming), _folded(-np.diff(left, axis=0, prepend=1.0), coming)


def aged_back(calendar: Calendar, lifetime: Lifetime, stock: Array) -> tuple[Array, Array]:
    """Inflow and outflow in even years: what is missing of each year's stock must have come in in it."""
    if COMPILED and stock.size >= MANY:
        return in_lanes(calendar, lifetime, stock, back=True)
    left = calendar.surviving(lifetime, 0)
    _must_fill(left[:1], calendar)
    coming = np.empty_like(stock)
    coming[0] = stock[0] / left[0]
    for year in range(1, len(stock)):
        older = np.einsum("as,as->s", left[1 : year + 1], coming[year - 1 :: -1])
        coming[year] = (stock[year] - older) / left[0]
    return coming, _folded(-np.diff(left, axis=0, prepend=1.0), coming)


def in_lanes(calendar: Calendar, lifetime: Lifetime, given: Array, *, back: bool) -> tuple[Array, Array]:
    """The same as machine code: survival and sums of a block while it is in the cache."""
    rows = np.ascontiguousarray(given)
    found, outflow = np.empty((2, *rows.shape))
    for begin in range(0, rows.shape[1], BLOCK):
        left = calendar.surviving(lifetime.of_block(slice(begin, begin + BLOCK)), 0)
        if back:
            _must_fill(left[:1], calendar)
        aging.age(left, rows, begin, back, found, outflow, aging.LANES)
    return found, outflow


def _folded(shares: Array, coming: Array) -> Array:
    """For each year the sum over ages of the share × what came in so long ago."""
    found = np.empty_like(coming)
    for year in range(len(coming)):
        np.einsum("as,as->s", shares[: year + 1], coming[year::-1], out=found[year])
    return found


def streamed(calendar: Calendar, lifetime: Lifetime, coming: Array) -> tuple[Array, Array]:
    stock, outflow = np.zeros_like(coming), np.zeros_like(coming)
    for block, parts in _blocks(calendar, lifetime, coming.shape[1]):
        for cohort, left in parts:
            _age(
                left * coming[cohort, block],
                coming[cohort, block],
                cohort,
                stock[:, block],
                outflow[:, block],
            )
    return stock, outflow


def streamed_back(calendar: Calendar, lifetime: Lifetime, stock: Array) -> tuple[Array, Array]:
    coming, built, outflow = np.zeros_like(stock), np.zeros_like(stock), np.zeros_like(stock)
    for block, parts in _blocks(calendar, lifetime, stock.shape[1]):
        for cohort, left in parts:
            _must_fill(left[:1], calendar, cohort)
            coming[cohort, block] = (stock[cohort, block] - built[cohort, block]) / left[0]
            came = coming[cohort, block]
            _age(left * came, came, cohort, built[:, block], outflow[:, block])
    return coming, outflow


def _age(left: Array, came: Array, cohort: int, stock: Array, outflow: Array) -> None:
    """Add what is left of a cohort, and what leaves of it, to the totals of each year."""
    stock[cohort:] += left
    outflow[cohort] += came - left[0]
    outflow[cohort + 1 :] += left[:-1] - left[1:]


def _must_fill(shares: Array, calendar: Calendar, cohort: int = 0) -> None:
    if np.all(shares > 0):
        return
    year = calendar.years[cohort + int(np.argmin(shares)) if shares.ndim == 1 else cohort]
    raise StockError(
        f"nothing that comes in in {year:g} lives to the end of that year, so no inflow can fill the stock; "
        "use a longer lifetime or inflow_at='end'"
    )


def _blocks(
    calendar: Calendar, lifetime: Lifetime, series: int
) -> Iterator[tuple[slice, Iterator[tuple[int, Array]]]]:
    for begin in range(0, series, BLOCK):
        block = slice(begin, min(begin + BLOCK, series))
        yield block, cohorts(calendar, lifetime.of_block(block))


def cohorts(calendar: Calendar, lifetime: Lifetime) -> Iterator[tuple[int, Array]]:
    """Each cohort with the share of it that is left at the end of its own and each later year × series."""
    count = len(calendar.years)
    if calendar.is_even and not lifetime.varies_by_cohort():
        everything = calendar.surviving(lifetime, 0)
        yield from ((cohort, everything[: count - cohort]) for cohort in range(count))
        return
    for cohort in range(count):
        yield cohort, calendar.surviving(lifetime.of_cohort(cohort), cohort)
