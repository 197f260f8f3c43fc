"""Verbs that take in files of figures: all of a file or nothing of it, and the same bytes only once."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.indicators.models import Indicator, Observation, SectorTotal, Source, Vintage
from dugnad.indicators.queries.catalogue import indicator_with_key, vintage_of_file
from dugnad.indicators.sources.emissions import EmissionReader, names_in
from dugnad.indicators.sources.indicator_table import IndicatorReader
from dugnad.indicators.sources.reading import Figure, Findings, Refusal, read_csv, rows_of
from dugnad.kit import history, uploads
from dugnad.kit.changes import store_file
from dugnad.kit.errors import Refused
from dugnad.kit.spreadsheets import Row
from dugnad.members.models import Person
from dugnad.members.queries import divisions

EMISSIONS = "ghg-emissions"
BATCH = 5_000
FIELDS = ("row", "code", "year", "sector", "emission_source", "gas", "value")


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
    left_out: list[dict[str, Any]] = field(default_factory=list)
    vintage: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The report as programs read it."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "layout": self.layout,
            "rows": self.rows,
            "stored": self.stored,
            "unchanged": self.unchanged,
            "refused": [refusal.as_json() for refusal in self.refused],
            "left_out": self.left_out,
            "vintage": self.vintage,
        }


class Reader(Protocol):
    """A reader of one kind of file."""

    findings: Findings

    def figures(self, rows: Iterator[Row]) -> Iterator[Figure]:
        """The figures of the file."""
        ...


class _NotStored(Exception):
    """Nothing of this file is kept."""


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
    """Take in a file of municipal emissions as a new vintage; `source` is the publisher's unless named."""
    known = divisions()
    return _import(
        content,
        name,
        indicator=indicator_with_key(EMISSIONS),
        reader=lambda kind: _emission_reader(content, kind, known, seen_on),
        seen_on=seen_on,
        source=source,
        dry_run=dry_run,
        by=by,
        at=at,
    )


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
    return _import(
        content,
        name,
        indicator=measured,
        reader=lambda kind: IndicatorReader(divisions(), seen_on, measured.unit),
        seen_on=seen_on,
        source=source,
        dry_run=dry_run,
        by=by,
        at=at,
    )


def _emission_reader(content: bytes, kind: str, known: Any, seen_on: date) -> EmissionReader:
    reader = EmissionReader(known, seen_on, is_workbook=kind == "xlsx")
    if kind == "csv":
        reader.common_county = known.common_county(names_in(read_csv(content)), seen_on)
    return reader


def _import(
    content: bytes,
    name: str,
    *,
    indicator: Indicator,
    reader: Any,
    seen_on: date,
    source: str,
    dry_run: bool,
    by: Person | None,
    at: datetime,
) -> FileReport:
    report = FileReport(name)
    try:
        inspected = uploads.inspect(content, name, allowed={"xlsx", "csv"})
    except Refused as refusal:
        report.refused = [Refusal("", None, "", str(refusal.message))]
        return report
    report.sha256 = inspected.sha256
    known = vintage_of_file(indicator, inspected.sha256)
    if known:
        report.layout, report.rows, report.unchanged, report.vintage = (
            known.layout,
            known.rows,
            known.stored,
            known.pk,
        )
        return report
    reading = reader(inspected.kind)
    try:
        with transaction.atomic():
            vintage = _begin(indicator, source, content, inspected, seen_on=seen_on, at=at)
            _store(vintage, reading, content, inspected, report)
            if report.refused or dry_run:
                raise _NotStored
            _finish(vintage, reading.findings, report, by=by, at=at)
    except _NotStored:
        report.vintage = None
        report.stored = 0 if report.refused else report.stored
    return report


def _begin(
    indicator: Indicator,
    source: str,
    content: bytes,
    inspected: uploads.Inspected,
    *,
    seen_on: date,
    at: datetime,
) -> Vintage:
    publisher = Source.objects.get(key=source) if source else indicator.source
    vintage = Vintage(
        indicator=indicator,
        source=publisher,
        seen_on=seen_on,
        codes_of=seen_on,
        imported_at=at,
        file=store_file(content, inspected, at=at),
        file_name=inspected.name[-200:],
        licence=publisher.licence,
        rows=0,
        stored=0,
    )
    vintage.save(force_insert=True)
    return vintage


def _store(
    vintage: Vintage, reading: Reader, content: bytes, inspected: uploads.Inspected, report: FileReport
) -> None:
    sums: dict[tuple[str, int, str], float] = {}
    gases: set[str] = set()
    try:
        for batch in _batches(_figures(reading, content, inspected)):
            for figure in batch:
                place = (figure.code, figure.year, figure.sector)
                sums[place] = sums.get(place, 0.0) + figure.value
                gases.add(figure.gas)
            if not reading.findings.refused:
                Observation.objects.bulk_create(_as_observations(vintage, batch))
                report.stored += len(batch)
    except Refused as refusal:
        reading.findings.refusals.append(Refusal("", None, "", str(refusal.message)))
    report.layout, report.rows = reading.findings.layout, reading.findings.rows
    report.refused, report.left_out = reading.findings.refusals, reading.findings.left_out
    if not report.refused:
        _store_totals(vintage, sums)
        vintage.gases = " ".join(sorted(gases - {""}))
        codes = {place[0] for place in sums}
        vintage.codes_of = divisions().division_of(codes, vintage.seen_on) or vintage.seen_on


def _figures(reading: Reader, content: bytes, inspected: uploads.Inspected) -> Iterator[Figure]:
    with tempfile.NamedTemporaryFile(suffix=f".{inspected.kind}") as file:
        if inspected.kind == "xlsx":
            file.write(content)
            file.flush()
        yield from reading.figures(rows_of(Path(file.name), content, inspected.kind))


def _batches(figures: Iterator[Figure]) -> Iterator[list[Figure]]:
    while batch := list(islice(figures, BATCH)):
        yield batch


def _as_observations(vintage: Vintage, figures: Iterable[Figure]) -> Iterator[Observation]:
    unit = vintage.indicator.unit
    for figure in figures:
        values = {name: getattr(figure, name) for name in FIELDS}
        yield Observation(vintage=vintage, unit=unit, **values)


def _store_totals(vintage: Vintage, sums: Mapping[tuple[str, int, str], float]) -> None:
    totals = (
        SectorTotal(vintage=vintage, code=code, year=year, sector=sector, value=value)
        for (code, year, sector), value in sorted(sums.items())
    )
    SectorTotal.objects.bulk_create(totals, batch_size=BATCH)


def _finish(
    vintage: Vintage, findings: Findings, report: FileReport, *, by: Person | None, at: datetime
) -> None:
    vintage.layout, vintage.rows, vintage.stored = findings.layout, findings.rows, report.stored
    vintage.left_out = findings.left_out
    vintage.save(update_fields=["layout", "rows", "stored", "left_out", "gases", "codes_of"])
    report.vintage = vintage.pk
    history.record(
        "import_vintage",
        vintage,
        by=by,
        at=at,
        after={"file": report.file, "sha256": report.sha256, "rows": report.rows, "stored": report.stored},
    )


def outcome_of(report: FileReport) -> str:
    """One line that tells what became of a file."""
    if report.refused:
        return _("%(file)s was refused; nothing of it was stored.") % {"file": report.file}
    if report.unchanged:
        return _("%(file)s is already here; nothing was changed.") % {"file": report.file}
    return _("%(file)s was read: %(stored)s figures.") % {"file": report.file, "stored": report.stored}
