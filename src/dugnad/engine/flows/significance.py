"""Tests of what was observed: do the observations agree, and if not, which of them may be wrong?

Global: Σ (adjustment / sd)² is χ² with as many degrees as there are independent redundancies. Measurement:
z of each adjustment, against a limit that keeps the chance of any false alarm at alpha (Šidák). Nodal: the
imbalance of what was observed around a process. What no redundancy tells of has no z: “not testable” is NaN.

Which observation was wrong is looked for in `gross_errors`.

Source: R. S. H. Mah and A. C. Tamhane, AIChE J. 28 (1982), measurement test.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import special

from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.observing import Observing
from dugnad.engine.flows.reconciliation import Reconciliation
from dugnad.engine.flows.table import Table

ALPHA = 0.05
SOURCES_OF = "sources of "  # and a flow: the balance between what its sources say


@dataclass(frozen=True)
class GlobalTest:
    """Σ (adjustment / sd)² and the chance of as much or more if all observations are right.

    `p_value` and `limit` are NaN where dof is 0: nothing is redundant, so nothing can be tested.
    """

    statistic: float
    dof: int
    p_value: float
    limit: float
    alpha: float

    @property
    def rejected(self) -> bool:
        """Whether the observations disagree by more than chance explains at this alpha."""
        return self.p_value < self.alpha


def global_test(statistic: float, dof: int, alpha: float = ALPHA) -> GlobalTest:
    """The test of a sum of squares."""
    if not dof:
        return GlobalTest(statistic, 0, np.nan, np.nan, alpha)
    p_value, limit = special.chdtrc(dof, statistic), special.chdtri(dof, alpha)
    return GlobalTest(statistic, dof, float(p_value), float(limit), alpha)


def sidak_limit(count: int, alpha: float = ALPHA) -> float:
    """|z| that the largest of `count` tests passes with the chance alpha; NaN of no tests."""
    if not count:
        return np.nan
    single = -np.expm1(np.log1p(-alpha) / count)
    return float(-special.ndtri(single / 2))


class Tests:
    """The tests of a reconciliation, at a significance `alpha`."""

    def __init__(self, reconciliation: Reconciliation, alpha: float = ALPHA) -> None:
        if not 0 < alpha < 1:
            raise FlowSystemError(f"The significance of tests lies between 0 and 1 as 0.05, not {alpha}.")
        self.reconciliation, self.alpha = reconciliation, alpha

    @cached_property
    def global_(self) -> GlobalTest:
        """All cells together, with what ties them: sums of places and shared errors."""
        found = self.reconciliation.estimate
        statistic, dof = found.whole or (float(found.objective.sum()), int(found.dof.sum()))
        return global_test(statistic, dof, self.alpha)

    @cached_property
    def cells(self) -> Table:
        """The global test of each place and year by itself, without what ties it to others."""
        found = self.reconciliation.estimate
        tests = [
            global_test(float(statistic), int(dof), self.alpha)
            for statistic, dof in zip(found.objective, found.dof, strict=True)
        ]
        places, years = zip(*self.reconciliation.structure.cells, strict=True)
        return Table(
            {
                "place": np.array(places, dtype=object),
                "year": np.array(years, dtype=object),
                "statistic": [test.statistic for test in tests],
                "dof": [test.dof for test in tests],
                "p_value": [test.p_value for test in tests],
                "rejected": [test.rejected for test in tests],
            }
        )

    @cached_property
    def measurement(self) -> Table:
        """One row an observation: its z, the limit of its place and year, and whether z is past it.

        After the observations come transfer coefficients and concentrations that were observed in doubt and
        can be tested, with their names as flows. cannot_be_told_from: of a suspect all that explains as much
        (other observations, leaks of processes); among it and those one is wrong, and z does not say which.
        """
        told, found = self.reconciliation.observations, self.reconciliation.structure
        shares = [row for row in self.reconciliation.transfer_coefficients if np.isfinite(row["z"])]
        at = [found.cell_of[row["place"], row["year"]] for row in shares]
        cell = np.concatenate([self.reconciliation.observed.cell, np.array(at, dtype=np.int64)])
        z = np.concatenate([told["z"], [row["z"] for row in shares]])
        count = np.bincount(cell[~np.isnan(z)], minlength=len(found.cells))
        limits = np.array([sidak_limit(int(number), self.alpha) for number in count])[cell]
        columns = {
            name: np.array([*told[name].tolist(), *(row.get(other, "") for row in shares)], dtype=object)
            for name, other in (("flow", "name"), *((n, n) for n in ("place", "year", "layer", "source")))
        }
        suspect = np.abs(z) > limits
        alike = np.array([""] * len(z), dtype=object)
        alike[: len(told)] = self._alike(suspect[: len(told)])
        return Table(columns | {"z": z, "limit": limits, "suspect": suspect, "cannot_be_told_from": alike})

    def _alike(self, suspect: NDArray[np.bool_]) -> list[str]:
        from dugnad.engine.flows.gross_errors import BIAS, hypotheses

        words = [""] * len(suspect)
        for cell in np.unique(self.reconciliation.observed.cell[suspect]).tolist():
            for one in hypotheses(self.reconciliation, cell):
                if one.fault == BIAS and suspect[one.row]:
                    words[one.row] = "; ".join(one.others)
        return words

    @cached_property
    def nodal(self) -> Table:
        """One row a balance between observations: processes that only unobserved flows join are one.

        imbalance: what runs in less what runs out, as observed, and its sd. A flow that several sources
        observe has balances of its own, where the sources should agree.
        """
        rows = [row for cell in range(len(self.reconciliation.structure.cells)) for row in self._nodal(cell)]
        names = ("processes", "layer", "place", "year", "imbalance", "sd", "z", "limit", "suspect")
        columns = zip(*rows, strict=True) if rows else [()] * len(names)
        table = dict(zip(names, map(list, columns), strict=True))
        words = {name: np.array(table[name], dtype=object) for name in names[:4]}
        return Table(words | {name: np.array(table[name]) for name in names[4:]})

    def _nodal(self, cell: int) -> Iterator[tuple[object, ...]]:
        told = Observing.of(self.reconciliation, cell)
        balances = told.balances
        imbalance = balances @ told.value
        sd = np.sqrt(np.einsum("ij,jk,ik->i", balances, told.variance, balances))
        z = np.divide(imbalance, sd, out=np.full(len(sd), np.nan), where=sd > 0)
        limit = sidak_limit(int(np.isfinite(z).sum()), self.alpha)
        for number, (names, layer) in enumerate(names_of_balances(told)):
            numbers = (float(imbalance[number]), float(sd[number]), float(z[number]))
            yield names, layer, *told.cell, *numbers, limit, bool(abs(z[number]) > limit)


def names_of_balances(told: Observing) -> list[tuple[str, str]]:
    """The processes of each component, and its layer."""
    structure, found = told.reconciliation.structure, told.contraction
    named: list[tuple[str, str]] = []
    for component in range(1, found.components):
        nodes = np.flatnonzero(found.component == component)
        inside = [structure.nodes[node - 1] for node in nodes.tolist() if node <= len(structure.nodes)]
        joints = [_joined(told, node) for node in nodes.tolist() if node > len(structure.nodes)]
        layers = dict.fromkeys(layer for _name, layer in (*inside, *joints))
        named.append((", ".join(name for name, _layer in (inside or joints)), ", ".join(layers)))
    return named


def _joined(told: Observing, node: int) -> tuple[str, str]:
    """What the node between two observations of a flow is called."""
    edge = told.pattern.edge[np.flatnonzero(told.contraction.source == node)[0]]
    flow = told.reconciliation.structure.edges[edge]
    return f"{SOURCES_OF}{flow.name}", flow.layer
