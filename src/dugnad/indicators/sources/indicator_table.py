"""Any indicator as a plain table: municipality_code, year, value, and optionally sector and unit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dugnad.engine.boundaries import Divisions
from dugnad.engine.units import UnitError, convert
from dugnad.indicators.kinds import NORWEGIAN_SYMBOLS, symbol_of, unit_in_words
from dugnad.indicators.rules import LONGEST_SECTOR, may_be_negative
from dugnad.indicators.sources.placing import Placer
from dugnad.indicators.sources.reading import (
    HEADER_WITHIN,
    Figure,
    Findings,
    Header,
    Remembered,
    UnreadableCell,
    clean,
    find_header,
    is_blank,
    read_back,
    read_number,
    read_year,
)
from dugnad.kit.spreadsheets import Row, as_typed

COLUMNS = {
    "municipality_code": "code",
    "kommunenummer": "code",
    "code": "code",
    "year": "year",
    "år": "year",
    "value": "value",
    "verdi": "value",
    "sector": "sector",
    "sektor": "sector",
    "unit": "unit",
    "enhet": "unit",
}
WANTED = {"code": "municipality_code", "year": "year", "value": "value"}
EARLIEST = 1900
SHOWN = 6  # cells of a row that no column was found in


@dataclass
class IndicatorReader:
    """Reads a table of one indicator; what it learns stands in `findings`."""

    divisions: Divisions
    seen_on: date
    unit: str
    findings: Findings = field(default_factory=lambda: Findings(layout="indicator table"))
    _seen: set[tuple[str, int, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.placer = Placer(self.divisions, self.seen_on)
        self._codes = Remembered(self._place)
        self._years = Remembered(self._year)
        self._sectors = Remembered(_sector)

    def figures(self, rows: Iterator[Row]) -> Iterator[Figure]:
        """The figures of the table, in the indicator's own unit."""
        header: Header | None = None
        unrecognised: Row | None = None
        for row in rows:
            if (header and self.findings.refuse_faults(row, header)) or is_blank(row):
                continue
            if header is None:
                header = self._recognised(row)
                unrecognised = unrecognised or (None if header else row)
                if self.findings.refused:
                    return
            else:
                self.findings.rows += 1
                figure = self._figure(row, header)
                if figure:
                    yield figure
        if not self.findings.rows and not self.findings.refused:
            self.findings.refuse_file(self._without_rows(unrecognised))

    def _without_rows(self, unrecognised: Row | None) -> str:
        """Nothing stands in the table; or rows do, and none of them names the columns."""
        if unrecognised is None:
            return _("The table has no rows.")
        message = _("No row names the columns %(wanted)s. The first row has: %(found)s.")
        cells = [clean(cell) for cell in unrecognised.cells if cell is not None and clean(cell)]
        return message % {"wanted": ", ".join(self._wanted.values()), "found": ", ".join(cells[:SHOWN])}

    # What a table with columns of its own has in another way ------------------------------------------

    @property
    def _known(self) -> Mapping[str, str]:
        """The columns that are known, by what they are called."""
        return COLUMNS

    @property
    def _wanted(self) -> Mapping[str, str]:
        """The columns that must be there, with what they are called where they are not."""
        return WANTED

    def _place(self, cell: Any) -> str:
        return self.placer.known_number(cell)

    def _number(self, cell: Any) -> float:
        return read_number(cell)

    def _unit_of(self, row: Row, header: Header) -> str:
        return clean(header.cell(row, "unit"))

    # Rows ------------------------------------------------------------------------------------------

    def _recognised(self, row: Row) -> Header | None:
        """The header; lines before it, such as a title, hold none of its names."""
        header = find_header(row, self._known)
        missing = [name for column, name in self._wanted.items() if column not in header.columns]
        if missing and not header.columns and row.number < HEADER_WITHIN:
            return None
        for name in missing:
            self.findings.refuse(row, name, _("The column “%(name)s” is missing.") % {"name": name})
        return header

    def _figure(self, row: Row, header: Header) -> Figure | None:
        raw = header.raw
        if len(row.cells) != len(header.row.cells) and self.findings.refuse_misfit(row, header):
            return None
        try:
            code, year = self._codes[raw(row, "code")], self._years[raw(row, "year")]
            sector, (value, why) = self._sectors[raw(row, "sector")], self._value(row, header)
        except UnreadableCell:
            self._refuse_cells(row, header)
            return None
        place = (code, year, sector)
        if place in self._seen:
            self.findings.refuse(row, header.name("code"), _("The same municipality and year stands twice."))
            return None
        self._seen.add(place)
        return Figure(row.number, code, year, sector, "", "", value, why)

    def _refuse_cells(self, row: Row, header: Header) -> None:
        raw = header.raw
        checks: dict[str, Callable[[], Any]] = {
            "code": lambda: self._codes[raw(row, "code")],
            "year": lambda: self._years[raw(row, "year")],
            "sector": lambda: self._sectors[raw(row, "sector")],
            "value": lambda: self._value(row, header),
        }
        self.findings.refuse_unreadable(row, header, checks)

    def _year(self, cell: Any) -> int:
        return read_year(as_typed(cell), seen_on=self.seen_on, first=EARLIEST)

    def _value(self, row: Row, header: Header) -> tuple[float | None, str]:
        """The figure of a row, or why it has none."""
        cell = header.cell(row, "value")
        if clean(cell) in NORWEGIAN_SYMBOLS:
            why = str(NORWEGIAN_SYMBOLS[clean(cell)])
            self.findings.note_missing(row, header.name("value"), why)
            return None, why
        value = self._number(cell)
        if value < 0 and not may_be_negative(self.unit):
            raise UnreadableCell(_("%(value)s is below zero.") % {"value": read_back(value)})
        return self._in_own_unit(value, self._unit_of(row, header)), ""

    def _in_own_unit(self, value: float, unit: str) -> float:
        if unit in ("", self.unit):
            return value
        try:
            return convert(value, symbol_of(unit, self.unit), self.unit)
        except UnitError:
            message = _(
                "“%(unit)s” cannot be turned into “%(own)s”, in which this indicator is measured. "
                "Write “%(symbol)s” as the unit, or none."
            )
            raise UnreadableCell(
                message % {"unit": unit_in_words(unit), "own": unit_in_words(self.unit), "symbol": self.unit}
            ) from None


def _sector(cell: Any) -> str:
    name = clean(as_typed(cell))
    if len(name) > LONGEST_SECTOR:
        message = _("“%(name)s …” is too long for a sector; %(limit)s characters is the most.")
        raise UnreadableCell(message % {"name": name[:20], "limit": LONGEST_SECTOR})
    return name
