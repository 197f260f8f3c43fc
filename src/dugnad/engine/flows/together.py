"""Bounds of cells that are tied: which flows are held, by each cell alone once it is told what ties it.

Given the errors e and what each observed sum asks of a unit of its flows, ν, the cells are independent
again: a cell is reconciled as if its observations were y − U e + V T' ν (T: how its observations tell its
flows). So: ties with what is held, then each cell's own exchange under them, until nobody changes sides.
That is Newton's method on the few multipliers of a piecewise quadratic; where it rests, the conditions of
the optimum hold for all cells and ties at once.

Source: L. Qi and J. Sun, “A nonsmooth version of Newton’s method”, Mathematical Programming 58 (1993).
"""

import numpy as np

from dugnad.engine.flows.bounded import Bounded
from dugnad.engine.flows.bounds import Held
from dugnad.engine.flows.conditions import Scope
from dugnad.engine.flows.coupled import State, couple
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.estimate import AT_BOUND, Estimate, Numbers, Observed
from dugnad.engine.flows.linear import Group
from dugnad.engine.flows.related import named

ROUNDS = 50


def settle_together(
    bounded: Bounded, parts: list[tuple[Group, Scope]], seen: Observed, into: Estimate, state: State
) -> None:
    """Holds what bounds hold when cells are tied. Raises FlowSystemError where that is not computed."""
    simple = [group for group, holding in parts if _is_simple(bounded, group, holding)]
    last: list[Held | None] = [None] * len(simple)
    for _ in range(ROUNDS):
        held = [bounded.held(group, _told(group, state)) for group in simple]
        if all(_same(one, group, other, into) for one, group, other in zip(held, simple, last, strict=True)):
            _write_multipliers(simple, held, into)
            _refuse_others(bounded, parts, simple, into)
            bounded.clip(np.arange(len(bounded.found.cells)), into)
            return
        for group, one in zip(simple, held, strict=True):
            bounded.hold(group, one, into)
        last = list(held)
        state = couple(bounded.system, bounded.found, seen, into) or state
    raise FlowSystemError(f"{bounded.system.name}: no flows were found that keep bounds and sums together.")


def _is_simple(bounded: Bounded, group: Group, holding: Scope) -> bool:
    """Balances alone, and every flow with a bound observed."""
    return not holding and not bounded.stated[group.cells][:, group.pattern.row < 0].any()


def _told(group: Group, state: State) -> Numbers:
    """The observations as the ties would have them."""
    shape, asked = group.pattern, state.asked[group.cells].T  # [flow, cell]
    at_observed = shape.cuts.T @ asked
    seen = np.flatnonzero(shape.row >= 0)
    at_observed[shape.row[seen]] += asked[seen]
    return np.asarray(group.y - state.shifts[group.rows] + group.v * at_observed)


def _same(one: Held, group: Group, other: Held | None, into: Estimate) -> bool:
    if other is not None:
        return bool((one.sides == other.sides).all())
    flows = np.flatnonzero(group.pattern.row >= 0)
    now = into.status[np.ix_(group.cells, flows)] == AT_BOUND
    return bool((now == (one.sides[group.pattern.row[flows]] != 0).T).all())


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
            raise FlowSystemError(
                f"{name}: the flow {bounded.found.edges[edge].name} is at its bound in a place that has "
                "relations, or bounds on flows that are not observed, and is tied to others by sums or shared "
                "errors; that is not computed together."
            )
