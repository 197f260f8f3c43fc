"""A table of a statistics agency (JSON-stat 2), read by its definition: cells into figures.

Municipality numbers of several divisions stand side by side in such tables, each with cells for every
year. A number that was none in a year has a zero or a mark there, which says nothing and is passed over;
a figure there is refused, because its municipality would be counted twice.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.engine.boundaries import Divisions, UnknownCode
from dugnad.engine.units import UnitError, convert
from dugnad.indicators.kinds import Missing, symbol_of, unit_in_words
from dugnad.indicators.rules import LONGEST_SECTOR, may_be_negative
from dugnad.indicators.sources.jsonstat import Cell, Dataset, Dimension, read_datasets
from dugnad.indicators.sources.reading import (
    Figure,
    Findings,
    UnreadableCell,
    clean,
    folded,
    read_back,
    read_year,
)
from dugnad.indicators.sources.statistics import COUNTED, COUNTS, MUNICIPALITY, UNITS, Statistic
from dugnad.kit.errors import Refused
from dugnad.kit.spreadsheets import Row

EARLIEST = 1900
NAMED = 5
UNIT_DIMENSIONS = frozenset({"unit", "enhet"})
Told = tuple[int, float | None, str]  # the number of the cell, its value, why there is none


@dataclass(frozen=True)
class Layout:
    """Where in a table's cells the place, the year, the sector and what is measured stand."""

    statistic: Statistic
    dimensions: tuple[Dimension, ...]
    time: int
    place: int | None
    sector: int | None
    wanted: tuple[frozenset[str] | None, ...]
    told_unit: str  # empty where the table says none

    @property
    def unit(self) -> str:
        """What the cells are counted in: as the table says, else as the definition does."""
        return self.told_unit or self.statistic.unit

    def holds(self, codes: tuple[str, ...]) -> bool:
        """Whether a cell is one of those that the definition asks for."""
        pairs = zip(codes, self.wanted, strict=True)
        return all(wanted is None or code in wanted for code, wanted in pairs)

    def sector_of(self, codes: tuple[str, ...]) -> str:
        """What a cell's sector is called."""
        if self.sector is None:
            return ""
        code = codes[self.sector]
        name = clean(self.dimensions[self.sector].labels.get(code, code))
        return name if len(name) <= LONGEST_SECTOR else f"{name[: LONGEST_SECTOR - 1]}…"


@dataclass
class StatisticReader:
    """Reads the answer of a statistics agency; what it learns stands in `findings`."""

    content: bytes
    statistic: Statistic
    divisions: Divisions
    seen_on: date
    unit: str
    findings: Findings = field(default_factory=lambda: Findings(layout="JSON-stat"))
    _cells: dict[tuple[str, int, str], Told] = field(default_factory=dict)

    def figures(self, rows: Iterator[Row]) -> Iterator[Figure]:
        """The figures of the table; it has no rows of its own, and is read from its bytes."""
        tables = read_datasets(self.content)
        layouts = [_layout(self.statistic, table) for table in tables]
        self._note_places(layouts)
        for layout in layouts:
            _must_become(self.unit, layout.unit)
        if not all(layout.told_unit for layout in layouts):
            message = _("The file says no unit. Its figures are read as “%(unit)s”.")
            self.findings.notes.append(message % {"unit": unit_in_words(self.statistic.unit)})
        for table, layout in zip(tables, layouts, strict=True):
            self._take(layout, table.cells())
        if not self._cells and not self.findings.refused:
            self.findings.refuse_file(_("The table has no figures for any municipality that is known here."))
        for (code, year, sector), (number, value, why) in self._cells.items():
            yield Figure(number, code, year, sector, "", "", value, why)

    # Places --------------------------------------------------------------------------------------

    def _note_places(self, layouts: Iterable[Layout]) -> None:
        codes = {code for one in layouts if one.place is not None for code in one.dimensions[one.place].codes}
        places = {code: self._place(code) for code in codes}
        self._places = {code: place for code, place in places.items() if place}
        unknown = sorted(code for code in codes - self._places.keys() if MUNICIPALITY.fullmatch(code))
        if unknown:
            text = ngettext(
                "%(count)s municipality number is not known here and was passed over: %(codes)s. Take in "
                "the register of municipality numbers first, if it should be.",
                "%(count)s municipality numbers are not known here and were passed over: %(codes)s. Take in "
                "the register of municipality numbers first, if they should be.",
                len(unknown),
            )
            named = ", ".join(unknown[:NAMED]) + (" …" if len(unknown) > NAMED else "")
            self.findings.notes.append(text % {"count": len(unknown), "codes": named})

    def _place(self, code: str) -> str:
        if code in self.statistic.countries:
            return self.statistic.countries[code]
        match = MUNICIPALITY.fullmatch(code)
        if not match or self.statistic.countries:
            return ""
        try:
            return self.divisions.row(match[1], self.seen_on).code
        except UnknownCode:
            return ""

    @cached_property
    def _is_of_several_divisions(self) -> bool:
        codes = {code for code in self._places.values() if code.isdigit()}
        return bool(codes) and self.divisions.division_of(codes, self.seen_on) is None

    def _is_no_place_then(self, place: str, year: int) -> bool:
        return self._is_of_several_divisions and place not in self.divisions.on(date(year, 1, 1))

    # Cells -----------------------------------------------------------------------------------------

    def _take(self, layout: Layout, cells: Iterable[Cell]) -> None:
        for codes, value, mark in cells:
            self.findings.rows += 1
            if layout.holds(codes):
                self._take_cell(layout, codes, value, mark)

    def _take_cell(self, layout: Layout, codes: tuple[str, ...], value: Any, mark: str) -> None:
        place = self.statistic.country if layout.place is None else self._places.get(codes[layout.place], "")
        if not place:
            return
        row = Row("", self.findings.rows, [])
        try:
            year = read_year(codes[layout.time], seen_on=self.seen_on, first=EARLIEST)
            figure, why = self._value(layout, value, mark)
        except UnreadableCell as refusal:
            self.findings.refuse(row, ", ".join(codes), str(refusal))
            return
        if not figure and self._is_no_place_then(place, year):
            return
        if why:
            self.findings.note_missing(row, ", ".join(codes), why)
        key = (place, year, layout.sector_of(codes))
        if key in self._cells and not self.statistic.summed:
            self.findings.refuse(row, ", ".join(codes), _("The same municipality and year stands twice."))
            return
        self._cells[key] = _added(self._cells.get(key), (row.number, figure, why))

    def _value(self, layout: Layout, value: Any, mark: str) -> tuple[float | None, str]:
        """A figure in the indicator's unit, or why there is none; such a mark outweighs a number."""
        if mark and mark in self.statistic.symbols:
            return None, str(self.statistic.symbols[mark])
        if value is None:
            return None, str(Missing.NOT_PUBLISHED)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise UnreadableCell(_("“%(cell)s” is not a number.") % {"cell": value})
        if value < 0 and not may_be_negative(self.unit):
            raise UnreadableCell(_("%(value)s is below zero.") % {"value": read_back(value)})
        return convert(float(value), layout.unit, self.unit), ""


def _added(before: Told | None, told: Told) -> Told:
    """A sum over cells: what cannot occur adds nothing; with a part that is missing, so is the sum."""
    if before is None or before[2] == Missing.NOT_APPLICABLE:
        return told if before is None else (before[0], *told[1:])
    if told[2] == Missing.NOT_APPLICABLE or before[1] is None:
        return before
    if told[1] is None:
        return before[0], None, told[2]
    return before[0], before[1] + told[1], ""


# What a table is like ---------------------------------------------------------------------------------


def _layout(statistic: Statistic, table: Dataset) -> Layout:
    """Where the table has what the definition names; Refused where it has it not, or has more."""
    codes = [dimension.code for dimension in table.dimensions]
    time = _index(codes, (*statistic.time, *table.roles.get("time", ())))
    place = _index(codes, (*statistic.place, *table.roles.get("geo", ()))) if statistic.place else None
    sector = _index(codes, (statistic.sector,)) if statistic.sector else None
    lacking = [
        name
        for name, index, wanted in (
            (_("year"), time, True),
            (_("place"), place, statistic.place),
            (_("sector"), sector, statistic.sector),
        )
        if index is None and wanted
    ]
    if lacking or time is None:
        message = _("The table has no dimension for %(lacking)s. It has: %(found)s.")
        raise Refused("table", message % {"lacking": ", ".join(lacking), "found": ", ".join(codes)})
    free = {time, place, sector}
    wanted = tuple(
        _wanted(statistic, dimension, free=number in free)
        for number, dimension in enumerate(table.dimensions)
    )
    return Layout(statistic, table.dimensions, time, place, sector, wanted, _unit(statistic, table, wanted))


def _index(codes: list[str], names: Iterable[str]) -> int | None:
    return next((codes.index(name) for name in names if name in codes), None)


def _wanted(statistic: Statistic, dimension: Dimension, *, free: bool) -> frozenset[str] | None:
    """The codes of a dimension whose cells are read; None for all of them."""
    code = dimension.code
    if code in statistic.wanted or code == statistic.sector:
        labels: Mapping[str, str] = dimension.labels
        found = frozenset(c for c in dimension.codes if statistic.wants(code, c, labels.get(c, "")))
        return found or _unclear(dimension)
    if free or code in statistic.summed:
        return None
    if statistic.measure and code == "ContentsCode":
        measured = [c for c in dimension.codes if folded(statistic.measure) in folded(dimension.labels[c])]
        return frozenset(measured[:1]) or _unclear(dimension)
    return None if len(dimension.codes) == 1 else _unclear(dimension)


def _unclear(dimension: Dimension) -> Any:
    values = [dimension.labels.get(code, code) for code in dimension.codes[:NAMED]]
    message = _("It cannot be told which of the values of “%(dimension)s” is wanted: %(values)s.")
    told = {"dimension": dimension.label, "values": "; ".join(values)}
    raise Refused("table", message % told)


def _unit(statistic: Statistic, table: Dataset, wanted: tuple[frozenset[str] | None, ...]) -> str:
    """The unit that the table itself says it counts in; nothing where it says none."""
    symbol = ""
    for dimension, codes in zip(table.dimensions, wanted, strict=True):
        for code in dimension.codes if codes is None else sorted(codes):
            told = _told(statistic, dimension, code)
            found = _symbol(told, statistic.unit) if told else symbol
            if symbol and found != symbol:
                _unclear(dimension)
            symbol = found
    return symbol


def _told(statistic: Statistic, dimension: Dimension, code: str) -> str:
    """The unit of a code; a dimension of units, as Eurostat has, tells it by what the code is called."""
    if dimension.code.casefold() in UNIT_DIMENSIONS and dimension.code not in statistic.wanted:
        return clean(dimension.labels.get(code, code))
    return clean(dimension.units.get(code, ""))


def _symbol(told: str, own: str) -> str:
    """The symbol of a unit in words; one that is not known stays as it is told, and is refused for it."""
    name = folded(told)
    if name in COUNTS and own in COUNTED:
        return own
    # Of a figure per head agencies tell what stands above the line, and the title says the rest.
    return own if name == own.partition("/")[0].casefold() else UNITS.get(name) or symbol_of(told, own)


def _must_become(own: str, symbol: str) -> None:
    """Refused where figures in a unit cannot be turned into the indicator's own."""
    try:
        convert(1.0, symbol, own)
    except UnitError:
        message = _("“%(unit)s” cannot be turned into “%(own)s”, in which this indicator is measured.")
        told = {"unit": unit_in_words(symbol), "own": unit_in_words(own)}
        raise Refused("unit", message % told) from None
