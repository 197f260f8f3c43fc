"""JSON-stat 2, as Statistics Norway and Eurostat answer, into figures.

Read by the same reader as the rest of Dugnad, which takes in what both agencies answer.
"""

from dugnad.engine.flows.formats.statistics import Figure
from dugnad.engine.flows.tables import Complaint, FlowsUnreadable
from dugnad.engine.jsonstat import Dataset, NotJsonStat, NotWhole, TooManyCells, read_datasets

PERIODS = ("time", "Tid", "TIME_PERIOD")
WRONG = {
    NotJsonStat: "this is no table in JSON-stat 2",
    NotWhole: "the cells do not fit the dimensions",
    TooManyCells: "the table has too many cells; divide it",
}


def read_json_stat(content: bytes | str, name: str = "table.json") -> list[Figure]:
    """The figures of a file, those without a value too; FlowsUnreadable where it is no such table."""
    try:
        tables = read_datasets(content)
    except tuple(WRONG) as wrong:
        raise FlowsUnreadable([Complaint(name, WRONG[type(wrong)])]) from None
    return [figure for table in tables for figure in _figures(table, name)]


def _figures(table: Dataset, name: str) -> list[Figure]:
    codes = [dimension.code for dimension in table.dimensions]
    periods = [code for code in codes if code in (*table.roles.get("time", ()), *PERIODS)]
    if len(periods) != 1:
        raise FlowsUnreadable([Complaint(name, f"no dimension is time; there are: {', '.join(codes)}")])
    found = []
    for cell, value, mark in table.cells():
        if isinstance(value, bool) or not isinstance(value, int | float | None):
            raise FlowsUnreadable([Complaint(name, f"the cell {', '.join(cell)} has “{value}”, no number")])
        told = dict(zip(codes, cell, strict=True))
        found.append(Figure(told, told.pop(periods[0]), value, tuple(filter(str.isalpha, mark))))
    return found
