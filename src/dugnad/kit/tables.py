"""Workbooks that people edit and send back: columns known in three languages, errors that name the cell."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Choices
from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dugnad.kit.spreadsheets import Row, Sheet, read_workbook, write_workbook


class Unreadable(ValueError):
    """A cell that is not what its column wants; the text says what is wrong and what would be right."""


@dataclass(frozen=True)
class Column:
    """One column: its name here, its heading in the reader's language, and how its cells are read."""

    key: str
    label: Promise | str
    read: Callable[[Any], Any] = field(default=lambda cell: text(cell))  # noqa: PLW0108 - defined below
    choices: type[Choices] | None = None
    required: bool = False
    width: int = 20

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

    def error(self, column: str, reason: str) -> CellError:
        """A complaint about one cell of this row."""
        return CellError(self.sheet, self.number, self.headings.get(column, column), reason)


@dataclass
class Reading:
    """What a workbook held: lines by table key, and what could not be read."""

    lines: dict[str, list[Line]]
    errors: list[CellError]
    headers: dict[str, list[Column | None]] = field(default_factory=dict)
    rows: int = 0


# Cells -----------------------------------------------------------------------------------------------


def text(cell: Any) -> str:
    """Text as typed: numbers lose no digit, line ends are one character."""
    return with_line_feeds("" if cell is None else str(cell)).strip()


def with_line_feeds(words: str) -> str:
    """Text with one character for each line end, whichever machine it was written on."""
    return words.replace("\r\n", "\n").replace("\r", "\n")


def whole_number(cell: Any) -> int | None:
    """A whole number, or nothing."""
    words = text(cell)
    if not words:
        return None
    if not words.isdecimal():
        raise Unreadable(_("“%(cell)s” is not a whole number, such as 12") % {"cell": words})
    return int(words)


def day(cell: Any) -> date | None:
    """A day: a date cell, 2021-05-03 or 3.5.2021; or nothing."""
    words = text(cell)
    if not words:
        return None
    for reading in (lambda: date.fromisoformat(words[:10]), lambda: _norwegian_day(words)):
        try:
            return reading()
        except ValueError:
            continue
    raise Unreadable(_("“%(cell)s” is not a date, such as 2021-05-03") % {"cell": words})


def yes_or_no(cell: Any) -> bool:
    """Yes or no in any of our languages; an empty cell is no."""
    if isinstance(cell, bool):
        return cell
    words = text(cell).casefold()
    if words in in_every_language(YES) | {"true", "1", "x"}:
        return True
    if words in in_every_language(NO) | {"false", "0", ""}:
        return False
    raise Unreadable(_("“%(cell)s” is neither yes nor no") % {"cell": words})


def one_of(choices: type[Choices], *, empty: Any = None) -> Callable[[Any], Any]:
    """A reader of one of these choices, by its value or by its label in any of our languages."""

    by_name: dict[str, Any] = {}

    def read(cell: Any) -> Any:
        if not by_name:
            by_name.update(_names_of(choices))
        words = text(cell).casefold()
        if not words and empty is not None:
            return empty
        if words in by_name:
            return by_name[words]
        known = ", ".join(str(choice.label) for choice in choices)
        raise Unreadable(_("“%(cell)s” is not one of: %(known)s") % {"cell": text(cell), "known": known})

    return read


YES, NO = gettext_lazy("Yes"), gettext_lazy("No")


def in_every_language(label: Promise | str) -> frozenset[str]:
    """A label in each of our languages, folded, so that a sheet written in one can be read in another."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add(str(label).strip().casefold())
    return frozenset(found)


def _names_of(choices: type[Choices]) -> dict[str, Any]:
    return {
        name: choice
        for choice in choices
        for name in in_every_language(choice.label) | {str(choice.value).casefold()}
    }


def _norwegian_day(words: str) -> date:
    return datetime.strptime(words, "%d.%m.%Y").date()  # noqa: DTZ007 - a day, no moment


# Workbooks -------------------------------------------------------------------------------------------


def write_tables(tables: Iterable[tuple[Table, Iterable[Mapping[str, Any]]]]) -> bytes:
    """A workbook with one sheet a table, headings and choices in the reader's language."""
    return write_workbook(_sheet(table, rows) for table, rows in tables)


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


def _sheet(table: Table, rows: Iterable[Mapping[str, Any]]) -> Sheet:
    return Sheet(
        title=str(table.label),
        header=[str(column.label) for column in table.columns],
        rows=([_shown(column, row[column.key]) for column in table.columns] for row in rows),
        widths=[column.width for column in table.columns],
        choices={
            index: [str(choice.label) for choice in column.choices]
            for index, column in enumerate(table.columns)
            if column.choices
        },
    )


def _shown(column: Column, value: Any) -> Any:
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
    if not header or not any(text(cell) for cell in row.cells):
        return
    reading.rows += 1
    line = _line(row, header, reading)
    if line:
        reading.lines[table.key].append(line)


def _header(row: Row, table: Table, reading: Reading) -> list[Column | None]:
    by_name = {name: column for column in table.columns for name in column.names}
    header = [by_name.get(text(cell).casefold()) for cell in row.cells]
    missing = [column for column in table.columns if column not in header]
    for column in missing:
        reason = _("The column “%(column)s” is missing.") % {"column": column.label}
        reading.errors.append(CellError(row.sheet, row.number, str(column.label), reason))
    return [] if missing else header


def _line(row: Row, header: list[Column | None], reading: Reading) -> Line | None:
    values: dict[str, Any] = {}
    headings = {column.key: str(column.label) for column in header if column}
    errors = []
    for column, cell in _cells(row, header):
        try:
            values[column.key] = _value(column, cell)
        except Unreadable as error:
            errors.append(CellError(row.sheet, row.number, str(column.label), str(error)))
    reading.errors += errors
    return None if errors else Line(row.sheet, row.number, values, headings)


def _cells(row: Row, header: list[Column | None]) -> Iterator[tuple[Column, Any]]:
    for index, column in enumerate(header):
        if column:
            yield column, row.cells[index] if index < len(row.cells) else None


def _value(column: Column, cell: Any) -> Any:
    if column.required and cell in (None, ""):
        raise Unreadable(_("must be filled in"))
    return column.read(cell)


# What an import did, or would do -----------------------------------------------------------------------


@dataclass(frozen=True)
class RowChange:
    """A row that is new or differs: its name, and each field with its old and new text."""

    sheet: str
    number: int
    name: str
    is_new: bool
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass
class WorkbookReport:
    """What a workbook changes; with a single error nothing is stored."""

    changes: list[RowChange] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    rows: int = 0
    stored: bool = False

    @property
    def unchanged(self) -> int:
        """How many rows say what we already know."""
        wrong = {(error.sheet, error.row) for error in self.errors}
        return max(0, self.rows - len(self.changes) - len(wrong))

    @property
    def digest(self) -> str:
        """A mark of what is changed, so that what is stored is what was shown."""
        return hashlib.sha256(repr(self.changes).encode()).hexdigest()


def differences(table: Table, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Any, ...]:
    """The fields of a row that differ, as heading, old text and new text."""
    return tuple(
        (str(column.label), _words(column, before[column.key]), _words(column, after[column.key]))
        for column in table.columns
        if _same(before[column.key]) != _same(after[column.key])
    )


def _same(value: Any) -> Any:
    return with_line_feeds(value).strip() if isinstance(value, str) else value


def _words(column: Column, value: Any) -> str:
    shown = _shown(column, value)
    return formats.date_format(shown, "SHORT_DATE_FORMAT") if isinstance(shown, date) else str(shown or "")
