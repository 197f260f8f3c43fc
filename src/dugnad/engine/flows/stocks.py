"""Stocks: what is in use when we know what came in, or what must have come in when we know what is in use.

Arrays have the years as their first axis; behind it may stand any axes for places, goods and materials
(together: the series). Flows are in a unit per year, stocks in the same unit; a cohort is what came in in
one year. In every year: change of stock = inflow − outflow, and stock = Σ over cohorts of inflow × the
share of it that survives (`lifetimes`). Totals are worked out without any cohorts × years × series array;
whoever asks for cohorts gets them, and pays for them then.

Source of the method: ODYM (Pauliuk & Heeren 2020) and flodym 1.1, with their conventions. `inflow_at` says
when in its year an inflow comes: "end" makes ages whole numbers, as ODYM does and as the worked cases do;
"middle" is flodym's own choice. `points` spreads the inflow over the year instead (Gauss–Lobatto, 2 to 9
points). Years may be uneven (2000, 2010, 2015 …): a year then stands for the time up to half-way to its
neighbours, the outermost for as long as the time between the two nearest borders, as in flodym. There
flodym's own outflow leaves its balance open, because it is worked out from inflows of one year; ours closes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import solve_triangular

from dugnad.engine.flows.lifetimes import Array, Lifetime

INFLOW_AT = {"start": 0.0, "middle": 0.5, "end": 1.0}
BLOCK = 512  # series worked on at once: years × block × 8 bytes stay in a core's cache


class StockError(ValueError):
    """A stock that cannot be worked out as asked; the message says which year or argument is wrong."""


@dataclass(frozen=True)
class Calendar:
    """The years of a stock, and the ages at which their ends find each cohort."""

    years: tuple[float, ...]
    points: tuple[float, ...]  # when in its year an inflow comes: 0 is the start
    weights: tuple[float, ...]

    @classmethod
    def of(cls, years: Sequence[float], inflow_at: str, points: int) -> "Calendar":
        """The calendar of rising years."""
        if len(years) == 0 or any(later <= year for year, later in pairwise(years)):
            raise StockError("the years must rise, and there must be at least one")
        if points > 1:
            return cls(tuple(years), *_lobatto(points))
        if inflow_at not in INFLOW_AT:
            raise StockError(f"inflow_at is “{inflow_at}”; it can be start, middle or end")
        return cls(tuple(years), (INFLOW_AT[inflow_at],), (1.0,))

    @cached_property
    def bounds(self) -> Array:
        """The borders of the years, one more than there are years: half-way between neighbours."""
        years = np.asarray(self.years, float)
        if len(years) == 1:
            return np.array([years[0] - 0.5, years[0] + 0.5])
        middles = (years[:-1] + years[1:]) / 2
        first, last = 2 * middles[0] - middles[1:2], 2 * middles[-1] - middles[-2:-1]
        if len(middles) == 1:
            step = years[1] - years[0]
            first, last = middles - step, middles + step
        return np.concatenate([first, middles, last])

    @cached_property
    def lengths(self) -> Array:
        """How long each year is; 1 for ordinary ones."""
        return np.diff(self.bounds)

    @property
    def is_even(self) -> bool:
        """Whether all years are equally long, so that survival depends on the age alone."""
        return bool(np.all(self.lengths == self.lengths[0]))

    def ages(self, cohort: int, point: float) -> Array:
        """The ages of a cohort at the end of its own year and of each later one."""
        came = point * self.bounds[cohort + 1] + (1 - point) * self.bounds[cohort]
        return self.bounds[cohort + 1 :] - came

    def surviving(self, lifetime: Lifetime, cohort: int) -> Array:
        """The share of a cohort that is left at the end of its own and each later year × series (or 1)."""
        pairs = zip(self.points, self.weights, strict=True)
        return np.asarray(
            sum(weight * lifetime.survival(self.ages(cohort, point)[:, None]) for point, weight in pairs)
        )


def _lobatto(count: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Points and weights on 0 to 1 that integrate polynomials of degree 2·count − 3, both ends included."""
    if count > 9:
        raise StockError(f"points is {count}; from 2 to 9 points a year can be used, or 1 for none")
    legendre = np.polynomial.legendre.Legendre.basis(count - 1)
    inner = np.sort(legendre.deriv().roots().real) if count > 2 else np.array([])
    places = np.concatenate([[-1.0], inner, [1.0]])
    weights = 2 / (count * (count - 1) * legendre(places) ** 2)
    return tuple((places + 1) / 2), tuple(weights / 2)


@dataclass(frozen=True)
class Stock:
    """A stock through the years; every array has the shape years × what the series were given in."""

    calendar: Calendar
    lifetime: Lifetime | None
    inflow: Array
    outflow: Array
    stock: Array

    @property
    def years(self) -> tuple[float, ...]:
        """The years."""
        return self.calendar.years

    @property
    def stock_change(self) -> Array:
        """What the stock grew by in each year, from nothing before the first."""
        return np.diff(self.stock, axis=0, prepend=np.zeros_like(self.stock[:1]))

    @property
    def balance(self) -> Array:
        """Inflow − outflow − change of stock, each over its whole year: nought but for rounding."""
        return _by_year(self.calendar.lengths, self.inflow - self.outflow) - self.stock_change

    @property
    def negative_inflow(self) -> list[float]:
        """The years in which the stock falls faster than the lifetime lets things leave.

        No inflow can explain such a year; the inflow there is negative, and the lifetime or the stock wrong.
        """
        low = -1e-9 * max(float(np.abs(self.inflow).max(initial=0.0)), 1e-300)
        bad = np.any(self.inflow.reshape(len(self.years), -1) < low, axis=1)
        return [year for year, is_bad in zip(self.years, bad.tolist(), strict=True) if is_bad]

    def stock_by_cohort(self) -> Array:
        """What is left of each cohort: years × cohorts × series, 8 bytes a number."""
        return self._by_cohort(lambda left: left)

    def outflow_by_cohort(self) -> Array:
        """What leaves of each cohort in a year, per year: years × cohorts × series."""
        return self._by_cohort(lambda left: -np.diff(left, axis=0, prepend=1.0)) / _column(
            self.calendar.lengths, self.stock.ndim + 1
        )

    def _by_cohort(self, shares: Callable[[Array], Array]) -> Array:
        if self.lifetime is None:
            raise StockError("a stock without a lifetime has no cohorts")
        flat = _by_year(self.calendar.lengths, self.inflow).reshape(len(self.years), -1)
        found = np.zeros((len(self.years), *flat.shape))
        for cohort, left in _cohorts(self.calendar, self.lifetime):
            found[cohort:, cohort] = shares(left) * flat[cohort]
        return found.reshape(len(self.years), *self.stock.shape)


def inflow_driven(
    inflow: ArrayLike,
    lifetime: Lifetime,
    *,
    years: Sequence[float] | None = None,
    inflow_at: str = "end",
    points: int = 1,
) -> Stock:
    """What is in stock and what leaves when `inflow` (years × series, unit per year) comes in.

    Nothing is in stock before the first year. Raises StockError for years that do not fit.
    """
    given, calendar = _given(inflow, "inflow", years, inflow_at, points)
    coming = _by_year(calendar.lengths, given).reshape(len(given), -1)
    lifetime = lifetime.over(given.shape)
    driven = _shared if not lifetime.varies_by_series() else _streamed
    stock, outflow = driven(calendar, lifetime, coming)
    outflow = (outflow.T / calendar.lengths).T
    return Stock(calendar, lifetime, given, outflow.reshape(given.shape), stock.reshape(given.shape))


def stock_driven(
    stock: ArrayLike,
    lifetime: Lifetime,
    *,
    years: Sequence[float] | None = None,
    inflow_at: str = "end",
    points: int = 1,
) -> Stock:
    """What must have come in for `stock` (years × series) to be in use at the end of each year.

    The whole first stock came in in the first year. Raises StockError where nothing of an inflow lives to
    the end of its own year, because no inflow then fills a stock.
    """
    given, calendar = _given(stock, "stock", years, inflow_at, points)
    flat, lifetime = given.reshape(len(given), -1), lifetime.over(given.shape)
    driven = _shared_back if not lifetime.varies_by_series() else _streamed_back
    inflow, outflow = driven(calendar, lifetime, flat)
    inflow, outflow = (inflow.T / calendar.lengths).T, (outflow.T / calendar.lengths).T
    return Stock(calendar, lifetime, inflow.reshape(given.shape), outflow.reshape(given.shape), given)


def flow_driven(
    inflow: ArrayLike,
    outflow: ArrayLike,
    *,
    initial: ArrayLike = 0.0,
    years: Sequence[float] | None = None,
) -> Stock:
    """The stock that inflow and outflow make, from what was there before the first year."""
    coming, calendar = _given(inflow, "inflow", years, "end", 1)
    leaving, _calendar = _given(outflow, "outflow", years, "end", 1)
    if coming.shape != leaving.shape:
        raise StockError(
            f"inflow has the shape {coming.shape} and outflow {leaving.shape}; they must be alike"
        )
    net = _by_year(calendar.lengths, coming - leaving)
    return Stock(calendar, None, coming, leaving, np.asarray(initial) + np.cumsum(net, axis=0))


# Shapes ----------------------------------------------------------------------------------------------


def _given(
    values: ArrayLike, name: str, years: Sequence[float] | None, inflow_at: str, points: int
) -> tuple[Array, Calendar]:
    array = np.asarray(values, float)
    if array.ndim == 0:
        raise StockError(f"{name} is one number; its first axis must be the years")
    if not np.all(np.isfinite(array)):
        raise StockError(
            f"{name} has a gap or no number in row {_first_gap(array)}; every year needs a figure"
        )
    calendar = Calendar.of(range(len(array)) if years is None else years, inflow_at, points)
    if len(calendar.years) != len(array):
        raise StockError(f"{name} has {len(array)} rows, but there are {len(calendar.years)} years")
    return array, calendar


def _first_gap(array: Array) -> int:
    rows = np.isfinite(array.reshape(len(array), -1)).all(axis=1)
    return int(np.argmin(rows)) + 1


def _by_year(lengths: Array, values: Array) -> Array:
    """A flow per year as what flows in the whole of each (uneven) year."""
    return values if np.all(lengths == 1.0) else values * _column(lengths, values.ndim)


def _column(lengths: Array, axes: int) -> Array:
    return lengths.reshape(-1, *[1] * (axes - 1))


# One lifetime for all series: a matrix of years × cohorts, and matrix products ---------------------------


def survival_matrix(calendar: Calendar, lifetime: Lifetime) -> Array:
    """The share of each cohort that is left at the end of each year: years × cohorts, lower triangular."""
    count = len(calendar.years)
    matrix = np.zeros((count, count))
    for cohort, left in _cohorts(calendar, lifetime):
        matrix[cohort:, cohort] = left[:, 0]
    return matrix


def _leaving(survival: Array) -> Array:
    """The share of each cohort that leaves in each year."""
    leaving = -np.diff(survival, axis=0, prepend=0.0)
    # In its own year a cohort leaves by what does not reach the end of it.
    np.fill_diagonal(leaving, 1 - survival.diagonal())
    return leaving


def _shared(calendar: Calendar, lifetime: Lifetime, coming: Array) -> tuple[Array, Array]:
    survival = survival_matrix(calendar, lifetime)
    return survival @ coming, _leaving(survival) @ coming


def _shared_back(calendar: Calendar, lifetime: Lifetime, stock: Array) -> tuple[Array, Array]:
    survival = survival_matrix(calendar, lifetime)
    _must_fill(survival.diagonal(), calendar)
    coming = solve_triangular(survival, stock, lower=True, check_finite=False)
    return coming, _leaving(survival) @ coming


# A lifetime for each series: cohort after cohort, a block of series at a time -----------------------------


def _streamed(calendar: Calendar, lifetime: Lifetime, coming: Array) -> tuple[Array, Array]:
    stock, outflow = np.zeros_like(coming), np.zeros_like(coming)
    for block, cohorts in _blocks(calendar, lifetime, coming.shape[1]):
        for cohort, left in cohorts:
            _age(
                left * coming[cohort, block],
                coming[cohort, block],
                cohort,
                stock[:, block],
                outflow[:, block],
            )
    return stock, outflow


def _streamed_back(calendar: Calendar, lifetime: Lifetime, stock: Array) -> tuple[Array, Array]:
    coming, built, outflow = np.zeros_like(stock), np.zeros_like(stock), np.zeros_like(stock)
    for block, cohorts in _blocks(calendar, lifetime, stock.shape[1]):
        for cohort, left in cohorts:
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
        yield block, _cohorts(calendar, lifetime.of_block(block))


def _cohorts(calendar: Calendar, lifetime: Lifetime) -> Iterator[tuple[int, Array]]:
    """Each cohort with the share of it that is left at the end of its own and each later year × series."""
    count = len(calendar.years)
    if calendar.is_even and not lifetime.varies_by_cohort():
        everything = calendar.surviving(lifetime, 0)
        yield from ((cohort, everything[: count - cohort]) for cohort in range(count))
        return
    for cohort in range(count):
        yield cohort, calendar.surviving(lifetime.of_cohort(cohort), cohort)
