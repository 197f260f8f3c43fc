"""Questions that choose: for each place the one vintage that speaks for it, moved to one division."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from dugnad.engine.boundaries import Block, Converted, Divisions, Key, Undivided, move
from dugnad.engine.series import Part
from dugnad.indicators.models import Indicator, Observation, SectorTotal, Vintage
from dugnad.indicators.rules import is_additive
from dugnad.members.queries import divisions

Cell = tuple[str, int, str, str]  # code, year, sector, emission source
Rows = dict[Cell, float | None]
REGISTER = "register"  # the name under which the weights of the register of codes are asked for


@dataclass
class PlaceFigures:
    """Figures in one division: values, who published each place's, what is missing and why."""

    indicator: Indicator
    codes_of: date
    parts: list[Part] = field(default_factory=list)
    vintage_of: dict[str, Vintage] = field(default_factory=dict)
    # By code and year, why there is no figure, in English for programs: pages say it in their own words.
    missing: dict[tuple[str, int], str] = field(default_factory=dict)
    # Places whose figures cannot be told apart, because a code was divided and no key was named.
    divided: dict[str, str] = field(default_factory=dict)
    sectors_of: dict[int, frozenset[str]] = field(default_factory=dict)
    # The key that was named, and the places whose figures rest on it.
    key: str = ""
    keyed: set[str] = field(default_factory=set)

    @cached_property
    def values(self) -> dict[Cell, float]:
        """The figures of each place by itself: code, year, sector, source."""
        return {
            (code, *row): value
            for part in self.parts
            for code in part.places
            for row, value in part.values.items()
            if len(part.places) == 1 and value is not None
        }

    @cached_property
    def totals(self) -> dict[tuple[str, int], float]:
        """Each place's sum over sectors by year, where no part of it is missing."""
        sums = {
            (code, year): part.total(year)
            for part in self.parts
            for code in part.places
            for year in part.by_year
            if len(part.places) == 1
        }
        return {place: value for place, value in sums.items() if value is not None}

    @cached_property
    def years(self) -> list[int]:
        """Every year that any place has a figure for, or would have had but for what is missing."""
        told = {year for part in self.parts for year in part.by_year}
        return sorted(told | {year for _code, year in self.missing})

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
    sector: str = "",
    year: int | None = None,
    key: Key | str | None = None,
    known: Divisions | None = None,
) -> PlaceFigures:
    """The figures of places (codes in the division of `codes_day`; None for every place).

    Each place is spoken for by one vintage: an official one before an illustrative, and of these the one
    seen last, on or before `seen_by`. Vintages are never mixed within a place, because a publisher
    rewrites the whole history of a place at once. A code that was divided is refused, place by place,
    unless a key is given (`REGISTER` for the weights that the register of codes has). With `sector` or
    `year` no other is read, and totals are its own.
    """
    known, additive = known or divisions(), is_additive(indicator.unit)
    result = PlaceFigures(indicator, codes_day, key=key.name if isinstance(key, Key) else key or "")
    wanted = set(known.on(codes_day) if codes is None else codes)
    candidates = vintages_seen(indicator, seen_by).defer("without_figure") if only is None else only
    speaking = _speakers(official_first(candidates), wanted, known, codes_day)
    only_these = _only(sector, year)
    for vintage, rows in _read(speaking, known, codes_day, only_these, by_source=by_source):
        result.sectors_of[vintage.pk] = frozenset(vintage.sectors)
        result.vintage_of.update(dict.fromkeys(speaking[vintage], vintage))
        for published, cells in _by_division(vintage, rows):
            kept = cells if additive else _unmixed(result, cells, known.blocks_of(published, codes_day))
            moved = _move(known, kept, published, codes_day, key)
            _take(result, vintage, moved, speaking[vintage])
    return result


def _unmixed(result: PlaceFigures, cells: Rows, blocks: Mapping[str, Block]) -> Rows:
    """The rows of places that have only changed their number; shares of others cannot be put together."""
    mixed = {target: block for target, block in blocks.items() if len(block.codes) + len(block.targets) > 2}
    parts = {code: block for block in mixed.values() for code in block.codes}
    for code, year, _sector, _source in cells:
        if code in parts:
            reason = f"figures in {result.indicator.unit} cannot be summed"
            result.missing.update({(target, year): reason for target in parts[code].targets})
    return {cell: value for cell, value in cells.items() if cell[0] not in parts}


def vintages_seen(indicator: Indicator, seen_by: date | None = None) -> QuerySet[Vintage]:
    """The vintages of an indicator that were seen on or before a day, or at all."""
    found = Vintage.objects.filter(indicator=indicator).select_related("source", "file")
    return found.filter(seen_on__lte=seen_by) if seen_by else found


# Who speaks ----------------------------------------------------------------------------------------------


def _speakers(
    vintages: list[Vintage], wanted: set[str], known: Divisions, day: date
) -> dict[Vintage, set[str]]:
    """For each vintage the places that it speaks for: first those that it tells the whole of."""
    speaking: dict[Vintage, set[str]] = {}
    left = set(wanted)
    for whole in (True, False):
        for vintage in vintages:
            if left and (found := _told_by(vintage, left, known, day, whole=whole)):
                speaking.setdefault(vintage, set()).update(found)
                left -= found
    return speaking


def _told_by(vintage: Vintage, places: set[str], known: Divisions, day: date, *, whole: bool) -> set[str]:
    found: set[str] = set()
    for years, codes in _coverage(vintage):
        for published in _division_days(vintage, years):
            blocks = known.blocks_of(published, day)
            found |= {p for p in places - found if p in blocks and _tells(codes, blocks[p], whole=whole)}
    return found


def _tells(codes: frozenset[str], block: Block, *, whole: bool) -> bool:
    return block.codes <= codes if whole else bool(block.codes & codes)


def _coverage(vintage: Vintage) -> Iterator[tuple[list[int], frozenset[str]]]:
    for group in vintage.coverage:
        yield group["years"], frozenset(group["codes"])


def _division_days(vintage: Vintage, years: Iterable[int]) -> set[date]:
    """The days whose codes a vintage is written in: one, or the first day of each year."""
    return {vintage.codes_of} if vintage.codes_of else {date(year, 1, 1) for year in years}


def _by_division(vintage: Vintage, rows: Rows) -> Iterator[tuple[date, Rows]]:
    """The rows by the day of the division that their codes are of."""
    if vintage.codes_of:
        yield vintage.codes_of, rows
        return
    by_year: dict[int, Rows] = defaultdict(dict)
    for cell, value in rows.items():
        by_year[cell[1]][cell] = value
    for year, cells in by_year.items():
        yield date(year, 1, 1), cells


# What they say -------------------------------------------------------------------------------------------


def _read(
    speaking: Mapping[Vintage, set[str]], known: Divisions, day: date, only_these: Q, *, by_source: bool
) -> Iterator[tuple[Vintage, Rows]]:
    """The rows that each vintage has for the places that it speaks for, in one question to the database."""
    if not speaking:
        return
    wanted = Q()
    for vintage, places in speaking.items():
        wanted |= Q(vintage=vintage, code__in=_parts(vintage, places, known, day))
    rows: dict[int, Rows] = {vintage.pk: {} for vintage in speaking}
    for pk, code, year, sector, source, value in _rows(wanted & only_these, by_source=by_source):
        rows[pk][code, year, sector, source] = value
    for vintage in speaking:
        yield vintage, rows[vintage.pk]


def _only(sector: str, year: int | None) -> Q:
    wanted = Q(sector=sector) if sector else Q()
    return wanted & Q(year=year) if year else wanted


def _parts(vintage: Vintage, places: set[str], known: Divisions, day: date) -> set[str]:
    days = {d for years, _codes in _coverage(vintage) for d in _division_days(vintage, years)}
    return {code for published in days for code in known.parts_of(places, published=published, to=day)}


def _rows(wanted: Q, *, by_source: bool) -> Iterator[tuple[Any, ...]]:
    if not by_source:
        totals = SectorTotal.objects.filter(wanted).order_by()
        for pk, code, year, sector, value in totals.values_list(
            "vintage_id", "code", "year", "sector", "value"
        ):
            yield pk, code, year, sector, "", value
        return
    names = ("vintage_id", "code", "year", "sector", "emission_source")
    observations = Observation.objects.filter(wanted).order_by().values_list(*names)
    # Several rows may tell of one source, one for each gas; where one has no figure, neither has the sum.
    for *cell, value, known, rows in observations.annotate(Sum("value"), Count("value"), Count("pk")):
        yield *cell, value if known == rows else None


def _move(known: Divisions, cells: Rows, published: date, day: date, key: Key | str | None) -> Converted:
    if isinstance(key, str):
        key = Key.of_register(key, known, published=published, to=day)
    return move(known, cells, published=published, to=day, key=key)


def _take(result: PlaceFigures, vintage: Vintage, moved: Converted, places: set[str]) -> None:
    counted = result.sectors_of[vintage.pk]
    told: dict[str, dict[Any, float | None]] = defaultdict(dict)
    for (code, *row), value in moved.values.items():
        if code in places:
            told[code][tuple(row)] = value
    result.parts += [Part(frozenset({code}), rows, counted) for code, rows in sorted(told.items())]
    result.keyed |= moved.keyed & places
    for (code, year), gap in moved.missing.items():
        if code in places:
            result.missing[code, year] = f"lacks {', '.join(gap.parts)}"
    for undivided in moved.undivided:
        _take_undivided(result, undivided, counted, places)


def _take_undivided(
    result: PlaceFigures, undivided: Undivided, counted: frozenset[str], places: set[str]
) -> None:
    """What belongs to several places together: of use to a region that has them all, and to none alone."""
    together = undivided.block.targets
    if together <= places:
        result.parts.append(Part(together, undivided.values, counted))
    reason = f"{undivided.refusal.code} was divided; no key"
    for code in together & places:
        result.divided[code] = str(undivided.refusal)
        result.missing.update({(code, year): reason for year in undivided.years})
