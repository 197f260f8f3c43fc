"""The kernel without a compiler: the same elimination, one NumPy operation an entry for all systems."""

from typing import Any

import numpy as np

from dugnad.engine.flows.symbolic import Symbolic


def run(pattern: Symbolic, y: Any, v: Any, x: Any, c: Any, moved: Any, multipliers: Any) -> None:
    """As `kernel.in_lanes`: writes x, the multipliers, and where there is room c and moved."""
    head, tail, entry = pattern.head, pattern.tail, pattern.entry
    starts, rows, target = pattern.starts, pattern.rows, pattern.target
    ground, off = assembled(head, tail, entry, v, len(starts) - 1, len(rows))
    inverse = factor(starts, rows, target, ground, off)
    balances = pattern.balances
    multipliers[:] = balances @ y
    solve(starts, rows, off, inverse, multipliers)
    x[:] = y - v * (balances.T @ multipliers)
    again = balances @ x
    solve(starts, rows, off, inverse, again)
    x[:] -= v * (balances.T @ again)
    multipliers[:] += again
    if len(c):
        z, zd = resist(starts, rows, target, ground, off, inverse)
        share = np.clip(v * _of_edges(head, tail, entry, z, zd), 0.0, 1.0)
        c[:], moved[:] = v * (1.0 - share), v * share


def assembled(head: Any, tail: Any, entry: Any, v: Any, nodes: int, fill: int) -> tuple[Any, Any]:
    """Conductances to the ground [node, system] and between nodes [entry, system]."""
    ground, off = np.zeros((nodes, v.shape[1])), np.zeros((fill, v.shape[1]))
    inner = entry >= 0
    np.add.at(off, entry[inner], v[inner])
    outer = ~inner & (head != tail)
    np.add.at(ground, np.maximum(head, tail)[outer], v[outer])
    return ground, off


def factor(starts: Any, rows: Any, target: Any, ground: Any, off: Any) -> Any:
    """Entries become those of −L; the inverted pivots, 0 of a pivot that is 0."""
    inverse, at = np.zeros_like(ground), 0
    for j in range(len(starts) - 1):
        first, last = starts[j], starts[j + 1]
        pivot = ground[j] + off[first:last].sum(axis=0)
        np.divide(1.0, pivot, out=inverse[j], where=pivot > 0.0)
        shares = off[first:last] * inverse[j]
        ground[rows[first:last]] += shares * ground[j]
        for p in range(first, last):
            filled = target[at : at + last - p - 1]
            off[filled] += shares[p - first] * off[p + 1 : last]
            at += len(filled)
        off[first:last] = shares
    return inverse


def solve(starts: Any, rows: Any, off: Any, inverse: Any, r: Any) -> None:
    """r [node, system] becomes S⁻¹ r."""
    forward(starts, rows, off, r)
    for j in range(len(starts) - 2, -1, -1):
        column = slice(starts[j], starts[j + 1])
        r[j] = r[j] * inverse[j] + (off[column] * r[rows[column]]).sum(axis=0)


def forward(starts: Any, rows: Any, off: Any, r: Any) -> None:
    """r [node, column] becomes L⁻¹ r."""
    for j in range(len(starts) - 1):
        column = slice(starts[j], starts[j + 1])
        r[rows[column]] += off[column] * r[j]


def resist(starts: Any, rows: Any, target: Any, ground: Any, off: Any, inverse: Any) -> tuple[Any, Any]:
    """Resistances on the pattern of the factor, and to the ground; see `kernel.resist`."""
    z, zd, at = np.zeros_like(off), np.zeros_like(inverse), len(target)
    for j in range(len(starts) - 2, -1, -1):
        first, last = starts[j], starts[j + 1]
        below, shares, earth = rows[first:last], off[first:last], ground[j] * inverse[j]
        at -= (last - first) * (last - first - 1) // 2
        z[first:last] = earth * zd[below]
        zd[j] = (shares * zd[below]).sum(axis=0)
        mean = inverse[j] - earth * zd[j]
        pair = at
        for p in range(first, last):
            found = z[target[pair : pair + last - p - 1]]
            pair += len(found)
            further = (off[p + 1 : last] * found).sum(axis=0)
            z[p] += further
            z[p + 1 : last] += off[p] * found
            mean -= further * off[p]
        zd[j] += mean
        z[first:last] += mean
    return z, zd


def _of_edges(head: Any, tail: Any, entry: Any, z: Any, zd: Any) -> Any:
    """The resistance between the ends of each edge, 0 of one that runs from a node to itself."""
    nothing = np.zeros((1, zd.shape[1]))  # where −1 looks
    inner, outer = np.vstack([z, nothing])[entry], np.vstack([zd, nothing])[np.maximum(head, tail)]
    return np.where((head == tail)[:, None], 0.0, np.where((entry >= 0)[:, None], inner, outer))
