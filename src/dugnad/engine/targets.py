"""Targets: how far a series is from one, and what each year that is left must bring.

A target is a change since a base year (−0.55 is a cut of 55 per cent), because tonnes move with every
revision of the statistic; its value is worked out from the series as it is known now. Where a value was
adopted it stands as it is, and its line still begins at the base year. Two paths lead there
from the last known figure: the same amount each year, and the same per cent each year. Values, cuts and
distances are in the unit of the series, relative figures are shares (0.05 is 5 per cent).

Source of the method: the straight line and the constant rate of the guides for municipal climate budgets
(KS; Oslo), in which a goal names its scope, base year and target year.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dugnad.engine.series import Series, newest_year


@dataclass(frozen=True)
class Goal:
    """What is to be reached by a target year: a change (−0.55) from a base year, or a value."""

    base_year: int
    year: int
    change: float | None = None
    value: float | None = None

    def value_from(self, base: float) -> float:
        """What is to be reached, in the unit of the series."""
        return base * (1 + (self.change or 0.0)) if self.value is None else self.value


@dataclass(frozen=True)
class PathToTarget:
    """A series beside its target: where it is, where it should be, and what is still needed.

    `line` goes straight from the base year's value to the target's. Wanted changes are negative for cuts.
    """

    goal: Goal
    base: float
    value: float  # of the target
    last_year: int
    last: float

    @property
    def distance(self) -> float:
        """What is left, in the unit: the last figure less the target's value."""
        return self.last - self.value

    @property
    def is_reached(self) -> bool:
        """Whether the last figure is at the target or beyond it, in the direction that it points."""
        return self.distance >= 0 if self._rises else self.distance <= 0

    @property
    def years_left(self) -> int:
        """Years from the last figure to the target year; 0 when that has come."""
        return max(0, self.goal.year - self.last_year)

    @property
    def done(self) -> float | None:
        """The share of the wanted change that has come about; above 1 past the target, None of no change."""
        wanted = self.value - self.base
        return (self.last - self.base) / wanted if wanted else None

    @property
    def yearly(self) -> float | None:
        """The same change in each year that is left, in the unit; None when reached or out of years."""
        return -self.distance / self.years_left if self._is_under_way else None

    @property
    def yearly_share(self) -> float | None:
        """The same relative change in each year that is left (−0.07 is a cut of 7 per cent a year).

        None when reached, out of years, or without a rate: nothing is reached from zero, or is zero ever.
        """
        if not self._is_under_way or self.last <= 0 or self.value <= 0:
            return None
        return float((self.value / self.last) ** (1 / self.years_left) - 1)

    @property
    def yearly_so_far(self) -> float | None:
        """The mean yearly change from the base year to the last figure; None for no years."""
        years = self.last_year - self.goal.base_year
        return (self.last - self.base) / years if years > 0 else None

    @property
    def on_line(self) -> float:
        """What the straight line from the base year to the target has in the last year."""
        return self.line(self.last_year)

    @property
    def off_line(self) -> float:
        """The last figure less the line: above 0 is behind for a cut."""
        return self.last - self.on_line

    @property
    def _rises(self) -> bool:
        return self.value > self.base if self.goal.change is None else self.goal.change > 0

    @property
    def _is_under_way(self) -> bool:
        return self.years_left > 0 and not self.is_reached

    def line(self, year: int) -> float:
        """The straight line from the base year's value to the target's; flat outside these years."""
        span = self.goal.year - self.goal.base_year
        gone = min(max(year - self.goal.base_year, 0), span)
        return self.base + (self.value - self.base) * gone / span

    def same_amount(self) -> dict[int, float]:
        """From the last figure to the target by the same amount each year."""
        return {year: self._linear(year - self.last_year) for year in self._years()}

    def same_share(self) -> dict[int, float]:
        """From the last figure to the target by the same per cent each year; empty where there is no rate."""
        rate = self.yearly_share
        if rate is None:
            return {}
        return {year: self.last * (1 + rate) ** (year - self.last_year) for year in self._years()}

    def _years(self) -> range:
        return range(self.last_year, self.goal.year + 1) if self._is_under_way else range(0)

    def _linear(self, years: int) -> float:
        return self.last + (self.yearly or 0.0) * years


def path_to_target(series: Series, target: Goal) -> PathToTarget | None:
    """A series beside its target; None where the base year or every year since has no figure.

    Raises ValueError for a target year that is not after the base year, and for a cut of more than all.
    """
    if target.year <= target.base_year:
        raise ValueError(f"The target year {target.year} is not after the base year {target.base_year}.")
    if target.change is not None and target.change < -1:
        raise ValueError("More than everything cannot be cut.")
    since: Mapping[int, float | None] = {y: v for y, v in series.items() if y >= target.base_year}
    base, last_year = series.get(target.base_year), newest_year(since)
    last = series.get(last_year) if last_year is not None else None
    if base is None or last_year is None or last is None:
        return None
    return PathToTarget(target, base, target.value_from(base), last_year, last)
