"""The years of a stock: their borders, and how old each cohort is at their ends.

`inflow_at` says when in its year an inflow comes; `points` spreads it over the year by Gauss–Lobatto
quadrature. Years may be uneven; see `stocks`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from dugnad.engine.flows.lifetimes import Array, Lifetime

INFLOW_AT = {"start": 0.0, "middle": 0.5, "end": 1.0}


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
        if len(self.points) == 1:
            return lifetime.survival(self.ages(cohort, self.points[0])[:, None])
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
