"""Any table whose columns somebody has named: which holds the place, the year, the figure and the rest."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from dugnad.engine.boundaries import split_county_suffix
from dugnad.indicators.kinds import Thousands
from dugnad.indicators.sources.indicator_table import IndicatorReader
from dugnad.indicators.sources.reading import (
    Findings,
    Header,
    UnreadableCell,
    clean,
    folded,
    read_number,
)
from dugnad.kit.spreadsheets import Row

# "0301 Oslo", "K-0301" and "Oslo - 0301" are written for people; the number is what counts.
NUMBER = re.compile(r"(?:.*\D)?(\d{3,4})(?:\D.*)?")


@dataclass(frozen=True)
class Columns:
    """What the columns of a table are called, and how its numbers are written."""

    place: str
    year: str
    value: str
    sector: str = ""
    unit_column: str = ""
    unit: str = ""
    decimal: str = ","
    thousands: str = Thousands.SPACE

    @property
    def named(self) -> Mapping[str, str]:
        """Our names of the columns that are named, with theirs."""
        found = {
            "code": self.place,
            "year": self.year,
            "value": self.value,
            "sector": self.sector,
            "unit": self.unit_column,
        }
        return {own: title for own, title in found.items() if title}


@dataclass
class MappedReader(IndicatorReader):
    """Reads a table by the columns that somebody named."""

    columns: Columns = field(default_factory=lambda: Columns("", "", ""))
    findings: Findings = field(default_factory=lambda: Findings(layout="mapped table"))

    @property
    def _known(self) -> Mapping[str, str]:
        return {folded(title): own for own, title in self.columns.named.items()}

    @property
    def _wanted(self) -> Mapping[str, str]:
        return self.columns.named

    def _place(self, cell: Any) -> str:
        """A number, also one with a name beside it, or a name, also one with its county."""
        text = clean(cell).removesuffix(".0")
        match = NUMBER.fullmatch(text)
        if match:
            return self.placer.known_number(match[1])
        return self.placer.place("", text, split_county_suffix(text)[1])

    def _unit_of(self, row: Row, header: Header) -> str:
        return clean(header.cell(row, "unit")) or self.columns.unit

    def _number(self, cell: Any) -> float:
        """A number with the marks that were named; one that is written otherwise is asked about."""
        if not isinstance(cell, str):
            return read_number(cell)
        text, mark = clean(cell), re.escape(Thousands(self.columns.thousands).mark)
        whole, point, rest = text.partition(self.columns.decimal)
        if mark and re.fullmatch(rf"[+\-−–]?\d{{1,3}}(?:{mark}\d{{3}})+", whole):
            whole = re.sub(mark, "", whole)
        if not re.fullmatch(r"[+\-−–]?\d+", whole) or (point and not rest.isdecimal()):
            raise _unlike(text)
        return read_number(f"{whole}.{rest}" if point else whole)


def _unlike(text: str) -> UnreadableCell:
    message = _("“%(cell)s” is not written with the decimal and thousands signs that were named.")
    return UnreadableCell(message % {"cell": text})
