"""What is estimated, for all cells: the arrays that every way of solving fills."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dugnad.engine.flows.declarations import Cell
from dugnad.engine.flows.structure import Structure
from dugnad.engine.flows.system import MFASystem

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

REDUNDANT, NONREDUNDANT, OBSERVABLE, UNOBSERVABLE, CONSTANT, AT_BOUND = range(6)
STATUS = ("redundant", "nonredundant", "observable", "unobservable", "constant", "at_bound")


@dataclass(frozen=True)
class Observed:
    """The observations of the cells as columns; `number` is their place in the system.

    sd: what each has for its own, which cells are reconciled by. whole: with what it shares with others.
    """

    number: Integers
    edge: Integers
    cell: Integers
    value: Numbers
    sd: Numbers
    whole: Numbers

    def of_cells(self, cells: Integers) -> Integers:
        """The observations of these cells, ordered by cell, edge and as they were stated."""
        chosen = np.flatnonzero(np.isin(self.cell, cells))
        return chosen[np.lexsort((self.number[chosen], self.edge[chosen], self.cell[chosen]))]


def observed(system: MFASystem, found: Structure) -> Observed:
    """The observations of all cells and sums of them."""
    edge_of, cell_of = found.edge_of, found.cell_of
    rows = [
        (number, edge_of[o.flow], cell_of[o.cell], o.value, o.own_sd, o.sd)
        for number, o in enumerate(system.observations)
    ]
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    number, edge, cell = (np.array(column, dtype=np.int64) for column in columns[:3])
    value, sd, whole = (np.array(column, dtype=float) for column in columns[3:])
    return Observed(number, edge, cell, value, sd, whole)


@dataclass(frozen=True)
class RatioEstimate:
    """A ratio that was in doubt. bend: how far from linear, 0 is a line; above 0.2 its sd is a rough one."""

    value: float
    sd: float
    status: str
    bend: float
    z: float


@dataclass
class Estimate:
    """Values and variances [cell, flow] with their status; NaN is what nobody can know.

    fitted, moved: of each observation, the reconciled value and the variance of its adjustment (NaN where it
    cannot be tested). objective: Σ (adjustment / sd)² of a cell, dof its degrees of redundancy.
    covariances: cell → its covariance [flow, flow]. multipliers: (cell, flow) → that of the bound that holds
    it. whole: objective and dof of all cells together where they are tied; errors: shared error → its value
    in standard deviations.
    """

    value: Numbers
    variance: Numbers
    status: NDArray[np.int8]
    fitted: Numbers
    moved: Numbers
    objective: Numbers
    dof: Integers
    covariances: dict[int, Callable[[], Numbers]] = field(default_factory=dict)
    multipliers: dict[tuple[int, int], float] = field(default_factory=dict)
    whole: tuple[float, int] | None = None
    errors: dict[str, float] = field(default_factory=dict)
    ratios: dict[tuple[str, Cell], RatioEstimate] = field(default_factory=dict)


def empty_estimate(cells: int, flows: int, observations: int) -> Estimate:
    """An estimate of which nothing is known yet."""
    return Estimate(
        value=np.full((cells, flows), np.nan),
        variance=np.full((cells, flows), np.nan),
        status=np.full((cells, flows), UNOBSERVABLE, dtype=np.int8),
        fitted=np.full(observations, np.nan),
        moved=np.full(observations, np.nan),
        objective=np.zeros(cells),
        dof=np.zeros(cells, dtype=np.int64),
    )
