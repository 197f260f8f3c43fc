"""Bounds, exactly: which flows are held by theirs, by exchange; what they hold is then a constant.

A flow that is held has no variance, so each try is one run of the kernel with the pattern as it is. A try is
right when no free flow is beyond its bound and no multiplier pulls a held one back inside (the conditions of
Karush, Kuhn and Tucker, checked to rounding). Otherwise all that is wrong changes sides at once; where that
does not lessen the count of wrong ones, only the worst of them do, and at last one by one, the last in
order, which is finite. All systems of a pattern are tried side by side.

Sources: J. J. Júdice and F. M. Pires, “A block principal pivoting algorithm for large-scale strictly
monotone linear complementarity problems”, Computers & Operations Research 21 (1994); K. G. Murty, “Note on a
Bard-type scheme for solving the complementarity problem”, Opsearch 11 (1974), for the finite way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dugnad.engine.flows import interior
from dugnad.engine.flows.batch import balance
from dugnad.engine.flows.compiled import compiled
from dugnad.engine.flows.estimate import Integers, Numbers
from dugnad.engine.flows.graph import components
from dugnad.engine.flows.symbolic import Symbolic

Sides = NDArray[np.int8]  # −1 held from below, 1 held from above, 0 free

TOLERANCE = 1e-12  # of what is compared: rounding
PATIENCE = 3
DESPAIR = -50
IMBALANCE = 1e-10  # of what runs: more is a contradiction, not rounding
ENDLESS = 1e30
ROUNDS = 2000


@dataclass(frozen=True)
class Attempt:
    """A try, [edge, system]: values, multipliers, how wrong each flow is (0: right), and its other side."""

    x: Numbers
    pulls: Numbers
    wrong: Numbers
    other: Sides

    def of(self, systems: NDArray[np.bool_]) -> "Attempt":
        """The same of some of the systems."""
        return Attempt(
            self.x[:, systems], self.pulls[:, systems], self.wrong[:, systems], self.other[:, systems]
        )


@dataclass(frozen=True)
class Held:
    """Which flows are held, values and multipliers [edge, system], and which systems came to an end."""

    sides: Sides
    x: Numbers
    pulls: Numbers
    settled: NDArray[np.bool_]


def exchange(attempt: Callable[[Sides, Integers], Attempt], sides: Sides, rounds: int = ROUNDS) -> Held:
    """Tries sides until they are right, for each system; `attempt` gets the sides of the systems named."""
    sides = sides.copy()
    edges, systems = sides.shape
    x, pulls = np.full(sides.shape, np.nan), np.zeros(sides.shape)
    settled, left = np.zeros(systems, dtype=bool), np.arange(systems)
    best, patience = np.full(systems, edges + 1), np.full(systems, PATIENCE)
    for _ in range(rounds):
        tried = attempt(sides[:, left], left)
        x[:, left], pulls[:, left] = tried.x, tried.pulls
        wrong = (tried.wrong > 0).sum(axis=0)
        settled[left[wrong == 0]] = True
        left, tried, wrong = left[wrong > 0], tried.of(wrong > 0), wrong[wrong > 0]
        if not len(left):
            break
        patience[left] = np.where(wrong < best[left], PATIENCE, patience[left] - 1)
        best[left] = np.minimum(best[left], wrong)
        changing = _changing(tried.wrong, patience[left])
        sides[:, left] = np.where(changing, tried.other, sides[:, left])
    return Held(sides, x, pulls, settled)


def held_by_bounds(
    pattern: Symbolic, y: Numbers, v: Numbers, lower: Numbers, upper: Numbers, *, rounds: int = ROUNDS
) -> Held:
    """The flows that bounds hold where all are observed; arrays [edge, system] as in `batch.balance`."""

    def attempt(sides: Sides, left: Integers) -> Attempt:
        low, high, own, spread = lower[:, left], upper[:, left], y[:, left], v[:, left]
        goal = np.where(sides < 0, low, np.where(sides > 0, high, own))
        weight = np.where(sides != 0, 0.0, spread)
        found = balance(pattern, goal, weight, with_variances=False)
        pulled = differences(pattern, found.multipliers)
        for column in _contradicting(pattern, found.x, own, spread):
            pulled[:, column] += _ray(pattern, found.x[:, column], weight[:, column])
        return judged(sides, found.x, pulled, (own, spread), (low, high))

    found = exchange(attempt, np.zeros(y.shape, dtype=np.int8), rounds)
    if found.settled.all() or not interior.INSTALLED:
        return found
    # What has not come to an end begins again where an interior point method says that it will.
    sides = found.sides.copy()
    for column in np.flatnonzero(~found.settled):
        own = (array[:, column] for array in (y, v, lower, upper))
        sides[:, column] = interior.sides(pattern, *own)
    return exchange(attempt, sides)


def judged(
    sides: Sides, x: Numbers, pulled: Numbers, own: tuple[Numbers, Numbers], bounds: tuple[Numbers, Numbers]
) -> Attempt:
    """What is wrong with a try. pulled: G' λ; own: y and v, where y is NaN of unknown flows."""
    (y, v), (lower, upper) = own, bounds
    held, weighs = sides != 0, v > 0
    spread = np.where(weighs, np.sqrt(np.where(weighs, v, 1.0)), 0.0)
    weighted = np.divide(x - np.nan_to_num(y), v, out=np.zeros_like(x), where=weighs)
    pulls = np.where(held, weighted + pulled, 0.0)
    below, above = lower - x, x - upper
    beyond = np.maximum(below, above)
    size = np.nan_to_num(np.abs(y)) + spread
    # An unknown flow has the rounding of those that tell it, which may be any.
    rounding = TOLERANCE * (np.where(np.isnan(y), size.max(axis=0, initial=0.0), size) + np.abs(x))
    out = ~held & (beyond > rounding) & (weighs | np.isnan(y))
    # A held flow that its multiplier pulls inside again; what is compared cancels, so it has its rounding.
    inward = np.where(held, sides * pulls, 0.0)
    back = inward > TOLERANCE * 10 * (np.abs(weighted) + np.abs(pulled))
    unit = np.where(spread > 0, spread, 1.0)
    wrong = np.where(out, beyond / unit, np.where(back, inward * unit, 0.0))
    other = np.where(held, 0, np.where(below > above, -1, 1)).astype(np.int8)
    return Attempt(x, pulls, wrong, other)


def differences(pattern: Symbolic, multipliers: Numbers) -> Numbers:
    """B' λ of each edge: the multiplier where it runs in, less that where it runs out."""
    grounded = np.vstack([multipliers[pattern.given], np.zeros((1, multipliers.shape[1]))])
    return np.asarray(grounded[pattern.head] - grounded[pattern.tail])


def _contradicting(pattern: Symbolic, x: Numbers, y: Numbers, v: Numbers) -> Integers:
    """The systems in which what is held does not balance by itself."""
    sizes = IMBALANCE * (np.abs(x) + np.abs(y) + np.sqrt(v))
    found = np.zeros(x.shape[1], dtype=np.bool_)
    room = np.empty((pattern.nodes + 1, 2))  # what is off, what may be; the last node is the ground
    _imbalanced((pattern.head, pattern.tail), x, sizes, room, found)
    return np.flatnonzero(found)


@compiled
def _imbalanced(ends: Any, x: Any, sizes: Any, room: Any, found: Any) -> None:
    """Systems with a node that is off by more than the sizes of its flows."""
    head, tail = ends
    for system in range(len(found)):
        room[:] = 0.0
        for e in range(len(head)):
            room[head[e], 0] += x[e, system]
            room[tail[e], 0] -= x[e, system]
            room[head[e], 1] += sizes[e, system]
            room[tail[e], 1] += sizes[e, system]
        for node in range(len(room) - 1):
            if abs(room[node, 0]) > room[node, 1]:
                found[system] = True


def _ray(pattern: Symbolic, x: Numbers, weight: Numbers) -> Numbers:
    """What pulls without end at the flows around nodes that held flows cut off and that do not balance.

    All nodes of such a part have one multiplier, which grows in the direction of what is off.
    """
    balances = pattern.balances
    loose = weight > 0
    part = components(pattern.nodes + 1, pattern.head[loose] + 1, pattern.tail[loose] + 1)
    off = np.bincount(part[1:], weights=balances @ x, minlength=int(part.max()) + 1)
    off[0] = 0.0  # with the environment everything balances
    sizes = np.bincount(part[1:], weights=abs(balances) @ np.abs(x), minlength=len(off))
    off[np.abs(off) <= IMBALANCE * sizes] = 0.0
    return np.asarray(ENDLESS * (balances.T @ off[part[1:]]))


def _changing(wrong: Numbers, patience: Integers) -> NDArray[np.bool_]:
    """Which of the wrong ones change sides: all, the worst, or the last one, as patience runs out."""
    worst = (wrong >= 0.5 * wrong.max(axis=0)) & (wrong > 0)
    last = np.zeros(wrong.shape, dtype=bool)
    rows = wrong.shape[0] - 1 - np.argmax(wrong[::-1] > 0, axis=0)
    last[rows, np.arange(wrong.shape[1])] = True
    return np.where(patience >= 0, wrong > 0, np.where(patience > DESPAIR, worst, last))
