"""Workbooks that people edit and send back: columns known in three languages, errors that name the cell."""

from dugnad.kit.tables.cells import (
    Unreadable,
    day,
    in_every_language,
    one_of,
    text,
    whole_number,
    with_line_feeds,
    yes_or_no,
)
from dugnad.kit.tables.imports import (
    RowChange,
    Taker,
    WorkbookReport,
    changed_row,
    differences,
    new_row,
    take_lines,
)
from dugnad.kit.tables.sheets import (
    CellError,
    Column,
    Line,
    Reading,
    Table,
    read_tables,
    sheet_of_table,
    write_tables,
)

__all__ = [
    "CellError",
    "Column",
    "Line",
    "Reading",
    "RowChange",
    "Table",
    "Taker",
    "Unreadable",
    "WorkbookReport",
    "changed_row",
    "day",
    "differences",
    "in_every_language",
    "new_row",
    "one_of",
    "read_tables",
    "sheet_of_table",
    "take_lines",
    "text",
    "whole_number",
    "with_line_feeds",
    "write_tables",
    "yes_or_no",
]
