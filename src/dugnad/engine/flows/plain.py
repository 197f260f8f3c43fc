"""The kernel without a compiler: the same elimination, one NumPy operation an entry for all systems."""

from typing import Any

import numpy as np


def run(
    head: Any, tail: Any, entry: Any, starts: Any, rows: Any, target: Any,
    y: Any, v: Any, x: Any, c: Any, moved: Any, multipliers: Any,
) -> None:  # fmt: skip
    """As `batch._in_lanes`: writes x, the multipliers, and where there is room c and moved."""
    ground, off = assembled(head, tail, entry, v, len(starts) - 1, len(rows))
    inverse = factor(starts, rows, target, ground, off)
    balances = incidence(head, tail, len(starts) - 1)
    multipliers[:] = balances @ y
    solve(starts, rows, off, inverse, multipliers)
    x[:] = y - v * (balances.T @ multipliers)
    if len(c):
        z, zd = select(starts, rows, target, off, inverse)
        share = np.minimum(v * _of_edges(head, tail, entry, z, zd), 1.0)
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


def select(starts: Any, rows: Any, target: Any, off: Any, inverse: Any) -> tuple[Any, Any]:
    """The inverse of S on the pattern of the factor, and its diagonal."""
    z, zd, at = np.zeros_like(off), np.zeros_like(inverse), len(target)
    for j in range(len(starts) - 2, -1, -1):
        first, last = starts[j], starts[j + 1]
        count = last - first
        at -= count * (count - 1) // 2
        z[first:last] = off[first:last] * zd[rows[first:last]]
        pair = at
        for p in range(first, last):
            found = target[pair : pair + last - p - 1]
            pair += len(found)
            z[p] += (off[p + 1 : last] * z[found]).sum(axis=0)
            z[p + 1 : last] += off[p] * z[found]
        zd[j] = inverse[j] + (off[first:last] * z[first:last]).sum(axis=0)
    return z, zd


def incidence(head: Any, tail: Any, nodes: int) -> Any:
    """B [node, edge]: 1 where an edge runs in, −1 where it runs out; sparse."""
    from scipy.sparse import coo_matrix

    inner = head != tail
    runs_in, runs_out = np.flatnonzero(inner & (head >= 0)), np.flatnonzero(inner & (tail >= 0))
    values = np.concatenate([np.ones(len(runs_in)), -np.ones(len(runs_out))])
    places = (np.concatenate([head[runs_in], tail[runs_out]]), np.concatenate([runs_in, runs_out]))
    return coo_matrix((values, places), shape=(nodes, len(head))).tocsr()


def _of_edges(head: Any, tail: Any, entry: Any, z: Any, zd: Any) -> Any:
    """b' S⁻¹ b of each edge's column b of B."""
    grounded = np.vstack([zd, np.zeros((1, zd.shape[1]))])
    pairs = np.vstack([z, np.zeros((1, zd.shape[1]))])
    whole = grounded[head] + grounded[tail] - 2.0 * pairs[entry]
    return np.where((head == tail)[:, None], 0.0, whole)
