"""Draws of one system put onto its balances: x = y − V B' S⁻¹ B y for very many y, and nothing else.

The factor is the same for all draws, so only the draws themselves are read and written. They come in blocks
[block, edge, LANES], each of which stays in the nearest cache from its reading to its writing; what limits
then is the bandwidth of the memory.
"""

from typing import Any

import numpy as np

from dugnad.engine.flows import plain
from dugnad.engine.flows.compiled import COMPILED, compiled
from dugnad.engine.flows.estimate import Numbers
from dugnad.engine.flows.symbolic import Symbolic

LANES = 64  # more than the kernel has: here there is less to keep beside them


def blocks(draws: Numbers) -> Numbers:
    """Draws [draw, edge] as blocks; draws that fill up the last block are 0."""
    count, edges = draws.shape
    padded = np.zeros((-(-count // LANES) * LANES, edges))
    padded[:count] = draws
    return np.ascontiguousarray(padded.reshape(-1, LANES, edges).transpose(0, 2, 1))


def unblocked(found: Numbers, count: int) -> Numbers:
    """Blocks as [draw, edge] again."""
    return found.transpose(0, 2, 1).reshape(-1, found.shape[1])[:count]


def projected(pattern: Symbolic, v: Numbers, draws: Numbers, out: Numbers | None = None) -> Numbers:
    """Each draw of the blocks moved onto the balances, by the variances v [edge]."""
    p, found = pattern, np.empty_like(draws) if out is None else out
    ground, off = plain.assembled(p.head, p.tail, p.entry, v[:, None], p.nodes, p.fill)
    inverse = plain.factor(p.starts, p.rows, p.target, ground, off)
    if COMPILED:
        _project(p.head, p.tail, p.starts, p.rows, off[:, 0].copy(), inverse[:, 0].copy(), v, draws, found)
        return found
    balances = p.balances
    for block in range(len(draws)):
        r = balances @ draws[block]
        plain.solve(p.starts, p.rows, off, inverse, r)
        found[block] = draws[block] - v[:, None] * (balances.T @ r)
    return found


@compiled
def _project(
    head: Any, tail: Any, starts: Any, rows: Any, off: Any, inverse: Any, v: Any, draws: Any, out: Any
) -> None:
    nodes = len(inverse)
    r = np.empty((nodes + 1, LANES))  # the last one is the ground, whose multiplier is 0
    for block in range(len(draws)):
        y, x = draws[block], out[block]
        r[:] = 0.0
        for e in range(len(head)):
            h, t = head[e], tail[e]
            for lane in range(LANES):
                r[h, lane] += y[e, lane]
                r[t, lane] -= y[e, lane]
        for j in range(nodes):
            for p in range(starts[j], starts[j + 1]):
                row, share = rows[p], off[p]
                for lane in range(LANES):
                    r[row, lane] += share * r[j, lane]
        for back in range(nodes):
            j = nodes - 1 - back
            for lane in range(LANES):
                r[j, lane] *= inverse[j]
            for p in range(starts[j], starts[j + 1]):
                row, share = rows[p], off[p]
                for lane in range(LANES):
                    r[j, lane] += share * r[row, lane]
        r[nodes] = 0.0
        for e in range(len(head)):
            h, t = head[e], tail[e]
            for lane in range(LANES):
                x[e, lane] = y[e, lane] - v[e] * (r[h, lane] - r[t, lane])
