"""Verbs of mappings: say once what the columns of somebody's tables are called."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from dugnad.indicators.changes.judging import FileReport, first_rows, read_figures
from dugnad.indicators.models import ColumnMapping, Indicator
from dugnad.indicators.sources.mapped_table import Columns, MappedReader
from dugnad.indicators.sources.reading import Figure
from dugnad.kit import uploads
from dugnad.kit.changes import add, edit
from dugnad.members.models import Person
from dugnad.members.queries import divisions

TABLES = frozenset({"csv", "xlsx"})
SHOWN = 6


def columns_of(mapping: ColumnMapping) -> Columns:
    """The columns that a mapping names, as the reader takes them."""
    return Columns(
        place=mapping.place_column,
        year=mapping.year_column,
        value=mapping.value_column,
        sector=mapping.sector_column,
        unit_column=mapping.unit_column,
        unit=mapping.unit,
        decimal=mapping.decimal,
        thousands=mapping.thousands,
    )


def judge_columns(
    content: bytes, name: str, indicator: Indicator, columns: Columns, *, seen_on: date
) -> tuple[FileReport, list[Figure]]:
    """What a table says when its columns are named so, and its first figures as they would be read."""
    report = FileReport(name, dry_run=True)
    kind = uploads.inspect(content, name, allowed=TABLES).kind
    reader = MappedReader(divisions(), seen_on, indicator.unit, columns=columns)
    reading = read_figures(reader, content, kind, report)
    report.stored = len(reading.figures)
    return report, reading.figures.first(SHOWN)


def columns_in(content: bytes, name: str) -> tuple[list[str], list[list[str]]]:
    """The titles of a table's columns, and its first rows; Refused where it is no table."""
    kind = uploads.inspect(content, name, allowed=TABLES).kind
    return first_rows(content, kind, name, SHOWN)


@transaction.atomic
def save_mapping(
    name: str, indicator: Indicator, *, by: Person | None, at: datetime, **columns: Any
) -> ColumnMapping:
    """Keep what columns are called under a name; the same name again takes the earlier one's place."""
    known = ColumnMapping.objects.filter(name=name).first()
    if known is not None:
        edit(known, "save_mapping", {"indicator_id": indicator.pk, **columns}, by=by, at=at)
        return known
    mapping = ColumnMapping(name=name, indicator=indicator, **columns)
    add(mapping, "save_mapping", by=by, at=at)
    return mapping
