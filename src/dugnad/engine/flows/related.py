"""Cells with relations or ratios: classes without a tolerance, values by `bilinear`, covariance there."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dugnad.engine.flows.bilinear import Given, Solution, solve
from dugnad.engine.flows.conditions import Conditions, Scope, conditions
from dugnad.engine.flows.declarations import Cell
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.estimate import (
    CONSTANT,
    NONREDUNDANT,
    OBSERVABLE,
    REDUNDANT,
    STATUS,
    UNOBSERVABLE,
    Estimate,
    Integers,
    Numbers,
    RatioEstimate,
)
from dugnad.engine.flows.linear import EXACT, ROUNDING, Group
from dugnad.engine.flows.modular import Ranks
from dugnad.engine.flows.system import MFASystem


def estimate_related(system: MFASystem, group: Group, holding: Scope, into: Estimate) -> None:
    """Reconciles the cells of a group one by one and writes what comes out. Raises FlowSystemError."""
    found = conditions(system, group.pattern, holding)
    told: Ranks | None = None
    for column, cell in enumerate(group.cells.tolist()):
        name = named(system, group.pattern.structure.cells[cell])
        given = given_of(found, group.pattern.observed, group.y[:, column], group.v[:, column])
        told = told or classified(found, given)
        solved = Solved(found, told, given, solve(found, told, given, name))
        refuse_contradictions(solved, name)
        write(group, column, solved, into)


@dataclass(frozen=True)
class Solved:
    """The conditions of a cell, what they tell, what is given, and where it came to rest."""

    found: Conditions
    told: Ranks
    given: Given
    solution: Solution

    @cached_property
    def status(self) -> Integers:
        """The status of each quantity."""
        found, told, given = self.found, self.told, self.given
        status = np.full(found.quantities, UNOBSERVABLE)
        status[given.known] = NONREDUNDANT
        joined = np.zeros(found.quantities, dtype=bool)
        joined[list(told.joined)] = True
        status[given.known & joined] = REDUNDANT
        status[list(told.found)] = OBSERVABLE
        status[given.known & (given.v == 0)] = CONSTANT
        return status

    @cached_property
    def covariance(self) -> Numbers:
        """The covariance of all quantities, NaN of unobservable ones."""
        bordered = self.solution.bordered
        whole = np.full((self.found.quantities, self.found.quantities), np.nan)
        columns = np.concatenate([bordered.seen, bordered.sought])
        whole[np.ix_(columns, columns)] = bordered.covariance()
        unknown = self.status == UNOBSERVABLE
        whole[unknown], whole[:, unknown] = np.nan, np.nan
        return whole

    @cached_property
    def moved(self) -> Numbers:
        """The variance of each adjustment, NaN where it cannot be tested."""
        moved = np.full(self.found.quantities, np.nan)
        moved[self.solution.bordered.seen] = self.solution.bordered.moved()
        moved[self.status != REDUNDANT] = np.nan
        return moved


def classified(found: Conditions, given: Given) -> Ranks:
    """What the conditions tell of the quantities that are not known."""
    unknown, constant = np.flatnonzero(~given.known), np.flatnonzero(given.v == 0)
    return found.classified(frozenset(unknown.tolist()), frozenset(constant.tolist()))


def given_of(found: Conditions, observed: Integers, y: Numbers, v: Numbers) -> Given:
    """What is known of the quantities of one cell, ratios among them."""
    edges = len(found.pattern.edge)
    values, variances = (np.full(found.quantities, np.nan) for _ in range(2))
    values[observed], variances[observed] = y, v
    # Unknown flows begin at a middling one: at 0 a share of them could not be told.
    start = np.full(found.quantities, float(np.median(np.abs(y))) if len(y) else 1.0)
    for n, ratio in enumerate(found.ratios):
        start[edges + n] = 0.5
        if ratio.value is not None and ratio.sd is not None:
            values[edges + n], variances[edges + n] = ratio.value, ratio.sd**2
    return Given(values, variances, start)


def named(system: MFASystem, place: Cell) -> str:
    """The system with place and year, as messages name it."""
    where = ", ".join(str(part) for part in place if part is not None)
    return f"{system.name} ({where})" if where else system.name


def refuse_contradictions(solved: Solved, name: str) -> None:
    """Also conditions that follow from others, and so were left out, must hold."""
    for row in np.flatnonzero(lacks(solved))[:1]:
        pattern = solved.found.pattern
        names = {pattern.structure.edges[pattern.edge[at]].name for at, _ in solved.found.rows[row]}
        raise FlowSystemError(f"{name}: what is known of {', '.join(sorted(names))} contradicts itself.")


def lacks(solved: Solved) -> Numbers:
    """What each linear condition is off by, left less right; 0 where that is rounding."""
    found, z, given = solved.found, solved.solution.z, solved.given
    size = np.where(given.known, np.abs(given.y) + np.sqrt(given.v), np.abs(given.start))
    size[: len(found.pattern.edge)] = size[: len(found.pattern.edge)].max(initial=0.0)
    rows = solved.solution.rows[: len(found.rows)]
    off = rows @ z - found.rhs
    allowed = EXACT * (abs(rows) @ np.abs(z) + np.abs(found.rhs)) + ROUNDING * (abs(rows) @ size)
    return np.where(np.abs(off) > allowed, off, 0.0)


def write(group: Group, column: int, solved: Solved, into: Estimate, *, whole: Given | None = None) -> None:
    """Writes what was found of a cell; `whole` is what was given where `solved` holds flows at bounds."""
    shape, cell, given = group.pattern, int(group.cells[column]), whole or solved.given
    z = np.where(solved.status == UNOBSERVABLE, np.nan, solved.solution.z)
    variance = np.maximum(np.diag(solved.covariance), 0.0)
    into.value[cell], into.variance[cell] = z[shape.first], variance[shape.first]
    into.status[cell] = _of_flows(shape.edge, shape.first, solved.status)
    into.fitted[group.rows[:, column]] = z[shape.observed]
    into.moved[group.rows[:, column]] = solved.moved[shape.observed]
    doubtful = given.known & (given.v > 0)
    into.objective[cell] = ((z - given.y)[doubtful] ** 2 / given.v[doubtful]).sum()
    if whole is None:  # bounds are no redundancy
        into.dof[cell] = solved.told.dof
    into.covariances[cell] = solved.covariance[np.ix_(shape.first, shape.first)].copy
    for n, ratio in enumerate(solved.found.ratios):
        into.ratios[ratio.name, shape.structure.cells[cell]] = _ratio(solved, n)


def _ratio(solved: Solved, n: int) -> RatioEstimate:
    at = len(solved.found.pattern.edge) + n
    z, moved = solved.solution.z[at], solved.moved[at]
    known = solved.status[at] != UNOBSERVABLE
    return RatioEstimate(
        value=float(z) if known else float("nan"),
        sd=float(np.sqrt(np.maximum(solved.covariance[at, at], 0.0))),
        status=STATUS[solved.status[at]],
        bend=_bend(solved.found, n, solved.covariance),
        z=float((solved.given.y[at] - z) / moved**0.5) if moved > 0 else float("nan"),
    )


def _of_flows(edge: Integers, first: Integers, status: Integers) -> Integers:
    """The status of each flow: of its first observation, but constant where one of them is."""
    found = status[first]
    constant = np.flatnonzero(status[: len(edge)] == CONSTANT)
    found[edge[constant]] = CONSTANT
    return found


def _bend(found: Conditions, n: int, whole: Numbers) -> float:
    """How far from linear a ratio is: what its tangent leaves out, in sd of its numerator."""
    product = found.products[n]
    inputs = list(product.denominators)
    ratio, total = whole[product.ratio, product.ratio], whole[np.ix_(inputs, inputs)].sum()
    both = whole[product.ratio, inputs].sum()
    numerator = whole[product.numerator, product.numerator]
    left_out = max(ratio * total, 0.0) + 2 * both**2
    return float((left_out / numerator) ** 0.5) if numerator > 0 else float("nan")
