"""Cells with bounds: whose flows go beyond theirs, which are held, and what is estimated then."""

from copy import copy
from dataclasses import replace

import numpy as np

from dugnad.engine.flows.bilinear import Given, solve
from dugnad.engine.flows.bounds import ENDLESS, Attempt, Held, Sides, exchange, held_by_bounds, judged
from dugnad.engine.flows.conditions import Conditions, Scope, conditions
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.estimate import AT_BOUND, CONSTANT, UNOBSERVABLE, Estimate, Integers, Numbers
from dugnad.engine.flows.intervals import limits, programme
from dugnad.engine.flows.linear import Group, estimate_group
from dugnad.engine.flows.related import Solved, classified, given_of, lacks, named, write
from dugnad.engine.flows.structure import Structure
from dugnad.engine.flows.system import MFASystem

BEYOND = 1e-12  # of a flow and its sd: rounding
OFF = 1e-9
TRIES = 12  # of bounds that only flows nobody can know run into, before these are taken as if seen
FAINT = 1e4  # sd of a flow that is taken as if seen, in the largest flow
PULLS = 1e2  # times as much as such a flow weighs, and a bound is held by more than by that


class Bounded:
    """The bounds of a system, and the cells that they change."""

    def __init__(self, system: MFASystem, found: Structure) -> None:
        self.system, self.found = system, found
        self.lower, self.upper = limits(system, found)
        self.stated = np.isfinite(self.lower) | np.isfinite(self.upper)

    def settle(self, group: Group, holding: Scope, into: Estimate) -> None:
        """Holds what goes beyond its bounds and estimates those cells anew. Raises FlowSystemError."""
        cells = group.cells
        self._refuse_constants(cells, into)
        beyond = self.beyond(cells, into)
        observed = group.pattern.row >= 0
        simple = beyond.any(axis=1) & ~self.stated[cells][:, ~observed].any(axis=1) & (not holding)
        if simple.any():
            self._hold_observed(group, np.flatnonzero(simple), into)
        for column in np.flatnonzero(~simple):
            if beyond[column].any() or self._blocked(int(cells[column]), into):
                self._hold_any(group, int(column), holding, into)
        self.clip(cells, into)

    def beyond(self, cells: Integers, into: Estimate) -> np.ndarray:
        value = into.value[cells]
        rounding = BEYOND * (np.abs(value) + np.sqrt(into.variance[cells]))
        found: np.ndarray = (self.lower[cells] - value > rounding) | (value - self.upper[cells] > rounding)
        return found

    def _refuse_constants(self, cells: Integers, into: Estimate) -> None:
        wrong = self.beyond(cells, into) & (into.status[cells] == CONSTANT)
        for column, edge in np.argwhere(wrong)[:1]:
            name = named(self.system, self.found.cells[int(cells[column])])
            raise FlowSystemError(f"{name}: the constant {self.found.edges[edge].name} is beyond its bounds.")

    def _hold_observed(self, group: Group, columns: Integers, into: Estimate) -> None:
        """All flows with bounds are observed and nothing but balances holds: all cells side by side."""
        part = group.of(columns)
        self.hold(part, self.held(part, part.y), into)

    def held(self, group: Group, y: Numbers) -> Held:
        """The observed flows that bounds hold where y was observed. Raises FlowSystemError."""
        lower, upper = self._of_observed(group)
        found = held_by_bounds(group.pattern.symbolic, y, group.v, lower, upper)
        for column in np.flatnonzero(~found.settled)[:1]:
            self._refuse(int(group.cells[column]))
        return found

    def hold(self, group: Group, held: Held, into: Estimate) -> None:
        """Estimates the cells of a group with what is held as constants."""
        lower, upper = self._of_observed(group)
        goal = np.where(held.sides < 0, lower, np.where(held.sides > 0, upper, group.y))
        weight = np.where(held.sides != 0, 0.0, group.v)
        try:
            estimate_group(replace(group, goal=goal, weight=weight), into)
        except FlowSystemError:  # what is held contradicts itself: there is nothing between the bounds
            self._refuse(int(group.cells[0]))
        for edge in np.flatnonzero(group.pattern.row >= 0):
            row = group.pattern.row[edge]
            columns = np.flatnonzero(held.sides[row])
            into.status[group.cells[columns], edge] = AT_BOUND
            into.value[group.cells[columns], edge] = goal[row, columns]
            for column in columns:
                into.multipliers[int(group.cells[column]), int(edge)] = float(held.pulls[row, column])

    def _of_observed(self, group: Group) -> tuple[Numbers, Numbers]:
        """The bounds of each flow at the first of its observations [observation, cell]."""
        lower, upper = np.full(group.y.shape, -np.inf), np.full(group.y.shape, np.inf)
        seen = np.flatnonzero(group.pattern.row >= 0)
        rows = group.pattern.row[seen]
        lower[rows], upper[rows] = (side[np.ix_(group.cells, seen)].T for side in (self.lower, self.upper))
        return lower, upper

    def clip(self, cells: Integers, into: Estimate) -> None:
        """A free flow may stand at its bound too, but for rounding; it is not told beyond it."""
        into.value[cells] = np.clip(into.value[cells], self.lower[cells], self.upper[cells])

    def _blocked(self, cell: int, into: Estimate) -> dict[int, int]:
        """Bounds of flows that nobody can know, where they leave no way to balance."""
        unknown = (into.status[cell] == UNOBSERVABLE) & self.stated[cell]
        if not unknown.any():
            return {}
        bounds = self.lower[cell], self.upper[cell]
        return programme(self.system, self.found, into, cell, bounds).blocking()

    def _hold_any(self, group: Group, column: int, holding: Scope, into: Estimate) -> None:
        """One cell whose bounds touch flows that are not observed, relations or ratios."""
        cell = int(group.cells[column])
        search = _Search(self, group, column, conditions(self.system, group.pattern, holding))
        sides = np.zeros((len(self.found.edges), 1), dtype=np.int8)
        if self._try(search, sides, into):
            return
        # What flows nobody can know hold and let go may go round in circles. Taken as if they had been seen,
        # with next to no weight, all are on one footing and that comes to an end; then exactly from there.
        nearly = search.as_if_seen(sides)
        if nearly is None or not self._try(search, nearly, into):
            self._refuse(cell)

    def _try(self, search: "_Search", sides: Sides, into: Estimate) -> bool:
        """Estimates a cell from sides to begin with; whether it came to rest with every bound kept."""
        group, column = search.group, search.column
        cell = int(group.cells[column])
        for _ in range(TRIES):
            held = exchange(search.attempt, sides)
            if not held.settled[0]:
                return False
            solved = search.solved(held.sides)
            if lacks(solved).any():
                return False
            write(group, column, solved, into, whole=search.given)
            for edge in np.flatnonzero(held.sides[:, 0]):
                into.status[cell, edge] = AT_BOUND
                into.multipliers[cell, int(edge)] = float(held.pulls[edge, 0])
            blocked = self._blocked(cell, into)
            if not blocked:
                return True
            sides = held.sides.copy()
            sides[list(blocked), 0] = list(blocked.values())
        return False

    def _refuse(self, cell: int) -> None:
        name = named(self.system, self.found.cells[cell])
        flows = ", ".join(self.found.edges[edge].name for edge in np.flatnonzero(self.stated[cell])[:5])
        raise FlowSystemError(f"{name}: no flows keep both the balances and the bounds of {flows}.")


class _Search:
    """Tries of one cell on all its flows, by the general way."""

    def __init__(self, bounded: Bounded, group: Group, column: int, found: Conditions) -> None:
        self.found, self.group, self.column = found, group, column
        cell = int(group.cells[column])
        self.name = named(bounded.system, bounded.found.cells[cell])
        self.lower, self.upper = bounded.lower[cell][:, None], bounded.upper[cell][:, None]
        self.given = given_of(found, group.pattern.observed, group.y[:, column], group.v[:, column])

    def solved(self, sides: Sides) -> Solved:
        """The cell with what is held as constants."""
        first = self.group.pattern.first[sides[:, 0] != 0]
        low, high = self.lower[sides[:, 0] != 0, 0], self.upper[sides[:, 0] != 0, 0]
        y, v = self.given.y.copy(), self.given.v.copy()
        y[first] = np.where(sides[sides[:, 0] != 0, 0] < 0, low, high)
        v[first] = 0.0
        given = Given(y, v, self.given.start)
        told = classified(self.found, given)
        return Solved(self.found, told, given, solve(self.found, told, given, self.name))

    def as_if_seen(self, sides: Sides) -> Sides | None:
        """Which bounds hold when every unknown flow is taken as seen at a middling size, with faint weight.

        None where not even that comes to an end: then there is no way to keep them. A bound that holds no
        more than such a flow weighs is left free.
        """
        first = self.group.pattern.first
        y, v = self.given.y.copy(), self.given.v.copy()
        unknown = first[np.isnan(y[first])]
        size = float(np.nanmax(np.abs(y[first]) + np.sqrt(np.nan_to_num(v[first])), initial=0.0)) or 1.0
        y[unknown], v[unknown] = self.given.start[unknown], (FAINT * size) ** 2
        seen = copy(self)
        seen.given = Given(y, v, self.given.start)
        held = exchange(seen.attempt, sides)
        if not held.settled[0]:
            return None
        holds = np.abs(held.pulls) > PULLS * size / (FAINT * size) ** 2
        return np.where(holds, held.sides, 0).astype(np.int8)

    def _ray(self, solved: Solved) -> Numbers:
        """What pulls without end at flows where what is held contradicts itself (see `bounds`)."""
        lacking = lacks(solved)
        if not lacking.any():
            return np.zeros(self.found.quantities)
        rows = solved.solution.rows.toarray()
        free = ~(solved.given.v == 0)
        off = np.append(lacking, np.zeros(len(self.found.products)))
        ray = off - rows[:, free] @ np.linalg.lstsq(rows[:, free], off, rcond=None)[0]
        return np.asarray(
            ENDLESS * np.where(np.abs(rows.T @ ray) > OFF * np.abs(ray).max(), rows.T @ ray, 0.0)
        )

    def attempt(self, sides: Sides, _left: Integers) -> Attempt:
        """As `bounds.exchange` asks for it."""
        solved, first = self.solved(sides), self.group.pattern.first
        pulled = solved.solution.pull + self._ray(solved)
        x = np.where(solved.status == UNOBSERVABLE, np.nan, solved.solution.z)[first][:, None]
        y, v = self.given.y[first][:, None], np.nan_to_num(self.given.v[first])[:, None]
        return judged(sides, x, pulled[first][:, None], (y, v), (self.lower, self.upper))
