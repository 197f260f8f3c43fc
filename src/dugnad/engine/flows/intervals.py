"""Between what and what a flow lies that nobody can know: two linear programmes under balances and bounds.

What is known stands at its reconciled value; relations hold, and ratios at theirs. The programmes are
solved by SciPy's HiGHS, scaled to the largest flow, with tolerances of 1e-10.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dugnad.engine.flows.declarations import Cell
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.estimate import UNOBSERVABLE, Estimate, Integers, Numbers
from dugnad.engine.flows.structure import Structure
from dugnad.engine.flows.system import MFASystem, holds

TOLERANCES = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
INFEASIBLE, UNBOUNDED = 2, 3
OFF = 1e-9  # of the largest flow: what balances lack in all


def limits(system: MFASystem, found: Structure) -> tuple[Numbers, Numbers]:
    """The bounds that were stated, [cell, flow]; where several were, all of them hold."""
    shape = (len(found.cells), len(found.edges))
    lower, upper = np.full(shape, -np.inf), np.full(shape, np.inf)
    for bound in system.all_bounds:
        edge = found.edge_of[bound.flow]
        cells = [n for n, cell in enumerate(found.cells) if holds(bound.cell, cell)]
        lower[cells, edge] = np.maximum(lower[cells, edge], bound.lower)
        upper[cells, edge] = np.minimum(upper[cells, edge], bound.upper)
    crossed = np.argwhere(lower > upper)
    for _cell, edge in crossed[:1]:
        raise FlowSystemError(f"The bounds of the flow {found.edges[edge].name} leave nothing between them.")
    return lower, upper


@dataclass(frozen=True)
class Programme:
    """On the unobservable flows of a cell: matrix × flows = right, low ≤ flows ≤ high, all by `scale`."""

    flows: Integers
    matrix: Any
    right: Numbers
    low: Numbers
    high: Numbers
    scale: float

    def extreme(self, flow: int, sign: float) -> float:
        """The least (sign 1) or most (−1) that a flow can be. Raises ValueError when there is none at all."""
        from scipy.optimize import linprog

        costs = np.where(self.flows == flow, sign, 0.0)
        bounds = np.column_stack([self.low, self.high])
        found = linprog(costs, A_eq=self.matrix, b_eq=self.right, bounds=bounds, options=TOLERANCES)
        if found.status == INFEASIBLE:
            raise ValueError
        if found.status == UNBOUNDED:
            return float(-np.inf * sign)
        return float(found.x[self.flows == flow][0] * self.scale)

    def blocking(self) -> dict[int, int]:
        """Flows whose bounds leave no way to balance, with the side they are at; empty when there is a way.

        They are what the multipliers of the least lack of balance name (Farkas).
        """
        from scipy.optimize import linprog
        from scipy.sparse import hstack, identity

        rows = len(self.right)
        lack = identity(rows)
        matrix = hstack([self.matrix, lack, -lack], format="csr")
        low, high = (
            np.concatenate([side, np.full(2 * rows, end)])
            for side, end in ((self.low, 0), (self.high, np.inf))
        )
        costs = np.concatenate([np.zeros(len(self.flows)), np.ones(2 * rows)])
        bounds = np.column_stack([low, high])
        found = linprog(costs, A_eq=matrix, b_eq=self.right, bounds=bounds, options=TOLERANCES)
        if found.fun <= OFF:
            return {}
        count = len(self.flows)
        below, above = found.lower.marginals[:count] > 1e-9, found.upper.marginals[:count] < -1e-9
        sides = np.where(below & np.isfinite(self.low), -1, np.where(above & np.isfinite(self.high), 1, 0))
        return {int(flow): int(side) for flow, side in zip(self.flows, sides, strict=True) if side}


def programme(
    system: MFASystem, found: Structure, estimate: Estimate, cell: int, bounds: tuple[Numbers, Numbers]
) -> Programme:
    """The programme of a cell under its bounds [flow]."""
    from scipy.sparse import csr_matrix

    unknown = estimate.status[cell] == UNOBSERVABLE
    value = np.where(unknown, 0.0, estimate.value[cell])
    scale = float(np.abs(value).max(initial=0.0)) or 1.0
    rows = [
        terms for terms in _rows(system, found, estimate, found.cells[cell]) if unknown[list(terms[0])].any()
    ]
    matrix = np.zeros((len(rows), len(unknown)))
    for at, (terms, _side) in enumerate(rows):
        matrix[at, list(terms)] = list(terms.values())
    right = (np.array([side for _, side in rows], dtype=float) - matrix @ value) / scale
    low, high = (side[unknown] / scale for side in bounds)
    return Programme(np.flatnonzero(unknown), csr_matrix(matrix[:, unknown]), right, low, high, scale)


def _rows(
    system: MFASystem, found: Structure, estimate: Estimate, cell: Cell
) -> list[tuple[dict[int, float], float]]:
    """All conditions as flow → coefficient, and right-hand side."""
    rows: list[dict[int, float]] = [{} for _ in range(len(found.nodes) + 1)]
    for edge, (source, target) in enumerate(zip(found.source.tolist(), found.target.tolist(), strict=True)):
        rows[target][edge] = 1.0
        rows[source][edge] = -1.0
    conditions = [(terms, 0.0) for terms in rows[1:]]
    for relation in (relation for relation in system.relations if holds(relation.cell, cell)):
        conditions.append(({found.edge_of[key]: number for key, number in relation.terms}, relation.rhs))
    for ratio in (ratio for ratio in system.ratios if holds(ratio.cell, cell)):
        told = estimate.ratios.get((ratio.name, cell))
        share = told.value if told else float(ratio.value or 0.0)
        inputs = [found.edge_of[key] for key in ratio.denominators] or [
            n for n, flow in enumerate(found.edges)
            if flow.target == ratio.process and flow.layer == ratio.numerator[1]
        ]  # fmt: skip
        if np.isfinite(share):  # a share that nobody knows ties nothing
            terms = dict.fromkeys(inputs, -share)
            terms[found.edge_of[ratio.numerator]] = terms.get(found.edge_of[ratio.numerator], 0.0) + 1.0
            conditions.append((terms, 0.0))
    return conditions
