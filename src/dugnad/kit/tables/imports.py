"""A workbook comes back: every row by a verb, all of it or nothing, and first as a preview."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from dugnad.kit import formats
from dugnad.kit.errors import Refused
from dugnad.kit.tables.cells import with_line_feeds
from dugnad.kit.tables.sheets import CellError, Column, Line, Reading, Table, shown


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
    cell = shown(column, value)
    return formats.day(cell) if isinstance(cell, date) else str(cell or "")


class Undone(Exception):
    """Roll back: this was only a try, or a row was refused."""


Taker = Callable[[Line], RowChange | None]


def take_lines(
    reading: Reading, takers: Mapping[str, Taker], *, dry_run: bool = False, seen: str = ""
) -> WorkbookReport:
    """Let each row be taken by the verb of its table, in the order of `takers`.

    `seen` is the digest of a preview: when the outcome is another one, nothing is stored.
    """
    report = WorkbookReport(errors=list(reading.errors), rows=reading.rows)
    with suppress(Undone), transaction.atomic():
        for key, taker in takers.items():
            for line in reading.lines[key]:
                _take(line, taker, report)
        if dry_run or report.errors or (seen and seen != report.digest):
            raise Undone
        report.stored = True
    return report


def _take(line: Line, taker: Taker, report: WorkbookReport) -> None:
    try:
        with transaction.atomic():
            change = taker(line)
    except Refused as refusal:
        report.errors.append(line.error(refusal.field, str(refusal)))
    else:
        report.changes += [change] if change else []


def new_row(table: Table, line: Line, name: str) -> RowChange:
    """A row that we did not have."""
    empty = dict.fromkeys((column.key for column in table.columns), "")
    fields = differences(table, empty, line.values)
    return RowChange(line.sheet, line.number, name, is_new=True, fields=fields)


def changed_row(
    table: Table, line: Line, before: Mapping[str, Any], name: str, *, like: Iterable[str] = ()
) -> RowChange | None:
    """A row that differs, or None; cells in `like` only name something, in whatever way."""
    after = dict(line.values) | {key: before[key] for key in like}
    fields = differences(table, before, after)
    return RowChange(line.sheet, line.number, name, is_new=False, fields=fields) if fields else None
