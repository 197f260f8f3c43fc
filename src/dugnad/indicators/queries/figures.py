"""Questions that choose: for each place the one vintage that speaks for it, moved to one division."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from dugnad.engine.boundaries import Divisions, move
from dugnad.indicators.models import Indicator, Observation, SectorTotal, Vintage
from dugnad.members.queries import divisions

Cell = tuple[str, int, str, str]  # code, year, sector, emission source


@dataclass
class PlaceFigures:
    """Figures in one division: values, who published each place's, what is missing and why."""

    indicator: Indicator
    codes_of: date
    values: dict[Cell, float] = field(default_factory=dict)
    vintage_of: dict[str, Vintage] = field(default_factory=dict)
    missing: dict[tuple[str, int], str] = field(default_factory=dict)
    sectors_of: dict[int, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def totals(self) -> dict[tuple[str, int], float]:
        """Each place's sum over sectors by year, where no part of it is missing."""
        sums: dict[tuple[str, int], float] = {}
        for (code, year, _sector, _source), value in self.values.items():
            if (code, year) not in self.missing:
                sums[code, year] = sums.get((code, year), 0.0) + value
        return sums

    @property
    def years(self) -> list[int]:
        """Every year that any place has a figure for."""
        return sorted({year for _code, year, _sector, _source in self.values})

    @property
    def vintages(self) -> list[Vintage]:
        """The vintages that speak for a place, newest first."""
        found = {vintage.pk: vintage for vintage in self.vintage_of.values()}
        return sorted(found.values(), key=lambda vintage: (vintage.seen_on, vintage.pk), reverse=True)


def official_first(vintages: Iterable[Vintage]) -> list[Vintage]:
    """The order in which vintages may speak: official before illustrative, the last seen first."""
    return sorted(vintages, key=lambda v: (v.source.is_official, v.seen_on, v.pk), reverse=True)


def figures_of(
    indicator: Indicator,
    codes: Collection[str] | None,
    *,
    codes_day: date,
    seen_by: date | None = None,
    by_source: bool = False,
    only: Collection[Vintage] | None = None,
) -> PlaceFigures:
    """The figures of places (codes in the division of `codes_day`; None for every place).

    Each place is spoken for by one vintage: an official one before an illustrative, and of these the one
    seen last, on or before `seen_by`. Vintages are never mixed within a place, because a publisher
    rewrites the whole history of a place at once.
    """
    result = PlaceFigures(indicator, codes_day)
    known = divisions()
    open_codes = set(known.on(codes_day) if codes is None else codes)
    candidates = only if only is not None else _vintages(indicator, seen_by)
    for vintage in official_first(candidates):
        if not open_codes:
            break
        open_codes -= _take(vintage, open_codes, result, known, by_source=by_source)
    return result


def _vintages(indicator: Indicator, seen_by: date | None) -> list[Vintage]:
    found = Vintage.objects.filter(indicator=indicator).select_related("source")
    return list(found.filter(seen_on__lte=seen_by) if seen_by else found)


def _take(
    vintage: Vintage, wanted: set[str], result: PlaceFigures, known: Divisions, *, by_source: bool
) -> set[str]:
    """Let a vintage speak for those of the wanted places that it has figures for; returns them."""
    parts = known.parts_of(wanted, published=vintage.codes_of, to=result.codes_of)
    read = _read(vintage, parts, by_source=by_source)
    if not read:
        return set()
    moved = move(known, read, published=vintage.codes_of, to=result.codes_of)
    broken = {code for lump in moved.undivided for code in lump.block.targets}
    spoken = ({place[0] for place in (*moved.values, *moved.missing)} | broken) & wanted
    for place, value in moved.values.items():
        if place[0] in spoken and value is not None:
            result.values[place[0], place[1], place[2], place[3]] = value
    for place, gap in moved.missing.items():
        result.missing[place] = "lacks " + ", ".join(gap.parts)
    for lump in moved.undivided:
        years = {year for year, *_rest in lump.values}
        reason = f"{lump.refusal.code} was divided; no key"
        result.missing.update({(code, year): reason for code in lump.block.targets for year in years})
    result.vintage_of.update(dict.fromkeys(spoken, vintage))
    result.sectors_of[vintage.pk] = frozenset(cell[2] for cell in read)
    return spoken


def _read(vintage: Vintage, codes: Collection[str], *, by_source: bool) -> dict[Cell, float]:
    values: dict[Cell, float] = {}
    if by_source:
        rows: Any = Observation.objects.filter(vintage=vintage, code__in=codes).values_list(
            "code", "year", "sector", "emission_source", "value"
        )
    else:
        totals = SectorTotal.objects.filter(vintage=vintage, code__in=codes)
        rows = ((c, y, s, "", v) for c, y, s, v in totals.values_list("code", "year", "sector", "value"))
    for code, year, sector, source, value in rows:
        values[code, year, sector, source] = values.get((code, year, sector, source), 0.0) + value
    return values
