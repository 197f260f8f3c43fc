"""Weighted least squares of cells whose only conditions are balances: groups of one pattern, in one go.

Cells whose flows are observed equally often share contraction, order and pattern of the factor.
Estimate: x = y − V B' S⁻¹ B y with S = B V B'; covariance C = V − V B' S⁻¹ B V; an observable flow u = T x
of the observed ones it is a sum of, var u = T C T'.

Source: R. S. H. Mah, Chemical Process Structures and Information Flows, Butterworths (1990), chapter 8.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from dugnad.engine.flows import plain
from dugnad.engine.flows.batch import Balanced, balance
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.estimate import (
    CONSTANT,
    NONREDUNDANT,
    OBSERVABLE,
    REDUNDANT,
    UNOBSERVABLE,
    Estimate,
    Integers,
    Numbers,
    Observed,
)
from dugnad.engine.flows.structure import Pattern, Structure, pattern

EXACT = 1e-9  # of the throughput: a balance that is further off is refused
ROUNDING = 1e-12  # of what was observed and its sd: flows that must be nothing are nothing but for this


@dataclass(frozen=True)
class Group:
    """Cells of one pattern: their observations by number [observation, cell], values and variances alike.

    goal, weight: y and v but where bounds hold a flow, which is then a constant at its bound.
    """

    pattern: Pattern
    cells: Integers
    rows: Integers
    y: Numbers
    v: Numbers
    goal: Numbers
    weight: Numbers

    def of(self, columns: Integers) -> "Group":
        """The same of some of the cells."""
        y, v, goal, weight = (array[:, columns] for array in (self.y, self.v, self.goal, self.weight))
        return Group(self.pattern, self.cells[columns], self.rows[:, columns], y, v, goal, weight)


def groups(found: Structure, seen: Observed, cells: Integers) -> Iterator[Group]:
    """The cells, gathered by how often each flow is observed and which are constants."""
    place = np.full(len(found.cells), -1, dtype=np.int64)
    place[cells] = np.arange(len(cells))
    kept = place[seen.cell] >= 0
    counts, constants = (np.zeros((len(cells), len(found.edges)), dtype=np.int16) for _ in range(2))
    np.add.at(counts, (place[seen.cell[kept]], seen.edge[kept]), 1)
    still = kept & (seen.sd == 0)
    np.add.at(constants, (place[seen.cell[still]], seen.edge[still]), 1)
    kinds, kind = np.unique(np.hstack([counts, constants]), axis=0, return_inverse=True)
    for number, row in enumerate(kinds):
        members = cells[kind.ravel() == number]
        rows = seen.of_cells(members).reshape(len(members), -1).T
        shape = pattern(found, row[: len(found.edges)].astype(np.int64))
        y, v = seen.value[rows], seen.sd[rows] ** 2
        yield Group(shape, members, rows, y, v, y, v)


def estimate_group(group: Group, into: Estimate) -> Balanced:
    """Reconciles the cells of a group and writes what comes out. Raises FlowSystemError."""
    shape = group.pattern
    found = exactly_balanced(group)
    into.fitted[group.rows] = found.x
    into.moved[group.rows] = np.where(shape.contraction.redundant[shape.observed, None], found.moved, np.nan)
    into.value[np.ix_(group.cells, np.flatnonzero(shape.row >= 0))] = found.x[shape.row[shape.row >= 0]].T
    into.variance[np.ix_(group.cells, np.flatnonzero(shape.row >= 0))] = found.c[shape.row[shape.row >= 0]].T
    into.status[group.cells] = statuses(group)
    residual = np.divide(group.y - found.x, np.sqrt(group.v), out=np.zeros_like(group.y), where=group.v > 0)
    into.objective[group.cells] = (residual**2).sum(axis=0)
    into.dof[group.cells] = shape.contraction.dof(_constant_edges(group))
    _estimate_observable(group, found, into)
    for column, cell in enumerate(group.cells.tolist()):
        into.covariances[cell] = Covariance(group, column)
    return found


def exactly_balanced(group: Group) -> Balanced:
    """The reconciled systems, refined where rounding left more than it may. Raises FlowSystemError."""
    shape = group.pattern.symbolic
    found = balance(shape, group.goal, group.weight)
    for last in (False, False, True):
        bad = _unbalanced(group, found.x)
        if not len(bad):
            break
        if last:
            raise FlowSystemError(_contradiction(group, found.x, int(bad[0])))
        again = balance(shape, found.x[:, bad], group.weight[:, bad], with_variances=False)
        found.x[:, bad] = again.x
    return found


def _unbalanced(group: Group, x: Numbers) -> Integers:
    off, allowed = _imbalance(group, x, slice(None))
    return np.flatnonzero((off > allowed).any(axis=0))


def _imbalance(group: Group, x: Numbers, columns: Any) -> tuple[Numbers, Numbers]:
    """Of the contracted balances, by component: what is off, and what may be."""
    found, observed = group.pattern.contraction, group.pattern.observed
    redundant = found.redundant[observed]
    into, out = found.component[found.target[observed]], found.component[found.source[observed]]
    size = np.abs(group.goal[:, columns]) + np.sqrt(group.weight[:, columns])
    net, allowed = (np.zeros((found.components, x.shape[1])) for _ in range(2))
    share = EXACT * np.abs(x[redundant]) / 2 + ROUNDING * size[redundant]
    for sign, ends in ((1.0, into), (-1.0, out)):
        np.add.at(net, ends[redundant], sign * x[redundant])
        np.add.at(allowed, ends[redundant], share)
    return np.abs(net[1:]), allowed[1:]


def _contradiction(group: Group, x: Numbers, column: int) -> str:
    shape, cells = group.pattern, group.pattern.structure.cells
    off, allowed = _imbalance(group, x[:, [column]], [column])
    worst = 1 + int(np.argmax(off[:, 0] - allowed[:, 0]))
    node = int(np.flatnonzero(shape.contraction.component == worst)[0])
    place = ", ".join(str(part) for part in cells[int(group.cells[column])] if part is not None)
    where = f" ({place})" if place else ""
    if node > len(shape.structure.nodes):
        edge = int(shape.edge[np.flatnonzero(shape.contraction.source == node)[0]])
        return f"The constants of the flow {shape.structure.edges[edge].name}{where} contradict each other."
    process, layer = shape.structure.nodes[node - 1]
    return f"The constants around the process {process}, layer {layer}{where}, do not balance."


def _constant_edges(group: Group) -> np.ndarray:
    constant = np.zeros(len(group.pattern.edge), dtype=bool)
    constant[group.pattern.observed] = group.v[:, 0] == 0
    return constant


def statuses(group: Group) -> Integers:
    """The status of each flow, the same in all cells of the group."""
    shape = group.pattern
    found, first = shape.contraction, shape.first
    status = np.where(found.redundant[first], REDUNDANT, NONREDUNDANT)
    status[~found.observed[first]] = UNOBSERVABLE
    status[found.observable[first]] = OBSERVABLE
    status[shape.edge[_constant_edges(group)]] = CONSTANT
    return status


def _estimate_observable(group: Group, found: Balanced, into: Estimate) -> None:
    """Observable flows and their variances: T x, and the diagonal of T C T' by one solve a flow."""
    wanted = np.flatnonzero(group.pattern.contraction.observable[group.pattern.first])
    if not len(wanted):
        return
    cuts = group.pattern.cuts[wanted]
    where = np.ix_(group.cells, wanted)
    into.value[where] = (cuts @ found.x).T
    solver = _Solver(group, group.weight)
    for at, flow in enumerate(wanted):
        row = cuts[[at]].toarray().T
        moved = solver.weighted(row * group.weight)
        into.variance[group.cells, flow] = np.maximum((row**2 * group.weight).sum(axis=0) - moved, 0.0)


class _Solver:
    """S⁻¹ of all cells of a group, or of one, for right-hand sides that are no observations."""

    def __init__(self, group: Group, v: Numbers) -> None:
        self.pattern = group.pattern.symbolic
        p = self.pattern
        ground, self.off = plain.assembled(p.head, p.tail, p.entry, v, p.nodes, p.fill)
        self.inverse = plain.factor(p.starts, p.rows, p.target, ground, self.off)

    def half(self, columns: Numbers) -> Numbers:
        """D^(−1/2) L⁻¹ B columns: its squares sum to columns' B' S⁻¹ B columns."""
        p = self.pattern
        r = p.balances @ columns
        plain.forward(p.starts, p.rows, self.off, r)
        return np.sqrt(self.inverse) * r

    def pulled(self, columns: Numbers) -> Numbers:
        """B' S⁻¹ B columns, of one column a cell."""
        p = self.pattern
        r = p.balances @ columns
        plain.solve(p.starts, p.rows, self.off, self.inverse, r)
        return np.asarray(p.balances.T @ r)

    def weighted(self, columns: Numbers) -> Numbers:
        """columns' B' S⁻¹ B columns, of one column a cell."""
        return (self.half(columns) ** 2).sum(axis=0)


class Covariance:
    """The covariance of one cell [flow, flow], worked out when somebody asks; NaN of unobservable flows."""

    def __init__(self, group: Group, column: int) -> None:
        self.group, self.column = group, column

    def __call__(self) -> Numbers:
        v = self.group.weight[:, self.column]
        half = _Solver(self.group, v[:, None]).half(np.diag(v))
        of_observations = np.diag(v) - half.T @ half
        found = _of_flows(self.group, _of_flows(self.group, of_observations).T)
        return np.asarray((found + found.T) / 2)  # sums are told in another order on either side


def covariance_columns(group: Group, flows: Integers) -> Numbers:
    """Some columns of the covariances of all cells of a group at once, [flow, cell, column]."""
    solver, shape = _Solver(group, group.weight), group.pattern
    found = np.empty((len(shape.structure.edges), len(group.cells), len(flows)))
    for at, flow in enumerate(flows):
        told = np.zeros(len(group.y))
        if shape.row[flow] >= 0:
            told[shape.row[flow]] = 1.0
        else:
            told[:] = shape.cuts[[flow]].toarray()[0]
        spread = group.weight * told[:, None]
        found[:, :, at] = _of_flows(group, spread - group.weight * solver.pulled(spread))
    found[:, :, statuses(group)[flows] == UNOBSERVABLE] = np.nan
    return found


def _of_flows(group: Group, of_observations: Numbers) -> Numbers:
    """What is told of observations [observation, …] told of flows; NaN of those that nobody can know."""
    shape = group.pattern
    found = np.full((len(shape.structure.edges), of_observations.shape[1]), np.nan)
    seen = shape.row >= 0
    found[seen] = of_observations[shape.row[seen]]
    wanted = shape.contraction.observable[shape.first]
    found[wanted] = shape.cuts[np.flatnonzero(wanted)] @ of_observations
    return found
