"""Greenhouse gas emissions by municipality: the agency's workbooks, and the county analysts' CSV files.

Layouts, recognised by what stands in the file and never by its name:
- `workbook of one municipality`: a sheet "Info" names the data set; the detailed sheet has no municipality.
- `national workbook`: the detailed sheet has municipality numbers.
- `county table`: one table with names of municipalities and no numbers, often without a column for the gas.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from dugnad.engine.boundaries import Divisions, UnknownCode, UnplacedName, split_county_suffix
from dugnad.indicators.kinds import SECTOR_OF_NAME
from dugnad.indicators.rules import FIRST_YEAR, is_rounding
from dugnad.indicators.sources.reading import (
    HEADER_WITHIN,
    Figure,
    Findings,
    Header,
    Refusal,
    UnreadableCell,
    clean,
    find_header,
    folded,
    is_blank,
    read_number,
    read_year,
)
from dugnad.kit.spreadsheets import Row

Read = TypeVar("Read")
COLUMNS = {
    "år": "year",
    "year": "year",
    "sektor": "sector",
    "utslippskilde": "source",
    "kilde": "source",
    "klimagass": "gas",
    "gass": "gas",
    "utslipp": "value",
    "utslipp (tonn co2-ekvivalenter)": "value",
    "utslipp (tonn co2e)": "value",
    "utslipp (tonn co2-ekv)": "value",
    "kommunenummer": "code",
    "kommunenr": "code",
    "kommune nr": "code",
    "kommune": "name",
    "kommunenavn": "name",
    "fylke": "county",
}
DETAILED = ("year", "sector", "source", "value")
SUMMARY = ("year", "sector", "value")
NAMES = {
    "year": "År",
    "sector": "Sektor",
    "source": "Utslippskilde",
    "gas": "Klimagass",
    "value": "Utslipp (tonn CO₂-ekvivalenter)",
    "name": "Kommune",
}
GASES = {"co2": "CO2", "ch4": "CH4", "n2o": "N2O", "hfk": "HFK", "pfk": "PFK", "sf6": "SF6", "nf3": "NF3"}


@dataclass
class EmissionReader:
    """Reads one file of emissions row by row; what it learns stands in `findings`."""

    divisions: Divisions
    seen_on: date
    is_workbook: bool
    findings: Findings = field(default_factory=Findings)
    # County shared by all names that are clear, for names that several municipalities have.
    common_county: str = ""
    _dataset: str = ""
    _nearest: Header | None = None
    _places: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _seen: set[int] = field(default_factory=set)
    _sums: dict[tuple[str, int, str], float] = field(default_factory=lambda: defaultdict(float))
    _counts: dict[tuple[str, int, str], int] = field(default_factory=lambda: defaultdict(int))
    _published: dict[tuple[str, int, str], float] = field(default_factory=dict)

    def figures(self, rows: Iterator[Row]) -> Iterator[Figure]:
        """The figures of the detailed table; other sheets are read for what they confirm."""
        sheet, header, detailed = None, None, ""
        for row in rows:
            if row.sheet != sheet:
                sheet, header = row.sheet, None
            if header is None:
                header = self._recognised(row, taken=bool(detailed))
                if header and self._is_detailed(header):
                    detailed = row.sheet or "–"
                continue
            if is_blank(row):
                continue
            if self._is_detailed(header):
                self.findings.rows += 1
                figure = self._figure(row, header)
                if figure:
                    yield figure
            else:
                self._note_published(row, header)
        self._conclude(bool(detailed))

    # Recognising -----------------------------------------------------------------------------------

    def _recognised(self, row: Row, *, taken: bool) -> Header | None:
        if row.number > HEADER_WITHIN:
            return None
        self._note_dataset(row)
        header = find_header(row, COLUMNS)
        if self._nearest is None or len(header.columns) > len(self._nearest.columns):
            self._nearest = header
        if self._is_detailed(header):
            return None if taken else self._layout(header)
        if set(SUMMARY) <= set(header.columns) and not {"source", "gas"} & set(header.columns):
            return header
        return None

    def _is_detailed(self, header: Header) -> bool:
        wanted = (*DETAILED, "gas") if self.is_workbook else DETAILED
        placed = {"code", "name"} & set(header.columns) or self._dataset
        return set(wanted) <= set(header.columns) and bool(placed)

    def _layout(self, header: Header) -> Header:
        if "code" in header.columns:
            self.findings.layout = "national workbook" if self.is_workbook else "national table"
        elif "name" in header.columns:
            self.findings.layout = "county table"
        else:
            self.findings.layout = "workbook of one municipality"
        return header

    def _note_dataset(self, row: Row) -> None:
        if len(row.cells) > 1 and folded(row.cells[0]) == "datasett":
            self._dataset = clean(row.cells[1])

    # One row -----------------------------------------------------------------------------------------

    def _figure(self, row: Row, header: Header) -> Figure | None:
        if not clean(header.cell(row, "value")):
            self.findings.leave_out(
                row, header.name("value"), _("There is no figure; it is missing, not zero.")
            )
            return None
        code = self._checked(row, header, "code" if "code" in header.columns else "name", self._place)
        year = self._checked(row, header, "year", self._year)
        sector = self._checked(row, header, "sector", self._sector)
        value = self._checked(row, header, "value", self._value)
        gas = self._checked(row, header, "gas", self._gas)
        if code is None or year is None or sector is None or value is None or gas is None:
            return None
        figure = Figure(row.number, code, year, sector, clean(header.cell(row, "source")), gas, value)
        return self._once(row, header, figure)

    def _checked(
        self, row: Row, header: Header, column: str, read: Callable[[Row, Header], Read]
    ) -> Read | None:
        try:
            return read(row, header)
        except UnreadableCell as refusal:
            self.findings.refuse(row, header.name(column), str(refusal))
            return None

    def _year(self, row: Row, header: Header) -> int:
        return read_year(header.cell(row, "year"), seen_on=self.seen_on, first=FIRST_YEAR)

    def _sector(self, row: Row, header: Header) -> str:
        name = clean(header.cell(row, "sector"))
        if name.casefold() not in SECTOR_OF_NAME:
            raise UnreadableCell(_("“%(name)s” is not a sector that we know.") % {"name": name})
        return SECTOR_OF_NAME[name.casefold()]

    def _value(self, row: Row, header: Header) -> float:
        value = read_number(header.cell(row, "value"))
        if value < 0:
            raise UnreadableCell(_("%(value)s is below zero; direct emissions cannot be.") % {"value": value})
        return value

    def _gas(self, row: Row, header: Header) -> str:
        name = folded(header.cell(row, "gas"))
        if name and name not in GASES:
            raise UnreadableCell(_("“%(name)s” is not a gas that we know.") % {"name": name})
        return GASES[name] if name else ""

    def _place(self, row: Row, header: Header) -> str:
        code, name, county = (clean(header.cell(row, column)) for column in ("code", "name", "county"))
        cells = (code, name, county)
        if cells not in self._places:
            self._places[cells] = self._placed(*cells)
        return self._places[cells]

    def _placed(self, code: str, name: str, county: str) -> str:
        if code:
            return self._known_code(code)
        name = name or self._dataset
        try:
            own = county or split_county_suffix(name)[1]
            return self._named(name, own)
        except UnplacedName as problem:
            raise UnreadableCell(_unplaced(problem)) from None

    def _named(self, name: str, county: str) -> str:
        try:
            return self.divisions.place(name, self.seen_on, county=county).code
        except UnplacedName as problem:
            if not county and problem.candidates and self.common_county:
                return self.divisions.place(name, self.seen_on, county=self.common_county).code
            raise

    def _known_code(self, code: str) -> str:
        whole = code.removesuffix(".0").zfill(4)
        try:
            return self.divisions.row(whole, self.seen_on).code
        except UnknownCode:
            raise UnreadableCell(_("%(code)s is not a municipality number.") % {"code": code}) from None

    def _once(self, row: Row, header: Header, figure: Figure) -> Figure | None:
        """A figure with its gas can stand only once; where the gas is unsaid, rows are parts of a sum."""
        place = (figure.code, figure.year, figure.sector)
        if figure.gas:
            mark = hash((*place, figure.emission_source, figure.gas))
            if mark in self._seen:
                reason = _("The same municipality, year, sector, source and gas stands twice.")
                self.findings.refuse(row, header.name("value"), reason)
                return None
            self._seen.add(mark)
        self._sums[place] += figure.value
        self._counts[place] += 1
        return figure

    # What other sheets confirm -------------------------------------------------------------------------

    def _note_published(self, row: Row, header: Header) -> None:
        try:
            place = (self._place(row, header), self._year(row, header), self._sector(row, header))
            self._published[place] = read_number(header.cell(row, "value"))
        except UnreadableCell:
            return  # a sheet that only confirms is not worth a refusal; the detailed one is judged in full

    def _conclude(self, found: bool) -> None:
        if not found:
            self._refuse_layout()
        elif not self.findings.rows:
            self.findings.refusals.append(Refusal("", None, "", _("The table has no rows.")))
        elif not self.findings.refused:
            self._compare_with_published()

    def _refuse_layout(self) -> None:
        near = self._nearest
        if near is None or len(near.columns) < 2:
            reason = _(
                "There is no table of emissions in this file: no row has the columns År, Sektor and Utslipp."
            )
            self.findings.refusals.append(Refusal("", None, "", reason))
            return
        wanted = (*DETAILED, "gas") if self.is_workbook else DETAILED
        missing = [NAMES[column] for column in wanted if column not in near.columns]
        if not missing:
            missing = [NAMES["name"]]
        for name in missing:
            self.findings.refuse(near.row, name, _("The column “%(name)s” is missing.") % {"name": name})

    def _compare_with_published(self) -> None:
        for place, total in self._published.items():
            ours = self._sums.get(place, 0.0)
            if place in self._sums and not is_rounding(ours, total, parts=self._counts[place]):
                message = _(
                    "The detailed figures for %(sector)s in %(year)s add up to %(ours).1f, "
                    "but the overview says %(total).1f."
                )
                values = {"sector": place[2], "year": place[1], "ours": ours, "total": total}
                self.findings.refused += 1
                self.findings.refusals.append(Refusal("", None, NAMES["value"], message % values))

    @property
    def sums(self) -> Mapping[tuple[str, int, str], float]:
        """The figures summed to municipality, year and sector."""
        return self._sums


def names_in(rows: Iterator[Row]) -> set[str]:
    """The distinct names of municipalities in a table without numbers; empty where numbers stand."""
    header: Header | None = None
    names: set[str] = set()
    for row in rows:
        if header is None:
            found = find_header(row, COLUMNS)
            header = found if set(DETAILED) <= set(found.columns) else None
            if header and ("code" in header.columns or "county" in header.columns):
                return set()
        else:
            names.add(clean(header.cell(row, "name")))
    return names


def _unplaced(problem: UnplacedName) -> str:
    if not problem.candidates:
        message = _("“%(name)s” is not a municipality in the division of %(day)s.")
        return message % {"name": problem.name, "day": problem.day}
    listed = ", ".join(f"{c.name} ({c.county_name})" for c in problem.candidates)
    message = _("“%(name)s” may be several municipalities: %(listed)s. Write the county too.")
    return message % {"name": problem.name, "listed": listed}
