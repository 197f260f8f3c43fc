"""floweaver's table of flows: `source,target,type,value`, here with `sd,year,place,origin` as well.

Checked against floweaver 2.0, which reads what is written here as a Dataset and passes over the further
columns. `type` is the layer, `origin` whose figure it is. A process that only sends or only receives is the
environment; written, the environment is called so.
"""

import csv
import io
from collections.abc import Iterable, Mapping

from dugnad.engine.flows.study import (
    ENVIRONMENT,
    Flow,
    Observation,
    Study,
    flow_name,
    processes_of,
    with_open_ends,
)
from dugnad.engine.flows.tables import Row, Table, refuse_if_wrong, table_of_text

COLUMNS = {
    "source": True, "target": True, "type": False, "value": True, "sd": False, "year": False, "place": False,
    "origin": False, "flow": False,
}  # fmt: skip
WRITTEN = ("source", "target", "type", "value", "sd", "year", "place", "origin", "flow")


def read_floweaver(content: bytes | str, name: str = "flows.csv") -> Study:
    """The flows of a table and what it says of them; FlowsUnreadable names rows that cannot be read."""
    table = table_of_text(name, content, COLUMNS)
    flows: dict[tuple[str, str], Flow] = {}  # a flow of goods carries its substances under the same name
    observations = []
    for row in table.rows:
        flow = _flow(row)
        if flows.setdefault((flow.flow, flow.layer), flow) != flow:
            row.complain("flow", f"“{flow.flow}” stands above with other ends")
        value = row.number_or_none("value")
        if value is not None:
            observations.append(_observation(row, flow, value))
    refuse_if_wrong([table])
    ended = with_open_ends(list(flows.values()))
    return Study(processes=processes_of(ended), flows=ended, observations=observations, notes=_notes(table))


def _flow(row: Row) -> Flow:
    source, target, layer = (_end(row.text(column)) for column in ("source", "target", "type"))
    if source is None and target is None:
        row.complain("source", "both ends are the environment")
    return Flow(row.text("flow") or flow_name(source, target, layer or ""), source, target, layer or "")


def _end(words: str) -> str | None:
    return None if words.casefold() in ("", ENVIRONMENT) else words


def _observation(row: Row, flow: Flow, value: float) -> Observation:
    return Observation(
        flow.flow,
        value,
        row.sd_of(value),
        place=row.text("place"),
        year=row.year("year"),
        layer=flow.layer,
        source=row.text("origin"),
    )


def _notes(table: Table) -> list[str]:
    return [f"{table.name}: the column {column} was not read" for column in table.unread]


def write_floweaver(study: Study) -> str:
    """The observations of a study as floweaver reads them; a flow that nobody observed is left out."""
    alone = {flow.flow: flow for flow in study.flows}
    flows = {(flow.flow, flow.layer): flow for flow in study.flows}
    observed = [(told, flows.get((told.flow, told.layer)) or alone[told.flow]) for told in study.observations]
    return write_rows(
        {
            "source": flow.source,
            "target": flow.target,
            "type": flow.layer,
            "value": told.value,
            "sd": told.sd,
            "year": told.year,
            "place": told.place,
            "origin": told.source,
            "flow": told.flow,
        }
        for told, flow in observed
    )


def write_rows(rows: Iterable[Mapping[str, object]]) -> str:
    """Rows with the columns of floweaver and ours; an end that is None is the environment."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(WRITTEN)
    for row in rows:
        ends = {end: row.get(end) or ENVIRONMENT for end in ("source", "target")}
        cells = {**row, **ends}
        writer.writerow("" if cells.get(column) is None else cells.get(column) for column in WRITTEN)
    return out.getvalue()
