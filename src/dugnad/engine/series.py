"""Series of figures: sums, changes, shares, differences between vintages, and places alike.

A series is a mapping from year to value. A year that is not there is a gap, never a zero; a sum that
lacks a part is None and names the places that lack it. Values are in one unit, which the caller carries.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import TypeVar

Label = TypeVar("Label", bound=Hashable)
Series = Mapping[int, float | None]
Row = tuple[int, str, str]  # year, sector, emission source
ROUNDING = 0.005  # the agency publishes to two decimals of a tonne; less than half of the last is no change


@dataclass(frozen=True)
class Part:
    """The figures of one place (or of several together, where they cannot be told apart), from one publisher.

    `values` are told by (year, sector, source), None where the publisher says that there is no figure.
    `counted` are the sectors that the publisher counts: a row of one that is not there is none of it.
    """

    places: frozenset[str]
    values: Mapping[Row, float | None]
    counted: frozenset[str]

    @cached_property
    def by_year(self) -> dict[int, dict[tuple[str, str], float | None]]:
        """The rows of each year that the publisher has figures for."""
        years: dict[int, dict[tuple[str, str], float | None]] = defaultdict(dict)
        for (year, sector, source), value in self.values.items():
            years[year][sector, source] = value
        return dict(years)

    def total(self, year: int) -> float | None:
        """The sum over the rows of a year; None for a year that is a gap or has a row without a figure."""
        rows = self.by_year.get(year)
        return None if rows is None else sum_of_parts(list(rows.values()))


@dataclass(frozen=True)
class Sum:
    """A sum over places; None where one of them has no figure, and then they are named."""

    value: float | None
    lacking: frozenset[str] = frozenset()


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
    def absolute(self) -> float | None:
        """How much the figure has changed; None where a vintage does not have it."""
        return None if self.old is None or self.new is None else self.new - self.old

    @property
    def kind(self) -> str:
        """added, removed or changed."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"


@dataclass(frozen=True)
class Profile:
    """What a place is compared by: inhabitants, each sector's share of its emissions, inhabitants per km²."""

    place: str
    inhabitants: float
    shares: Mapping[str, float]
    density: float | None = None


@dataclass(frozen=True)
class Likeness:
    """How near a place is to another: a distance (0 is the same), and the reasons, nearest first."""

    place: str
    distance: float
    reasons: tuple[tuple[str, float], ...]


# Sums ------------------------------------------------------------------------------------------------


def sum_of_parts(parts: Sequence[float | None]) -> float | None:
    """The sum of parts; None as soon as one is missing, and for no parts at all."""
    known = [part for part in parts if part is not None]
    return sum(known) if parts and len(known) == len(parts) else None


def sum_over(places: Collection[str], year: int, parts: Iterable[Part]) -> Sum:
    """The total of a year over places; figures that also belong to a place outside are of no use."""
    inside, lacking = _inside(frozenset(places), year, parts)
    values = [part.total(year) for part in inside]
    for part, value in zip(inside, values, strict=True):
        lacking |= part.places if value is None else frozenset()
    return Sum(None if lacking else sum_of_parts(values), lacking)


def sums_over(
    places: Collection[str], year: int, parts: Iterable[Part], label: Callable[[str, str], Label]
) -> dict[Label, Sum]:
    """The sums of a year over places for each label of (sector, source) that any of them has.

    A place whose publisher counts the sector and has no such row has none of it; a place whose
    publisher does not count the sector lacks it, and so does the sum.
    """
    inside, nowhere = _inside(frozenset(places), year, parts)
    values: dict[Label, float] = defaultdict(float)
    sectors: dict[Label, str] = {}
    lacking: dict[Label, set[str]] = defaultdict(set)
    for part in inside:
        for row, value in part.by_year[year].items():
            key = label(*row)
            sectors[key] = row[0]
            if value is None:
                lacking[key] |= part.places
            else:
                values[key] += value
    silent = _silent(inside, set(sectors.values()))
    return {
        key: _sum(values[key], nowhere.union(lacking[key], silent[sector])) for key, sector in sectors.items()
    }


def _sum(value: float, lacking: frozenset[str]) -> Sum:
    return Sum(None if lacking else value, lacking)


def _silent(parts: Iterable[Part], sectors: Collection[str]) -> dict[str, frozenset[str]]:
    """For each sector the places whose publisher does not count it."""
    by_counted: dict[frozenset[str], set[str]] = defaultdict(set)
    for part in parts:
        by_counted[part.counted] |= part.places
    return {
        sector: frozenset().union(
            *(places for counted, places in by_counted.items() if sector not in counted)
        )
        for sector in sectors
    }


def _inside(places: frozenset[str], year: int, parts: Iterable[Part]) -> tuple[list[Part], frozenset[str]]:
    """The parts that tell of these places alone in a year, and the places that none of them tells of."""
    inside = [part for part in parts if part.places <= places and year in part.by_year]
    return inside, places - frozenset().union(*(part.places for part in inside))


# Changes ---------------------------------------------------------------------------------------------


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


# Vintages --------------------------------------------------------------------------------------------


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


# Places alike ----------------------------------------------------------------------------------------


def most_alike(place: Profile, others: Collection[Profile], count: int = 4) -> list[Likeness]:
    """The places most like one, by size, density and sector profile; each gives its reasons, nearest first.

    Size and density are log ratios, the profile half the sum of the differences. Size and profile weigh the
    same: a doubling in size counts as much as a third of the emissions lying in other sectors, which keeps a
    town with its industry apart from a town without. Density weighs half of size, because it follows it.
    It counts only where it is known of all: else those of whom less is known would be nearer.
    """
    candidates = [other for other in others if other.place != place.place]
    dense = all(profile.density for profile in (place, *candidates))
    found = [_likeness(place, other, dense=dense) for other in candidates]
    return sorted(found, key=lambda likeness: (likeness.distance, likeness.place))[:count]


def _likeness(place: Profile, other: Profile, *, dense: bool) -> Likeness:
    sectors = place.shares.keys() | other.shares.keys()
    found = {
        "size": _doublings(place.inhabitants, other.inhabitants) / 3,
        "profile": sum(abs(place.shares.get(s, 0) - other.shares.get(s, 0)) for s in sectors) / 2,
    }
    if dense:
        found["density"] = _doublings(place.density or 0, other.density or 0, least=0.01) / 6
    reasons = tuple(sorted(found.items(), key=lambda reason: reason[1]))
    return Likeness(other.place, sum(found.values()), reasons)


def _doublings(one: float, other: float, *, least: float = 1.0) -> float:
    """How many times the smaller must be doubled to be the larger."""
    return abs(log(max(other, least) / max(one, least))) / log(2)
