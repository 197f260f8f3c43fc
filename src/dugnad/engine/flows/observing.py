"""What one cell (a place in a year) was told and what became of it, as vectors and matrices.

For tests and draws, which look at few cells but at all that hangs together there. H takes flows to
observations, V is the variance of what was observed, C the covariance of the reconciled flows; then the
adjustments a = y − Hx have the covariance W = V − H C H', and an error in an observation shows in V⁻¹a.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dugnad.engine.flows.declarations import Cell, Observation
from dugnad.engine.flows.estimate import AT_BOUND, Integers, Numbers
from dugnad.engine.flows.graph import Contraction
from dugnad.engine.flows.reconciliation import Reconciliation
from dugnad.engine.flows.structure import Pattern, pattern
from dugnad.engine.flows.system import holds


@dataclass(frozen=True)
class Observing:
    """The observations of one cell; `rows` are their places among those of the reconciliation."""

    reconciliation: Reconciliation
    number: int  # of the cell
    rows: Integers

    @classmethod
    def of(cls, reconciliation: Reconciliation, cell: int) -> "Observing":
        """What was observed of a cell, ordered by flow and then as it was stated."""
        return cls(reconciliation, cell, reconciliation.observed.of_cells(np.array([cell])))

    @property
    def cell(self) -> Cell:
        """The place and the year."""
        return self.reconciliation.structure.cells[self.number]

    @cached_property
    def stated(self) -> list[Observation]:
        """The observations as they were stated."""
        every = self.reconciliation.system.observations
        return [every[number] for number in self.reconciliation.observed.number[self.rows].tolist()]

    @property
    def edge(self) -> Integers:
        """The flow of each observation."""
        return self.reconciliation.observed.edge[self.rows]

    @property
    def value(self) -> Numbers:
        """What was observed."""
        return self.reconciliation.observed.value[self.rows]

    @property
    def sd(self) -> Numbers:
        """The standard deviation that each observation has for its own, 0 of a constant."""
        return self.reconciliation.observed.sd[self.rows]

    @property
    def fitted(self) -> Numbers:
        """The reconciled value of each observed flow."""
        return self.reconciliation.estimate.fitted[self.rows]

    @cached_property
    def variance(self) -> Numbers:
        """V: on its diagonal own and shared errors, beside it what observations err together."""
        names = [stated.shared for stated in self.stated]
        shared = np.array([stated.shared_sd for stated in self.stated])
        together = np.array([[bool(one) and one == other for other in names] for one in names], dtype=float)
        size = len(self.rows)
        return np.diag(self.sd**2) + together.reshape(size, size) * np.outer(shared, shared)

    @cached_property
    def covariance(self) -> Numbers:
        """C of all flows; what nobody can know counts as nothing, because no observation tells of it."""
        return np.nan_to_num(self.reconciliation.covariance_matrix(self.number))

    @cached_property
    def weights(self) -> Numbers:
        """V⁻¹ of what is uncertain, nothing of constants."""
        uncertain = np.flatnonzero(np.diag(self.variance) > 0)
        found = np.zeros_like(self.variance)
        at = np.ix_(uncertain, uncertain)
        found[at] = np.linalg.inv(self.variance[at]) if len(uncertain) else 0.0
        return found

    @cached_property
    def gain(self) -> Numbers:
        """C H' V⁻¹ [flow, observation]: how much of each observation is in each reconciled flow."""
        return self.covariance[:, self.edge] @ self.weights

    @cached_property
    def has_balances_alone(self) -> bool:
        """Whether balances alone made the answer of this cell; a bound that holds no flow did nothing."""
        is_held = (self.reconciliation.estimate.status[self.number] == AT_BOUND).any()
        return self.reconciliation.states_balances_alone and not is_held

    @cached_property
    def balances(self) -> Numbers:
        """B, the contracted balances [component 1 …, observation]: + runs in, − runs out."""
        source, target = self.ends
        found = np.zeros((self.contraction.components, len(source)))
        columns = np.arange(len(source))
        np.add.at(found, (target, columns), 1.0)
        np.add.at(found, (source, columns), -1.0)
        return found[1:]

    @cached_property
    def shown(self) -> Numbers:
        """V⁻¹ W V⁻¹: how an error in one observation shows in V⁻¹a of all.

        By balances alone it is B' (B V B')⁻¹ B, which keeps its digits also where an observation is so
        certain that nothing is left of V − C.
        """
        if self.has_balances_alone:
            half = self._scaled_balances
            return half.T @ half
        inner = self.covariance[np.ix_(self.edge, self.edge)]
        return self.weights - self.weights @ inner @ self.weights

    @property
    def rounding(self) -> float:
        """The share of V⁻¹ below which nothing is left of `shown` but rounding."""
        return 0.0 if self.has_balances_alone else 1e-9

    @cached_property
    def pulled(self) -> Numbers:
        """V⁻¹a: what each observation pulls at the balances with."""
        if self.has_balances_alone:
            half = self._scaled_balances
            return half.T @ (half @ self.value)
        return self.weights @ (self.value - self.fitted)

    @cached_property
    def _scaled_balances(self) -> Numbers:
        """S^(−1/2) B; balances between constants, which nothing can move, are nothing."""
        spread = self.balances @ self.variance @ self.balances.T
        size = np.sqrt(np.diag(spread))
        scale = np.divide(1.0, size, out=np.zeros_like(size), where=size > 0)
        values, vectors = np.linalg.eigh(scale[:, None] * spread * scale)
        kept = values > 1e-12
        half = vectors[:, kept] / np.sqrt(values[kept])
        return np.asarray(half.T @ (scale[:, None] * self.balances))

    @cached_property
    def pattern(self) -> Pattern:
        """The graph with an edge for each observation."""
        flows = len(self.reconciliation.structure.edges)
        return pattern(self.reconciliation.structure, np.bincount(self.edge, minlength=flows))

    @property
    def contraction(self) -> Contraction:
        """The same graph with all that was not observed contracted."""
        return self.pattern.contraction

    @property
    def ends(self) -> tuple[Integers, Integers]:
        """The components that each observation runs from and to; 0 is the environment's."""
        found, seen = self.contraction, self.pattern.observed
        return found.component[found.source[seen]], found.component[found.target[seen]]


@dataclass(frozen=True)
class Share:
    """A ratio of flows that somebody observed, with the numbers of its flows."""

    numerator: int
    denominators: tuple[int, ...]
    value: float
    sd: float

    def log_density(self, flows: Numbers) -> Numbers:
        """Of flows [draw, flow], but for a constant; −∞ where nothing runs that could be shared out."""
        whole = flows[:, list(self.denominators)].sum(axis=1)
        ratio = np.divide(flows[:, self.numerator], whole, out=np.full(len(flows), np.inf), where=whole != 0)
        return np.asarray(-(((ratio - self.value) / self.sd) ** 2) / 2)


def shares_of(told: Observing) -> list[Share]:
    """The ratios in doubt that were observed in the cell."""
    system, structure = told.reconciliation.system, told.reconciliation.structure
    found = []
    for ratio in system.ratios:
        if ratio.value is None or not ratio.sd or not holds(ratio.cell, told.cell):
            continue
        layer = ratio.numerator[1]
        into = tuple(f.key for f in structure.edges if (f.target, f.layer) == (ratio.process, layer))
        keys = into if ratio.process else ratio.denominators
        edges = tuple(structure.edge_of[key] for key in keys)
        found.append(Share(structure.edge_of[ratio.numerator], edges, ratio.value, ratio.sd))
    return found


@dataclass(frozen=True)
class Limit:
    """What a flow is at least and at most."""

    edge: int
    lower: float
    upper: float


def limits_of(told: Observing) -> list[Limit]:
    """The bounds of the cell."""
    edge_of = told.reconciliation.structure.edge_of
    return [
        Limit(edge_of[bound.flow], bound.lower, bound.upper)
        for bound in told.reconciliation.system.all_bounds
        if holds(bound.cell, told.cell)
    ]
