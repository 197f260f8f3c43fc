"""What ties cells together: sums of places that are observed themselves, and errors that observations share.

Every cell is reconciled by itself first, x with covariance C. Shared errors e, each of mean 0 and sd 1, move
the observations of all their cells by U e, so that x moves by F e with F = −C V⁻¹ U; the cells' imbalances
tell of e, and M is its covariance then. An observed sum N = H x + n then tells of all its members at once:
with W = [H C H' + V] + G M G' and G = H F + (its own share of e), the cells move by K (N − H x), where
K = (C H' + F M G') W⁻¹. So the work is one sweep over the cells and one small system of as many rows as there
are sums and shared errors: the Schur complement of a block-angular system. Covariance: C + F M F' − K W K'.

Sources: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., section 2.1.4 (Sherman, Morrison and
Woodbury); A. Björck, Numerical Methods for Least Squares Problems, SIAM (1996), section 6.3, block-angular.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dugnad.engine.flows.errors import FlowSystemError, UnknownPart
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
from dugnad.engine.flows.linear import Covariance, Group, covariance_columns
from dugnad.engine.flows.structure import Structure
from dugnad.engine.flows.system import MFASystem

if TYPE_CHECKING:
    from dugnad.engine.flows.jointly import Together

SINGULAR, CONTRADICTION = 1e-13, 1e-9


@dataclass(frozen=True)
class Ties:
    """Errors by name, members of each sum by cell, and the observations of sums by their rows in Observed."""

    errors: dict[str, int]
    members: dict[int, Integers]
    sums: Integers


def couple(system: MFASystem, found: Structure, seen: Observed, into: Estimate) -> "State | None":
    """Moves the cells by what ties them and fills the sums; None where nothing ties them."""
    ties = _ties(system, found, seen)
    if not ties.errors and not ties.members:
        return None
    state = State(system, found, seen, into, ties)
    state.learn_errors()
    state.learn_sums()
    state.write()
    return state


def leaves(system: MFASystem, name: str) -> list[str]:
    """The places that a sum adds up, those of sums of sums among them. Raises when one is counted twice."""
    found: list[str] = []
    for member in system.aggregates[name].members:
        found += leaves(system, member) if member in system.aggregates else [member]
    if len(set(found)) < len(found):
        raise FlowSystemError(f"{name} counts one of its places twice.")
    return found


def _ties(system: MFASystem, found: Structure, seen: Observed) -> Ties:
    stated = [system.observations[number] for number in seen.number]
    names = dict.fromkeys(o.shared for o in stated if o.shared)
    members = {}
    for cell in range(found.singles, len(found.cells)):
        name, year = found.cells[cell]
        places = leaves(system, str(name))
        members[cell] = np.array([found.cell_of[place, year] for place in places], dtype=np.int64)
    sums = np.flatnonzero(seen.cell >= found.singles)
    return Ties({name: n for n, name in enumerate(names)}, members, sums)


class State:
    """The cells' values and covariances, and the factors that what ties them adds."""

    def __init__(
        self, system: MFASystem, found: Structure, seen: Observed, into: Estimate, ties: Ties
    ) -> None:
        self.system, self.found, self.seen, self.into, self.ties = system, found, seen, into, ties
        shape = (found.singles, len(found.edges))
        self.moves = np.zeros((*shape, len(ties.errors)))  # F
        self.error, self.spread = np.zeros(len(ties.errors)), np.eye(len(ties.errors))  # e and M
        self.gains = np.zeros((*shape, 0))  # K
        self.weight = np.zeros((0, 0))  # W
        self.value = into.value[: found.singles].copy()
        self.asked = np.zeros(shape)  # what the observed sums ask of a unit of each flow
        self.told = 0  # sums that tell something
        self.alone: dict[int, Callable[[], Numbers]] = {}  # the cells' covariances before they are tied
        self.drawn: Together | None = None  # the last draws of all cells
        self.misfit = float(into.objective[: found.singles].sum())
        self.shares = np.zeros((len(seen.number), len(ties.errors)))
        for row, number in enumerate(seen.number):
            stated = system.observations[number]
            if stated.shared:
                self.shares[row, ties.errors[stated.shared]] = stated.shared_sd

    @property
    def shifts(self) -> Numbers:
        """What the shared errors have added to each observation."""
        return np.asarray(self.shares @ self.error)

    def learn_errors(self) -> None:
        """Shared errors from the cells' own imbalances."""
        if not self.ties.errors:
            return
        precision, pull = np.eye(len(self.error)), np.zeros(len(self.error))
        single = (self.seen.cell < self.found.singles) & self.shares.any(axis=1)
        for cell in np.unique(self.seen.cell[single]):
            rows = np.flatnonzero(single & (self.seen.cell == cell))
            edges, shares = self.seen.edge[rows], self.shares[rows]
            weighted = shares / self.seen.sd[rows, None] ** 2
            columns = np.nan_to_num(self.into.covariances[cell]()[:, edges])
            self.moves[cell] = -columns @ weighted
            # V − C before anything else: of flows that nothing ties it is exactly 0.
            precision += weighted.T @ (np.diag(self.seen.sd[rows] ** 2) - columns[edges]) @ weighted
            pull += weighted.T @ (self.seen.value[rows] - self.into.fitted[rows])
        self.spread = np.asarray(np.linalg.inv(precision), dtype=float)
        self.error = self.spread @ pull
        self.value += np.nan_to_num(self.moves @ self.error)
        self.misfit -= float(pull @ self.error)

    def learn_sums(self) -> None:
        """The cells from observed sums of them."""
        rows = self.ties.sums
        if not len(rows):
            return
        self._refuse_unknown(rows)
        columns = self._columns(rows)
        slopes = np.array([self._sum(self.moves, row) for row in rows]) + self.shares[rows]
        within = np.array([self._sum(columns, row) for row in rows])
        self.weight = within + slopes @ self.spread @ slopes.T + np.diag(self.seen.sd[rows] ** 2)
        spread = columns + self.moves @ self.spread @ slopes.T
        own = np.array([self._sum(self.value, row) for row in rows]) + self.shares[rows] @ self.error
        off = self.seen.value[rows] - own
        told = self._solved(off)
        self.gains = spread @ told[:, 1:]
        self.value += spread @ told[:, 0]
        self.misfit += float(off @ told[:, 0])
        self.error = self.error + self.spread @ slopes.T @ told[:, 0]
        for at, row in enumerate(rows):
            self.asked[self.ties.members[int(self.seen.cell[row])], self.seen.edge[row]] += told[at, 0]
        self._join(rows, columns)

    def _columns(self, rows: Integers) -> Numbers:
        """C H' [cell, flow, observed sum], of all cells of a pattern at once."""
        columns = np.zeros((self.found.singles, len(self.found.edges), len(rows)))
        edges = np.unique(self.seen.edge[rows])
        for cells, found in self._by_group(edges):
            for at, row in enumerate(rows):
                inside = np.isin(cells, self.ties.members[int(self.seen.cell[row])])
                columns[cells[inside], :, at] = found[
                    :, inside, np.searchsorted(edges, self.seen.edge[row])
                ].T
        return columns

    def _by_group(self, edges: Integers) -> Iterator[tuple[Integers, Numbers]]:
        """Cells, and these columns of their covariances [flow, cell, column]."""
        groups: dict[int, tuple[Group, list[tuple[int, int]]]] = {}
        for cell in range(self.found.singles):
            one = self.into.covariances[cell]
            if isinstance(one, Covariance):
                groups.setdefault(id(one.group), (one.group, []))[1].append((cell, one.column))
            else:
                yield np.array([cell]), np.nan_to_num(one()[:, edges])[:, None, :]
        for group, members in groups.values():
            cells, columns = (np.array(part) for part in zip(*members, strict=True))
            yield cells, np.nan_to_num(covariance_columns(group.of(columns), edges))

    def _solved(self, off: Numbers) -> Numbers:
        """W⁻¹ (off, 1). Constant sums that follow from each other must agree, and tell nothing more."""
        scale = 1.0 / np.sqrt(np.maximum(np.diag(self.weight), 1e-300))
        values, vectors = np.linalg.eigh(scale[:, None] * self.weight * scale)
        kept = values > SINGULAR * values.max()
        inverse = scale[:, None] * ((vectors[:, kept] / values[kept]) @ vectors[:, kept].T) * scale
        self.told = int(kept.sum())
        lost = vectors[:, ~kept].T @ (scale * off)
        if (np.abs(lost) > CONTRADICTION * np.abs(scale * off).max(initial=0.0)).any():
            raise FlowSystemError(f"{self.system.name}: sums that are constants contradict each other.")
        return np.column_stack([inverse @ off, inverse])

    def _refuse_unknown(self, rows: Integers) -> None:
        for row in rows:
            members, edge = self.ties.members[int(self.seen.cell[row])], self.seen.edge[row]
            if (self.into.status[members, edge] == UNOBSERVABLE).any():
                name, flow = self.found.cells[self.seen.cell[row]][0], self.found.edges[edge].name
                raise UnknownPart(
                    f"{name}: the flow {flow} is observed as a sum, and in one of its places nobody can know "
                    "it: state there what is assumed, with its doubt (see `downscale`)."
                )

    def _sum(self, array: Numbers, row: int) -> Any:
        """Of an array [cell, flow, …], the sum that an observation is of."""
        return array[self.ties.members[int(self.seen.cell[row])], self.seen.edge[row]].sum(axis=0)

    def _join(self, rows: Integers, columns: Numbers) -> None:
        """What an observed sum tells of is redundant: the flow itself, or those that tell it."""
        for at, row in enumerate(rows):
            for cell in self.ties.members[int(self.seen.cell[row])]:
                together = np.abs(columns[cell, :, at])
                # What nothing ties has a covariance of exactly 0, but for relations, where it is rounded.
                tied = together > 1e-12 * together.max(initial=0.0)
                self.into.status[cell, tied & (self.into.status[cell] == NONREDUNDANT)] = REDUNDANT

    def write(self) -> None:
        """Values, variances and covariances of cells and sums."""
        into, found = self.into, self.found
        self.alone, before = dict(into.covariances), into.variance[: found.singles].copy()
        for cell in range(len(found.cells)):
            members = self.ties.members.get(cell, np.array([cell]))
            unknown = (into.status[members] == UNOBSERVABLE).any(axis=0)
            tied = into.covariances[cell] = Tied(self, members.tolist())
            into.value[cell] = np.where(unknown, np.nan, self.value[members].sum(axis=0))
            into.variance[cell] = np.maximum(before[members].sum(axis=0) + tied.added(), 0.0)
            into.variance[cell, unknown] = np.nan
            if cell >= found.singles:
                into.status[cell] = np.where(unknown, UNOBSERVABLE, OBSERVABLE)
        for row in self.ties.sums:
            constant = self.seen.sd[row] == 0 and not self.shares[row].any()
            into.status[self.seen.cell[row], self.seen.edge[row]] = CONSTANT if constant else REDUNDANT
        into.fitted[:] = into.value[self.seen.cell, self.seen.edge]
        self._write_moved()
        into.whole = self.misfit, int(into.dof[: found.singles].sum()) + self.told
        into.errors = {name: float(self.error[n]) for name, n in self.ties.errors.items()}

    def _write_moved(self) -> None:
        """The adjustments' variances: what was observed, less what is left."""
        into, seen = self.into, self.seen
        whole = seen.sd**2 + (self.shares**2).sum(axis=1)
        left = into.variance[seen.cell, seen.edge]
        redundant = into.status[seen.cell, seen.edge] == REDUNDANT
        into.moved[:] = np.where(redundant & (whole > 0), np.maximum(whole - left, 0.0), np.nan)


class Tied:
    """The covariance of the sum of some cells, as of one cell alone; see `Estimate.covariances`."""

    def __init__(self, state: State, members: list[int]) -> None:
        self.state, self.members = state, members
        self.moves = state.moves[members].sum(axis=0)
        self.gains = state.gains[members].sum(axis=0)
        self.spread, self.weight = state.spread, state.weight
        self.alone = [state.alone[cell] for cell in members]

    def added(self) -> Numbers:
        """What ties add to the variances."""
        more = ((self.moves @ self.spread) * self.moves).sum(axis=1)
        return np.asarray(more - ((self.gains @ self.weight) * self.gains).sum(axis=1))

    def __call__(self) -> Numbers:
        found = sum(one() for one in self.alone)
        found = found + self.moves @ self.spread @ self.moves.T
        return np.asarray(found - self.gains @ self.weight @ self.gains.T)
