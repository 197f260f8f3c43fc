"""What the command line calls: files in, vintages and series out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.indicators import changes, queries
from dugnad.indicators.changes.imports import FileReport, outcome_of, refusals_in_words
from dugnad.indicators.models import Vintage
from dugnad.indicators.queries.catalogue import indicator_with_key
from dugnad.indicators.sources.municipalities import read_register
from dugnad.indicators.sources.reading import Findings, Refusal, read_csv
from dugnad.kit import clock, uploads
from dugnad.kit.errors import Refused
from dugnad.kit.spreadsheets import write_csv
from dugnad.members import changes as member_changes
from dugnad.members.queries import divisions

EMISSIONS = "ghg-emissions"
SERIES_COLUMNS = (
    "region", "municipality_code", "year", "sector", "source", "value", "unit", "vintage", "note",
)  # fmt: skip
DIFFERENCE_COLUMNS = ("municipality_code", "municipality", "year", "sector", "old", "new", "change")


@dataclass
class Report:
    """What became of the files of one command."""

    files: list[FileReport] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether any file was refused."""
        return any(file.refused for file in self.files)

    def as_json(self) -> dict[str, Any]:
        """The report as programs read it."""
        return {"files": [file.as_json() for file in self.files]}

    def lines(self) -> list[str]:
        """The report as people read it: what became of each file, and every refusal with its place."""
        return [line for file in self.files for line in _lines(file)]


def _lines(file: FileReport) -> list[str]:
    return [outcome_of(file), *(f"  {line}" for line in refusals_in_words(file.refused, file.more_refused))]


def import_emissions(
    paths: Iterable[Path], *, vintage: date | None, dry_run: bool, source: str = ""
) -> Report:
    """Take in files of emissions, seen on the day given or today."""
    return _each(
        paths,
        lambda content, name: changes.import_emissions(
            content,
            name,
            seen_on=vintage or clock.today(),
            source=source,
            dry_run=dry_run,
            by=None,
            at=clock.now(),
        ),
    )


def import_indicator(
    paths: Iterable[Path], *, indicator: str | None, vintage: date | None, dry_run: bool
) -> Report:
    """Take in tables of one indicator."""
    if not indicator:
        raise Refused("indicator", _("Name the indicator with --indicator KEY."), field="indicator")
    return _each(
        paths,
        lambda content, name: changes.import_indicator(
            content,
            name,
            indicator=indicator,
            seen_on=vintage or clock.today(),
            dry_run=dry_run,
            by=None,
            at=clock.now(),
        ),
    )


def import_municipalities(paths: Iterable[Path], *, dry_run: bool) -> Report:
    """Take in registers of municipality numbers: one division, or the history with successors."""
    return _each(paths, lambda content, name: _import_register(content, name, dry_run=dry_run))


def import_boundaries(paths: Iterable[Path], *, dry_run: bool) -> Report:
    """Take in municipality borders as TopoJSON or GeoJSON."""
    return _each(
        paths,
        lambda content, name: changes.import_borders(content, name, dry_run=dry_run, by=None, at=clock.now()),
    )


def _each(paths: Iterable[Path], take: Callable[[bytes, str], FileReport]) -> Report:
    return Report([take(path.read_bytes(), path.name) for path in paths])


def _import_register(content: bytes, name: str, *, dry_run: bool) -> FileReport:
    report = FileReport(name)
    try:
        report.sha256 = uploads.inspect(content, name, allowed={"csv"}).sha256
    except Refused as refusal:
        report.refused = [Refusal("", None, "", str(refusal.message))]
        return report
    findings = Findings()
    rows = read_register(read_csv(content), findings, division_of=_division_day(content))
    report.layout, report.rows, report.refused = findings.layout, findings.rows, findings.refusals
    if not report.refused:
        with transaction.atomic():
            done = member_changes.import_municipality_codes(rows, by=None, at=clock.now())
            report.stored, report.unchanged = done.added + done.changed, done.unchanged
            transaction.set_rollback(dry_run)
    return report


def _division_day(content: bytes) -> date:
    """The day whose division a register of one division tells of: the known one that it agrees with most."""
    codes = {str(row.cells[0]).zfill(4) for row in read_csv(content) if row.cells}
    known = divisions()
    days = {code.valid_from for code in known.codes} | {clock.today()}
    return max(
        days, key=lambda day: (len(codes & known.on(day).keys()) - len(known.on(day).keys() - codes), day)
    )


def list_vintages(*, as_json: bool = False) -> str:
    """Every vintage as CSV (or JSON): number, indicator, publisher, day, file, hash, rows."""
    found = queries.vintages()
    header = (
        "id",
        "indicator",
        "publisher",
        "seen_on",
        "file",
        "sha256",
        "layout",
        "rows",
        "stored",
        "licence",
    )
    rows = [
        (
            v.pk, v.indicator.key, v.source.publisher, v.seen_on.isoformat(), v.file_name, v.file.sha256,
            v.layout, v.rows, v.stored, v.licence,
        )
        for v in found
    ]  # fmt: skip
    if as_json:
        import json

        return json.dumps({"items": [dict(zip(header, row, strict=True)) for row in rows]}) + "\n"
    return write_csv(header, rows)


def diff(old: str, new: str) -> str:
    """Two vintages (by number) or what was known on two days, compared as CSV."""
    if old.isdigit() and new.isdigit():
        comparison = queries.compare_vintages(_vintage(old), _vintage(new))
    else:
        days = [_day(text) for text in (old, new)]
        comparison = queries.compare_knowledge(indicator_with_key(EMISSIONS), days[0], days[1])
    rows = (
        (d.place, comparison.names.get(d.place, ""), d.year, d.sector, _plain(d.old), _plain(d.new), d.kind)
        for d in comparison.differences
    )
    return write_csv(DIFFERENCE_COLUMNS, rows)


def series(
    *,
    indicator: str,
    region: str,
    codes_of: date | None,
    members_on: date | None,
    actual_members: bool,
    vintage: date | None,
    by: str,
) -> str:
    """A series as CSV."""
    result = queries.series(
        indicator_with_key(indicator),
        region,
        by=by,
        today=clock.today(),
        codes_day=codes_of,
        members_on=members_on,
        actual_members=actual_members,
        seen_by=vintage,
    )
    return write_csv(SERIES_COLUMNS, (series_cells(row) for row in result.rows))


def series_cells(row: queries.SeriesRow) -> tuple[Any, ...]:
    """A row of a series as the cells of a table; a missing value is an empty cell."""
    values = [getattr(row, column) for column in SERIES_COLUMNS]
    return tuple(
        _plain(value) if column == "value" else value
        for column, value in zip(SERIES_COLUMNS, values, strict=True)
    )


def _plain(value: float | None) -> str:
    """A number as programs read it: two decimals are what the agency publishes, sums are no more exact."""
    return "" if value is None else f"{value:.2f}"


def _vintage(number: str) -> Vintage:
    found = queries.vintages().filter(pk=int(number)).first()
    if found is None:
        raise Refused("vintage", _("There is no vintage number %(number)s.") % {"number": number})
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("“%(text)s” is neither a date (2021-05-03) nor the number of a vintage.")
        raise Refused("vintage", message % {"text": text}) from None
