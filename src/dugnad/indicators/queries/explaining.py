"""Questions about what explains a change between two years: sectors, municipalities, and inhabitants."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from dugnad.engine.decomposition import Decomposition, Effects, contributions, scale_and_intensity
from dugnad.engine.series import Change, change
from dugnad.engine.targets import Goal, PathToTarget
from dugnad.engine.targets import path_to_target as path
from dugnad.indicators.queries.series import SeriesResult
from dugnad.indicators.queries.series_rows import SeriesRow


@dataclass(frozen=True)
class Explanation:
    """A change of a total, and what it is made of; None where there is only one part, or too little known."""

    change: Change
    unit: str
    sectors: Decomposition[str] | None
    municipalities: Decomposition[str] | None
    people: Effects | None  # inhabitants, emissions per inhabitant
    inhabitants: Change | None


class Target(Protocol):
    """Anything that says what is to be reached by a year: a change since a base year, or a value."""

    base_year: int
    year: int
    change: float | None
    value: float | None


def years_told(totals: SeriesResult) -> list[int]:
    """The years that a change can be told from and to."""
    return sorted(year for year, value in totals.by_year().items() if value is not None)


def explain(
    totals: SeriesResult,
    first: int,
    last: int,
    *,
    sectors: SeriesResult | None = None,
    municipalities: SeriesResult | None = None,
    people: SeriesResult | None = None,
) -> Explanation:
    """What the change between two years is made of. Raises ValueError for a year that is not `years_told`."""
    found = change(totals.by_year(), first, last)
    if found is None:
        raise ValueError(f"There is no change from {first} to {last} to explain.")
    inhabitants = change(people.by_year(), first, last) if people else None
    uneven = totals.trail.uneven_sectors
    return Explanation(
        change=found,
        unit=totals.rows[0].unit,
        sectors=_parts(sectors, found, "sector", uneven),
        municipalities=_parts(municipalities, found, "municipality_code"),
        people=_effects(found, inhabitants),
        inhabitants=inhabitants,
    )


def path_to_target(series: SeriesResult, target: Target) -> PathToTarget | None:
    """A series of totals beside a target; None where its base year or all that came later is not known.

    Raises ValueError for a target that is none: a year not after its base year, a cut of more than all.
    """
    return path(series.by_year(), Goal(target.base_year, target.year, target.change, target.value))


def _parts(
    result: SeriesResult | None, whole: Change, label: str, uneven: Collection[str] = ()
) -> Decomposition[str] | None:
    if result is None:
        return None
    rows = [row for row in result.rows if getattr(row, label)]
    first, last = (_values(rows, label, year, uneven) for year in (whole.from_year, whole.to_year))
    if len(first.keys() | last.keys()) < 2:
        return None
    return contributions(first, last, first_total=whole.from_value, last_total=whole.to_value)


def _values(
    rows: list[SeriesRow], label: str, year: int, uneven: Collection[str]
) -> Mapping[str, float | None]:
    """The figures of a year; a sector that some publishers do not count is not known where it is not told."""
    told: dict[str, float | None] = {getattr(row, label): row.value for row in rows if row.year == year}
    return {**dict.fromkeys(uneven), **told}


def _effects(whole: Change, inhabitants: Change | None) -> Effects | None:
    if inhabitants is None or min(inhabitants.from_value, inhabitants.to_value) <= 0:
        return None
    if min(whole.from_value, whole.to_value) < 0:
        return None
    return scale_and_intensity(
        {"": whole.from_value}, {"": whole.to_value}, inhabitants.from_value, inhabitants.to_value
    )
