"""Greenhouse gas emissions by municipality: the agency's workbooks, and the county analysts' CSV files.

Layouts, recognised by what stands in the file and never by its name:
- `workbook of one municipality`: a sheet "Info" names the data set; the detailed sheet has no municipality.
- `national workbook`, `national table`: the detailed table has municipality numbers.
- `county table`: one table with names of municipalities and no numbers, often without a column for the gas.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dugnad.engine.boundaries import Divisions
from dugnad.indicators.kinds import SECTOR_OF_NAME, published_name
from dugnad.indicators.rules import FIRST_YEAR, is_rounding
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
    folded,
    is_blank,
    read_back,
    read_number,
    read_year,
)
from dugnad.kit.spreadsheets import Row, as_typed

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
Cell = tuple[str, int, str]  # municipality, year, sector


@dataclass
class EmissionReader:
    """Reads one file of emissions row by row; what it learns stands in `findings`."""

    divisions: Divisions
    seen_on: date
    is_workbook: bool
    findings: Findings = field(default_factory=Findings)
    _nearest: Header | None = None
    # Where the file names its municipality, if no such place is known, and why.
    _about_one: bool = False
    _unplaced: tuple[Row, str, str] | None = None
    # Marks of the rows that name their gas, as numbers: a million names would take ten times the room.
    _seen: dict[tuple[str, int, str], int] = field(default_factory=lambda: defaultdict(int))
    _pairs: dict[tuple[str, str], int] = field(default_factory=dict)
    _sums: dict[Cell, float] = field(default_factory=lambda: defaultdict(float))
    _counts: dict[Cell, int] = field(default_factory=lambda: defaultdict(int))
    _published: dict[Cell, tuple[Row, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.placer = Placer(self.divisions, self.seen_on)
        self._years = Remembered(self._year)
        self._sectors = Remembered(_sector)
        self._sources = Remembered(lambda cell: clean(as_typed(cell)))
        self._gases = Remembered(_gas)

    def figures(self, rows: Iterator[Row]) -> Iterator[Figure]:
        """The figures of the detailed table; other sheets are read for what they confirm."""
        sheet, header, detailed = None, None, False
        for row in rows:
            if row.sheet != sheet:
                sheet, header = row.sheet, None
            if header is None:
                header = self._recognised(row, taken=detailed)
                detailed = detailed or (header is not None and self._is_detailed(header))
            elif ("source" in header.columns and self.findings.refuse_faults(row, header)) or is_blank(row):
                continue
            elif "source" in header.columns:
                self.findings.rows += 1
                figure = self._figure(row, header)
                if figure:
                    yield figure
            else:
                self._note_published(row, header)
        self._conclude(detailed)

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
        placed = {"code", "name"} & set(header.columns) or self.placer.dataset
        return set(self._wanted) <= set(header.columns) and bool(placed)

    @property
    def _wanted(self) -> tuple[str, ...]:
        return (*DETAILED, "gas") if self.is_workbook else DETAILED

    def _layout(self, header: Header) -> Header:
        if "code" in header.columns:
            self.findings.layout = "national workbook" if self.is_workbook else "national table"
        elif "name" in header.columns:
            self.findings.layout = "county table"
        else:
            self.findings.layout = "workbook of one municipality"
            self._about_one = True
        return header

    def _note_dataset(self, row: Row) -> None:
        """The municipality of the whole file; a name that cannot be placed is refused here, and once."""
        if len(row.cells) > 1 and folded(row.cells[0]) == "datasett":
            self.placer.dataset = clean(row.cells[1])
            try:
                self.placer.place("", "", "")
            except UnreadableCell as refusal:
                self._unplaced = row, clean(row.cells[0]), str(refusal)

    # One row -----------------------------------------------------------------------------------------

    def _figure(self, row: Row, header: Header) -> Figure | None:
        raw = header.raw
        if len(row.cells) != len(header.row.cells) and self.findings.refuse_misfit(row, header):
            return None
        if self._about_one and self._unplaced:
            return None  # said once, where the file names its place, and not for every row
        try:
            code = self.placer.place(raw(row, "code"), raw(row, "name"), raw(row, "county"))
            year, sector = self._years[raw(row, "year")], self._sectors[raw(row, "sector")]
            gas, value = self._gases[raw(row, "gas")], self._value(row, header)
        except UnreadableCell:
            self._refuse_cells(row, header)
            return None
        figure = Figure(row.number, code, year, sector, self._sources[raw(row, "source")], gas, value)
        return self._once(row, header, figure)

    def _refuse_cells(self, row: Row, header: Header) -> None:
        """Judge every cell of a row that has a bad one, so that all are told at once."""
        raw = header.raw
        checks: dict[str, Callable[[], Any]] = {
            "code" if "code" in header.columns else "name": lambda: self.placer.place(
                raw(row, "code"), raw(row, "name"), raw(row, "county")
            ),
            "year": lambda: self._years[raw(row, "year")],
            "sector": lambda: self._sectors[raw(row, "sector")],
            "gas": lambda: self._gases[raw(row, "gas")],
            "value": lambda: self._value(row, header),
        }
        self.findings.refuse_unreadable(row, header, checks)

    def _year(self, cell: Any) -> int:
        return read_year(as_typed(cell), seen_on=self.seen_on, first=FIRST_YEAR)

    def _value(self, row: Row, header: Header) -> float | None:
        cell = header.cell(row, "value")
        if not clean(cell):
            self.findings.note_missing(row, header.name("value"))
            return None
        value = read_number(cell)
        if value < 0:
            raise UnreadableCell(
                _("%(value)s is below zero; direct emissions cannot be.") % {"value": read_back(value)}
            )
        return value

    def _once(self, row: Row, header: Header, figure: Figure) -> Figure | None:
        """A figure with its gas can stand only once; where the gas is unsaid, rows are parts of a sum."""
        place = (figure.code, figure.year, figure.sector)
        if figure.gas:
            pair = (figure.emission_source, figure.gas)
            # A bit for each pair in a number for each place: millions of rows fit in a few megabytes.
            bit = 1 << self._pairs.setdefault(pair, len(self._pairs))
            if self._seen[place] & bit:
                reason = _("The same municipality, year, sector, source and gas stands twice.")
                self.findings.refuse(row, header.name("value"), reason)
                return None
            self._seen[place] |= bit
        self._sums[place] += figure.value or 0.0
        self._counts[place] += 1
        return figure

    # What other sheets confirm -------------------------------------------------------------------------

    def _note_published(self, row: Row, header: Header) -> None:
        raw = header.raw
        try:
            place = self.placer.place(raw(row, "code"), raw(row, "name"), raw(row, "county"))
            cell = (place, self._years[raw(row, "year")], self._sectors[raw(row, "sector")])
            self._published[cell] = row, read_number(header.cell(row, "value"))
        except UnreadableCell:
            return  # a sheet that only confirms is not worth a refusal; the detailed one is judged in full

    def _conclude(self, found: bool) -> None:
        if self._about_one and self._unplaced:
            self.findings.refuse(*self._unplaced)
        if not found:
            self._refuse_layout()
        elif not self.findings.rows and not self.findings.refused:
            self.findings.refuse_file(_("The table has no rows."))
        elif not self.findings.refused:
            self._compare_with_published()

    def _refuse_layout(self) -> None:
        near = self._nearest
        if near is None or len(near.columns) < 2:
            self.findings.refuse_file(
                _("There is no table of emissions here: no row has the columns År, Sektor and Utslipp.")
            )
            return
        missing = [NAMES[column] for column in self._wanted if column not in near.columns] or [NAMES["name"]]
        for name in missing:
            self.findings.refuse(near.row, name, _("The column “%(name)s” is missing.") % {"name": name})

    def _compare_with_published(self) -> None:
        for place, (row, total) in self._published.items():
            ours = self._sums.get(place, 0.0)
            if not is_rounding(ours, total, parts=self._counts.get(place, 0)):
                message = _(
                    "The detailed figures for %(sector)s in %(year)s add up to %(ours).1f, "
                    "but the overview says %(total).1f."
                )
                values = {"sector": published_name(place[2]), "year": place[1], "ours": ours, "total": total}
                self.findings.refuse(row, NAMES["value"], message % values)


def _sector(cell: Any) -> str:
    name = clean(as_typed(cell))
    if name.casefold() not in SECTOR_OF_NAME:
        raise UnreadableCell(_("“%(name)s” is not a sector that we know.") % {"name": name})
    return SECTOR_OF_NAME[name.casefold()]


def _gas(cell: Any) -> str:
    name = clean(as_typed(cell))
    if name and folded(name) not in GASES:
        raise UnreadableCell(_("“%(name)s” is not a gas that we know.") % {"name": name})
    return GASES[folded(name)] if name else ""


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
