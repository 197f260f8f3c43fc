"""The workbook of OpenSankey and SCMFA: sheets of nodes, values, limits and constraints, in and out.

Checked against SankeyExcelParser 1.0.0b1, the publisher's own reader: it reads what is written here, and
what it writes is read here, headings in French or English. An uncertainty is a share of the value there.
A node without balance, or one that only sends or only receives, is the environment. Tags of the data
(regions, years) are columns behind the ends of a flow; those called year and place are read.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dugnad.engine.flows.study import (
    ENVIRONMENT,
    Bounds,
    Flow,
    Observation,
    Relation,
    Study,
    flow_name,
    processes_of,
    with_open_ends,
)
from dugnad.engine.flows.tables import Complaint, FlowsUnreadable, Row, Table, refuse_if_wrong, table_of_rows

Sheets = Mapping[str, Sequence[Sequence[Any]]]
DEFAULT_UNCERTAINTY = 0.1  # what the publisher's own reader takes for a value that has none
SHEETS = {
    "nodes": r"(noeuds|nodes)( .*)?",
    "values": r"valeurs?( de flux)?|values?|donnees?|data",
    "limits": r"min[ _]max",
    "constraints": r"contraintes?|constraints?",
    "list": r"liste des flux|flux list|flux",
}
HEADINGS = {
    "noeuds": "node", "nodes": "node", "equilibre_entree-sortie": "balance",
    "input-output_balance": "balance", "mat_balance": "balance",
    "niveau_d'agregation": "aggregation_level", "level": "aggregation_level",
    "origine": "origin", "target": "destination", "valeur": "value",
    "incertitude_relative": "uncertainty", "relative_uncertainty": "uncertainty", "uncert": "uncertainty",
    "sources": "source", "minimum": "min", "maximum": "max", "annee": "year", "region": "place",
    "equation_d'egalite_(eq_=_0)": "equal", "equality_equation_(eq_=_0)": "equal", "eq_=_0": "equal",
}  # fmt: skip
MATRIX = r"table entrees?[ -]?sorties?|input[_ -]?output( table)?"
ENDS = {"origin": True, "destination": True}
COLUMNS: dict[str, dict[str, bool]] = {
    "nodes": {"node": True, "balance": False, "aggregation_level": False},
    "list": ENDS,
    "values": {**ENDS, "value": True, "uncertainty": False, "source": False, "year": False, "place": False},
    "limits": {**ENDS, "min": False, "max": False},
    "constraints": {"id": True, **ENDS, "equal": True},
}


def read_opensankey(sheets: Sheets, name: str = "") -> Study:
    """What a workbook says, its sheets as rows of cells; FlowsUnreadable names sheet, row and column."""
    tables = {table: _table(sheets, table) for table in SHEETS}
    if not any(tables[table].rows for table in ("values", "list")) and not any(_crossed(sheets)):
        raise FlowsUnreadable(
            [Complaint("workbook", f"no sheet of values or flows; there are: {', '.join(sheets) or 'none'}")]
        )
    flows = {flow.flow: flow for flow in _crossed(sheets)}
    flows |= {flow.flow: flow for table in SHEETS if table != "nodes" for flow in _flows(tables[table])}
    observations = [told for row in tables["values"].rows for told in _observed(row)]
    bounds = [_bounds(row) for row in tables["limits"].rows]
    relations = _relations(tables["constraints"].rows)
    refuse_if_wrong(tables.values())
    balanced = {row.text("node"): row.text("balance", "1") != "0" for row in tables["nodes"].rows}
    ended = with_open_ends(list(flows.values()), balanced)
    return Study(
        name=name,
        processes=processes_of(ended),
        flows=ended,
        observations=observations,
        relations=relations,
        bounds=bounds,
        notes=[f"{t.name}: the column {c} was not read" for t in tables.values() for c in t.unread],
    )


def _table(sheets: Sheets, table: str) -> Table:
    for title, rows in sheets.items():
        if re.fullmatch(SHEETS[table], _plain(title)):
            cells = [[_plain(cell) for cell in row] for row in rows[:1]] + [list(row) for row in rows[1:]]
            return table_of_rows(title, cells, COLUMNS[table], others=HEADINGS, comma=None)
    return Table(table)


def _plain(words: Any) -> str:
    """Without accents and capitals: a workbook may have been written in either language."""
    apart = unicodedata.normalize("NFKD", str(words or "").replace("\u2019", "'"))
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold().strip()


def _flows(table: Table) -> Iterable[Flow]:
    for row in table.rows:
        yield Flow(_name(row), row.needed("origin"), row.needed("destination"))


def _crossed(sheets: Sheets) -> Iterable[Flow]:
    """Flows that a matrix of origins and destinations has a cross for."""
    for rows in (rows for title, rows in sheets.items() if re.fullmatch(MATRIX, _plain(title))):
        targets = [str(cell or "").strip() for cell in rows[0]] if rows else []
        for row in rows[1:]:
            source = str(row[0] or "").strip()
            for target, cell in zip(targets[1:], row[1:], strict=False):
                if cell not in (None, "", 0) and source and target:
                    yield Flow(flow_name(source, target), source, target)


def _name(row: Row) -> str:
    return flow_name(row.text("origin"), row.text("destination"))


def _observed(row: Row) -> Iterable[Observation]:
    value, share = row.number_or_none("value"), row.number_or_none("uncertainty")
    if value is None:
        return
    if share is not None and share < 0:
        row.complain("uncertainty", "is below zero")
    sd = abs(value) * (DEFAULT_UNCERTAINTY if share is None else share)
    place, year = row.text("place"), row.year("year")
    yield Observation(_name(row), value, sd, source=row.text("source"), place=place, year=year)


def _bounds(row: Row) -> Bounds:
    return Bounds(_name(row), row.number_or_none("min"), row.number_or_none("max"))


def _relations(rows: Iterable[Row]) -> list[Relation]:
    found: dict[str, dict[str, float]] = {}
    for row in rows:
        factor = row.number_or_none("equal")
        if factor is not None:
            found.setdefault(row.needed("id"), {})[_name(row)] = factor
    return [Relation(name, told) for name, told in found.items()]


def write_opensankey(study: Study) -> dict[str, list[list[Any]]]:
    """The sheets of a workbook that OpenSankey opens. FlowsUnreadable tells what it has no way of saying.

    It holds one place and year, knows flows by their ends and uncertainties as shares of the value, and a
    constraint is of flows, with 0 on its other side. A flow that nobody observed has a row without a value,
    because the publisher's reader knows flows by their rows. Of several observations of one flow it keeps the
    last.
    """
    _refuse_unsayable(study)
    ends = {flow.flow: (flow.source or ENVIRONMENT, flow.target or ENVIRONMENT) for flow in study.flows}
    nodes = [[1, process.process, 1] for process in study.processes]
    if any(ENVIRONMENT in pair for pair in ends.values()):
        nodes.append([1, ENVIRONMENT, 0])
    sheets: dict[str, list[list[Any]]] = {
        "Nodes": [["Aggregation level", "node", "Input-output balance"], *nodes],
        "Values": [
            ["Origin", "Target", "Value", "Relative Uncertainty", "Source"],
            *_value_rows(study, ends),
        ],
    }
    if study.bounds:
        limits = [[*ends[limit.flow], limit.lower, limit.upper] for limit in study.bounds]
        sheets["Min Max"] = [["Origin", "Target", "Minimum", "Maximum"], *limits]
    if study.relations:
        heading = ["ID", "Origin", "Target", "Equality equation (eq = 0)"]
        sheets["Constraints"] = [heading, *_constraint_rows(study.relations, ends)]
    return sheets


def _value_rows(study: Study, ends: Mapping[str, tuple[str, str]]) -> Iterable[list[Any]]:
    for told in study.observations:
        share = None if told.sd is None or not told.value else told.sd / abs(told.value)
        yield [*ends[told.flow], told.value, share, told.source]
    observed = {told.flow for told in study.observations}
    yield from ([*ends[flow.flow], None, None, ""] for flow in study.flows if flow.flow not in observed)


def _constraint_rows(relations: Sequence[Relation], ends: Mapping[str, tuple[str, str]]) -> list[list[Any]]:
    return [
        [number, *ends[flow], factor]
        for number, relation in enumerate(relations, start=1)
        for flow, factor in relation.coefficients.items()
    ]


def _refuse_unsayable(study: Study) -> None:
    """Refuse what would be lost without a word, or would come back as something else."""
    wrong = [
        Complaint(f"relation {relation.name}", "its other side is not 0, which this workbook cannot say")
        for relation in study.relations
        if relation.rhs
    ]
    wrong += [
        Complaint(f"share {share.name}", "this workbook knows no shares with an uncertainty")
        for share in study.transfer_coefficients
    ]
    wrong += [
        Complaint(f"flow {told.flow}", f"0 ± {told.sd:g} cannot be told as a share of the value")
        for told in study.observations
        if told.sd and not told.value
    ]
    wrong += [
        Complaint(f"flow {flow.flow}", f"{other} has the same ends; this workbook would take them for one")
        for other, flow in _of_same_ends(study.flows)
    ]
    for noun, several in (
        ("places", sorted({told.place for told in study.observations})),
        ("years", sorted({str(told.year or "") for told in study.observations})),
    ):
        if len(several) > 1:
            wrong.append(Complaint(noun, f"this workbook holds one; take one of {', '.join(several)}"))
    if wrong:
        raise FlowsUnreadable(wrong)


def _of_same_ends(flows: Sequence[Flow]) -> Iterable[tuple[str, Flow]]:
    seen: dict[tuple[str | None, str | None], Flow] = {}
    for flow in flows:
        first = seen.setdefault((flow.source, flow.target), flow)
        if first is not flow:
            yield " in ".join(filter(None, (first.flow, first.layer))), flow
