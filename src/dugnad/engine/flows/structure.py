"""The system as numbers: nodes, edges and cells, and which cells have the same pattern of observations.

An observation is an edge. A flow that is observed several times becomes a chain of as many edges, joined by
nodes whose balance says that all observe the same: so disagreeing sources need no rule of their own, their
difference is an imbalance like any other, and the kernel that reconciles processes reconciles sources.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from dugnad.engine.flows.declarations import Cell, Flow, Key
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.graph import Contraction, Integers, Truths, contract
from dugnad.engine.flows.symbolic import Symbolic, symbolic
from dugnad.engine.flows.system import MFASystem


@dataclass(frozen=True)
class Structure:
    """What all cells have alike. Node 0 is the environment; edges run source → target.

    cells: places × years, `singles` of them, and after them sums of places × years.
    """

    nodes: tuple[tuple[str, str], ...]  # process, layer; of nodes 1, 2, …
    edges: tuple[Flow, ...]
    source: Integers
    target: Integers
    cells: tuple[Cell, ...]
    singles: int

    @cached_property
    def edge_of(self) -> dict[Key, int]:
        """The edge of each flow and layer."""
        return {flow.key: number for number, flow in enumerate(self.edges)}

    @cached_property
    def cell_of(self) -> dict[Cell, int]:
        """The number of each cell."""
        return {cell: number for number, cell in enumerate(self.cells)}


def structure(system: MFASystem) -> Structure:
    """The graph of a system. Raises when a process has only inputs or only outputs, and is no stock."""
    edges = tuple(system.flows.values())
    ends = {(process, flow.layer) for flow in edges for process in (flow.source, flow.target) if process}
    nodes = tuple((p, layer) for layer in system.layers for p in system.processes if (p, layer) in ends)
    number = {node: place for place, node in enumerate(nodes, start=1)}
    source = [number[flow.source, flow.layer] if flow.source else 0 for flow in edges]
    target = [number[flow.target, flow.layer] if flow.target else 0 for flow in edges]
    for (process, layer), node in number.items():
        if (node not in source or node not in target) and not system.processes[process].stock:
            only = "outputs" if node in source else "inputs"
            raise FlowSystemError(
                f"The process {process} has only {only} in the layer {layer}: state what else runs there, "
                "or that it is a stock, or leave it to the environment."
            )
    places = (*system.places, *system.aggregates)
    cells = tuple((place, year) for place in places for year in system.years)
    singles = len(system.places) * len(system.years)
    return Structure(nodes, edges, np.array(source, np.int64), np.array(target, np.int64), cells, singles)


@dataclass(frozen=True)
class Pattern:
    """A structure with a certain number of observations of each flow.

    Expanded edges: `first` is each flow's first one, `edge` the flow of each, `observed` those that are
    observations, in the order of `contraction`'s observed edges.
    """

    structure: Structure
    contraction: Contraction
    edge: Integers
    first: Integers

    @cached_property
    def observed(self) -> Integers:
        """The expanded edges that are observations."""
        return np.flatnonzero(self.contraction.observed)

    @cached_property
    def row(self) -> Integers:
        """Flow → the row of its first observation among `observed`, −1 of none."""
        rows = np.full(len(self.contraction.observed), -1, dtype=np.int64)
        rows[self.observed] = np.arange(len(self.observed))
        return rows[self.first]

    @cached_property
    def symbolic(self) -> Symbolic:
        """The pattern of the factor of the contracted balances."""
        found = self.contraction
        return symbolic(
            found.components - 1,
            found.component[found.target[self.observed]] - 1,
            found.component[found.source[self.observed]] - 1,
        )

    @cached_property
    def cuts(self) -> Any:
        """Sparse [flow, observation]: each observable flow as a sum of observed ones."""
        return self.contraction.cuts()[self.first][:, self.observed]


def pattern(found: Structure, counts: Integers) -> Pattern:
    """The pattern of a structure where each flow is observed so many times."""
    links = np.maximum(counts, 1)
    edge = np.repeat(np.arange(len(counts)), links)
    first = np.concatenate([[0], np.cumsum(links)[:-1]]).astype(np.int64)
    inner = np.ones(len(edge), dtype=bool)
    inner[first] = False  # edges that begin at a node of a chain
    joints = len(found.nodes) + 1 + np.arange(int(inner.sum()))
    source, target = found.source[edge], found.target[edge]
    source[inner] = joints
    target[np.flatnonzero(inner) - 1] = joints
    seen: Truths = counts[edge] > 0
    nodes = len(found.nodes) + 1 + len(joints)
    return Pattern(found, contract(nodes, source, target, seen), edge, first)
