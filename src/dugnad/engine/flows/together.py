"""Bounds of cells that are tied: which flows are held, by each cell alone once it is told what ties it.

Given the errors e and what each observed sum asks of a unit of its flows, ν, the cells are independent
again: a cell is reconciled as if its observations were y − U e + V T' ν (T: how its observations tell its
flows). So: ties with what is held, then each cell's own exchange under them, until nobody changes sides.
That is Newton's method on the few multipliers of a piecewise quadratic; where it rests, the conditions of
the optimum hold for all cells and ties at once.

Source: L. Qi and J. Sun, “A nonsmooth version of Newton’s method”, Mathematical Programming 58 (1993).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dugnad.engine.flows.apart import Tied, couple_years
from dugnad.engine.flows.bounded import Bounded
from dugnad.engine.flows.bounds import Held, Sides
from dugnad.engine.flows.conditions import Scope
from dugnad.engine.flows.errors import NotTogether
from dugnad.engine.flows.estimate import AT_BOUND, Estimate, Numbers, Observed
from dugnad.engine.flows.linear import Group
from dugnad.engine.flows.related import named

ROUNDS, WHOLE = 200, 12


def settle_together(
    bounded: Bounded,
    parts: list[tuple[Group, Scope]],
    seen: Observed,
    into: Estimate,
    tied: Tied,
    *,
    again: Callable[[Group, Scope], None],
) -> None:
    """Holds what bounds hold when cells are tied; `again` estimates a part of the others by itself.

    Raises NotTogether where bounds and ties are not computed together.
    """
    others = [(group, holding) for group, holding in parts if not _is_simple(bounded, group, holding)]
    simple = [group for group, holding in parts if _is_simple(bounded, group, holding)]
    point = at_rest = _Point(tied.shifts, tied.asked)
    last = [_sides_now(group, into) for group in simple]
    for turn in range(ROUNDS):
        held = [bounded.held(group, at_rest.told(group)) for group in simple]
        if all(bool((one.sides == sides).all()) for one, sides in zip(held, last, strict=True)):
            _write_multipliers(simple, held, into)
            _refuse_others(bounded, parts, simple, into)
            bounded.clip(np.arange(len(bounded.found.cells)), into)
            return
        # Whole steps come to rest in a few turns or go round in circles, which shorter ones do not.
        share = 1.0 if turn < WHOLE else 0.5
        point = point.towards(at_rest, share)
        if share < 1.0:
            held = [bounded.held(group, point.told(group)) for group in simple]
        for group, one in zip(simple, held, strict=True):
            bounded.hold(group, one, into)
        for group, holding in others:  # as they are without ties, which are put on anew
            again(group, holding)
        last = [one.sides for one in held]
        tied = couple_years(bounded.system, bounded.found, seen, into) or tied
        at_rest = _Point(tied.shifts, tied.asked)
    raise NotTogether(f"{bounded.system.name}: no flows were found that keep bounds and sums together.")


@dataclass(frozen=True)
class _Point:
    """What the ties say: of each observation what shared errors added, of each flow what sums ask."""

    shifts: Numbers
    asked: Numbers

    def towards(self, other: "_Point", share: float) -> "_Point":
        """So much of the way to another point."""
        return _Point(
            self.shifts + share * (other.shifts - self.shifts),
            self.asked + share * (other.asked - self.asked),
        )

    def told(self, group: Group) -> Numbers:
        """The observations of a group as the ties would have them."""
        shape, asked = group.pattern, self.asked[group.cells].T  # [flow, cell]
        at_observed = shape.cuts.T @ asked
        seen = np.flatnonzero(shape.row >= 0)
        at_observed[shape.row[seen]] += asked[seen]
        return np.asarray(group.y - self.shifts[group.rows] + group.v * at_observed)


def _is_simple(bounded: Bounded, group: Group, holding: Scope) -> bool:
    """Balances alone, and every flow with a bound observed."""
    return not holding and not bounded.stated[group.cells][:, group.pattern.row < 0].any()


def _sides_now(group: Group, into: Estimate) -> Sides:
    """Which observations are held as it stands; nobody has sides 2, so a flow that is held is tried anew."""
    sides = np.zeros(group.y.shape, dtype=np.int8)
    for edge in np.flatnonzero(group.pattern.row >= 0):
        sides[group.pattern.row[edge], into.status[group.cells, edge] == AT_BOUND] = 2
    return sides


def _write_multipliers(simple: list[Group], held: list[Held], into: Estimate) -> None:
    for group, one in zip(simple, held, strict=True):
        for edge in np.flatnonzero(group.pattern.row >= 0):
            row = group.pattern.row[edge]
            for column in np.flatnonzero(one.sides[row]):
                into.multipliers[int(group.cells[column]), int(edge)] = float(one.pulls[row, column])


def _refuse_others(
    bounded: Bounded, parts: list[tuple[Group, Scope]], simple: list[Group], into: Estimate
) -> None:
    """Cells with relations, or bounds of flows that nobody observed, are not told what ties them."""
    for group, _ in parts:
        wrong = bounded.beyond(group.cells, into)
        if not any(group is one for one in simple):
            wrong |= into.status[group.cells] == AT_BOUND
        else:
            wrong[:] = False
        for column, edge in np.argwhere(wrong)[:1]:
            name = named(bounded.system, bounded.found.cells[int(group.cells[column])])
            raise NotTogether(
                f"{name}: the flow {bounded.found.edges[edge].name} is at its bound in a place that has "
                "relations, or bounds on flows that are not observed, and is tied to others by sums or "
                "shared errors; that is not computed together."
            )
