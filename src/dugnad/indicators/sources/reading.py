"""What every reader of figures shares: rows with their place, headers by content, refusals by cell."""

import codecs
import csv
import io
import math
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from django.utils.translation import gettext as _

from dugnad.engine.exactness import decimals_needed
from dugnad.indicators.rules import is_year
from dugnad.kit.errors import Refused
from dugnad.kit.formats import number
from dugnad.kit.spreadsheets import Row, as_typed, read_workbook, why_no_value

# Enough for a person to see the pattern; a file with a wrong column has one in every row.
MOST_REFUSALS = 100
# Twenty times the whole country's history; a file with more would fill the memory of the server.
MOST_ROWS = 12_000_000
HEADER_WITHIN = 20
WORKBOOKS = frozenset({"xlsx"})  # kinds of files that are read in a process of their own
ANSWERS = frozenset({"json"})  # what statistics agencies answer; it has cells, and no rows
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
MISSING = "There is no figure; it is missing, not zero."
YEAR = re.compile(r"(\d{4})(?:\.0)?(?:(-\d\d-\d\d)(?:[T ][\d:.]+)?)?")
Read = TypeVar("Read")


@dataclass(frozen=True)
class Refusal:
    """Why a file was not taken in: the place and the reason, in the reader's language."""

    sheet: str
    row: int | None
    column: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        """The refusal as reports of imports give it."""
        return {"sheet": self.sheet, "row": self.row, "column": self.column, "reason": self.reason}


class Figure(NamedTuple):
    """One figure of a file: the row it stood on, where, when, what and how much; None where it is missing."""

    row: int
    code: str
    year: int
    sector: str
    emission_source: str
    gas: str
    value: float | None
    missing: str = ""


@dataclass
class Findings:
    """What a reader learns on its way through a file."""

    layout: str = ""
    rows: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    refused: int = 0
    without_figure: list[dict[str, Any]] = field(default_factory=list)
    # What the reader of the report should know though nothing is wrong, such as rows that are of no use here.
    notes: list[str] = field(default_factory=list)

    def refuse(self, row: Row, column: str, reason: str) -> None:
        """Note a cell that cannot be trusted; past the first hundred only the number is kept."""
        self._note(Refusal(row.sheet, row.number, column, reason))

    def refuse_misfit(self, row: Row, header: "Header") -> bool:
        """Refuse a row that is not as long as its table."""
        reason = header.misfit(row)
        if reason:
            self.refuse(row, "", reason)
        return bool(reason)

    def refuse_faults(self, row: Row, header: "Header") -> bool:
        """Refuse each cell of a known column that has no value, such as #DIV/0!: it is no empty cell."""
        names = {index: header.name(column) for column, index in header.columns.items()} if row.faults else {}
        found = [(names[index], fault) for index, fault in row.faults if index in names]
        for name, fault in found:
            self.refuse(row, name, why_no_value(fault))
        return bool(found)

    def refuse_file(self, reason: str, *, column: str = "") -> None:
        """Note what is wrong with the file as a whole."""
        self._note(Refusal("", None, column, reason))

    def refuse_unreadable(
        self, row: Row, header: "Header", checks: Mapping[str, Callable[[], object]]
    ) -> None:
        """Refuse each cell of a row, by its column, whose check says that it cannot be read."""
        for column, check in checks.items():
            try:
                check()
            except UnreadableCell as refusal:
                self.refuse(row, header.name(column), str(refusal))

    def note_missing(self, row: Row, column: str, why: str = "") -> None:
        """Note a row that was published without a figure: it is kept as missing, because that is no zero."""
        if len(self.without_figure) < MOST_REFUSALS:
            reason = MISSING  # stored with the vintage, so in the same words whoever reads the file in
            told = Refusal(row.sheet, row.number, column, reason).as_json()
            self.without_figure.append(told | ({"missing": str(why)} if why else {}))

    def _note(self, refusal: Refusal) -> None:
        self.refused += 1
        if len(self.refusals) < MOST_REFUSALS:
            self.refusals.append(refusal)


class UnreadableCell(ValueError):
    """A cell that is not what its column wants; the text is for the user."""


class Remembered(dict[Hashable, Read], Generic[Read]):
    """Cells already read: a column of a million rows holds a few hundred different ones."""

    def __init__(self, read: Callable[[Any], Read]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Hashable) -> Read:
        self[cell] = found = self._read(cell)
        return found


@dataclass(frozen=True)
class Header:
    """A header row that was recognised: for each column we know, its index and its name in the file."""

    row: Row
    columns: Mapping[str, int]

    def raw(self, row: Row, column: str) -> Any:
        """The cell of a known column as it stands; nothing where the row is too short."""
        index = self.columns.get(column)
        return "" if index is None or index >= len(row.cells) else row.cells[index]

    def cell(self, row: Row, column: str) -> Any:
        """The cell of a known column, as a person typed it."""
        return as_typed(self.raw(row, column))

    def misfit(self, row: Row) -> str:
        """Why a row is not one of this table; empty where each of its cells stands under a heading.

        A row that was cut off looks like one without a figure, and what follows it is lost without a word.
        """
        cells, headings = len(row.cells), len(self.row.cells)
        if cells == headings:
            return ""
        if cells < headings and row.sheet:
            return ""  # a sheet has no row ends that could be lost
        if cells > headings and not any(clean(cell) for cell in row.cells[headings:]):
            return ""  # marks at the end of a row, as spreadsheets leave them
        message = _("The row has %(cells)s cells, but the table has %(headings)s columns.")
        return message % {"cells": cells, "headings": headings}

    def name(self, column: str) -> str:
        """What the file calls a column."""
        index = self.columns.get(column)
        return clean(self.row.cells[index]) if index is not None else column


def find_header(row: Row, known: Mapping[str, str]) -> Header:
    """The known columns of a row, where `known` maps folded names to our own."""
    columns: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        name = known.get(folded(cell))
        if name and name not in columns:
            columns[name] = index
    return Header(row, columns)


def clean(cell: Any) -> str:
    """Text without what spreadsheets leave in it: line ends written out, blanks at the ends and doubled."""
    return " ".join(str(cell).replace("_x000D_", " ").split())


def read_back(value: float) -> str:
    """A number of a file as the reader writes it, with all of its decimals."""
    return number(value, decimals_needed([value], digits=6))


def folded(cell: Any) -> str:
    """A header cell as it is compared: lower case, CO₂ as CO2, no punctuation at the end."""
    return clean(cell).translate(SUBSCRIPTS).casefold().rstrip(" .:")


def read_year(cell: Any, *, seen_on: date, first: int) -> int:
    """A year written as 2009, 2009.0 or 2009-01-01."""
    match = YEAR.fullmatch(clean(cell))
    if not match or (match[2] and not _is_day(match[1] + match[2])):
        raise UnreadableCell(_("“%(cell)s” is not a year.") % {"cell": clean(cell)})
    year = int(match[1])
    if year < first or not is_year(year, seen_on=seen_on):
        message = _("%(year)s cannot stand in figures that were seen in %(seen)s.")
        raise UnreadableCell(message % {"year": year, "seen": seen_on.year})
    return year


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def read_number(cell: Any) -> float:
    """A number as a spreadsheet or a person writes it: 1234.5, 1 234,5 or 1.234,5."""
    if isinstance(cell, bool) or cell is None:
        raise UnreadableCell(_("“%(cell)s” is not a number.") % {"cell": clean(cell)})
    value = float(cell) if isinstance(cell, int | float) else _number_of_text(clean(cell))
    if not math.isfinite(value):
        raise UnreadableCell(_("“%(cell)s” is not a number.") % {"cell": clean(cell)})
    return value


def _number_of_text(text: str) -> float:
    plain = text.replace(" ", "").replace("−", "-").replace("–", "-")
    if "," in plain:
        if plain.rfind(".") > plain.rfind(","):
            plain = plain.replace(",", "")
        else:
            plain = plain.replace(".", "").replace(",", ".")
    if not PLAIN_NUMBER.fullmatch(plain):
        raise UnreadableCell(_("“%(cell)s” is not a number.") % {"cell": text})
    return float(plain)


def rows_of(path: Path, content: bytes, kind: str, name: str = "") -> Iterator[Row]:
    """The rows of a workbook or of a CSV file, each with its place; what is no table has none."""
    if kind in ANSWERS:
        return iter(())
    return read_workbook(path, name) if kind in WORKBOOKS else read_csv(content)


def read_csv(content: bytes) -> Iterator[Row]:
    """The rows of a CSV file: comma, semicolon or tab; UTF-8 with or without mark, else Windows' Latin."""
    stream = io.TextIOWrapper(
        io.BytesIO(content), encoding=_encoding_of(content), errors="replace", newline=""
    )
    start = [stream.readline() for _line in range(HEADER_WITHIN)]
    stream.seek(0)
    delimiter = max(";,\t", key=lambda mark: max(line.count(mark) for line in start))
    reader: Iterator[Sequence[str]] = csv.reader(stream, delimiter=delimiter)
    try:
        for cells in reader:
            yield Row("", reader.line_num, list(cells))  # type: ignore[attr-defined]
    except csv.Error:
        number = reader.line_num  # type: ignore[attr-defined]
        message = _("Row %(row)s cannot be read as a row of a table.")
        raise Refused("csv", message % {"row": number}) from None


def _encoding_of(content: bytes) -> str:
    """Judged piece by piece: the text of a whole file would take several times the room of its bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(content)
    try:
        for place in range(0, len(content), 1 << 20):
            decoder.decode(view[place : place + (1 << 20)])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def is_blank(row: Row) -> bool:
    """Whether nothing stands on a row."""
    return all(cell in {"", None} or not str(cell).strip() for cell in row.cells)
