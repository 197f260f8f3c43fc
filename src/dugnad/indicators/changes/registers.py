"""Verbs of the register of municipality numbers: as a table, or as the statistics agency answers."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import ngettext

from dugnad.engine.boundaries import UnknownCode
from dugnad.indicators.changes.judging import FileReport
from dugnad.indicators.sources.klass import Known, numbers_in, read_classification
from dugnad.indicators.sources.klass_files import is_of_klass, join
from dugnad.indicators.sources.municipalities import read_register
from dugnad.indicators.sources.reading import ANSWERS, Findings, read_csv
from dugnad.kit import uploads
from dugnad.kit.errors import Refused
from dugnad.kit.formats import number
from dugnad.members import changes as members
from dugnad.members.models import Person
from dugnad.members.queries import divisions
from dugnad.members.rules import CodeRow

MOST_NAME = 200  # of the names of files


def import_registers(
    files: Iterable[tuple[bytes, str]],
    *,
    today: date,
    dry_run: bool = False,
    by: Person | None,
    at: datetime,
) -> list[FileReport]:
    """Take in several files: those of Klass tell of one register together, each other one of its own."""
    given = list(files)
    of_klass = [file for file in given if is_of_klass(file[0])]
    try:
        whole = [joined(of_klass)] if len(of_klass) > 1 else of_klass
    except Refused as refusal:
        return [_refused(_names(given), refusal)]
    return [
        import_register(content, name, today=today, dry_run=dry_run, by=by, at=at)
        for content, name in (*whole, *(file for file in given if file not in of_klass))
    ]


def joined(files: list[tuple[bytes, str]]) -> tuple[bytes, str]:
    """Files of Klass as one, under all their names. Refused names the one that is none."""
    return join(files), _names(files)


def _names(files: Iterable[tuple[bytes, str]]) -> str:
    return ", ".join(name for _content, name in files)[-MOST_NAME:]


def _refused(name: str, refusal: Refused) -> FileReport:
    report = FileReport(name)
    report.refuse(refusal.message)
    return report


def import_register(
    content: bytes, name: str, *, today: date, dry_run: bool = False, by: Person | None, at: datetime
) -> FileReport:
    """Take in a register of municipality numbers: one division, the history, or the answer of Klass."""
    report = FileReport(name, sha256=sha256(content).hexdigest(), dry_run=dry_run)
    try:
        kind = uploads.inspect(content, name, allowed={"csv", "json"}).kind
    except Refused as refusal:
        report.refuse(refusal.message)
        return report
    findings = Findings()
    if kind in ANSWERS or is_of_klass(content):
        rows = _of_klass(content, name, findings, today)
    else:
        codes = {str(row.cells[0]).zfill(4) for row in read_csv(content) if row.cells}
        rows = read_register(read_csv(content), findings, division_of=_division_day(codes, today))
    report.layout, report.rows, report.refused = findings.layout, findings.rows, findings.refusals
    report.more_refused = findings.refused - len(findings.refusals)
    if not report.refused:
        _take_in(rows, report, by=by, at=at)
    return report


def _of_klass(content: bytes, name: str, findings: Findings, today: date) -> list[CodeRow]:
    try:
        told = join([(content, name)])
    except Refused as refusal:
        findings.refuse_file(refusal.message)
        return []
    division = _division_day(numbers_in(told), today)
    named = (*divisions().codes, *divisions().on(division).values())  # the day's own names last: they stand
    counties = {code.county_code: code.county_name for code in named}
    known = Known(counties, undated=date(division.year, 1, 1))
    return _weighed(read_classification(told, findings, known))


def _take_in(rows: list[CodeRow], report: FileReport, *, by: Person | None, at: datetime) -> None:
    try:
        with transaction.atomic():
            done = members.import_municipality_codes(rows, by=by, at=at)
            report.stored, report.unchanged = done.added + done.changed, done.unchanged
            joined = report.rows - len(rows)
            if joined:
                report.notes.append(_joined(joined))
            transaction.set_rollback(report.dry_run)
    except Refused as refusal:
        report.refuse(refusal.message)


def _weighed(rows: Iterable[CodeRow]) -> list[CodeRow]:
    """The rows with the weights that we know of: Klass tells what a number became, not in which shares."""
    known = divisions()

    def weights(row: CodeRow) -> dict[str, float | None]:
        try:
            return dict(known.row(row.code, row.valid_to or row.valid_from).successors)
        except UnknownCode:
            return {}

    return [
        replace(row, successors=tuple((code, weights(row).get(code)) for code, _none in row.successors))
        for row in rows
    ]


def _joined(count: int) -> str:
    """Why there are fewer numbers than rows: one that was divided has a row for each successor."""
    text = ngettext(
        "%(count)s row names a further successor of a number that another row has.",
        "%(count)s rows name further successors of numbers that other rows have.",
        count,
    )
    return text % {"count": number(count)}


def _division_day(codes: set[str], today: date) -> date:
    """The day whose division a register of one division tells of: the known one that it agrees with most."""
    known = divisions()
    days = {*known.first_days, today}
    return max(
        days, key=lambda day: (len(codes & known.on(day).keys()) - len(known.on(day).keys() - codes), day)
    )
