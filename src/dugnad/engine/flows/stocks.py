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

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dugnad.engine.flows.calendar import Calendar, StockError
from dugnad.engine.flows.cohorts import (
    aged,
    aged_back,
    cohorts,
    shared,
    shared_back,
    streamed,
    streamed_back,
)
from dugnad.engine.flows.lifetimes import Array, Lifetime

__all__ = ["Calendar", "Stock", "StockError", "flow_driven", "inflow_driven", "stock_driven"]
Driven = Callable[[Calendar, Lifetime, Array], tuple[Array, Array]]


@dataclass(frozen=True)
class Stock:
    """A stock through the years; every array has the shape years × what the series were given in."""

    calendar: Calendar
    lifetime: Lifetime | None
    inflow: Array
    outflow: Array
    stock: Array
    initial: ArrayLike = 0.0  # what was there before the first year

    @property
    def years(self) -> tuple[float, ...]:
        """The years."""
        return self.calendar.years

    @property
    def stock_change(self) -> Array:
        """What the stock grew by in each year, the first from what was there before."""
        before = np.broadcast_to(np.asarray(self.initial, float), self.stock[:1].shape)
        return np.diff(self.stock, axis=0, prepend=before)

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

    def uncertainty(self, inflow_sd: ArrayLike, correlation: float = 0.0) -> tuple[Array, Array]:
        """The sd of stock and of outflow that an inflow-driven stock has by the sd of its inflow.

        correlation: how the errors of two years go together, the same for all pairs; 1 is one error in all,
        such as a price that turned money into tonnes. The lifetime is taken as known.
        """
        if not 0 <= correlation <= 1:
            raise StockError(f"correlation is {correlation}; between all years it can be from 0 to 1")
        sd = _by_year(self.calendar.lengths, np.broadcast_to(np.asarray(inflow_sd, float), self.stock.shape))
        flat, laid = sd.reshape(len(self.years), -1), self._laid()
        sums, squares = np.zeros((2, *flat.shape)), np.zeros((2, *flat.shape))
        for cohort, left in cohorts(self.calendar, laid):
            for number, share in enumerate((left, -np.diff(left, axis=0, prepend=1.0))):
                sums[number, cohort:] += share * flat[cohort]
                squares[number, cohort:] += (share * flat[cohort]) ** 2
        found = np.sqrt((1 - correlation) * squares + correlation * sums**2).reshape(2, *self.stock.shape)
        return found[0], found[1] / _column(self.calendar.lengths, self.stock.ndim)

    def _laid(self) -> Lifetime:
        if self.lifetime is None:
            raise StockError("a stock without a lifetime has no cohorts")
        return self.lifetime.over(self.stock.shape)

    def _by_cohort(self, shares: Callable[[Array], Array]) -> Array:
        laid = self._laid()
        flat = _by_year(self.calendar.lengths, self.inflow).reshape(len(self.years), -1)
        found = np.zeros((len(self.years), *flat.shape))
        for cohort, left in cohorts(self.calendar, laid):
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
    laid = lifetime.over(given.shape)
    driven = _way(calendar, laid, (shared, aged, streamed))
    stock, outflow = driven(calendar, laid, coming)
    outflow = _per_year(calendar.lengths, outflow)
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
    flat, laid = given.reshape(len(given), -1), lifetime.over(given.shape)
    driven = _way(calendar, laid, (shared_back, aged_back, streamed_back))
    inflow, outflow = driven(calendar, laid, flat)
    inflow, outflow = (_per_year(calendar.lengths, whole) for whole in (inflow, outflow))
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
    stock = np.asarray(initial, float) + np.cumsum(net, axis=0)
    return Stock(calendar, None, coming, leaving, stock, initial)


# Shapes ----------------------------------------------------------------------------------------------


def _way(calendar: Calendar, lifetime: Lifetime, ways: tuple[Driven, Driven, Driven]) -> Driven:
    """The quickest way that these lifetimes and years allow; all give the same."""
    if not lifetime.varies_by_series():
        return ways[0]
    return ways[1] if calendar.is_even and not lifetime.varies_by_cohort() else ways[2]


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


def _per_year(lengths: Array, values: Array) -> Array:
    """And back again."""
    return values if np.all(lengths == 1.0) else values / _column(lengths, values.ndim)


def _column(lengths: Array, axes: int) -> Array:
    return lengths.reshape(-1, *[1] * (axes - 1))
