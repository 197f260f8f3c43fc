"""Many systems of one pattern: places × years × draws with one symbolic factor.

Arrays are [edge, system]. The compiled path walks LANES systems at a time, so that what it works on stays
in the nearest cache; the NumPy path does the same for all systems at once, one operation an entry.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dugnad.engine.flows import plain
from dugnad.engine.flows.compiled import COMPILED, compiled
from dugnad.engine.flows.kernel import (
    LANES,
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
    run = _in_lanes if COMPILED else plain.run
    p = pattern
    run(p.head, p.tail, p.entry, p.starts, p.rows, p.target, y, v, x, c, moved, multipliers)
    return Balanced(x, c, moved, multipliers[pattern.place])


@compiled
def _in_lanes(
    head: Any, tail: Any, entry: Any, starts: Any, rows: Any, target: Any,
    y: Any, v: Any, x: Any, c: Any, moved: Any, multipliers: Any,
) -> None:  # fmt: skip
    edges, systems = y.shape
    nodes, fill = len(starts) - 1, len(rows)
    ground, inverse = np.empty((nodes, LANES)), np.empty((nodes, LANES))
    r, again, zd = np.empty((nodes, LANES)), np.empty((nodes, LANES)), np.empty((nodes, LANES))
    off, z = np.empty((fill, LANES)), np.empty((fill, LANES))
    ys, vs, xs = np.empty((edges, LANES)), np.empty((edges, LANES)), np.empty((edges, LANES))
    for begin in range(0, systems, LANES):
        width = min(LANES, systems - begin)
        _take(y, begin, width, ys)
        _take(v, begin, width, vs)
        assemble(head, tail, entry, vs, ground, off)
        factor(starts, rows, target, ground, off, inverse)
        imbalances(head, tail, ys, r)
        solve(starts, rows, off, inverse, r)
        adjust(head, tail, vs, r, ys, xs)
        # Once more on what came out: adjustments are differences of multipliers, which may be huge alike.
        imbalances(head, tail, xs, again)
        solve(starts, rows, off, inverse, again)
        adjust(head, tail, vs, again, xs, xs)
        _give(xs, begin, width, x)
        _add(r, again)
        _give(r, begin, width, multipliers)
        if len(c):
            resist(starts, rows, target, ground, off, inverse, z, zd, r)
            variances(head, tail, entry, vs, z, zd, xs, ys)
            _give(xs, begin, width, c)
            _give(ys, begin, width, moved)


@compiled
def _take(array: Any, begin: int, width: int, lanes: Any) -> None:
    """A block of systems; lanes that are left over repeat the last one, so that they are defined."""
    for e in range(len(array)):
        for lane in range(LANES):
            lanes[e, lane] = array[e, begin + min(lane, width - 1)]


@compiled
def _give(lanes: Any, begin: int, width: int, array: Any) -> None:
    for e in range(len(array)):
        for lane in range(width):
            array[e, begin + lane] = lanes[e, lane]


@compiled
def _add(r: Any, more: Any) -> None:
    for j in range(len(r)):
        for lane in range(LANES):
            r[j, lane] += more[j, lane]
