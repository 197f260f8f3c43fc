r"""Eurostat's bulk tables: TSV (one row a series, one column a period) and SDMX-CSV (one row a figure).

Checked against the published table of the circular material use rate (cei_srm030) and an answer of the
dissemination API in SDMX-CSV 1.0. A cell of TSV is a value, blanks, and flags: `14.3 i`, `5.3 b`, `:` for no
value, `: c` for one that is confidential. The first heading names the dimensions and, behind `\`, the period.
"""

import csv
from collections.abc import Iterable

from dugnad.engine.flows.formats.statistics import FLAGS, Figure
from dugnad.engine.flows.tables import (
    Complaint,
    FlowsUnreadable,
    Table,
    decoded,
    refuse_if_wrong,
    table_of_text,
)

ENVELOPE = ("dataflow", "last_update", "structure", "structure_id", "structure_name", "conf_status")
NO_VALUE = ":"


def read_eurostat_tsv(content: bytes | str, name: str = "table.tsv") -> list[Figure]:
    """The figures of a table, those without a value too; FlowsUnreadable names the row and the period."""
    lines = (content if isinstance(content, str) else decoded(content)).splitlines()
    heading = lines[0].split("\t") if lines else []
    head, mark, _period = heading[0].partition("\\") if heading else ("", "", "")
    if not mark or len(heading) < 2:
        message = "this is no table of Eurostat, whose first cell is like freq,unit,geo\\TIME_PERIOD"
        raise FlowsUnreadable([Complaint(name, message, 1)])
    table, periods = Table(name), [period.strip() for period in heading[1:]]
    figures = [
        figure
        for number, line in enumerate(lines[1:], start=2)
        if line.strip()
        for figure in _series(table, number, line.split("\t"), head.split(","), periods)
    ]
    refuse_if_wrong([table])
    return figures


def _series(
    table: Table, number: int, cells: list[str], dimensions: list[str], periods: list[str]
) -> Iterable[Figure]:
    codes = [code.strip() for code in cells[0].split(",")]
    if len(codes) != len(dimensions) or len(cells) != len(periods) + 1:
        table.complaints.append(
            Complaint(table.name, "has another number of cells than the headings", number)
        )
        return
    named = dict(zip(dimensions, codes, strict=True))
    for period, cell in zip(periods, cells[1:], strict=True):
        try:
            yield Figure(named, period, *_value_and_flags(cell))
        except ValueError as wrong:
            table.complaints.append(Complaint(table.name, str(wrong), number, period))


def _value_and_flags(cell: str) -> tuple[float | None, tuple[str, ...]]:
    value, _blank, flags = cell.strip().partition(" ")
    if not value:
        return None, ()
    if value != NO_VALUE:
        return _number(value), _flags(flags)
    return None, _flags(flags)


def _flags(words: str) -> tuple[str, ...]:
    """One letter a flag, also where several stand together."""
    return tuple(letter for letter in words if letter in FLAGS or letter.isalpha())


def _number(words: str) -> float:
    try:
        return float(words)
    except ValueError:
        raise ValueError(f"“{words}” is no number; Eurostat writes 12.5, or : for no value") from None


def read_sdmx_csv(content: bytes | str, name: str = "table.csv") -> list[Figure]:
    """The figures of SDMX-CSV 1.0 or 2.0 with codes; FlowsUnreadable names the row and the column."""
    table = table_of_text(
        name, content, {"time_period": True, "obs_value": True, "obs_flag": False, "obs_status": False}
    )
    text = content if isinstance(content, str) else decoded(content)
    written = {word.strip().casefold(): word.strip() for word in next(csv.reader(text.splitlines()[:1]))}
    dimensions = [column for column in table.unread if column not in ENVELOPE]
    figures = []
    for row in table.rows:
        words = row.text("obs_value")
        value = None if words in ("", NO_VALUE) else row.number_or_none("obs_value")
        codes = {written.get(column, column): row.text(column) for column in dimensions}
        flags = _flags(row.text("obs_flag") or _status(row.text("obs_status")))
        figures.append(Figure(codes, row.needed("time_period"), value, flags))
    refuse_if_wrong([table])
    return figures


def _status(words: str) -> str:
    """The status of SDMX as a flag; A is a normal value."""
    return "" if words == "A" else words.lower()
