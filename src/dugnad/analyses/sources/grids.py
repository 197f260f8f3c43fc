"""Tables of statistics as cells: each a figure with the words that say what it is of.

Read are JSON-stat 2, as Statistics Norway's PxWebApi answers; its semicolon CSV and its workbooks, with a
title above, several rows of headings and columns of words on the left; and tables that people make
themselves. What a word means is the next reader's matter.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from dugnad.analyses.sources.complaints import in_words
from dugnad.engine.flows.tables import decoded, number_of
from dugnad.engine.jsonstat import Dataset, NotJsonStat, NotWhole, TooManyCells, read_datasets
from dugnad.kit.spreadsheets import Row, read_workbook, why_no_value
from dugnad.kit.tables import CellError
from dugnad.kit.tables.sheets import letter_of

ZIP = b"PK\x03\x04"
# Statistics Norway's marks: a figure that cannot be, is missing, comes later, is confidential; and nothing.
MISSING, NIL = frozenset({".", "..", "...", ":", "x"}), frozenset({"-", "–", "−"})
YEAR = re.compile(r"(19|20)\d\d")
SUM = re.compile(r"i alt|totalt?|sum|in total|alle år")  # no year, so beside years their sum
ENDS_IN_YEAR = re.compile(r"(?P<rest>.*\S)\s+(?P<year>(?:19|20)\d\d)")
# What columns of words are called, also where they hold numbers.
WORDS = re.compile(
    r"region|(kommune)?(nr|nummer)|kommune(r|navn|namn)?|sted|stad|place|municipality|år|aar|year|tid|time|"
    r"statistikkvariabel|contents(code)?|material(e|er|type|typar)?|behandling(småte|småtar)?|treatment|"
    r"aktivitet|tiltak|activity|byg(g|ning)s?type|building( type)?|kilde|kjelde|source"
)
# What columns of figures are called, also where what stands in them cannot be read.
FIGURES = re.compile(r"\bkg\b|\btonn|m2|m²|andel|prosent|%|innbyg|personer|areal")
MOST_BYTES, MOST_CELLS = 30_000_000, 500_000  # more than any table of municipalities that is of use here
FIRST = 40  # rows that are looked at to tell columns of words from columns of figures


@dataclass(frozen=True, slots=True)
class Word:
    """What a cell is of on one side of its table: as it is called, and its code where it has one."""

    label: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, or why there is none, with its words and the place where people find it."""

    sheet: str
    row: int
    column: str
    words: tuple[Word, ...]
    value: float | None
    fault: str = ""
    is_percent: bool = False  # a per cent sign stands behind the figure

    @property
    def why_not(self) -> str:
        """Why no amount is read from it; empty where one is, or where there is nothing."""
        if self.fault or not self.value:
            return self.fault
        if self.is_percent:
            return _("It is told in per cent, but an amount was to be here.")
        return _("It is below zero.") if self.value < 0 else ""

    def wrong(self, reason: str) -> CellError:
        """Something is wrong here."""
        return CellError(self.sheet, self.row, self.column, reason)


@dataclass(frozen=True)
class Grid:
    """A table: what stands above it, what its sides are called, its cells, and when it was published."""

    title: str
    sides: tuple[str, ...]
    cells: tuple[Cell, ...]
    updated: str = ""
    time: int | None = None  # the side of years, where the file says which

    def words_of(self, side: int) -> list[Word]:
        """The words of a side, each once."""
        return list(dict.fromkeys(cell.words[side] for cell in self.cells))


@dataclass
class Grids:
    """The tables of a file, and what is wrong with it."""

    name: str
    tables: list[Grid] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    sums: list[str] = field(default_factory=list)  # what was left out because it is the sum of others

    def leave_out(self, label: str) -> None:
        """Note that a column or row was passed over as a sum, once for each of its words."""
        if label not in self.sums:
            self.sums.append(label)

    @property
    def updated(self) -> str:
        """The day of its publication, where the file tells."""
        return next((table.updated[:10] for table in self.tables if table.updated), "")


def read_grids(path: Path, name: str) -> Grids:
    """Read a file that somebody calls by a name; what is wrong with it is in the answer."""
    found = Grids(name)
    if path.stat().st_size > MOST_BYTES:
        found.errors.append(CellError(name, 1, "", _too_large()))
        return found
    content = path.read_bytes()
    if content.lstrip()[:1] in {b"{", b"["}:
        _take_json(content, found)
    else:
        rows, comma = rows_of(path, name)
        for _sheet, those in groupby(rows, key=lambda row: row.sheet):
            _take_rows(list(those), found, comma=comma)
    if not any(table.cells for table in found.tables) and not found.errors:
        found.errors.append(CellError(name, 1, "", _("The file has no table with figures.")))
    return found


def number_in(content: Any, *, comma: bool) -> tuple[float | None, str]:
    """The figure in a cell, None where it is missing; and why it cannot be read, where it cannot."""
    if isinstance(content, int | float) and not isinstance(content, bool):
        return float(content), ""
    words = str(content).strip()
    if not words or words in MISSING:
        return None, ""
    if words in NIL:
        return 0.0, ""
    try:
        return number_of(words, comma=comma), ""
    except ValueError as wrong:
        return None, in_words(str(wrong))


# JSON-stat ---------------------------------------------------------------------------------------------


def _too_large() -> str:
    return _("The table is too large. Fetch only the years and figures that are needed.")


def _take_json(content: bytes, found: Grids) -> None:
    try:
        tables = read_datasets(content, most_cells=MOST_CELLS)
    except TooManyCells:
        found.errors.append(CellError(found.name, 1, "", _too_large()))
        return
    except (NotJsonStat, NotWhole):
        message = _("The file is no whole table in JSON-stat 2, as Statistics Norway answers.")
        found.errors.append(CellError(found.name, 1, "", message))
        return
    found.tables += [_grid_of(table, found.name) for table in tables]


def _grid_of(table: Dataset, name: str) -> Grid:
    codes = [dimension.code for dimension in table.dimensions]
    time = next((codes.index(code) for code in table.roles.get("time", ()) if code in codes), None)
    words = [
        {code: Word(_label(side.labels.get(code, code), side.units, code), code) for code in side.codes}
        for side in table.dimensions
    ]
    cells = []
    for number, (cell, value, _mark) in enumerate(table.cells(), start=1):
        told = tuple(side[code] for side, code in zip(words, cell, strict=True))
        if isinstance(value, int | float):  # what has no value says nothing
            cells.append(Cell(name, number, ", ".join(word.label for word in told), told, value))
    sides = tuple(f"{side.code} {side.label}" for side in table.dimensions)
    return Grid(table.label, sides, tuple(cells), table.updated, time)


def _label(label: str, units: Mapping[str, str], code: str) -> str:
    """What a code is called, with what it is counted in where its name does not say so."""
    unit = units.get(code, "")
    return f"{label} ({unit})" if unit and unit.casefold() not in label.casefold() else label


# Rows --------------------------------------------------------------------------------------------------


def rows_of(path: Path, name: str) -> tuple[list[Row], bool]:
    """The rows of a workbook or CSV file, and whether a comma in it is a decimal mark."""
    content = path.read_bytes()
    if content.startswith(ZIP):
        return list(read_workbook(path, name)), True
    lines = decoded(content).splitlines()
    mark = max(";\t,", key="\n".join(lines[:10]).count)
    try:
        return [
            Row(name, n, cells) for n, cells in enumerate(csv.reader(lines, delimiter=mark), 1)
        ], mark != ","
    except csv.Error:
        return [], False  # a cell as long as a book: this is no table


def _take_rows(rows: Sequence[Row], found: Grids, *, comma: bool) -> None:
    """Make a table of the rows of a sheet; a sheet without any has none."""
    filled = [(row, [text_of(cell) for cell in row.cells]) for row in rows]
    filled = [(row, texts) for row, texts in filled if any(texts)]
    # A title stands alone in the first column; what stands alone beside it is a heading.
    start = next((n for n, (_row, texts) in enumerate(filled) if any(texts[1:])), None)
    if start is None:
        return
    title = " ".join(" ".join(filter(None, texts)) for _row, texts in filled[:start])
    head = _headings(filled[start:], comma=comma)
    for label in head.sums:
        found.leave_out(label)
    cells = list(_cells(filled[start + head.rows :], head, comma=comma))
    found.errors += [
        CellError(row.sheet, row.number, letter_of(column), why_no_value(fault))
        for row in rows
        for column, fault in row.faults
    ]
    found.tables.append(Grid(title, head.sides, tuple(cells)))


@dataclass(frozen=True)
class Head:
    """What stands above the figures: how many rows, how many columns of words, the words of each column."""

    rows: int
    stubs: int
    sides: tuple[str, ...]
    columns: Mapping[int, tuple[str, ...]]
    sums: tuple[str, ...] = ()  # headings of columns that sum up the years beside them


def _headings(filled: Sequence[tuple[Row, list[str]]], *, comma: bool) -> Head:
    first = filled[0][1]
    if not first[0]:
        count = next((n for n, (_row, texts) in enumerate(filled) if texts[0]), len(filled))
        levels = [texts for _row, texts in filled[:count]]
        stubs = min(n for texts in levels for n, text in enumerate(texts) if text)
        spread = [_spread(texts[stubs:]) for texts in levels]
        width = max(map(len, spread))
        columns = {
            stubs + n: tuple(level[n] if n < len(level) else "" for level in spread) for n in range(width)
        }
        return Head(count, stubs, ("",) * (stubs + count), columns)
    stubs = _stubs(first, [texts for _row, texts in filled[1 : FIRST + 1]], comma=comma)
    named = {n: text for n, text in enumerate(first) if n >= stubs and text}
    dated = {n: _split_year(text) for n, text in named.items()}
    sums = {n: text for n, text in named.items() if SUM.fullmatch(text.casefold())}
    if dated.keys() - sums.keys() and all(year for n, (_rest, year) in dated.items() if n not in sums):
        years = {n: told for n, told in dated.items() if n not in sums}
        return Head(1, stubs, (*first[:stubs], "", "år"), years, tuple(sums.values()))
    return Head(1, stubs, (*first[:stubs], ""), {n: (text,) for n, text in named.items()})


def _spread(texts: Sequence[str]) -> list[str]:
    """A heading over several columns stands in the first of them."""
    found: list[str] = []
    for text in texts:
        found.append(text or (found[-1] if found else ""))
    return found


def _stubs(first: Sequence[str], below: Sequence[Sequence[str]], *, comma: bool) -> int:
    """How many columns on the left hold words: by their heading, or by what mostly stands in them."""
    count = 0
    for number, heading in enumerate(first):
        texts = [texts[number] for texts in below if number < len(texts) and texts[number]]
        wordy = [text for text in texts if number_in(without_sign(text), comma=comma)[1]]
        is_wordy = len(wordy) * 2 > len(texts) and not FIGURES.search(heading.casefold())
        if not (WORDS.fullmatch(heading.casefold()) or is_wordy):
            break
        count = number + 1
    return count


def _split_year(text: str) -> tuple[str, str]:
    """What a heading such as “Persons 2019” is of, and its year; without year nothing."""
    if YEAR.fullmatch(text):
        return "", text
    found = ENDS_IN_YEAR.fullmatch(text)
    return (found["rest"], found["year"]) if found else (text, "")


def _cells(filled: Sequence[tuple[Row, list[str]]], head: Head, *, comma: bool) -> Iterator[Cell]:
    above = [""] * head.stubs
    for row, texts in filled:
        if not any(texts[head.stubs :]):
            continue  # a note below the table, or a heading between
        above = [(texts[n] if n < len(texts) else "") or above[n] for n in range(head.stubs)]
        for number, heading in head.columns.items():
            if number >= len(texts) or not texts[number]:
                continue
            words = tuple(Word(text) for text in (*above, *heading))
            bare = without_sign(texts[number])
            is_percent = bare != texts[number]
            value, fault = number_in(bare if is_percent else row.cells[number], comma=comma)
            column = " ".join(filter(None, heading)) or letter_of(number)
            yield Cell(row.sheet, row.number, column, words, value, fault, is_percent)


def without_sign(text: str) -> str:
    """A figure without the per cent sign behind it; a sign alone stays what it is."""
    return text.removesuffix("%").rstrip() or text


def text_of(cell: Any) -> str:
    """What stands in a cell; workbooks keep years and codes as numbers."""
    whole = isinstance(cell, float) and cell.is_integer()
    return "" if cell is None else str(int(cell) if whole else cell).strip()
