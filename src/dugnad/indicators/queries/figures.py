"""Questions that choose: for each place and year the vintage that speaks for it, moved to one division."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext as _

from dugnad.engine.boundaries import Block, Converted, Divisions, Key, Measure, Undivided, move
from dugnad.engine.series import Part
from dugnad.indicators.kinds import COUNTRIES, MISSING_FOR_PROGRAMS, POPULATION, Missing
from dugnad.indicators.models import Indicator, Observation, SectorTotal, Vintage
from dugnad.indicators.queries.catalogue import indicator_with_key
from dugnad.indicators.queries.speaking import (
    Told,
    division_days,
    official_first,
    speakers,
    vintages_seen,
    years_of,
)
from dugnad.indicators.rules import is_additive
from dugnad.kit.errors import Refused
from dugnad.members.queries import divisions

Cell = tuple[str, int, str, str]  # code, year, sector, emission source
Rows = dict[Cell, float | None]
Sharing = Key | Measure | str  # a key, what makes one for each division, or the name of the register's own
Reasons = dict[tuple[str, int], str]  # by code and year, why the publisher gives no figure
DIVIDED = "was divided; no key"  # why a place has no figure of its own
REGISTER = "register"  # the name under which the weights of the register of codes are asked for


@dataclass
class PlaceFigures:
    """Figures in one division: values, who published each place's, what is missing and why."""

    indicator: Indicator
    codes_of: date
    parts: list[Part] = field(default_factory=list)
    vintage_of: dict[str, Vintage] = field(default_factory=dict)
    # The years of a place that its vintage does not tell of, and who tells of them instead.
    others: dict[tuple[str, int], Vintage] = field(default_factory=dict)
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

    def vintage_at(self, code: str, year: int) -> Vintage | None:
        """The vintage that speaks for a place in a year."""
        return self.others.get((code, year)) or self.vintage_of.get(code)

    @property
    def vintages(self) -> list[Vintage]:
        """The vintages that speak for a place, newest first."""
        found = {vintage.pk: vintage for vintage in (*self.vintage_of.values(), *self.others.values())}
        return sorted(found.values(), key=lambda vintage: (vintage.seen_on, vintage.pk), reverse=True)


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
    key: Sharing | None = None,
    known: Divisions | None = None,
) -> PlaceFigures:
    """The figures of places (codes in the division of `codes_day`; None for every place).

    Each place and year is spoken for by one vintage: an official one before an illustrative, and of these
    the one seen last, on or before `seen_by`. A publisher rewrites the whole history of a place at once,
    so a year that the newest does not tell of stands in `others`, and whoever shows it says so. A code that
    was divided is refused, place by place, unless a key is given (`REGISTER` for the weights that the
    register of codes has, or a measure such as `by_inhabitants` gives). With `sector` or `year` no other is
    read, and totals are its own.
    """
    known, additive = known or divisions(), is_additive(indicator.unit)
    result = PlaceFigures(indicator, codes_day, key=key if isinstance(key, str) else key.name if key else "")
    wanted = {*known.on(codes_day), *COUNTRIES} if codes is None else set(codes)
    candidates = vintages_seen(indicator, seen_by).defer("without_figure") if only is None else only
    speaking = speakers(official_first(candidates), wanted, known, codes_day)
    _note_speakers(result, speaking)
    only_these = _only(sector, year)
    for vintage, rows, reasons in _read(speaking, known, codes_day, only_these, by_source=by_source):
        for published, cells in _by_division(vintage, rows):
            blocks = known.blocks_of(published, codes_day)
            _note_reasons(result, cells, reasons, blocks, speaking[vintage])
            kept = cells if additive else _unmixed(result, cells, blocks, speaking[vintage])
            moved = _move(known, kept, published, codes_day, key)
            _take(result, vintage, moved, speaking[vintage])
    return result


def _note_speakers(result: PlaceFigures, speaking: Mapping[Vintage, Told]) -> None:
    for vintage, told in speaking.items():
        result.sectors_of[vintage.pk] = frozenset(vintage.sectors)
        for place, years in told.items():
            if result.vintage_of.setdefault(place, vintage) != vintage:
                result.others.update({(place, year): vintage for year in years})


def _note_reasons(
    result: PlaceFigures, cells: Rows, reasons: Reasons, blocks: Mapping[str, Block], told: Told
) -> None:
    """Why a figure is missing, where its publisher says it: confidential, not applicable, not published."""
    targets = {code: block.targets for block in blocks.values() for code in block.codes} if reasons else {}
    for code, year, _sector, _source in cells:
        if (code, year) in reasons:
            for target in targets.get(code, {code}):
                if year in told.get(target, ()):
                    result.missing.setdefault((target, year), reasons[code, year])


def _unmixed(result: PlaceFigures, cells: Rows, blocks: Mapping[str, Block], told: Told) -> Rows:
    """The rows of places that have only changed their number; shares of others cannot be put together."""
    mixed = {target: block for target, block in blocks.items() if len(block.codes) + len(block.targets) > 2}
    parts = {code: block for block in mixed.values() for code in block.codes}
    for code, year, _sector, _source in cells:
        if code in parts:
            reason = f"figures in {result.indicator.unit} cannot be summed"
            targets = [target for target in parts[code].targets if year in told.get(target, ())]
            result.missing.update({(target, year): reason for target in targets})
    return {cell: value for cell, value in cells.items() if cell[0] not in parts}


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


def by_inhabitants(year: int, *, codes_day: date) -> Measure:
    """The measure that shares what was divided by the inhabitants of its parts in a year.

    Raises Refused where no place has inhabitants in that year.
    """
    people = figures_of(indicator_with_key(POPULATION), None, codes_day=codes_day, year=year)
    if not people.totals:
        message = _("There are no inhabitants for %(year)s, so nothing can be shared by them.")
        raise Refused("key", message % {"year": year}, field="key")
    return Measure(f"inhabitants of {year}", {code: value for (code, _y), value in people.totals.items()})


# What they say -------------------------------------------------------------------------------------------


def _read(
    speaking: Mapping[Vintage, Told], known: Divisions, day: date, only_these: Q, *, by_source: bool
) -> Iterator[tuple[Vintage, Rows, Reasons]]:
    """The rows that each vintage has for the places that it speaks for, in one question to the database."""
    if not speaking:
        return
    wanted = Q()
    for vintage, told in speaking.items():
        wanted |= Q(vintage=vintage, code__in=_parts(vintage, told, known, day)) & _years(vintage, told)
    rows: dict[int, Rows] = {vintage.pk: {} for vintage in speaking}
    reasons: dict[int, Reasons] = defaultdict(dict)
    for pk, code, year, sector, source, value, missing in _rows(wanted & only_these, by_source=by_source):
        rows[pk][code, year, sector, source] = value
        if missing:
            reasons[pk].setdefault((code, year), MISSING_FOR_PROGRAMS[Missing(missing)])
    for vintage in speaking:
        yield vintage, rows[vintage.pk], reasons[vintage.pk]


def _only(sector: str, year: int | None) -> Q:
    wanted = Q(sector=sector) if sector else Q()
    return wanted & Q(year=year) if year else wanted


def _years(vintage: Vintage, told: Told) -> Q:
    """The years that a vintage is read for, where others tell of the rest."""
    years = set[int]().union(*told.values())
    return Q() if years == years_of(vintage) else Q(year__in=sorted(years))


def _parts(vintage: Vintage, told: Told, known: Divisions, day: date) -> set[str]:
    days = division_days(vintage, years_of(vintage))
    municipal = {code for published in days for code in known.parts_of(told, published=published, to=day)}
    return municipal | (told.keys() & COUNTRIES.keys())


def _rows(wanted: Q, *, by_source: bool) -> Iterator[tuple[Any, ...]]:
    if not by_source:
        totals = SectorTotal.objects.filter(wanted).order_by()
        for pk, code, year, sector, value, missing in totals.values_list(
            "vintage_id", "code", "year", "sector", "value", "missing"
        ):
            yield pk, code, year, sector, "", value, missing
        return
    names = ("vintage_id", "code", "year", "sector", "emission_source")
    observations = Observation.objects.filter(wanted).order_by().values_list(*names)
    # Several rows may tell of one source, one for each gas; where one has no figure, neither has the sum.
    counted = observations.annotate(Sum("value"), Count("value"), Count("pk"), Max("missing"))
    for *cell, value, known, rows, missing in counted:
        yield *cell, value if known == rows else None, missing


def _move(known: Divisions, cells: Rows, published: date, day: date, key: Sharing | None) -> Converted:
    if isinstance(key, str):
        key = Key.of_register(key, known, published=published, to=day)
    elif isinstance(key, Measure):
        key = key.key(known, published=published, to=day)
    countries = {cell: value for cell, value in cells.items() if cell[0] in COUNTRIES}
    municipal = (
        {cell: value for cell, value in cells.items() if cell not in countries} if countries else cells
    )
    moved = move(known, municipal, published=published, to=day, key=key)
    moved.values.update(countries)  # a country is the same in every division
    return moved


def _take(result: PlaceFigures, vintage: Vintage, moved: Converted, speaks_for: Told) -> None:
    counted = result.sectors_of[vintage.pk]
    told: dict[str, dict[Any, float | None]] = defaultdict(dict)
    for (code, *row), value in moved.values.items():
        if row[0] in speaks_for.get(code, ()):
            told[code][tuple(row)] = value
    result.parts += [Part(frozenset({code}), rows, counted) for code, rows in sorted(told.items())]
    result.keyed |= moved.keyed & told.keys()
    for (code, year), gap in moved.missing.items():
        if year in speaks_for.get(code, ()):
            result.missing[code, year] = f"lacks {', '.join(gap.parts)}"
    for undivided in moved.undivided:
        _take_undivided(result, undivided, counted, speaks_for)


def _take_undivided(
    result: PlaceFigures, undivided: Undivided, counted: frozenset[str], speaks_for: Told
) -> None:
    """What belongs to several places together: of use to a region that has them all, and to none alone."""
    together = undivided.block.targets
    if together <= speaks_for.keys():
        shared = set.intersection(*(speaks_for[code] for code in together))
        values = {row: value for row, value in undivided.values.items() if row[0] in shared}
        result.parts.append(Part(together, values, counted))
    reason = f"{undivided.refusal.code} {DIVIDED}"
    for code in together & speaks_for.keys():
        years = speaks_for[code].intersection(undivided.years)
        result.missing.update({(code, year): reason for year in years})
        if years:
            result.divided[code] = str(undivided.refusal)
