"""Tables as sheets of a workbook: columns known in three languages, rows written and read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dugnad.kit.spreadsheets import Row, Sheet, read_workbook, why_no_value, write_workbook
from dugnad.kit.tables.cells import NO, YES, Unreadable, in_every_language, text


@dataclass(frozen=True)
class Column:
    """One column: its name here, its heading in the reader's language, and how its cells are read."""

    key: str
    label: Promise | str
    read: Callable[[Any], Any] = field(default=lambda cell: text(cell))  # noqa: PLW0108 - defined below
    choices: type[Choices] | None = None
    required: bool = False
    width: int = 20
    may_lack: bool = False  # whether a workbook without this column is still ours

    @cached_property
    def names(self) -> frozenset[str]:
        """Every heading that means this column, folded."""
        return frozenset({self.key} | in_every_language(self.label))


@dataclass(frozen=True)
class Table:
    """One sheet of a workbook: its name here, its title in the reader's language, its columns."""

    key: str
    label: Promise | str
    columns: tuple[Column, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """Every sheet title that means this table, folded."""
        return frozenset({self.key} | in_every_language(self.label))


@dataclass(frozen=True)
class CellError:
    """What is wrong, and where the person finds it."""

    sheet: str
    row: int
    column: str
    reason: str
    letter: str = field(default="", compare=False)

    @property
    def place(self) -> str:
        """The cell as a spreadsheet names it, such as Svar!F12."""
        return f"{self.sheet}!{self.letter}{self.row}" if self.letter else self.sheet

    def as_json(self) -> dict[str, Any]:
        """The error as reports of imports give it."""
        return {"sheet": self.sheet, "row": self.row, "column": self.column, "reason": self.reason}


@dataclass(frozen=True)
class Line:
    """One row as read: where it stood, its typed values by column key, its headings for later complaints."""

    sheet: str
    number: int
    values: Mapping[str, Any]
    headings: Mapping[str, str]
    letters: Mapping[str, str] = field(default_factory=dict)

    def error(self, column: str, reason: str) -> CellError:
        """A complaint about one cell of this row."""
        heading, letter = self.headings.get(column, column), self.letters.get(column, "")
        return CellError(self.sheet, self.number, heading, reason, letter)


@dataclass
class Reading:
    """What a workbook held: lines by table key, and what could not be read."""

    lines: dict[str, list[Line]]
    errors: list[CellError]
    headers: dict[str, list[Column | None]] = field(default_factory=dict)
    rows: int = 0


def write_tables(tables: Iterable[tuple[Table, Iterable[Mapping[str, Any]]]]) -> bytes:
    """A workbook with one sheet a table, headings and choices in the reader's language."""
    return write_workbook(sheet_of_table(table, rows) for table, rows in tables)


def read_tables(path: Path, tables: Sequence[Table]) -> Reading:
    """The lines of a workbook that holds these tables; a sheet of another name is nobody's business."""
    reading = Reading({table.key: [] for table in tables}, [])
    by_sheet = {name: table for table in tables for name in table.names}
    for row in read_workbook(path):
        table = by_sheet.get(row.sheet.strip().casefold())
        if table:
            _read_row(row, table, reading)
    if not reading.headers:
        wanted = ", ".join(str(table.label) for table in tables)
        reading.errors.append(
            CellError("", 0, "", _("The workbook has none of the sheets %(wanted)s.") % {"wanted": wanted})
        )
    return reading


def sheet_of_table(table: Table, rows: Iterable[Mapping[str, Any]]) -> Sheet:
    """A table as a sheet, headings and choices in the reader's language."""
    return Sheet(
        title=str(table.label),
        header=[str(column.label) for column in table.columns],
        rows=([shown(column, row[column.key]) for column in table.columns] for row in rows),
        widths=[column.width for column in table.columns],
        choices={
            index: [str(choice.label) for choice in column.choices]
            for index, column in enumerate(table.columns)
            if column.choices
        },
    )


def shown(column: Column, value: Any) -> Any:
    """A value as its cell shows it: yes and no and choices in the reader's language."""
    if isinstance(value, bool):
        return str(YES if value else NO)
    if column.choices and value not in (None, ""):
        return str(column.choices(value).label)
    return value


def _read_row(row: Row, table: Table, reading: Reading) -> None:
    if table.key not in reading.headers:
        reading.headers[table.key] = _header(row, table, reading)
        return
    header = reading.headers[table.key]
    if not header or not (any(text(cell) for cell in row.cells) or _faults(row, header)):
        return
    reading.rows += 1
    line = _line(row, header, reading)
    if line:
        reading.lines[table.key].append(line)


def _header(row: Row, table: Table, reading: Reading) -> list[Column | None]:
    by_name = {name: column for column in table.columns for name in column.names}
    header = [by_name.get(text(cell).casefold()) for cell in row.cells]
    missing = [column for column in table.columns if column not in header and not column.may_lack]
    for column in missing:
        reason = _("The column “%(column)s” is missing.") % {"column": column.label}
        reading.errors.append(CellError(row.sheet, row.number, str(column.label), reason))
    return [] if missing else header


def _line(row: Row, header: list[Column | None], reading: Reading) -> Line | None:
    values: dict[str, Any] = {}
    headings = {column.key: str(column.label) for column in header if column}
    letters = {column.key: letter_of(index) for index, column in enumerate(header) if column}
    errors, faults = [], _faults(row, header)
    for column, cell in _cells(row, header):
        try:
            values[column.key] = _value(column, cell, faults.get(column.key, ""))
        except Unreadable as error:
            place = letters[column.key]
            errors.append(CellError(row.sheet, row.number, str(column.label), str(error), place))
    reading.errors += errors
    return None if errors else Line(row.sheet, row.number, values, headings, letters)


def letter_of(index: int) -> str:
    """The letters of a column, counted from 0: A to Z, then AA."""
    before, last = divmod(index, 26)
    return (letter_of(before - 1) if before else "") + chr(ord("A") + last)


def _cells(row: Row, header: list[Column | None]) -> Iterator[tuple[Column, Any]]:
    for index, column in enumerate(header):
        if column:
            yield column, row.cells[index] if index < len(row.cells) else None


def _faults(row: Row, header: list[Column | None]) -> dict[str, str]:
    """By column key what stands in cells that have no value; what is in none of our columns is not ours."""
    found = {index: column.key for index, column in enumerate(header) if column}
    return {found[index]: fault for index, fault in row.faults if index in found}


def _value(column: Column, cell: Any, fault: str) -> Any:
    if fault:
        raise Unreadable(why_no_value(fault))
    if column.required and cell in (None, ""):
        raise Unreadable(_("must be filled in"))
    return column.read(cell)
