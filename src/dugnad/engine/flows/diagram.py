"""A picture of flows as data: what a Sankey diagram draws, and what other programs draw from JSON.

A link carries what is known of its flow: value and standard deviation, or the interval within which it must
lie; its status from the reconciliation; and its evidence: measured, downscaled (a share of a larger area),
estimated (follows from the balances), assumed (somebody's word) or interval. Values are in the unit of
the diagram.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot, isfinite
from typing import TYPE_CHECKING, Any

from dugnad.engine.flows.errors import FlowSystemError

if TYPE_CHECKING:
    from dugnad.engine.flows.reconciliation import Reconciliation
    from dugnad.engine.flows.system import MFASystem

MEASURED, DOWNSCALED, ESTIMATED, ASSUMED, INTERVAL = (
    "measured",
    "downscaled",
    "estimated",
    "assumed",
    "interval",
)
EVIDENCE = (MEASURED, DOWNSCALED, ESTIMATED, ASSUMED, INTERVAL)
Covariance = Callable[[str, str], float]  # of two flows, by their names


@dataclass(frozen=True)
class Node:
    """A process; `group` gathers some into one, `stock` says that material stays there."""

    name: str
    group: str = ""
    stock: bool = False


@dataclass(frozen=True)
class Link:
    """A flow between two processes; None is the environment."""

    flow: str
    source: str | None
    target: str | None
    value: float | None
    sd: float | None = None
    layer: str = ""
    status: str = ""
    evidence: str = MEASURED
    quality: str = ""
    lower: float | None = None
    upper: float | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """The interval of a flow that nobody can know; the least is 0 where nothing is told."""
        return (
            0.0 if self.lower is None else self.lower,
            float("inf") if self.upper is None else self.upper,
        )

    @property
    def width(self) -> float:
        """What is drawn: the value, or the middle of an interval that has two ends; 0 where nobody knows."""
        if self.value is not None:
            return abs(self.value)
        lower, upper = self.ends
        if not (isfinite(lower) and isfinite(upper)):
            return 0.0
        return max(upper, -lower) / 2 if lower < 0 < upper else abs(lower + upper) / 2

    @property
    def spread(self) -> float:
        """How far the width can be off, where there is a value."""
        return 0.0 if self.value is None else self.sd or 0.0


@dataclass(frozen=True)
class Diagram:
    """Processes and the flows between them, of one place and year."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    title: str = ""
    unit: str = "t/a"

    @classmethod
    def of(
        cls, links: Iterable[Link], nodes: Iterable[Node] = (), title: str = "", unit: str = "t/a"
    ) -> "Diagram":
        """A diagram of links; processes that no node tells of get one."""
        kept = tuple(links)
        known = {node.name: node for node in nodes}
        for link in kept:
            for end in (link.source, link.target):
                if end is not None:
                    known.setdefault(end, Node(end))
        used = {end for link in kept for end in (link.source, link.target)}
        return cls(tuple(node for node in known.values() if node.name in used), kept, title, unit)

    def as_json(self) -> dict[str, Any]:
        """Nodes and links in plain words, ready for `json.dumps`; links name nodes by their `id`."""
        return {
            "title": self.title,
            "unit": self.unit,
            "nodes": [
                {"id": n.name, "title": n.name, "group": n.group, "stock": n.stock} for n in self.nodes
            ],
            "links": [
                {
                    "flow": link.flow,
                    "source": link.source,
                    "target": link.target,
                    "type": link.layer,
                    "value": link.value,
                    "sd": link.sd,
                    "lower": _finite(link.lower),
                    "upper": _finite(link.upper),
                    "status": link.status,
                    "evidence": link.evidence,
                    "quality": link.quality,
                }
                for link in self.links
            ],
        }


def _finite(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def only_measured(diagram: Diagram) -> Diagram:
    """The same picture with what somebody has measured, and nothing else."""
    return _with(diagram, [link for link in diagram.links if link.evidence == MEASURED])


def focused(diagram: Diagram, process: str) -> Diagram:
    """What goes into a process and what leaves it."""
    return _with(diagram, [link for link in diagram.links if process in (link.source, link.target)])


def of_layer(diagram: Diagram, layer: str) -> Diagram:
    """The flows of one layer."""
    return _with(diagram, [link for link in diagram.links if link.layer == layer])


def grouped(diagram: Diagram, covariance: Covariance | None = None) -> Diagram:
    """Processes of a group as one, and the flows between the same two ends as one.

    What stays inside a group is not drawn. The sd of a sum takes the covariance of its flows where it is
    told; without it they are taken as independent, which after a reconciliation is too wide or too narrow.
    """
    group = {node.name: node.group or node.name for node in diagram.nodes}
    parts: dict[tuple[str | None, str | None, str], list[Link]] = {}
    for link in diagram.links:
        source, target = (None if end is None else group[end] for end in (link.source, link.target))
        if source != target:
            parts.setdefault((source, target, link.layer), []).append(link)
    stocks = {group[node.name] for node in diagram.nodes if node.stock}
    nodes = [Node(name, stock=name in stocks) for name in dict.fromkeys(group.values())]
    links = [_together(ends, links, covariance) for ends, links in parts.items()]
    return Diagram.of(links, nodes, diagram.title, diagram.unit)


def _together(
    ends: tuple[str | None, str | None, str], links: Sequence[Link], covariance: Covariance | None
) -> Link:
    if len(links) == 1:
        return replace(links[0], source=ends[0], target=ends[1])
    known = all(link.value is not None for link in links)
    evidence = max((link.evidence for link in links), key=EVIDENCE.index)
    return Link(
        " + ".join(link.flow for link in links),
        ends[0],
        ends[1],
        sum(link.value or 0.0 for link in links) if known else None,
        _sd_of_sum(links, covariance) if known else None,
        layer=ends[2],
        status=_one([link.status for link in links]),
        evidence=evidence,
        quality=max(link.quality for link in links),
        lower=None if known else sum(_low(link) for link in links),
        upper=None if known else sum(_high(link) for link in links),
    )


def _sd_of_sum(links: Sequence[Link], covariance: Covariance | None) -> float:
    if covariance is None:
        return hypot(*(link.sd or 0.0 for link in links))
    total = sum(covariance(one.flow, other.flow) for one in links for other in links)
    return float(max(total, 0.0) ** 0.5)


def _one(words: Sequence[str]) -> str:
    return words[0] if len(set(words)) == 1 else "mixed"


def _low(link: Link) -> float:
    return link.value if link.value is not None else link.lower or 0.0


def _high(link: Link) -> float:
    if link.value is not None:
        return link.value
    return link.upper if link.upper is not None else float("inf")


def _with(diagram: Diagram, links: Sequence[Link]) -> Diagram:
    return Diagram.of(links, diagram.nodes, diagram.title, diagram.unit)


# From a reconciliation ---------------------------------------------------------------------------------


def diagram_of(
    reconciliation: "Reconciliation",
    place: str | None = None,
    year: int | None = None,
    *,
    layer: str | None = None,
    quality: Mapping[str, str] | None = None,
    assumed: Collection[str] = ("assumed",),
) -> Diagram:
    """The flows of a place and year, those that nobody can know with their intervals.

    layer: which is drawn; without it all that are counted in the unit of the first, because tonnes and
    kilowatt-hours have no scale in common. Raises FlowSystemError for a layer that is not there.
    quality: the grade of the data of a flow; `assumed` are the grades that are somebody's word rather than a
    measurement. A stock that shrinks gives what it lost.
    """
    grades, system = quality or {}, reconciliation.system
    place, year = reconciliation.structure.cells[reconciliation.cell(place, year)]
    edges = {flow.key: flow for flow in reconciliation.structure.edges}
    links, unit, layers = [], *_drawn(system, layer)
    for row in reconciliation.flows.where(place=place, year=year):
        if row["layer"] not in layers:
            continue
        flow, grade = edges[row["flow"], row["layer"]], grades.get(row["flow"], "")
        known = row["status"] != "unobservable"
        lower, upper = (None, None) if known else reconciliation.interval(flow.key, place, year)
        ends = (flow.source, flow.target)
        shrinks = flow.signed and known and row["reconciled"] < 0
        links.append(
            Link(
                flow.name,
                *(ends[::-1] if shrinks else ends),
                abs(row["reconciled"]) if shrinks else row["reconciled"] if known else None,
                row["sd_reconciled"] if known else None,
                layer=flow.layer,
                status=row["status"],
                evidence=_evidence(row, grade in assumed),
                quality=grade,
                lower=lower,
                upper=upper,
            )
        )
    nodes = [Node(process.name, process.group, process.stock) for process in system.processes.values()]
    where = ", ".join(str(part) for part in (place, year) if part is not None)
    title = f"{system.name} – {where}" if where else system.name
    return Diagram.of(links, nodes, title, unit)


def _drawn(system: "MFASystem", layer: str | None) -> tuple[str, list[str]]:
    """The unit of a picture, and the layers in it."""
    if layer is not None and layer not in system.units:
        raise FlowSystemError(f"There is no layer “{layer}” in {system.name}.")
    unit = system.units[layer or system.layers[0]]
    return unit, [layer] if layer else [each for each in system.layers if system.units[each] == unit]


def _evidence(row: Mapping[str, Any], is_assumed: bool) -> str:
    """How a flow is drawn: by its status, by the grade of its data, and by whether anybody observed it."""
    if row["status"] == "unobservable":
        return INTERVAL
    if is_assumed:
        return ASSUMED
    return MEASURED if row["observed"] == row["observed"] else ESTIMATED
