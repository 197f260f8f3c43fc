"""The kernel: S = B V B' of a graph factored, solved and its resistances, many systems side by side.

S is the Laplacian of a graph whose conductances are the variances v ≥ 0 of its edges. It is factored as
L D L' without a single subtraction: besides the entries, the conductance to the ground is carried along,
and each pivot is the sum of what is left of its row. Every entry of the factor is therefore right
in its leading digits whatever the weights (they span ten decades), and a pivot is zero exactly where a
node is tied to the rest by constants alone; its multiplier is then 0.

Arrays have the systems last, [edge or node or entry, lane], so that the same operation on neighbouring
lanes is one instruction. The compiled path takes as many systems at a time as `width` has members (how many
is its type, so the compiler knows), the NumPy path all of them.

Sources: W. K. Grassmann, M. I. Taksar and D. P. Heyman, “Regenerative analysis and steady state
distributions for Markov chains”, Operations Research 33 (1985), for elimination without subtraction;
K. Takahashi, J. Fagan and M. Chen, “Formation of a sparse bus impedance matrix and its application to
short circuit study”, PICA (1973), for going backwards through the pattern of the factor.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dugnad.engine.flows.compiled import compiled

Numbers = NDArray[np.float64]

WIDE, ONE = (0,) * 16, (0,)


@compiled
def assemble(head: Any, tail: Any, entry: Any, v: Any, ground: Any, off: Any, width: Any) -> None:
    """Conductances of the edges [edge, lane] into entries and ground."""
    ground[:] = 0.0
    off[:] = 0.0
    for e in range(len(head)):
        if entry[e] >= 0:
            for lane in range(len(width)):
                off[entry[e], lane] += v[e, lane]
        elif head[e] != tail[e]:
            node = max(head[e], tail[e])
            for lane in range(len(width)):
                ground[node, lane] += v[e, lane]


@compiled
def factor(starts: Any, rows: Any, target: Any, ground: Any, off: Any, inverse: Any, width: Any) -> None:
    """Entries become those of −L, `inverse` the inverted pivots, 0 of a pivot that is 0."""
    at = 0
    share = np.empty(len(width))
    for j in range(len(starts) - 1):
        first, last = starts[j], starts[j + 1]
        for lane in range(len(width)):
            share[lane] = ground[j, lane]
        for p in range(first, last):
            for lane in range(len(width)):
                share[lane] += off[p, lane]
        for lane in range(len(width)):
            inverse[j, lane] = 1.0 / share[lane] if share[lane] > 0.0 else 0.0
        for p in range(first, last):
            row = rows[p]
            for lane in range(len(width)):
                share[lane] = off[p, lane] * inverse[j, lane]
                ground[row, lane] += share[lane] * ground[j, lane]
            for q in range(p + 1, last):
                filled = target[at]
                at += 1
                for lane in range(len(width)):
                    off[filled, lane] += share[lane] * off[q, lane]
        for p in range(first, last):
            for lane in range(len(width)):
                off[p, lane] *= inverse[j, lane]


@compiled
def solve(starts: Any, rows: Any, off: Any, inverse: Any, r: Any, width: Any) -> None:
    """r [node, lane] becomes S⁻¹ r."""
    nodes = len(starts) - 1
    for j in range(nodes):
        for p in range(starts[j], starts[j + 1]):
            row = rows[p]
            for lane in range(len(width)):
                r[row, lane] += off[p, lane] * r[j, lane]
    for back in range(nodes):
        j = nodes - 1 - back
        for lane in range(len(width)):
            r[j, lane] *= inverse[j, lane]
        for p in range(starts[j], starts[j + 1]):
            row = rows[p]
            for lane in range(len(width)):
                r[j, lane] += off[p, lane] * r[row, lane]


@compiled
def resist(
    starts: Any,
    rows: Any,
    target: Any,
    ground: Any,
    off: Any,
    inverse: Any,
    z: Any,
    zd: Any,
    earth: Any,
    width: Any,
) -> None:
    """Resistances on the pattern of the factor: z [entry, lane], and to the ground zd [node, lane].

    The resistance between i and j is S⁻¹ᵢᵢ + S⁻¹ⱼⱼ − 2 S⁻¹ᵢⱼ, which is all that variances ask of the inverse,
    and which as such a difference would lose its digits in a system that is hardly tied to its environment.
    A node j was eliminated from among neighbours k with shares lₖ that sum to one, so it is 1/dⱼ away from
    their mean: R(j, t) = 1/dⱼ + Σ lₖ R(k, t) − Σ lₖ lₘ R(k, m). `earth` is room for the shares of the ground.
    """
    at, nodes = len(target), len(starts) - 1
    mean = np.empty(len(width))
    for back in range(nodes):
        j = nodes - 1 - back
        first, last = starts[j], starts[j + 1]
        for lane in range(len(width)):
            earth[j, lane] = ground[j, lane] * inverse[j, lane]
            zd[j, lane] = 0.0
            mean[lane] = inverse[j, lane]
        for p in range(first, last):
            row = rows[p]
            for lane in range(len(width)):
                share = off[p, lane] * zd[row, lane]
                z[p, lane] = earth[j, lane] * zd[row, lane]
                zd[j, lane] += share
                mean[lane] -= share * earth[j, lane]
        at -= (last - first) * (last - first - 1) // 2
        pair = at
        for p in range(first, last):
            for q in range(p + 1, last):
                found = target[pair]
                pair += 1
                for lane in range(len(width)):
                    share = off[q, lane] * z[found, lane]
                    z[p, lane] += share
                    z[q, lane] += off[p, lane] * z[found, lane]
                    mean[lane] -= share * off[p, lane]
        for lane in range(len(width)):
            zd[j, lane] += mean[lane]
        for p in range(first, last):
            for lane in range(len(width)):
                z[p, lane] += mean[lane]


@compiled
def imbalances(head: Any, tail: Any, y: Any, r: Any, width: Any) -> None:
    """r [node, lane] = B y: what runs in less what runs out."""
    r[:] = 0.0
    for e in range(len(head)):
        h, t = head[e], tail[e]
        if h == t:
            continue
        if h >= 0:
            for lane in range(len(width)):
                r[h, lane] += y[e, lane]
        if t >= 0:
            for lane in range(len(width)):
                r[t, lane] -= y[e, lane]


@compiled
def adjust(head: Any, tail: Any, v: Any, r: Any, y: Any, x: Any, width: Any) -> None:
    """x [edge, lane] = y − V B' λ, with λ in r."""
    for e in range(len(head)):
        h, t = head[e], tail[e]
        if h == t or (h < 0 and t < 0):
            for lane in range(len(width)):
                x[e, lane] = y[e, lane]
        elif h < 0:
            for lane in range(len(width)):
                x[e, lane] = y[e, lane] + v[e, lane] * r[t, lane]
        elif t < 0:
            for lane in range(len(width)):
                x[e, lane] = y[e, lane] - v[e, lane] * r[h, lane]
        else:
            for lane in range(len(width)):
                x[e, lane] = y[e, lane] - v[e, lane] * (r[h, lane] - r[t, lane])


@compiled
def variances(
    head: Any, tail: Any, entry: Any, v: Any, z: Any, zd: Any, c: Any, moved: Any, width: Any
) -> None:
    """The diagonals [edge, lane] of moved = V B' S⁻¹ B V and of c = V − moved, from the resistances.

    What is moved is the variance of the adjustment; taken as a difference it would lose its digits where a
    flow is hardly redundant.
    """
    for e in range(len(head)):
        h, t, k = head[e], tail[e], entry[e]
        for lane in range(len(width)):
            share = 0.0
            if k >= 0:
                share = v[e, lane] * z[k, lane]
            elif h != t:
                share = v[e, lane] * zd[max(h, t), lane]
            share = min(max(share, 0.0), 1.0)
            moved[e, lane] = v[e, lane] * share
            c[e, lane] = v[e, lane] * (1.0 - share)


@compiled
def in_lanes(
    head: Any, tail: Any, entry: Any, starts: Any, rows: Any, target: Any,
    y: Any, v: Any, x: Any, c: Any, moved: Any, multipliers: Any, width: Any,
) -> None:  # fmt: skip
    """x, c and moved [edge, system] and the multipliers of all systems; c and moved only where c has room.

    It stands beside what it calls, because numba keeps compiled code by the file that it stands in.
    """
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
