"""Judging a file of figures: read whole, in memory, without touching the database."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext as _

from dugnad.indicators.kinds import COUNTRIES
from dugnad.indicators.sources.figure_columns import FigureColumns
from dugnad.indicators.sources.placing import divided_in_time
from dugnad.indicators.sources.reading import (
    HEADER_WITHIN,
    MOST_ROWS,
    WORKBOOKS,
    Figure,
    Findings,
    Refusal,
    UnreadableCell,
    clean,
    rows_of,
)
from dugnad.kit.errors import Refused
from dugnad.kit.spreadsheets import Row
from dugnad.members.queries import divisions


@dataclass
class FileReport:
    """What became of one file: what was read and stored, or why it was refused."""

    file: str
    sha256: str = ""
    layout: str = ""
    rows: int = 0
    stored: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    more_refused: int = 0
    without_figure: list[dict[str, Any]] = field(default_factory=list)
    vintage: int | None = None
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    dry_run: bool = False

    def as_json(self) -> dict[str, Any]:
        """The report as programs read it."""
        return vars(self) | {"refused": [refusal.as_json() for refusal in self.refused]}

    def refuse(self, reason: Any, *, column: str = "") -> None:
        """Note what is wrong with the file as a whole."""
        self.refused.append(Refusal("", None, column, str(reason)))


class Reader(Protocol):
    """A reader of one kind of file."""

    findings: Findings

    def figures(self, rows: Iterator[Row]) -> Iterator[Figure]:
        """The figures of the file."""


@dataclass
class Reading:
    """A whole file as it was read: its figures, and their sums by municipality, year and sector."""

    figures: FigureColumns = field(default_factory=FigureColumns)
    sums: dict[tuple[str, int, str], float | None] = field(default_factory=lambda: defaultdict(float))
    gases: set[str] = field(default_factory=set)
    codes_of: date | None = None
    # Why a sum is missing: because its first missing part is.
    missing: dict[tuple[str, int, str], str] = field(default_factory=dict)

    def add(self, figure: Figure) -> None:
        """Keep a figure; a sum with a part that is missing is missing."""
        place = (figure.code, figure.year, figure.sector)
        before = self.sums[place]
        self.sums[place] = None if before is None or figure.value is None else before + figure.value
        if figure.value is None:
            self.missing.setdefault(place, figure.missing)
        self.gases.add(figure.gas)
        self.figures.append(figure)

    @property
    def places(self) -> set[tuple[str, int]]:
        """The places and years that the file tells of."""
        return {(code, year) for code, year, _sector in self.sums}

    @property
    def municipalities(self) -> set[tuple[str, int]]:
        """The same without countries, which no division of municipalities has."""
        return {(code, year) for code, year in self.places if code not in COUNTRIES}


def read_figures(reader: Reader, content: bytes, kind: str, report: FileReport) -> Reading:
    reading, findings = Reading(), reader.findings
    try:
        for figure in _figures(reader, content, kind, report.file):
            if not findings.refused:
                reading.add(figure)
            if findings.rows > MOST_ROWS:
                raise Refused("rows", _("The table has more than twelve million rows. Divide it."))
    except Refused as refusal:
        findings.refuse_file(str(refusal.message))
    if not findings.refused:
        _date_codes(reading, findings, reader)
    report.layout, report.rows = findings.layout, findings.rows
    report.refused, report.without_figure = findings.refusals, findings.without_figure
    report.more_refused = findings.refused - len(findings.refusals)
    report.notes += findings.notes
    return reading


def _figures(reader: Reader, content: bytes, kind: str, name: str) -> Iterator[Figure]:
    with tempfile.NamedTemporaryFile(suffix=f".{kind}") as file:
        if kind in WORKBOOKS:
            file.write(content)
            file.flush()
        yield from reader.figures(rows_of(Path(file.name), content, kind, name))


def first_rows(content: bytes, kind: str, name: str, count: int) -> tuple[list[str], list[list[str]]]:
    """The titles of a table's columns and its first rows, for somebody who says what is what."""
    with tempfile.NamedTemporaryFile(suffix=f".{kind}") as file:
        file.write(content)
        file.flush()
        rows = [[clean(cell) for cell in row.cells] for row in _beginning(file.name, content, kind, name)]
    filled = [sum(bool(cell) for cell in row) for row in rows]
    if not filled or max(filled) < 3:
        raise Refused("table", _("%(name)s holds no table with three columns or more.") % {"name": name})
    titles = filled.index(max(filled))
    return [title for title in rows[titles] if title], rows[titles + 1 : titles + 1 + count]


def _beginning(path: str, content: bytes, kind: str, name: str) -> Iterator[Row]:
    return islice(rows_of(Path(path), content, kind, name), HEADER_WITHIN)


def _date_codes(reading: Reading, findings: Findings, reader: Any) -> None:
    try:
        reading.codes_of = divided_in_time(divisions(), reading.municipalities, reader.seen_on)
    except UnreadableCell as refusal:
        findings.refuse_file(str(refusal))
