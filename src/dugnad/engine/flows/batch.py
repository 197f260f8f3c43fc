"""Many systems of one pattern: places × years × draws with one symbolic factor.

Arrays are [edge, system]. The compiled path walks some systems at a time, so that what it works on stays
in the nearest cache; the NumPy path does the same for all systems at once, one operation an entry.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dugnad.engine.flows import plain
from dugnad.engine.flows.compiled import COMPILED, compiled
from dugnad.engine.flows.kernel import (
    ONE,
    WIDE,
    Numbers,
    adjust,
    assemble,
    factor,
    imbalances,
    resist,
    solve,
    variances,
)
from dugnad.engine.flows.symbolic import Symbolic

FEW = 3  # systems that are quicker one by one


@dataclass(frozen=True)
class Balanced:
    """What reconciling gives, [edge, system]: values x, their variances c and those of the adjustments y − x.

    Both are empty when they were not asked for. multipliers: [node, system].
    """

    x: Numbers
    c: Numbers
    moved: Numbers
    multipliers: Numbers


def balance(pattern: Symbolic, y: Numbers, v: Numbers, *, with_variances: bool = True) -> Balanced:
    """Weighted least squares under the balances of the pattern, for each system.

    y: observed [edge, system]; v: variances ≥ 0, 0 a constant. x = y − V B' S⁻¹ B y with S = B V B', and the
    exact variances of x. The multipliers λ = S⁻¹ B y have one row a node, in the order as given.
    """
    x, multipliers = np.empty_like(y), np.empty((pattern.nodes, y.shape[1]))
    c, moved = (np.empty_like(y) if with_variances else np.empty((0, 0)) for _ in range(2))
    p = pattern
    if COMPILED:
        shape = p.head, p.tail, p.entry, p.starts, p.rows, p.target
        _in_lanes(*shape, y, v, x, c, moved, multipliers, WIDE if y.shape[1] > FEW else ONE)
    else:
        plain.run(p, y, v, x, c, moved, multipliers)
    return Balanced(x, c, moved, multipliers[pattern.place])


@compiled
def _in_lanes(
    head: Any, tail: Any, entry: Any, starts: Any, rows: Any, target: Any,
    y: Any, v: Any, x: Any, c: Any, moved: Any, multipliers: Any, width: Any,
) -> None:  # fmt: skip
    edges, systems = y.shape
    nodes, fill, lanes = len(starts) - 1, len(rows), len(width)
    ground, inverse = np.empty((nodes, lanes)), np.empty((nodes, lanes))
    r, again, zd = np.empty((nodes, lanes)), np.empty((nodes, lanes)), np.empty((nodes, lanes))
    off, z = np.empty((fill, lanes)), np.empty((fill, lanes))
    ys, vs, xs = np.empty((edges, lanes)), np.empty((edges, lanes)), np.empty((edges, lanes))
    for begin in range(0, systems, lanes):
        taken = min(lanes, systems - begin)
        _take(y, begin, taken, ys, width)
        _take(v, begin, taken, vs, width)
        assemble(head, tail, entry, vs, ground, off, width)
        factor(starts, rows, target, ground, off, inverse, width)
        imbalances(head, tail, ys, r, width)
        solve(starts, rows, off, inverse, r, width)
        adjust(head, tail, vs, r, ys, xs, width)
        # Once more on what came out: adjustments are differences of multipliers, which may be huge alike.
        imbalances(head, tail, xs, again, width)
        solve(starts, rows, off, inverse, again, width)
        adjust(head, tail, vs, again, xs, xs, width)
        _give(xs, begin, taken, x)
        _add(r, again, width)
        _give(r, begin, taken, multipliers)
        if len(c):
            resist(starts, rows, target, ground, off, inverse, z, zd, r, width)
            variances(head, tail, entry, vs, z, zd, xs, ys, width)
            _give(xs, begin, taken, c)
            _give(ys, begin, taken, moved)


@compiled
def _take(array: Any, begin: int, taken: int, block: Any, width: Any) -> None:
    """A block of systems; lanes that are left over repeat the last one, so that they are defined."""
    for e in range(len(array)):
        for lane in range(len(width)):
            block[e, lane] = array[e, begin + min(lane, taken - 1)]


@compiled
def _give(block: Any, begin: int, taken: int, array: Any) -> None:
    for e in range(len(array)):
        for lane in range(taken):
            array[e, begin + lane] = block[e, lane]


@compiled
def _add(r: Any, more: Any, width: Any) -> None:
    for j in range(len(r)):
        for lane in range(len(width)):
            r[j, lane] += more[j, lane]
