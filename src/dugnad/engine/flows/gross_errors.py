"""Gross errors: which observation, or which process that leaks, would explain that observations disagree?

They are looked for by the generalised likelihood ratio: how much less would Σ z² be if one observation had a
bias, or one process a leak? An error shows only through the balances that it enters, so observations between
the same two (contracted) processes cannot be told apart: they are an equivalent set, and so is a leak of a
process with the flows between it and the environment. The set is told, not one name.

Sources: S. Narasimhan and R. S. H. Mah, AIChE J. 33 (1987), generalised likelihood ratio; R. W. Serth and
W. A. Heenan, AIChE J. 32 (1986), serial elimination; M. J. Bagajewicz and Q. Jiang, Comput. Chem. Eng. 22
(1998), equivalent sets.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dugnad.engine.flows.declarations import Cell
from dugnad.engine.flows.estimate import Numbers
from dugnad.engine.flows.observing import Observing
from dugnad.engine.flows.reconciliation import Reconciliation
from dugnad.engine.flows.significance import (
    ALPHA,
    SOURCES_OF,
    GlobalTest,
    Tests,
    names_of_balances,
    sidak_limit,
)
from dugnad.engine.flows.table import Table

SAME = 1e-6  # of 1: how nearly parallel two directions are that rounding alone keeps apart
BIAS, LEAK = "bias", "leak"
LEAK_OF = "leak of "  # and its processes: the name of a leak


@dataclass(frozen=True)
class Hypothesis:
    """One gross error that would explain something: a bias of an observation, or a leak of a process.

    statistic: what it takes off Σ z², χ² with one degree if there is none. magnitude: how large it would be,
    in the unit of the layer (a leak above 0 is lost), with its sd. equivalent: everything that explains
    exactly as much, by name, itself among it: an error in any of them shows alike, so nothing that was
    observed tells which it was. alike: the others of a suspect, each with what it would have to be.
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
    stated_sd: float = 0.0  # of a bias: what the observation itself says
    alike: "tuple[Hypothesis, ...]" = ()

    @property
    def others(self) -> tuple[str, ...]:
        """The names of what cannot be told from it."""
        return tuple(name for name in self.equivalent if name != self.name)

    @property
    def leaking(self) -> str:
        """The process that would leak, or those that only unobserved flows join; nothing of a bias."""
        return self.name.removeprefix(LEAK_OF) if self.fault == LEAK else ""

    @property
    def wrong_by(self) -> str:
        """In which way it would be wrong: too high, too low, lost or gained."""
        ways = ("lost", "gained") if self.fault == LEAK else ("too high", "too low")
        return ways[self.magnitude < 0]


def hypotheses(reconciliation: Reconciliation, cell: int) -> list[Hypothesis]:
    """Every gross error of a cell that its redundancy can show, the most telling first."""
    told = Observing.of(reconciliation, cell)
    ways = [*_biases(told), *_leaks(told)]
    found = [_hypothesis(told, way, alike) for way, alike in zip(ways, _equivalent(told, ways), strict=True)]
    return sorted(filter(None, found), key=_weight)


def _weight(one: Hypothesis) -> tuple[float, float, str, int]:
    """The most telling first; of those that tell the same, that of the least certain observation."""
    return -float(f"{one.statistic:.9g}"), -one.stated_sd, one.name, one.row


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
        told.stated[way.number].sd if is_bias else 0.0,
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

    Only told where balances alone hold: how relations and ratios would go on in a leak, nobody has said, nor
    whether a bound that holds a flow still would.
    """
    if not told.has_balances_alone:
        return
    balances = told.balances
    movable = np.diag(told.variance) > 0
    solve = np.asarray(np.linalg.pinv(balances * movable) if len(balances) else balances, dtype=float)
    for number, (names, _layer) in enumerate(names_of_balances(told)):
        direction = np.asarray(solve[:, number] * movable, dtype=float)
        alone = np.allclose(balances @ direction, np.eye(len(balances))[number])
        if alone and not names.startswith(SOURCES_OF):
            yield _Way(LEAK, f"{LEAK_OF}{names}", number + 1, direction)


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

    def table(self) -> Table:
        """The suspects in full: rows with the same number in `error` are one error, and cannot be told apart.

        One of them is wrong, and nothing that was observed tells which. size: by how much it would be wrong
        (`wrong_by` says in which way), with its sd. left_out: the one that was left out to look at the rest.
        """
        rows = [
            (number, one.name, *one.cell, abs(one.magnitude), one.wrong_by, one.sd, one is suspect)
            for number, suspect in enumerate(self.suspects, start=1)
            for one in (suspect, *suspect.alike)
        ]
        names = ("error", "name", "place", "year", "size", "wrong_by", "sd", "left_out")
        columns = dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))
        words = {
            name: np.array(columns[name], dtype=object) for name in ("name", "place", "year", "wrong_by")
        }
        return Table({name: words.get(name, np.array(columns[name])) for name in names})


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
    """Every error that shows only in ways in which the suspects together can show too.

    A suspect that a bound held until others were left out shows in no way here, and stands for itself.
    """
    told = Observing.of(reconciliation, reconciliation.structure.cell_of[suspects[0].cell])
    ways = [*_biases(told), *_leaks(told)]
    stated = {way.name: way for way in ways}
    shows = [stated[one.name].direction for one in suspects if one.name in stated]
    chosen = np.array(shows).reshape(len(shows), len(told.rows))
    inner = chosen @ told.shown
    reach = inner.T @ np.linalg.pinv(inner @ chosen.T, hermitian=True) @ inner
    power = [(way, float(way.direction @ told.shown @ way.direction)) for way in ways]
    explained = [
        way.name
        for way, size in power
        if size > 0 and float(way.direction @ reach @ way.direction) >= (1 - SAME) * size
    ]
    held = [one.name for one in suspects if one.name not in stated]
    return tuple(dict.fromkeys([*explained, *held]))


def _failing(reconciliation: Reconciliation, alpha: float) -> list[int]:
    """The cells that disagree with themselves; if only all together do, the one with the largest z."""
    tests, z = Tests(reconciliation, alpha), reconciliation.observations["z"]
    found: list[int] = np.flatnonzero(tests.cells["rejected"]).tolist()
    if found or not tests.global_.rejected or np.isnan(z).all():
        return found
    return [int(reconciliation.observed.cell[np.nanargmax(np.abs(z))])]


def _worst(reconciliation: Reconciliation, cell: int, alpha: float) -> Hypothesis | None:
    """The most telling bias of a cell, if it is past the limit of as many tests as there are."""
    every = hypotheses(reconciliation, cell)
    found = [one for one in every if one.fault == BIAS]
    if not found or found[0].statistic <= sidak_limit(len(found), alpha) ** 2:
        return None
    worst = found[0]
    return replace(worst, alike=tuple(o for o in every if o is not worst and o.name in worst.equivalent))
