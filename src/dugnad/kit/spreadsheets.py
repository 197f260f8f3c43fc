"""Spreadsheets in and out: workbooks and CSV, read with bounds, written without live formulas."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from dugnad.kit.errors import Refused
from dugnad.kit.sheetreader import SPARSE

# openpyxl takes half a second to load, and most commands and pages write no workbook.
if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

CSV = "text/csv; charset=utf-8"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
LIVE = re.compile(r"'*[=+\-@\t\r\n]")  # what a spreadsheet would run, and what we have put apostrophes before
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
LONGEST_CELL = 32_767  # characters; a spreadsheet holds no more in one cell
TINT = "FFF2CC"  # the ground of a cell that was filled in for the reader: black on it reads well
GREY = "E7E6E6"  # the ground of a cell in which nothing is to be written
LISTS = "_lists"  # the hidden sheet of lists that are too long to stand in a cell's own rule
FORBIDDEN_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Sheet:
    """One sheet to be written: a title, a header, rows, and for some columns the values to choose from."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int] = field(default=())
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)  # by column, counted from 0
    # By row and column, counted from 0 below the header: what one cell offers, and how it is formatted.
    options: Mapping[tuple[int, int], Sequence[str]] = field(default_factory=dict)
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    writable: frozenset[int] | None = (
        None  # the columns that can be written; None for a sheet without a guard
    )
    # By row and column as above: single cells that can be written too, those that were filled in for
    # the reader and look it, and those in which nothing is to be written.
    opened: frozenset[tuple[int, int]] = frozenset()
    tinted: frozenset[tuple[int, int]] = frozenset()
    greyed: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Row:
    """One row as read: the sheet it stood on, its number as the spreadsheet shows it, its cells."""

    sheet: str
    number: int
    cells: list[Any]
    # By column, counted from 0, what stands in cells without a value: an error, or a formula without its
    # result. They are empty above; who reads their column must refuse them, for somebody meant something.
    faults: tuple[tuple[int, str], ...] = ()


def read_workbook(path: Path, name: str = "") -> Iterator[Row]:
    """The rows of every sheet, read in a process of its own with bounds on memory and time.

    `name` is what its owner calls the file, where `path` is only where we have laid it.
    """
    command = [sys.executable, "-m", "dugnad.kit.sheetreader", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:  # noqa: S603
        sheet, number = "", 0
        for line in reader.stdout or ():
            if not line.endswith(b"\n"):
                break  # the reader was stopped at one of its bounds, in the middle of a row
            content = json.loads(line)
            if isinstance(content, dict) and "sheet" in content:
                sheet, number = content["sheet"], 0
                continue
            number += 1
            yield _row_read(sheet, number, content)
    if reader.returncode:
        raise Refused("workbook", _unreadable(reader.returncode) % {"name": name or path.name})


def _row_read(sheet: str, number: int, content: Any) -> Row:
    if isinstance(content, list):
        return Row(sheet, number, content)
    return Row(sheet, number, content["row"], tuple((column, text) for column, text in content["faults"]))


def why_no_value(fault: str) -> str:
    """Why a cell without a value is refused, and what its writer can do."""
    if fault.startswith("="):
        return _(
            "The formula “%(cell)s” has no result in the file. Open the workbook in a spreadsheet and save "
            "it again, or write the value itself."
        ) % {"cell": fault}
    return _("The cell shows the error “%(cell)s”. Correct it, or write the value itself.") % {"cell": fault}


def _unreadable(status: int) -> str:
    """Why the reader gave up, by how it ended; see `sheetreader`."""
    if status == SPARSE:
        return _(
            "%(name)s has a sheet that is nearly empty, with cells far down or far to the right. "
            "Delete what stands far away, and save it again."
        )
    return _("%(name)s could not be read as a workbook.")


def write_workbook(sheets: Iterable[Sheet]) -> bytes:
    """A workbook with bold headers and frozen first rows; text stays text, whatever it begins with."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    lists: list[Sequence[str]] = []
    for sheet in sheets:
        page = book.create_sheet(FORBIDDEN_IN_TITLES.sub(" ", sheet.title)[:31])
        page.freeze_panes = "A2"
        for index, width in enumerate(sheet.widths, start=1):
            page.column_dimensions[get_column_letter(index)].width = width
        for index, values in sheet.choices.items():
            _offer_choices(page, index, values)
        _offer_options(page, sheet.options, lists)
        page.protection.sheet = sheet.writable is not None
        page.append([_cell(page, title, bold=True) for title in sheet.header])
        looks: dict[Any, Any] = {}
        for number, row in enumerate(sheet.rows):
            page.append(_row_of(page, sheet, number, row, looks))
    _write_lists(book, lists)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """CSV with commas, UTF-8 and line feeds; text that a spreadsheet would run is neutralised."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([neutralised(title) for title in header])
    writer.writerows([neutralised(_with_line_feeds(value)) for value in row] for row in rows)
    return stream.getvalue()


def as_csv_file(text: str) -> bytes:
    """A table that a person takes home: the mark at its beginning tells spreadsheets that it is UTF-8.

    Programs, the command line and files with checksums get the text as it is: a reader that does not know
    the mark would take it for a part of the first column's name.
    """
    return b"\xef\xbb\xbf" + text.encode()


def neutralised(value: Any) -> Any:
    """Text that starts like a formula gets an apostrophe before it; numbers pass."""
    return f"'{value}" if isinstance(value, str) and LIVE.match(value) else value


def as_typed(value: Any) -> Any:
    """What a person typed, without the apostrophe that `neutralised` put before it."""
    return value[1:] if isinstance(value, str) and value[:1] == "'" and LIVE.match(value) else value


def _with_line_feeds(value: Any) -> Any:
    """A lone carriage return would end a row, because Python's writer does not quote it."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def _offer_choices(page: Any, index: int, values: Sequence[str]) -> None:
    """A drop-down list; a spreadsheet takes at most 255 characters and parts them by commas."""
    words = ",".join(values)
    if len(words) > 250 or any("," in value or '"' in value for value in values):
        return
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(index + 1)
    validation = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    validation.add(f"{letter}2:{letter}5000")
    page.data_validations.append(validation)


def _offer_options(
    page: Any, options: Mapping[tuple[int, int], Sequence[str]], lists: list[Sequence[str]]
) -> None:
    """A drop-down list in each of these cells; the same list is written once."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    by_list: dict[tuple[str, ...], list[str]] = {}
    for (row, column), values in options.items():
        by_list.setdefault(tuple(values), []).append(f"{get_column_letter(column + 1)}{row + 2}")
    for values, cells in by_list.items():
        words = ",".join(values)
        source = f'"{words}"'
        if len(source) > 255 or any("," in value or '"' in value for value in values):
            lists.append(values)
            letter = get_column_letter(len(lists))
            source = f"'{LISTS}'!${letter}$1:${letter}${len(values)}"
        validation = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
        for cell in cells:
            validation.add(cell)
        page.data_validations.append(validation)


def _write_lists(book: Any, lists: list[Sequence[str]]) -> None:
    """The hidden sheet from which long lists are offered: one list a column."""
    if not lists:
        return
    page = book.create_sheet(LISTS)
    page.sheet_state = "hidden"
    for number in range(max(map(len, lists))):
        page.append([_cell(page, words[number] if number < len(words) else None) for words in lists])


def _row_of(
    page: Any, sheet: Sheet, number: int, row: Sequence[Any], looks: dict[Any, Any]
) -> list["WriteOnlyCell"]:
    """The cells of a row, with their formats; on a guarded sheet those that can be written are open.

    A look that was made before is taken from `looks`: to make it anew for each cell takes longer than
    everything else in a workbook together.
    """
    cells = [_cell(page, value) for value in row]
    for column, cell in enumerate(cells):
        shape = sheet.formats.get((number, column), "")
        place = (number, column)
        locked = (
            None if sheet.writable is None else column not in sheet.writable and place not in sheet.opened
        )
        tinted, greyed = place in sheet.tinted, place in sheet.greyed
        if shape or tinted or greyed or locked is not None:
            look = (tuple(cell._style or ()), shape, locked, tinted, greyed)
            if look not in looks:
                _dress(cell, shape, locked, tinted=tinted, greyed=greyed)
                looks[look] = cell._style
            cell._style = copy(looks[look])
    return cells


def _dress(cell: "WriteOnlyCell", shape: str, locked: bool | None, *, tinted: bool, greyed: bool) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection

    if tinted:  # also in italics, for those who do not see the colour
        cell.fill = PatternFill("solid", start_color=TINT)
        cell.font = Font(italic=True)
    if greyed:
        cell.fill = PatternFill("solid", start_color=GREY)
    if shape:
        cell.number_format = shape
    if locked is not None:
        cell.protection = Protection(locked=locked)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _cell(page: Any, value: Any, *, bold: bool = False) -> "WriteOnlyCell":
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(page, value=_naive(value))
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA_STARTS)
    if bold:
        cell.font = Font(bold=True)
    return cell


def _naive(value: Any) -> Any:
    """What a workbook can hold: moments become local time in ISO form, control characters go."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, int | float | Decimal | date | type(None)):
        return value
    return CONTROL_CHARACTERS.sub("", str(value))
