"""A study in a folder of CSV files, or in the sheets of a workbook with the same names and columns.

| table | columns (those with * must be there) |
|---|---|
| flows | flow*, source*, target*, layer: an empty end is the environment |
| observations | flow*, value*, sd*, place, year, layer, distribution, source, vintage, quality, shared,
|              | shared_sd: the part of the sd that is one error, in common to rows of the same `shared` |
| transfer_coefficients | name*, process*, flow*, value*, sd* |
| relations | relation*, flow*, coefficient*, rhs: one row a flow, the other side in any of them |
| bounds | flow*, lower, upper |
| processes | process*, stock, group |
| aggregates | place*, of*: one row a part; the place is the sum of its parts, earlier sums among them |

The first two must be there. An sd is in the unit of the value or a share of it (`900`, `7 %`); 0 is a
constant. A row without a value says that the flow is not measured. Everything that is wrong is told at once,
with its table, row and column.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from dugnad.engine.flows.study import (
    Aggregate,
    Bounds,
    Flow,
    Observation,
    Process,
    Relation,
    Study,
    TransferCoefficient,
    processes_of,
)
from dugnad.engine.flows.tables import (
    Complaint,
    FlowsUnreadable,
    Row,
    Table,
    refuse_if_wrong,
    table_of_rows,
    table_of_text,
)

COLUMNS: dict[str, dict[str, bool]] = {
    "flows": {"flow": True, "source": True, "target": True, "layer": False},
    "observations": {
        "flow": True, "value": True, "sd": True, "place": False, "year": False, "layer": False,
        "distribution": False, "source": False, "vintage": False, "quality": False, "shared": False,
        "shared_sd": False,
    },
    "transfer_coefficients": {"name": True, "process": True, "flow": True, "value": True, "sd": True},
    "relations": {"relation": True, "flow": True, "coefficient": True, "rhs": False},
    "bounds": {"flow": True, "lower": False, "upper": False},
    "processes": {"process": True, "stock": False, "group": False},
    "aggregates": {"place": True, "of": True},
}  # fmt: skip
NEEDED = ("flows", "observations")
DISTRIBUTIONS = ("normal", "lognormal", "uniform", "triangular", "truncated")
YES, NO = ("1", "yes", "true", "ja", "x"), ("", "0", "no", "false", "nei")


def read_study(path: Path, *, unit: str = "t/a") -> Study:
    """The study in a folder or a workbook; FlowsUnreadable says table, row and column of what is wrong."""
    return replace(_read(path), unit=unit)


def _read(path: Path) -> Study:
    if path.is_dir():
        return read_folder(path)
    if path.suffix.casefold() != ".xlsx":
        raise FlowsUnreadable([Complaint(path.name, "is neither a folder nor a workbook (.xlsx)")])
    return study_of_sheets(sheets_of_workbook(path), path.stem)


def read_folder(path: Path) -> Study:
    """The study in the CSV files of a folder."""
    tables, complaints = {}, []
    for name, columns in COLUMNS.items():
        file = path / f"{name}.csv"
        try:
            if file.is_file():
                tables[name] = table_of_text(file.name, file.read_bytes(), columns)
            elif name in NEEDED:
                complaints.append(Complaint(file.name, f"is missing in {path.name}"))
        except FlowsUnreadable as wrong:
            complaints += wrong.complaints
    return _study(tables, complaints, path.name)


def study_of_sheets(
    sheets: Mapping[str, Sequence[Sequence[Any]]], name: str = "", *, comma: bool | None = None
) -> Study:
    """The study in the sheets of a workbook that somebody has read already; see `table_of_rows`."""
    by_name = {title.strip().casefold().replace(" ", "_"): title for title in sheets}
    tables, complaints = {}, []
    for kind, columns in COLUMNS.items():
        try:
            if kind in by_name:
                title = by_name[kind]
                tables[kind] = table_of_rows(f"sheet {title}", sheets[title], columns, comma=comma)
            elif kind in NEEDED:
                message = f"is missing; there are: {', '.join(sheets) or 'none'}"
                complaints.append(Complaint(f"sheet {kind}", message))
        except FlowsUnreadable as wrong:
            complaints += wrong.complaints
    return _study(tables, complaints, name)


def sheets_of_workbook(path: Path) -> dict[str, list[list[Any]]]:
    """The cells of each sheet as they are shown; FlowsUnreadable where the file is no workbook."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}
    except (BadZipFile, InvalidFileException, KeyError, ValueError):
        raise FlowsUnreadable([Complaint(path.name, "is no workbook, or a damaged one")]) from None


def _study(tables: Mapping[str, Table], complaints: list[Complaint], name: str) -> Study:
    if complaints:
        raise FlowsUnreadable([*complaints, *(c for table in tables.values() for c in table.complaints)])
    read: dict[str, list[Any]] = {kind: _rows(tables.get(kind), READERS[kind]) for kind in READERS}
    relations = _relations(tables["relations"].rows) if "relations" in tables else []
    sums = _aggregates(tables["aggregates"].rows) if "aggregates" in tables else []
    _refuse_strangers(tables, {flow.flow for flow in read["flows"]})
    _refuse_strange_shares(tables.get("transfer_coefficients"), read["flows"])
    _refuse_gaps(tables["observations"])
    refuse_if_wrong(tables.values())
    return Study(
        name=name,
        processes=processes_of(read["flows"], read["processes"]),
        flows=read["flows"],
        observations=[told for told in read["observations"] if told is not None],
        transfer_coefficients=read["transfer_coefficients"],
        relations=relations,
        bounds=read["bounds"],
        aggregates=sums,
        notes=[f"{t.name}: the column {c} was not read" for t in tables.values() for c in t.unread],
    )


def _rows(table: Table | None, read: Callable[[Row], Any]) -> list[Any]:
    if table is None:
        return []
    found = [read(row) for row in table.rows]
    _refuse_doubles(table)
    return found


def _refuse_doubles(table: Table) -> None:
    """A flow, process or coefficient stands once; observations of one flow may be many, and disagree."""
    column = {"flows": "flow", "processes": "process", "transfer_coefficients": "name", "bounds": "flow"}
    key = next((c for kind, c in column.items() if table.name in (f"{kind}.csv", f"sheet {kind}")), None)
    first: dict[str, int] = {}
    for row in table.rows if key else ():
        words = row.text(key or "")
        if words and first.setdefault(words, row.number) != row.number:
            row.complain(key or "", f"“{words}” stands in row {first[words]} already")


def _flow(row: Row) -> Flow:
    source, target = row.text("source") or None, row.text("target") or None
    if source is None and target is None:
        row.complain("source", "a flow needs a source or a target; both are empty")
    elif source == target:
        row.complain("target", f"the flow leads from “{source}” to itself")
    return Flow(row.needed("flow"), source, target, row.text("layer"))


def _observation(row: Row) -> Observation | None:
    value, distribution = row.number_or_none("value"), row.text("distribution", "normal").casefold()
    if distribution not in DISTRIBUTIONS:
        row.complain("distribution", f"“{distribution}” is none of {', '.join(DISTRIBUTIONS)}")
    sd = _sd(row, value)
    if distribution == "lognormal" and value is not None and value <= 0 and sd != 0:
        row.complain("value", f"“{value:g}” cannot be lognormal; what is so is above 0")
    told = Observation(
        row.needed("flow"),
        value or 0.0,
        sd,
        place=row.text("place"),
        year=row.year("year"),
        layer=row.text("layer"),
        distribution=distribution,
        source=row.text("source"),
        vintage=row.text("vintage"),
        quality=row.text("quality"),
        **_shared(row, sd),
    )
    return told if value is not None else None


def _sd(row: Row, value: float | None) -> float | None:
    """How certain a value is, which must be told."""
    sd = row.sd_of(value)
    if sd is None and not row.text("sd") and value is not None:
        row.complain("sd", "is empty; write how certain the value is (900 or 7 %), or 0 for a constant")
    return sd


def _shared(row: Row, whole: float | None) -> dict[str, Any]:
    """The part of an error that other rows have too; without a name, one source errs alike in all places."""
    name, sd = row.text("shared"), row.number_or_none("shared_sd") or 0.0
    if sd < 0:
        row.complain("shared_sd", "is below zero")
    if sd > 0 and whole is not None and sd >= whole:
        row.complain("shared_sd", "is no part of the sd; it must be below that")
    if sd and not (name or row.text("source")):
        row.complain("shared", "is empty; write what the shared error comes from")
    if name and not sd:
        row.complain("shared_sd", "is empty; write how much of the sd several rows share")
    words = f"{row.text('source')} ({row.text('vintage')}): {row.text('flow')} {row.text('year')}"
    return {"shared": (name or words) if sd else "", "shared_sd": sd}


def _transfer_coefficient(row: Row) -> TransferCoefficient:
    value = row.needed_number("value")
    if not 0 <= value <= 1:
        row.complain("value", f"“{value:g}” is no share; a share lies between 0 and 1, such as 0.62")
    return TransferCoefficient(
        row.needed("name"), row.needed("process"), row.needed("flow"), value, _sd(row, value) or 0.0
    )


def _bounds(row: Row) -> Bounds:
    found = Bounds(row.needed("flow"), row.number_or_none("lower"), row.number_or_none("upper"))
    if found.lower is not None and found.upper is not None and found.lower > found.upper:
        row.complain("upper", "is below the lower bound")
    return found


def _process(row: Row) -> Process:
    stock = row.text("stock").casefold()
    if stock not in (*YES, *NO):
        row.complain("stock", f"“{stock}” is neither yes nor no")
    return Process(row.needed("process"), stock in YES, row.text("group"))


def _relations(rows: Iterable[Row]) -> list[Relation]:
    told: dict[str, dict[str, float]] = {}
    other: dict[str, float] = {}
    for row in rows:
        name, rhs = row.needed("relation"), row.number_or_none("rhs")
        told.setdefault(name, {})[row.needed("flow")] = row.needed_number("coefficient")
        if rhs is not None and other.setdefault(name, rhs) != rhs:
            row.complain("rhs", f"the relation {name} says {other[name]:g} above")
    return [Relation(name, flows, other.get(name, 0.0)) for name, flows in told.items()]


def _aggregates(rows: Iterable[Row]) -> list[Aggregate]:
    """Sums by their places, in the order in which they are told: parts come before what they add up to."""
    told: dict[str, list[str]] = {}
    for row in rows:
        place, part = row.needed("place"), row.needed("of")
        if part == place or part in told.get(place, ()):
            row.complain("of", f"“{part}” is a part of {place} already")
        told.setdefault(place, []).append(part)
    return [Aggregate(place, tuple(parts)) for place, parts in told.items()]


def _refuse_strangers(tables: Mapping[str, Table], flows: set[str]) -> None:
    for kind, table in tables.items():
        for row in table.rows if "flow" in COLUMNS[kind] else ():
            if row.text("flow") and row.text("flow") not in flows:
                row.complain("flow", f"there is no flow “{row.text('flow')}” in the table of flows")


def _refuse_strange_shares(table: Table | None, flows: Iterable[Flow]) -> None:
    """A share is of what leaves its own process."""
    source = {flow.flow: flow.source for flow in flows}
    for row in table.rows if table else ():
        flow, process = row.text("flow"), row.text("process")
        if flow in source and process and source[flow] != process:
            row.complain("process", f"the flow “{flow}” does not come from “{process}”")


def _refuse_gaps(table: Table) -> None:
    """A place or year that some rows name is missing in the others: nobody knows of which those tell."""
    for column in ("place", "year"):
        empty = [row for row in table.rows if not row.text(column)]
        if len(empty) < len(table.rows):
            for row in empty:
                row.complain(column, f"is empty, but other rows name a {column}")


READERS: dict[str, Callable[[Row], Any]] = {
    "flows": _flow,
    "observations": _observation,
    "transfer_coefficients": _transfer_coefficient,
    "bounds": _bounds,
    "processes": _process,
}
