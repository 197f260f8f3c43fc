"""What can be known of each flow, by whole numbers only: contraction, bridges, classes.

Flows that nobody observed are contracted: their ends become one node. What is left are balances between
observed flows. An unobserved flow is observable if and only if it is a bridge of the graph of unobserved
flows (on no cycle, the environment being a node like any other); an observed flow is redundant if and only
if its ends lie in different components. No tolerance decides, for nothing is computed with real numbers.

Sources: R. S. H. Mah, G. M. Stanley and D. M. Downing, “Reconciliation and rectification of process flow
and inventory data”, Ind. Eng. Chem. Process Des. Dev. 15 (1976); A. Kretsovalis and R. S. H. Mah,
“Observability and redundancy classification in multicomponent process networks”, AIChE J. 33 (1987);
R. E. Tarjan, “A note on finding the bridges of a graph”, Inf. Process. Lett. 2 (1974).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dugnad.engine.flows.compiled import compiled

Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Contraction:
    """A graph with its unobserved edges contracted; node 0 is the environment.

    component: node → 0 (with the environment) or 1, 2, …; redundant: of observed edges, observable: of
    unobserved ones, both by edge. entered, left: when a walk of the unobserved forest came to a node and
    left it, so that what hangs below a node is an interval; below: observable edge → its lower node, else −1.
    """

    source: Integers
    target: Integers
    observed: Truths
    component: Integers
    redundant: Truths
    observable: Truths
    entered: Integers
    left: Integers
    below: Integers

    @property
    def components(self) -> int:
        """How many nodes are left, the environment's among them."""
        return int(self.component.max()) + 1

    def dof(self, constant: Truths) -> int:
        """Degrees of redundancy: independent balances among the observed flows that are no constants."""
        free = self.observed & ~constant
        ties = components(
            self.components, self.component[self.source[free]], self.component[self.target[free]]
        )
        return self.components - (int(ties.max()) + 1)

    def cuts(self) -> Any:
        """Sparse matrix [edge, edge]: each observable flow as a sum of observed ones, with signs."""
        from scipy.sparse import coo_matrix

        edges, inside, signs = [], [], []
        observed = np.flatnonzero(self.observed)
        begins, ends = self.entered[self.source[observed]], self.entered[self.target[observed]]
        for edge in np.flatnonzero(self.observable):
            node = self.below[edge]
            first, last = self.entered[node], self.left[node]
            crossing = ((ends >= first) & (ends < last)).astype(int) - ((begins >= first) & (begins < last))
            found = np.flatnonzero(crossing)
            # All that runs into the part below sums to nothing: the flow itself makes up for the others.
            signs.append(crossing[found] * (-1 if self.target[edge] == node else 1))
            inside.append(observed[found])
            edges.append(np.full(len(found), edge))
        if not edges:
            return coo_matrix((len(self.source), len(self.source))).tocsr()
        parts = (np.concatenate(signs).astype(float), (np.concatenate(edges), np.concatenate(inside)))
        return coo_matrix(parts, shape=(len(self.source), len(self.source))).tocsr()


def contract(nodes: int, source: Integers, target: Integers, observed: Truths) -> Contraction:
    """The contraction of a graph of `nodes` nodes, edges source → target, of which some are observed."""
    unobserved = np.flatnonzero(~observed)
    component = components(nodes, source[unobserved], target[unobserved])
    starts, edges = _neighbours(nodes, source, target, unobserved)
    bridge = np.zeros(len(source), dtype=np.bool_)
    entered, left = np.zeros(nodes, dtype=np.int64), np.zeros(nodes, dtype=np.int64)
    below = np.full(len(source), -1, dtype=np.int64)
    _bridges(starts, edges, source, target, bridge, entered, left, below)
    redundant = observed & (component[source] != component[target])
    return Contraction(source, target, observed, component, redundant, bridge, entered, left, below)


def components(nodes: int, source: Integers, target: Integers) -> Integers:
    """The component of each node, numbered by its first node; node 0 is in component 0."""
    roots = np.arange(nodes, dtype=np.int64)
    _unite(roots, source, target)
    return np.unique(roots, return_inverse=True)[1].astype(np.int64)


def _neighbours(
    nodes: int, source: Integers, target: Integers, wanted: Integers
) -> tuple[Integers, Integers]:
    """The wanted edges at each node: where each node's begin, and the edges."""
    ends = np.concatenate([source[wanted], target[wanted]])
    order = np.argsort(ends, kind="stable")
    starts = np.searchsorted(ends[order], np.arange(nodes + 1)).astype(np.int64)
    return starts, np.concatenate([wanted, wanted])[order].astype(np.int64)


@compiled
def _unite(roots: Any, source: Any, target: Any) -> None:
    """Union-find; the lesser node is the root, and at the end each node knows its own."""
    for e in range(len(source)):
        a, b = source[e], target[e]
        while roots[a] != a:
            roots[a] = roots[roots[a]]
            a = roots[a]
        while roots[b] != b:
            roots[b] = roots[roots[b]]
            b = roots[b]
        roots[max(a, b)] = min(a, b)
    for node in range(len(roots)):
        roots[node] = roots[roots[node]]  # a root is less than its nodes, so it is at its end already


@compiled
def _bridges(
    starts: Any, edges: Any, source: Any, target: Any, bridge: Any, entered: Any, left: Any, below: Any
) -> None:
    """Walks the forest in depth and marks the edges that lie on no cycle; parallel edges are a cycle."""
    nodes = len(starts) - 1
    low, by = np.zeros(nodes, np.int64), np.full(nodes, -1, np.int64)
    seen, at = np.zeros(nodes, np.bool_), starts[:nodes].copy()
    stack = np.empty(nodes, np.int64)
    clock = 0
    for root in range(nodes):
        if seen[root]:
            continue
        seen[root] = True
        entered[root] = low[root] = clock
        clock += 1
        stack[0], depth = root, 1
        while depth:
            node = stack[depth - 1]
            if at[node] < starts[node + 1]:
                edge = edges[at[node]]
                at[node] += 1
                other = source[edge] + target[edge] - node
                if edge == by[node]:
                    continue
                if seen[other]:
                    low[node] = min(low[node], entered[other])
                    continue
                seen[other], by[other] = True, edge
                entered[other] = low[other] = clock
                clock += 1
                stack[depth] = other
                depth += 1
                continue
            depth -= 1
            left[node] = clock
            if depth:
                above = stack[depth - 1]
                low[above] = min(low[above], low[node])
                if low[node] == entered[node]:
                    bridge[by[node]] = True
                    below[by[node]] = node
