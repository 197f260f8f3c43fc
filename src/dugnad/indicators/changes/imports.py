"""Verbs that take in files of figures: all of a file or nothing of it, and the same bytes only once.

A file is first read and judged whole, without touching the database, and then written in one short
transaction: while a million rows are read, nobody who submits an answer has to wait.
"""

import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dugnad.indicators.changes.bulk import insert_rows
from dugnad.indicators.changes.catalogue import name_publisher
from dugnad.indicators.kinds import EMISSIONS, in_order
from dugnad.indicators.models import Indicator, Observation, SectorTotal, Vintage
from dugnad.indicators.queries.catalogue import indicator_with_key, source_for, vintage_of_file
from dugnad.indicators.queries.coverage import narrower_than_before
from dugnad.indicators.rules import coverage_of
from dugnad.indicators.sources.emissions import EmissionReader, names_in
from dugnad.indicators.sources.indicator_table import IndicatorReader
from dugnad.indicators.sources.placing import divided_in_time
from dugnad.indicators.sources.reading import (
    MOST_ROWS,
    WORKBOOKS,
    Figure,
    Findings,
    Refusal,
    UnreadableCell,
    read_csv,
    rows_of,
)
from dugnad.kit import history, uploads
from dugnad.kit.changes import store_file
from dugnad.kit.errors import Refused
from dugnad.kit.spreadsheets import Row
from dugnad.members.models import Person
from dugnad.members.queries import divisions

READABLE = frozenset({"xlsx", "csv"})


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
        ...


@dataclass
class Reading:
    """A whole file as it was read: its figures, and their sums by municipality, year and sector."""

    figures: list[Figure] = field(default_factory=list)
    sums: dict[tuple[str, int, str], float | None] = field(default_factory=lambda: defaultdict(float))
    gases: set[str] = field(default_factory=set)
    codes_of: date | None = None

    def add(self, figure: Figure) -> None:
        """Keep a figure; a sum with a part that is missing is missing."""
        place = (figure.code, figure.year, figure.sector)
        before = self.sums[place]
        self.sums[place] = None if before is None or figure.value is None else before + figure.value
        self.gases.add(figure.gas)
        self.figures.append(figure)

    @property
    def places(self) -> set[tuple[str, int]]:
        """The municipalities and years that the file tells of."""
        return {(code, year) for code, year, _sector in self.sums}


def import_emissions(
    content: bytes,
    name: str,
    *,
    seen_on: date,
    source: str = "",
    dry_run: bool = False,
    by: Person | None,
    at: datetime,
) -> FileReport:
    """Take in a file of municipal emissions as a new vintage; `source` is the indicator's unless named."""

    def reader(kind: str) -> EmissionReader:
        made = EmissionReader(divisions(), seen_on, is_workbook=kind in WORKBOOKS)
        if kind not in WORKBOOKS:
            made.placer.common_county = divisions().common_county(names_in(read_csv(content)), seen_on)
        return made

    vintage = _drafted(indicator_with_key(EMISSIONS), source, name, seen_on=seen_on, at=at)
    return _import(vintage, content, reader, dry_run=dry_run, by=by, at=at)


def import_indicator(
    content: bytes,
    name: str,
    *,
    indicator: str,
    seen_on: date,
    source: str = "",
    dry_run: bool = False,
    by: Person | None,
    at: datetime,
) -> FileReport:
    """Take in a table of any indicator (municipality_code, year, value) as a new vintage."""
    measured = indicator_with_key(indicator)
    vintage = _drafted(measured, source, name, seen_on=seen_on, at=at)
    return _import(
        vintage,
        content,
        lambda kind: IndicatorReader(divisions(), seen_on, measured.unit),
        dry_run=dry_run,
        by=by,
        at=at,
    )


def import_figures(
    content: bytes,
    name: str,
    *,
    indicator: str,
    seen_on: date,
    source: str = "",
    dry_run: bool = False,
    by: Person | None,
    at: datetime,
) -> FileReport:
    """Take in a file of an indicator, read as its publisher lays it out."""
    if indicator == EMISSIONS:
        return import_emissions(content, name, seen_on=seen_on, source=source, dry_run=dry_run, by=by, at=at)
    return import_indicator(
        content, name, indicator=indicator, seen_on=seen_on, source=source, dry_run=dry_run, by=by, at=at
    )


def _drafted(indicator: Indicator, source: str, name: str, *, seen_on: date, at: datetime) -> Vintage:
    publisher = source_for(indicator, source)
    return Vintage(
        indicator=indicator,
        source=publisher,
        licence=publisher.licence,
        file_name=name[-200:],
        seen_on=seen_on,
        imported_at=at,
    )


def _import(
    vintage: Vintage,
    content: bytes,
    reader: Callable[[str], Reader],
    *,
    dry_run: bool,
    by: Person | None,
    at: datetime,
) -> FileReport:
    report = FileReport(vintage.file_name, dry_run=dry_run)
    report.sha256 = hashlib.sha256(content).hexdigest()
    try:
        inspected = uploads.inspect(content, vintage.file_name, allowed=READABLE)
    except Refused as refusal:
        report.refuse(refusal.message)
        return report
    if _is_here(vintage.indicator, report):
        if not dry_run and name_publisher(vintage.indicator, report.sha256, vintage.source, by=by, at=at):
            told = _("The figures are now filed as those of %(publisher)s.")
            report.notes.append(told % {"publisher": vintage.source.publisher})
        return report
    reading = _read(reader(inspected.kind), content, inspected.kind, report)
    if not report.refused:
        report.stored = len(reading.figures)
        _note_reach(vintage, reading)
        report.warnings = narrower_than_before(vintage)
        if not dry_run:
            _store_once(vintage, reading, content, inspected, report, by=by, at=at)
    return report


def _note_reach(vintage: Vintage, reading: Reading) -> None:
    """What the vintage tells of, so that the choice between vintages needs no search through figures."""
    vintage.codes_of, vintage.coverage = reading.codes_of, coverage_of(reading.places)
    vintage.sectors = list(in_order({sector for _code, _year, sector in reading.sums}))


def _is_here(indicator: Indicator, report: FileReport) -> bool:
    known = vintage_of_file(indicator, report.sha256)
    if known:
        report.layout, report.rows, report.vintage = known.layout, known.rows, known.pk
        report.stored, report.unchanged = 0, known.stored
    return known is not None


# Reading: no database ----------------------------------------------------------------------------------


def _read(reader: Reader, content: bytes, kind: str, report: FileReport) -> Reading:
    reading, findings = Reading(), reader.findings
    try:
        for figure in _figures(reader, content, kind, report.file):
            if not findings.refused:
                reading.add(figure)
            if findings.rows > MOST_ROWS:
                raise Refused("rows", _("The table has more than two million rows. Divide it."))
    except Refused as refusal:
        findings.refuse_file(str(refusal.message))
    if not findings.refused:
        _date_codes(reading, findings, reader)
    report.layout, report.rows = findings.layout, findings.rows
    report.refused, report.without_figure = findings.refusals, findings.without_figure
    report.more_refused = findings.refused - len(findings.refusals)
    return reading


def _figures(reader: Reader, content: bytes, kind: str, name: str) -> Iterator[Figure]:
    with tempfile.NamedTemporaryFile(suffix=f".{kind}") as file:
        if kind in WORKBOOKS:
            file.write(content)
            file.flush()
        yield from reader.figures(rows_of(Path(file.name), content, kind, name))


def _date_codes(reading: Reading, findings: Findings, reader: Any) -> None:
    try:
        reading.codes_of = divided_in_time(divisions(), reading.places, reader.seen_on)
    except UnreadableCell as refusal:
        findings.refuse_file(str(refusal))


# Storing: one short transaction --------------------------------------------------------------------------


def _store_once(
    vintage: Vintage,
    reading: Reading,
    content: bytes,
    inspected: uploads.Inspected,
    report: FileReport,
    *,
    by: Person | None,
    at: datetime,
) -> None:
    """Store the file, unless another has stored the same bytes while we read them."""
    try:
        with transaction.atomic():
            vintage.file = store_file(content, inspected, at=at)
            _store(vintage, reading, report, by=by, at=at)
    except IntegrityError:
        if not _is_here(vintage.indicator, report):
            raise


def _store(
    vintage: Vintage, reading: Reading, report: FileReport, *, by: Person | None, at: datetime
) -> None:
    vintage.layout, vintage.rows, vintage.stored = report.layout, report.rows, report.stored
    vintage.without_figure = report.without_figure
    vintage.gases = " ".join(sorted(reading.gases - {""}))
    vintage.save(force_insert=True)
    unit = vintage.indicator.unit
    insert_rows(
        Observation,
        ("vintage_id", *Figure._fields, "unit"),
        ((vintage.pk, *figure, unit) for figure in reading.figures),
    )
    insert_rows(
        SectorTotal,
        ("vintage_id", "code", "year", "sector", "value"),
        ((vintage.pk, *place, value) for place, value in sorted(reading.sums.items())),
    )
    report.vintage = vintage.pk
    after = {"file": report.file, "sha256": report.sha256, "rows": report.rows, "stored": report.stored}
    history.record("import_vintage", vintage, by=by, at=at, after=after)
