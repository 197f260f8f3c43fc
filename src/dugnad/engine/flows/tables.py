"""Rows as people keep them: tables of a folder, a workbook or a text, read into numbers and words.

Whatever cannot be read is complained of with its file (or sheet), row and column as the person sees them,
and all complaints of a table come together. A number is read as it is written in Norwegian or English
(12 400,5 or 12400.5); one that could be both (1.250 between semicolons) is asked about instead of guessed.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SHOWN = 20  # complaints in one message; more of them are counted
SPACES = re.compile(r"[\s\u00a0\u202f_]+")
# Nobody writes a nought before thousands: 0.625 is a part.
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
ENGLISH = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True)
class Complaint:
    """What is wrong, and where: the file or sheet, the row counted from 1, the column by its heading."""

    file: str
    text: str
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        """In one line, the place first."""
        place = [
            self.file,
            f"row {self.row}" if self.row else "",
            f"column {self.column}" if self.column else "",
        ]
        return f"{', '.join(filter(None, place))}: {self.text}"


class FlowsUnreadable(ValueError):
    """Tables that cannot be read as they are; `complaints` say where, the message has the first of them."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        """Refuse with everything that was found."""
        self.complaints = tuple(complaints)
        lines = [str(complaint) for complaint in self.complaints[:SHOWN]]
        if len(self.complaints) > SHOWN:
            lines.append(f"… and {len(self.complaints) - SHOWN} more")
        super().__init__("\n".join(lines))


@dataclass(frozen=True)
class Row:
    """A row of a table: its number, and its cells by the heading of their column."""

    table: "Table"
    number: int
    cells: Mapping[str, Any]

    def text(self, column: str, default: str = "") -> str:
        """The words of a cell."""
        value = self.cells.get(column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # workbooks keep codes and years as numbers
        return default if value is None or str(value).strip() == "" else str(value).strip()

    def needed(self, column: str) -> str:
        """The words of a cell that must not be empty."""
        words = self.text(column)
        if not words:
            self.complain(column, "is empty and must not be")
        return words

    def number_or_none(self, column: str) -> float | None:
        """The number in a cell, None where it is empty."""
        words = self.text(column)
        if not words:
            return None
        try:
            return number_of(self.cells[column], comma=self.table.comma)
        except ValueError as wrong:
            self.complain(column, str(wrong))
            return None

    def needed_number(self, column: str) -> float:
        """The number in a cell that must not be empty."""
        return self.number_or_none(column) or 0.0 if self.needed(column) else 0.0

    def sd_of(self, value: float | None) -> float | None:
        """A standard deviation in the unit of the value, also where it was told as a share of it (7 %)."""
        words = self.text("sd")
        sd: float | None
        if words.endswith("%"):
            try:
                sd = abs(value or 0.0) * number_of(words[:-1], comma=self.table.comma) / 100
            except ValueError as wrong:
                self.complain("sd", str(wrong))
                return None
        else:
            sd = self.number_or_none("sd")
        if sd is not None and sd < 0:
            self.complain("sd", "is below zero")
        return sd

    def year(self, column: str) -> int | None:
        """The year in a cell, None where it is empty."""
        words = self.text(column)
        if words and not re.fullmatch(r"\d{4}", words):
            self.complain(column, f"“{words}” is no year; write it as 2024")
            return None
        return int(words) if words else None

    def complain(self, column: str, text: str) -> None:
        """Note that something is wrong here."""
        self.table.complaints.append(Complaint(self.table.name, text, self.number, column))


@dataclass
class Table:
    """A table with its headings in its first row; what is wrong with it gathers in `complaints`."""

    name: str
    rows: list[Row] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    unread: tuple[str, ...] = ()  # headings that nobody asked for
    comma: bool | None = False  # a comma is the decimal mark; None: nobody knows, as of words in a workbook


def number_of(value: Any, *, comma: bool | None = False) -> float:
    """A number as it was written; ValueError says what is wrong with it in words.

    comma: whether it is the decimal mark; None where it may be either.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _finite(float(value), str(value))
    words = SPACES.sub("", str(value)).replace("−", "-")
    if comma is not False and THOUSANDS.fullmatch(words):
        whole, part = words.replace(".", ""), words.replace(".", ",", 1)
        other = f"or {part}" if comma and words.count(".") == 1 else "without the point"
        raise ValueError(f"“{value}” can be read in two ways; write {whole} {other}")
    if not comma and ENGLISH.fullmatch(words):
        raise ValueError(
            f"“{value}” can be read in two ways; write {words.replace(',', '')} without the comma"
        )
    try:
        return _finite(float(words.replace(",", ".") if words.count(",") == 1 else words), str(value))
    except ValueError:
        raise ValueError(f"“{value}” is no number; write it as 12400 or 12400.5") from None


def _finite(number: float, words: str) -> float:
    if number - number != 0:  # infinite or not a number
        raise ValueError(words)
    return number


def table_of_rows(
    name: str,
    rows: Iterable[Sequence[Any]],
    columns: Mapping[str, bool],
    *,
    others: Mapping[str, str] | None = None,
    comma: bool | None = False,
) -> Table:
    """A table from its cells, the headings first. `columns` tells which can be read and which must be there.

    `others` are further headings that mean a column. Raises FlowsUnreadable where a column is missing.
    """
    table, given = Table(name, comma=comma), list(rows)
    heading = [_heading(cell, others or {}) for cell in (given[0] if given else [])]
    missing = [column for column, must in columns.items() if must and column not in heading]
    if missing:
        found = ", ".join(filter(None, heading)) or "none"
        raise FlowsUnreadable(
            [Complaint(name, f"the column {column} is missing (there are: {found})", 1) for column in missing]
        )
    doubled = sorted({column for column in columns if heading.count(column) > 1})
    table.complaints += [Complaint(name, "stands there twice", 1, column) for column in doubled]
    table.unread = tuple(column for column in heading if column and column not in columns)
    for number, cells in enumerate(given[1:], start=2):
        _take(table, number, dict(zip(heading, cells, strict=False)))
    return table


def _heading(cell: Any, others: Mapping[str, str]) -> str:
    words = str(cell or "").strip().lstrip("\ufeff").casefold().replace(" ", "_")
    return others.get(words, words)


def _take(table: Table, number: int, cells: dict[str, Any]) -> None:
    if any(str(cell).strip() for cell in cells.values() if cell is not None):
        table.rows.append(Row(table, number, cells))


def table_of_text(
    name: str, content: bytes | str, columns: Mapping[str, bool], *, others: Mapping[str, str] | None = None
) -> Table:
    """A table from CSV: comma, semicolon or tab between cells, UTF-8 or the older Windows letters."""
    text = content if isinstance(content, str) else decoded(content)
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count) if first else ","
    rows = list(csv.reader(text.splitlines(), delimiter=mark))
    # Between semicolons and tabs a comma is a decimal mark: that is how spreadsheets here write CSV.
    return table_of_rows(name, rows, columns, others=others, comma=mark != ",")


def decoded(content: bytes) -> str:
    """The text of a file, with or without a byte-order mark."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def refuse_if_wrong(tables: Iterable[Table]) -> None:
    """Raise FlowsUnreadable with all that the tables complain of, if they do."""
    complaints = [complaint for table in tables for complaint in table.complaints]
    if complaints:
        raise FlowsUnreadable(complaints)
