"""Verbs that take in files of figures: all of a file or nothing of it, and the same bytes only once.

A file is first read and judged whole, without touching the database, and then written in one short
transaction: while a million rows are read, nobody who submits an answer has to wait.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.indicators.changes.bulk import insert_rows
from dugnad.indicators.changes.catalogue import name_publisher
from dugnad.indicators.changes.judging import FileReport, Reader, Reading, read_figures
from dugnad.indicators.kinds import EMISSIONS, in_order
from dugnad.indicators.models import Indicator, Observation, SectorTotal, Vintage
from dugnad.indicators.queries.catalogue import (
    indicator_with_key,
    source_for,
    vintage_of_file,
    why_no_files,
)
from dugnad.indicators.queries.coverage import narrower_than_before
from dugnad.indicators.rules import coverage_of, is_below_nothing, is_doubtful
from dugnad.indicators.sources.emissions import EmissionReader, names_in
from dugnad.indicators.sources.indicator_table import IndicatorReader
from dugnad.indicators.sources.mapped_table import Columns, MappedReader
from dugnad.indicators.sources.reading import ANSWERS, WORKBOOKS, Figure, read_csv
from dugnad.indicators.sources.statistic_table import StatisticReader
from dugnad.indicators.sources.statistics import Statistic, statistic_of
from dugnad.kit import history, uploads
from dugnad.kit.changes import store_file
from dugnad.kit.errors import Refused
from dugnad.kit.formats import number
from dugnad.members.models import Person
from dugnad.members.queries import divisions

READABLE = frozenset({"xlsx", "csv", "json"})


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
    columns: Columns | None = None,
    dry_run: bool = False,
    by: Person | None,
    at: datetime,
) -> FileReport:
    """Take in a table of any indicator as a new vintage.

    It is laid out as municipality_code, year, value, or by columns that somebody named, or it is the
    answer of a statistics agency.
    """
    measured = indicator_with_key(indicator)

    def reader(kind: str) -> Reader:
        if kind in ANSWERS:
            statistic = _statistic_for(measured)
            return StatisticReader(content, statistic, divisions(), seen_on, measured.unit)
        if columns:
            return MappedReader(divisions(), seen_on, measured.unit, columns=columns)
        return IndicatorReader(divisions(), seen_on, measured.unit)

    vintage = _drafted(measured, source, name, seen_on=seen_on, at=at)
    return _import(vintage, content, reader, dry_run=dry_run, by=by, at=at)


def _statistic_for(measured: Indicator) -> Statistic:
    """The table that an agency's answer is read as: the indicator's own, or what the answer itself says."""
    return statistic_of(measured.key) or Statistic(
        measured.key, "", "", measured.key, measured.unit, time=("Tid", "time"), place=("Region", "geo")
    )


def draft_reading(
    content: bytes, name: str, indicator: Indicator, *, seen_on: date
) -> tuple[FileReport, Reading]:
    """What an agency's answer says, without storing it; the report names its vintage if there is one."""
    report = FileReport(name, sha256=hashlib.sha256(content).hexdigest(), dry_run=True)
    if _is_here(indicator, report):
        return report, Reading()
    kind = uploads.inspect(content, name, allowed=READABLE).kind
    statistic = _statistic_for(indicator)
    reader = StatisticReader(content, statistic, divisions(), seen_on, indicator.unit)
    return report, read_figures(reader, content, kind, report)


def import_figures(
    content: bytes,
    name: str,
    *,
    indicator: str,
    seen_on: date,
    source: str = "",
    columns: Columns | None = None,
    dry_run: bool = False,
    by: Person | None,
    at: datetime,
) -> FileReport:
    """Take in a file of an indicator, read as its publisher lays it out, or by columns that are named."""
    if indicator == EMISSIONS and columns is None:
        return import_emissions(content, name, seen_on=seen_on, source=source, dry_run=dry_run, by=by, at=at)
    return import_indicator(
        content,
        name,
        indicator=indicator,
        seen_on=seen_on,
        source=source,
        columns=columns,
        dry_run=dry_run,
        by=by,
        at=at,
    )


def _drafted(indicator: Indicator, source: str, name: str, *, seen_on: date, at: datetime) -> Vintage:
    if reason := why_no_files(indicator):
        raise Refused("derived", reason, field="indicator")
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
            report.notes.append(told % {"publisher": vintage.source.publisher_name})
        return report
    reading = read_figures(reader(inspected.kind), content, inspected.kind, report)
    if not report.refused:
        report.stored = len(reading.figures)
        _note_reach(vintage, reading)
        report.warnings = [*narrower_than_before(vintage), *_doubtful(reading, vintage.indicator)]
        if not dry_run:
            _store_once(vintage, reading, content, inspected, report, by=by, at=at)
    return report


def _doubtful(reading: Reading, indicator: Indicator) -> Iterator[str]:
    """Shares of more than the whole or less than nothing: stored when that is confirmed, and told before."""
    above = [figure for figure in reading.figures if is_doubtful(figure.value, indicator.unit)]
    below = [figure for figure in reading.figures if is_below_nothing(figure.value, indicator.unit)]
    if above:
        text = ngettext(
            "One figure is more than 100 per cent: %(value)s for %(code)s in %(year)s (row %(row)s). "
            "Keep it only if that is meant.",
            "%(count)s figures are more than 100 per cent, the first for %(code)s in %(year)s (row %(row)s): "
            "%(value)s. Keep them only if that is meant.",
            len(above),
        )
        yield _with_first(text, above)
    if below:
        text = ngettext(
            "One share is below zero: %(value)s for %(code)s in %(year)s (row %(row)s). "
            "Keep it only if that is meant.",
            "%(count)s shares are below zero, the first for %(code)s in %(year)s (row %(row)s): "
            "%(value)s. Keep them only if that is meant.",
            len(below),
        )
        yield _with_first(text, below)


def _with_first(text: str, found: Sequence[Figure]) -> str:
    first = found[0]
    words = {"code": first.code, "year": first.year, "row": first.row, "count": number(len(found))}
    return text % (words | {"value": number(first.value, 1)})


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
        ("vintage_id", "code", "year", "sector", "value", "missing"),
        (
            (vintage.pk, *place, value, reading.missing.get(place, ""))
            for place, value in sorted(reading.sums.items())
        ),
    )
    report.vintage = vintage.pk
    after = {"file": report.file, "sha256": report.sha256, "rows": report.rows, "stored": report.stored}
    history.record("import_vintage", vintage, by=by, at=at, after=after)
