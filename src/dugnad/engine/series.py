"""Series of figures: sums, changes, shares, differences between vintages, and places alike.

A series is a mapping from year to value. A year that is not there is a gap, never a zero; a sum that
lacks a part is None. Values are in one unit, which the caller carries.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Series = Mapping[int, float | None]
ROUNDING = 0.005  # the agency publishes to two decimals of a tonne; less than half of the last is no change


@dataclass(frozen=True)
class Point:
    """One figure: place (a municipality code), year, sector, emission source, value."""

    place: str
    year: int
    sector: str
    source: str
    value: float


@dataclass(frozen=True)
class Change:
    """The change of a series from one year to another: in its unit, and as a share of the first year."""

    from_year: int
    to_year: int
    from_value: float
    to_value: float

    @property
    def absolute(self) -> float:
        """The change in the unit of the series."""
        return self.to_value - self.from_value

    @property
    def relative(self) -> float | None:
        """The change as a share of the first value (−0.12 is a fall of 12 per cent); None from zero."""
        return self.absolute / self.from_value if self.from_value else None


@dataclass(frozen=True)
class Difference:
    """One figure in two vintages; None where a vintage does not have it."""

    place: str
    year: int
    sector: str
    old: float | None
    new: float | None

    @property
    def kind(self) -> str:
        """added, removed or changed."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"


@dataclass(frozen=True)
class Likeness:
    """How near a place is to another: a distance (0 is the same), and the reasons, nearest first."""

    place: str
    distance: float
    reasons: tuple[tuple[str, float], ...]


def total_by(points: Iterable[Point], key: Callable[[Point], Key]) -> dict[Key, float]:
    """Sums of points by any key, for instance `lambda p: (p.year, p.sector)`."""
    sums: dict[Key, float] = defaultdict(float)
    for point in points:
        sums[key(point)] += point.value
    return dict(sums)


def sum_of_parts(parts: Sequence[float | None]) -> float | None:
    """The sum of parts; None as soon as one is missing, and for no parts at all."""
    known = [part for part in parts if part is not None]
    return sum(known) if parts and len(known) == len(parts) else None


def change(series: Series, from_year: int, to_year: int) -> Change | None:
    """The change between two years; None when either is a gap."""
    first, last = series.get(from_year), series.get(to_year)
    return None if first is None or last is None else Change(from_year, to_year, first, last)


def newest_year(series: Series) -> int | None:
    """The last year that has a value."""
    return max((year for year, value in series.items() if value is not None), default=None)


def year_before(series: Series, year: int) -> int | None:
    """The nearest earlier year that has a value: statistics have gaps, such as 2010, 2012 and 2014."""
    return max((y for y, value in series.items() if y < year and value is not None), default=None)


def share(part: float | None, whole: float | None) -> float | None:
    """A part as a share of the whole; None when either is missing or the whole is zero."""
    return None if part is None or not whole else part / whole


def with_gaps(series: Series) -> dict[int, float | None]:
    """The series with every year from its first to its last, gaps as None, ready to be drawn."""
    years = range(min(series, default=0), max(series, default=-1) + 1)
    return {year: series.get(year) for year in years}


def differences(
    old: Mapping[tuple[str, int, str], float], new: Mapping[tuple[str, int, str], float]
) -> list[Difference]:
    """What differs between two vintages, each {(place, year, sector): value}, in order."""
    found = [Difference(*place, old.get(place), new.get(place)) for place in sorted(old.keys() | new.keys())]
    return [d for d in found if d.old is None or d.new is None or abs(d.new - d.old) > ROUNDING]


def effect_on_change(
    old: Series, new: Series, from_year: int, to_year: int
) -> tuple[float | None, float | None]:
    """The relative change between two years as each vintage tells it: the same question, two answers."""
    before, after = change(old, from_year, to_year), change(new, from_year, to_year)
    return (before.relative if before else None, after.relative if after else None)


@dataclass(frozen=True)
class Profile:
    """What a place is compared by: inhabitants, and each sector's share of its emissions."""

    place: str
    inhabitants: float
    shares: Mapping[str, float]


def most_alike(place: Profile, others: Collection[Profile], count: int = 4) -> list[Likeness]:
    """The places most like one, by size (log ratio of inhabitants) and sector profile (half the differences).

    The two weigh the same. A doubling in size counts as much as a third of the emissions lying in
    other sectors, which keeps a town with its industry apart from a town without.
    """
    found = [_likeness(place, other) for other in others if other.place != place.place]
    return sorted(found, key=lambda likeness: (likeness.distance, likeness.place))[:count]


def _likeness(place: Profile, other: Profile) -> Likeness:
    size = abs(log(max(other.inhabitants, 1) / max(place.inhabitants, 1))) / log(2) / 3
    sectors = place.shares.keys() | other.shares.keys()
    profile = sum(abs(place.shares.get(s, 0) - other.shares.get(s, 0)) for s in sectors) / 2
    reasons = tuple(sorted((("size", size), ("profile", profile)), key=lambda reason: reason[1]))
    return Likeness(other.place, size + profile, reasons)
