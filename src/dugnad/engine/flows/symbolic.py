"""The pattern of a factor: what S = B V B' of a graph fills, worked out once for all weights.

Nodes are the balances of a contracted graph, edges its measured flows; the ground (−1) is the environment.
The order of elimination is by least degree (of many nodes SuperLU’s, MMD on A' + A). Of the factor the part
below the diagonal is kept, by columns, with rows rising. For each pair of entries of a column, `target`
tells which entry the pair fills, so that neither factor nor resistances ever search.

Source: J. W. H. Liu, “The role of elimination trees in sparse factorization”, SIAM J. Matrix Anal. Appl.
11 (1990); T. A. Davis, Direct Methods for Sparse Linear Systems, SIAM (2006), chapter 4.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dugnad.engine.flows.compiled import compiled

Integers = NDArray[np.int64]

FEW = 200  # nodes that are ordered here, since calling others takes longer than ordering


@dataclass(frozen=True)
class Symbolic:
    """The pattern for `nodes` balances and their edges, everything in the order of elimination.

    head, tail: edge → node that it runs into and out of, −1 the ground. starts, rows: columns below the
    diagonal. entry: edge → its entry of the factor, −1 where one end is the ground. target: pair → entry.
    place: node as given → its place in the order.
    """

    nodes: int
    head: Integers
    tail: Integers
    starts: Integers
    rows: Integers
    entry: Integers
    target: NDArray[np.int32]
    place: Integers

    @cached_property
    def balances(self) -> Any:
        """B [node, edge] in the order of elimination: 1 where an edge runs in, −1 where out; sparse."""
        from scipy.sparse import coo_matrix

        inner = self.head != self.tail
        runs_in, runs_out = (np.flatnonzero(inner & (ends >= 0)) for ends in (self.head, self.tail))
        values = np.concatenate([np.ones(len(runs_in)), -np.ones(len(runs_out))])
        rows = np.concatenate([self.head[runs_in], self.tail[runs_out]])
        places = (rows, np.concatenate([runs_in, runs_out]))
        return coo_matrix((values, places), shape=(self.nodes, len(self.head))).tocsr()

    @cached_property
    def given(self) -> Integers:
        """Place in the order → node as given."""
        return np.argsort(self.place)

    @property
    def fill(self) -> int:
        """Entries of the factor below the diagonal."""
        return len(self.rows)


def symbolic(nodes: int, head: Integers, tail: Integers) -> Symbolic:
    """The pattern of a graph whose edges run from `tail` to `head` (−1: the ground)."""
    place = _order(nodes, head, tail)
    seats = np.append(place, -1)  # the ground stays −1
    head, tail = seats[head], seats[tail]
    low, high = np.minimum(head, tail), np.maximum(head, tail)
    inner = (low >= 0) & (low != high)
    first, below = _unique_pairs(nodes, low[inner], high[inner])
    starts, rows = _filled(nodes, first, below)
    entry = np.full(len(head), -1, dtype=np.int64)
    entry[inner] = _entries(starts, rows, low[inner], high[inner])
    return Symbolic(nodes, head, tail, starts, rows, entry, _targets(starts, rows), place)


def _order(nodes: int, head: Integers, tail: Integers) -> Integers:
    """Each node's place in an order of elimination that fills little."""
    from scipy.sparse import coo_matrix, identity
    from scipy.sparse.linalg import splu

    inner = (head >= 0) & (tail >= 0) & (head != tail)
    if nodes <= FEW:
        beside = np.zeros((nodes, nodes), dtype=np.bool_)
        beside[head[inner], tail[inner]] = True
        return np.asarray(_least_degree(beside | beside.T))
    ones = np.ones(int(inner.sum()))
    links = coo_matrix((ones, (head[inner], tail[inner])), shape=(nodes, nodes))
    weighted = links + links.T
    degrees = np.asarray(weighted.sum(axis=0)).ravel() + 1.0
    matrix = (identity(nodes).multiply(degrees) - weighted).tocsc()
    found = splu(matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})
    return np.asarray(found.perm_c, dtype=np.int64)


@compiled
def _least_degree(beside: Any) -> Any:
    """Nodes by least degree among those that are left; what is beside one is then tied together."""
    nodes = len(beside)
    place = np.full(nodes, -1, np.int64)
    degree = np.zeros(nodes, np.int64)
    for i in range(nodes):
        for j in range(nodes):
            degree[i] += beside[i, j]
    around = np.empty(nodes, np.int64)
    for step in range(nodes):
        best = -1
        for i in range(nodes):
            if place[i] < 0 and (best < 0 or degree[i] < degree[best]):
                best = i
        place[best] = step
        count = 0
        for i in range(nodes):
            if beside[best, i]:
                beside[i, best] = False
                degree[i] -= 1
                around[count] = i
                count += 1
        for a in range(count):
            for b in range(a):
                one, other = around[a], around[b]
                if not beside[one, other]:
                    beside[one, other] = beside[other, one] = True
                    degree[one] += 1
                    degree[other] += 1
    return place


def _unique_pairs(nodes: int, low: Integers, high: Integers) -> tuple[Integers, Integers]:
    keys = np.unique(low * np.int64(max(nodes, 1)) + high)
    return keys // max(nodes, 1), keys % max(nodes, 1)


def _filled(nodes: int, first: Integers, below: Integers) -> tuple[Integers, Integers]:
    """Columns of the factor: where each starts, and its rows."""
    own = np.searchsorted(first, np.arange(nodes + 1)).astype(np.int64)
    offsets, left = _transposed(nodes, own, below)
    parent = _parents(nodes, offsets, left)
    counts = np.zeros(nodes, dtype=np.int64)
    _walk(nodes, offsets, left, parent, counts, np.empty(0, dtype=np.int64))
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    rows = np.empty(starts[-1], dtype=np.int64)
    _walk(nodes, offsets, left, parent, starts[:-1].copy(), rows)
    return starts, rows


def _entries(starts: Integers, rows: Integers, columns: Integers, wanted: Integers) -> Integers:
    """The entries (wanted, column) of the factor, by place; keys rise, for columns and their rows do."""
    nodes = len(starts) - 1
    keys = np.repeat(np.arange(nodes), np.diff(starts)) * nodes + rows
    return np.searchsorted(keys, columns * nodes + wanted).astype(np.int64)


def _targets(starts: Integers, rows: Integers) -> NDArray[np.int32]:
    counts = np.diff(starts)
    target = np.empty(int((counts * (counts - 1) // 2).sum()), dtype=np.int32)
    _fill_targets(starts, rows, target)
    return target


@compiled
def _transposed(nodes: int, own: Any, below: Any) -> Any:
    """The rows of the lower triangle: where each starts, and the columns left of its diagonal."""
    offsets = np.zeros(nodes + 1, np.int64)
    for p in range(len(below)):
        offsets[below[p] + 1] += 1
    for i in range(nodes):
        offsets[i + 1] += offsets[i]
    left = np.empty(len(below), np.int64)
    free = offsets.copy()
    for j in range(nodes):
        for p in range(own[j], own[j + 1]):
            left[free[below[p]]] = j
            free[below[p]] += 1
    return offsets, left


@compiled
def _parents(nodes: int, offsets: Any, left: Any) -> Any:
    """The elimination tree: the parent of each column, −1 of a root."""
    parent = np.full(nodes, -1, np.int64)
    ancestor = np.full(nodes, -1, np.int64)
    for k in range(nodes):
        for p in range(offsets[k], offsets[k + 1]):
            i = left[p]
            while i not in (-1, k):
                following = ancestor[i]
                ancestor[i] = k
                if following == -1:
                    parent[i] = k
                i = following
    return parent


@compiled
def _walk(nodes: int, offsets: Any, left: Any, parent: Any, free: Any, rows: Any) -> None:
    """Row k enters each column on its way up the tree: counted in `free`, written where `rows` has room."""
    seen = np.full(nodes, -1, np.int64)
    for k in range(nodes):
        seen[k] = k
        for p in range(offsets[k], offsets[k + 1]):
            i = left[p]
            while seen[i] != k:
                seen[i] = k
                if len(rows):
                    rows[free[i]] = k
                free[i] += 1
                i = parent[i]


@compiled
def _fill_targets(starts: Any, rows: Any, target: Any) -> None:
    """For each pair of rows of a column, the entry of the later one in the column of the earlier one."""
    where = np.zeros(len(starts), np.int64)
    at = 0
    for j in range(len(starts) - 1):
        for p in range(starts[j], starts[j + 1]):
            column = rows[p]
            for q in range(starts[column], starts[column + 1]):
                where[rows[q]] = q
            for q in range(p + 1, starts[j + 1]):
                target[at] = where[rows[q]]
                at += 1
