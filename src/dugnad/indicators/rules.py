"""Yes or no, about figures and their vintages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from dugnad.engine.units import UNITS

FIRST_YEAR = 1985  # of the emission statistics
LONGEST_SECTOR = 60
WHOLE = 100  # per cent


def is_year(year: int, *, seen_on: date) -> bool:
    """Whether a year can stand in a statistic that was seen on a day: none tells of the future."""
    return year <= seen_on.year


def may_be_negative(unit: str) -> bool:
    """Whether a figure in this unit can be below zero; emissions, people and waste cannot."""
    return unit in {"%", "kr", "1000 kr", "mill. kr", "1"}


def is_doubtful(value: float | None, unit: str) -> bool:
    """Whether a figure should be asked about: a share is seldom more than the whole, and 850 may be 85,0."""
    return unit == "%" and value is not None and value > WHOLE


def is_below_nothing(value: float | None, unit: str) -> bool:
    """Whether a share should be asked about because it is below zero: only a change of one can be."""
    return unit == "%" and value is not None and value < 0


def is_additive(unit: str) -> bool:
    """Whether figures in this unit can be summed over places: shares and figures per head cannot."""
    return unit not in {"%", "1"} and "/" not in unit


def can_be_per_inhabitant(unit: str) -> bool:
    """Whether figures can be told per inhabitant: amounts in a unit that is known, other than inhabitants."""
    return unit in UNITS and is_additive(unit) and unit != "persons"


def is_rounding(one: float, other: float, *, parts: int) -> bool:
    """Whether a sum over `parts` published figures differs from a published total by rounding alone.

    Parts are published to a tenth of a tonne: each may be off by half of that, and so may the total.
    """
    return abs(one - other) <= 0.05 * (parts + 1) + 0.001 * abs(other)


def rounding_of(value: Decimal) -> Decimal:
    """By how much a published figure may differ from what was rounded to it: half of its last digit.

    Zeros at the end of a large number are taken for rounding: 7 100 000 is something from 7 050 000 up.
    """
    exponent = value.normalize().as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1) if value else Decimal("0.5")


def region_of(coverage: Iterable[Mapping[str, Any]]) -> str:
    """Where a vintage is best looked at: its municipality, its county, its country, or the alliance."""
    codes = {code for group in coverage for code in group["codes"]}
    countries = sorted((code for code in codes if not code.isdigit()), reverse=True)
    if countries:
        return f"country:{countries[0]}"
    counties = {code[:2] for code in codes}
    if len(codes) == 1:
        return codes.pop()
    return f"county:{counties.pop()}" if len(counties) == 1 else "alliance"


def coverage_of(places: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    """What a vintage tells of, from its codes and years: groups of codes that have the same years."""
    years: dict[str, set[int]] = defaultdict(set)
    for code, year in places:
        years[code].add(year)
    groups: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for code in sorted(years):
        groups[tuple(sorted(years[code]))].append(code)
    return [{"years": list(found), "codes": codes} for found, codes in groups.items()]
