"""Tests of what was observed: do the observations agree, and if not, which of them may be wrong?

Global: Σ (adjustment / sd)² is χ² with as many degrees as there are independent redundancies. Measurement:
z of each adjustment, against a limit that keeps the chance of any false alarm at alpha (Šidák). Nodal: the
imbalance of what was observed around a process. What no redundancy tells of has no z: “not testable” is NaN.

Gross errors are looked for by the generalised likelihood ratio: how much less would Σ z² be if one
observation had a bias, or one process a leak? An error shows only through the balances that it enters, so
observations between the same two (contracted) processes cannot be told apart: they are an equivalent set,
and so is a leak of a process with the flows between it and the environment. The set is told, not one name.

Sources: R. S. H. Mah and A. C. Tamhane, AIChE J. 28 (1982), measurement test; S. Narasimhan and R. S. H. Mah,
AIChE J. 33 (1987), generalised likelihood ratio; R. W. Serth and W. A. Heenan, AIChE J. 32 (1986), serial
elimination; M. J. Bagajewicz and Q. Jiang, Comput. Chem. Eng. 22 (1998), equivalent sets.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import special

from dugnad.engine.flows.declarations import Cell
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.estimate import Numbers
from dugnad.engine.flows.observing import Observing
from dugnad.engine.flows.reconciliation import Reconciliation
from dugnad.engine.flows.table import Table

ALPHA = 0.05
SAME = 1e-6  # of 1: how nearly parallel two directions are that rounding alone keeps apart
BIAS, LEAK = "bias", "leak"
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
        can be tested, with their names as flows.
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
        return Table(columns | {"z": z, "limit": limits, "suspect": np.abs(z) > limits})

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
        for number, (names, layer) in enumerate(_named(told)):
            numbers = (float(imbalance[number]), float(sd[number]), float(z[number]))
            yield names, layer, *told.cell, *numbers, limit, bool(abs(z[number]) > limit)


def _named(told: Observing) -> list[tuple[str, str]]:
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


# Gross errors ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hypothesis:
    """One gross error that would explain something: a bias of an observation, or a leak of a process.

    statistic: what it takes off Σ z², χ² with one degree if there is none. magnitude: how large it would be,
    in the unit of the layer (a leak above 0 is lost), with its sd. equivalent: everything that explains
    exactly as much, itself among it.
    """

    fault: str
    name: str
    source: str
    cell: Cell
    statistic: float
    magnitude: float
    sd: float
    equivalent: tuple[str, ...]
    row: int = -1  # of a bias: the observation, among those of the reconciliation
    own_sd: float = 0.0  # of a bias: what the observation itself says


def hypotheses(reconciliation: Reconciliation, cell: int) -> list[Hypothesis]:
    """Every gross error of a cell that its redundancy can show, the most telling first."""
    told = Observing.of(reconciliation, cell)
    ways = [*_biases(told), *_leaks(told)]
    found = [_hypothesis(told, way, alike) for way, alike in zip(ways, _equivalent(told, ways), strict=True)]
    return sorted(filter(None, found), key=_weight)


def _weight(one: Hypothesis) -> tuple[float, float, str, int]:
    """The most telling first; of those that tell the same, that of the least certain observation."""
    return -float(f"{one.statistic:.9g}"), -one.own_sd, one.name, one.row


@dataclass(frozen=True)
class _Way:
    """How a gross error enters the observations: `number` is the observation's, or a leak's component."""

    fault: str
    name: str
    number: int
    direction: Numbers


def _hypothesis(told: Observing, way: _Way, alike: list[str]) -> Hypothesis | None:
    power = float(way.direction @ told.shown @ way.direction)
    if power <= told.rounding * float(way.direction @ told.weights @ way.direction):
        return None
    pull, is_bias = float(way.direction @ told.pulled), way.fault == BIAS
    return Hypothesis(
        way.fault,
        way.name,
        told.stated[way.number].source if is_bias else "",
        told.cell,
        pull**2 / power,
        pull / power,
        power**-0.5,
        tuple(alike),
        int(told.rows[way.number]) if is_bias else -1,
        float(told.sd[way.number]) if is_bias else 0.0,
    )


def _biases(told: Observing) -> Iterator[_Way]:
    """A bias enters its own observation."""
    testable = ~np.isnan(told.reconciliation.estimate.moved[told.rows]) & (np.diag(told.variance) > 0)
    for row in np.flatnonzero(testable).tolist():
        stated = told.stated[row]
        name = f"{stated.flow[0]} ({stated.source})" if stated.source else stated.flow[0]
        yield _Way(BIAS, name, row, np.eye(len(told.rows))[row])


def _leaks(told: Observing) -> Iterator[_Way]:
    """A leak enters as what would leave its process out of balance by one, and no other.

    Only told where balances alone hold: how relations and ratios would go on in a leak, nobody has said.
    """
    if not told.has_balances_alone:
        return
    balances = told.balances
    movable = np.diag(told.variance) > 0
    solve = np.asarray(np.linalg.pinv(balances * movable) if len(balances) else balances, dtype=float)
    for number, (names, _layer) in enumerate(_named(told)):
        direction = np.asarray(solve[:, number] * movable, dtype=float)
        alone = np.allclose(balances @ direction, np.eye(len(balances))[number])
        if alone and not names.startswith(SOURCES_OF):
            yield _Way(LEAK, f"leak of {names}", number + 1, direction)


def _equivalent(told: Observing, ways: list[_Way]) -> list[list[str]]:
    """For each error those that show in the same way, which is the same but for its sign and size.

    Balances alone: the same two components, by whole numbers. Where other conditions hold as well, by the
    angle between what the errors show.
    """
    if told.has_balances_alone:
        pairs = [_pair(told, way) for way in ways]
        alike = np.array([[one == other for other in pairs] for one in pairs], dtype=bool)
    else:
        matrix = np.array([way.direction for way in ways]).reshape(len(ways), len(told.rows))
        inner = matrix @ told.shown @ matrix.T
        size = np.sqrt(np.maximum(np.diag(inner), 0.0))
        alike = np.abs(inner) >= (1 - SAME) * np.outer(size, size)
    return [
        list(dict.fromkeys(w.name for w, is_alike in zip(ways, row, strict=True) if is_alike))
        for row in alike
    ]


def _pair(told: Observing, way: _Way) -> frozenset[int]:
    """The two components between which an error shows; a leak runs to the environment."""
    if way.fault == LEAK:
        return frozenset((0, way.number))
    source, target = told.ends
    return frozenset((int(source[way.number]), int(target[way.number])))


@dataclass(frozen=True)
class GrossErrors:
    """What serial elimination found: suspects in the order of their weight, and what is left without them.

    `before` and `after` are the global tests; `after` still rejected means that the suspects do not explain
    it all. `among` tells for each cell with suspects where else the same number of errors could lie: any
    choice of as many from it that breaks no balance explains the observations equally well.
    """

    suspects: tuple[Hypothesis, ...]
    before: GlobalTest
    after: GlobalTest
    among: dict[Cell, tuple[str, ...]]
    reconciliation: Reconciliation


def identify_gross_errors(reconciliation: Reconciliation, alpha: float = ALPHA) -> GrossErrors:
    """Leave out the most telling observation of each cell whose global test fails, until none does.

    Stops where no single error is past its limit, or nothing redundant is left. Of a set that cannot be told
    apart the least certain observation is left out; whoever reads decides which of them it was.
    """
    before, now = Tests(reconciliation, alpha).global_, reconciliation
    left = list(range(len(reconciliation.system.observations)))
    suspects: list[Hypothesis] = []
    while True:
        worst = [found for cell in _failing(now, alpha) if (found := _worst(now, cell, alpha))]
        if not worst:
            break
        suspects += worst
        gone = {int(now.observed.number[found.row]) for found in worst}
        left = [number for place, number in enumerate(left) if place not in gone]
        every = set(range(len(reconciliation.system.observations)))
        now = reconciliation.system.without(sorted(every - set(left))).reconcile()
    among = {
        cell: _among(reconciliation, [one for one in suspects if one.cell == cell])
        for cell in dict.fromkeys(one.cell for one in suspects)
    }
    return GrossErrors(tuple(suspects), before, Tests(now, alpha).global_, among, now)


def _among(reconciliation: Reconciliation, suspects: list[Hypothesis]) -> tuple[str, ...]:
    """Every error that shows only in ways in which the suspects together can show too."""
    told = Observing.of(reconciliation, reconciliation.structure.cell_of[suspects[0].cell])
    ways = [*_biases(told), *_leaks(told)]
    stated = {way.name: way for way in ways}
    chosen = np.array([stated[one.name].direction for one in suspects])
    inner = chosen @ told.shown
    reach = inner.T @ np.linalg.pinv(inner @ chosen.T, hermitian=True) @ inner
    power = [(way, float(way.direction @ told.shown @ way.direction)) for way in ways]
    explained = [
        way.name
        for way, size in power
        if size > 0 and float(way.direction @ reach @ way.direction) >= (1 - SAME) * size
    ]
    return tuple(dict.fromkeys(explained))


def _failing(reconciliation: Reconciliation, alpha: float) -> list[int]:
    """The cells that disagree with themselves; if only all together do, the one with the largest z."""
    tests, z = Tests(reconciliation, alpha), reconciliation.observations["z"]
    found: list[int] = np.flatnonzero(tests.cells["rejected"]).tolist()
    if found or not tests.global_.rejected or np.isnan(z).all():
        return found
    return [int(reconciliation.observed.cell[np.nanargmax(np.abs(z))])]


def _worst(reconciliation: Reconciliation, cell: int, alpha: float) -> Hypothesis | None:
    """The most telling bias of a cell, if it is past the limit of as many tests as there are."""
    found = [one for one in hypotheses(reconciliation, cell) if one.fault == BIAS]
    limit = sidak_limit(len(found), alpha)
    return found[0] if found and found[0].statistic > limit**2 else None
