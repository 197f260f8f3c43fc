"""JSON-stat 2, as Statistics Norway and Eurostat answer, into figures; what was reconciled as such a table.

Read by the same reader as the rest of Dugnad, which takes in what both agencies answer.
"""

import json
from math import isfinite, prod
from typing import Any

from dugnad.engine.flows.formats.statistics import Figure
from dugnad.engine.flows.reconciliation import Reconciliation
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


def write_json_stat(found: Reconciliation, *, label: str = "") -> str:
    """What was reconciled as one dataset: flow × layer × place × year × value and sd (figure).

    Places that a system has not named are no dimension; a year that it has not named is 0, because readers
    ask for one. What cannot be known has no value and the mark “:”, as at Eurostat.
    """
    rows = list(found.flows.rows())
    sides = {name: _codes(rows, name) for name in ("flow", "layer", "place", "year")}
    sides = {name: codes for name, codes in sides.items() if codes != ["0"] or name == "year"}
    values: list[float | None] = [None] * (2 * prod(map(len, sides.values())))
    for row in rows:
        cell = 0
        for name, codes in sides.items():
            cell = cell * len(codes) + codes.index(_code(row[name]))
        for number, told in enumerate((row["reconciled"], row["sd_reconciled"])):
            values[2 * cell + number] = float(told) if isfinite(told) else None
    units = {found.system.units.get(layer, "") for layer in found.system.layers}
    figure: dict[str, Any] = {"index": ["value", "sd"]}
    if len(units) == 1:
        unit = {"base": units.pop()}
        figure["unit"] = {"value": unit, "sd": unit}
    dimensions = {name: {"label": name, "category": {"index": codes}} for name, codes in sides.items()}
    dimensions["figure"] = {"label": "figure", "category": figure}
    return json.dumps(
        {
            "version": "2.0",
            "class": "dataset",
            "label": label or found.system.name,
            "id": [*dimensions],
            "size": [*map(len, sides.values()), 2],
            "role": {"time": ["year"], "metric": ["figure"], "geo": ["place"] if "place" in sides else []},
            "dimension": dimensions,
            "value": values,
            "status": {str(cell): ":" for cell, value in enumerate(values) if value is None},
        },
        ensure_ascii=False,
    )


def _codes(rows: list[dict[str, Any]], name: str) -> list[str]:
    return list(dict.fromkeys(_code(row[name]) for row in rows))


def _code(told: Any) -> str:
    return "0" if told is None else str(told)
