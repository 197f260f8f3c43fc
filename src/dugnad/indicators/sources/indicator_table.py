"""Any indicator as a plain table: municipality_code, year, value, and optionally sector and unit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from dugnad.engine.boundaries import Divisions, UnknownCode
from dugnad.engine.units import UnitError, convert
from dugnad.indicators.rules import may_be_negative
from dugnad.indicators.sources.reading import (
    Figure,
    Findings,
    Header,
    Refusal,
    UnreadableCell,
    clean,
    find_header,
    is_blank,
    read_number,
    read_year,
)
from dugnad.kit.spreadsheets import Row

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


@dataclass
class IndicatorReader:
    """Reads a table of one indicator; what it learns stands in `findings`."""

    divisions: Divisions
    seen_on: date
    unit: str
    findings: Findings = field(default_factory=lambda: Findings(layout="indicator table"))
    _seen: set[tuple[str, int, str]] = field(default_factory=set)

    def figures(self, rows: Iterator[Row]) -> Iterator[Figure]:
        """The figures of the table, in the indicator's own unit."""
        header: Header | None = None
        for row in rows:
            if header is None:
                header = find_header(row, COLUMNS)
                missing = [name for column, name in WANTED.items() if column not in header.columns]
                for name in missing:
                    self.findings.refuse(row, name, _("The column “%(name)s” is missing.") % {"name": name})
                if missing:
                    return
            elif not is_blank(row):
                self.findings.rows += 1
                figure = self._figure(row, header)
                if figure:
                    yield figure
        if not self.findings.rows and not self.findings.refused:
            self.findings.refusals.append(Refusal("", None, "", _("The table has no rows.")))

    def _figure(self, row: Row, header: Header) -> Figure | None:
        if not clean(header.cell(row, "value")):
            self.findings.leave_out(
                row, header.name("value"), _("There is no figure; it is missing, not zero.")
            )
            return None
        found = {}
        for column, read in (("code", self._code), ("year", self._year), ("value", self._value)):
            try:
                found[column] = read(row, header)
            except UnreadableCell as refusal:
                self.findings.refuse(row, header.name(column), str(refusal))
        if len(found) < len(WANTED):
            return None
        sector = clean(header.cell(row, "sector"))[:20]
        figure = Figure(
            row.number, str(found["code"]), int(found["year"]), sector, "", "", float(found["value"])
        )
        place = (figure.code, figure.year, sector)
        if place in self._seen:
            self.findings.refuse(row, header.name("code"), _("The same municipality and year stands twice."))
            return None
        self._seen.add(place)
        return figure

    def _code(self, row: Row, header: Header) -> str:
        code = clean(header.cell(row, "code")).removesuffix(".0")
        try:
            return self.divisions.row(code.zfill(4), self.seen_on).code
        except UnknownCode:
            raise UnreadableCell(_("“%(code)s” is not a municipality number.") % {"code": code}) from None

    def _year(self, row: Row, header: Header) -> int:
        return read_year(header.cell(row, "year"), seen_on=self.seen_on, first=EARLIEST)

    def _value(self, row: Row, header: Header) -> float:
        value = read_number(header.cell(row, "value"))
        if value < 0 and not may_be_negative(self.unit):
            raise UnreadableCell(_("%(value)s is below zero.") % {"value": value})
        unit = clean(header.cell(row, "unit"))
        if not unit or unit == self.unit:
            return value
        try:
            return convert(value, unit, self.unit)
        except UnitError as problem:
            raise UnreadableCell(str(problem)) from None
