"""Years that no shared error ties are coupled one after another: sums never reach across years.

Each gets the part of structure, observations and estimate that is its own, and what comes out is put back.
So the work and the room that ties need grow with the years and not with their square.
"""

from dataclasses import dataclass, replace

import numpy as np

from dugnad.engine.flows.coupled import couple
from dugnad.engine.flows.estimate import Estimate, Integers, Numbers, Observed
from dugnad.engine.flows.structure import Structure
from dugnad.engine.flows.system import MFASystem

BY_CELL = ("value", "variance", "status", "objective", "dof")
BY_OBSERVATION = ("fitted", "moved")


@dataclass(frozen=True)
class Tied:
    """What the ties say: of each observation what shared errors added, of each flow what sums ask of it."""

    shifts: Numbers
    asked: Numbers


def couple_years(system: MFASystem, found: Structure, seen: Observed, into: Estimate) -> Tied | None:
    """As `coupled.couple`, a year at a time where it can be; None where nothing ties cells."""
    years = [year for _, year in found.cells]
    if len(set(years)) == 1 or any(system.observations[number].shared for number in seen.number):
        state = couple(system, found, seen, into)
        return Tied(state.shifts, state.asked) if state else None
    tied = Tied(np.zeros(len(seen.number)), np.zeros((found.singles, len(found.edges))))
    whole = []
    for year in system.years:
        cells = np.array([n for n, other in enumerate(years) if other == year], dtype=np.int64)
        rows = np.flatnonzero(np.isin(seen.cell, cells))
        part = _part(found, seen, into, cells, rows)
        state = couple(system, *part)
        if state:
            tied.asked[cells[cells < found.singles]] = state.asked
            whole.append(part[2].whole or (0.0, 0))
            _put_back(part[2], into, cells, rows)
    into.whole = (sum(misfit for misfit, _ in whole), sum(dof for _, dof in whole)) if whole else None
    return tied if whole else None


def _part(
    found: Structure, seen: Observed, into: Estimate, cells: Integers, rows: Integers
) -> tuple[Structure, Observed, Estimate]:
    """Structure, observations and estimate of some cells, numbered anew."""
    named = tuple(found.cells[cell] for cell in cells)
    own = replace(found, cells=named, singles=int((cells < found.singles).sum()))
    at, known = np.searchsorted(cells, seen.cell[rows]), into.covariances
    numbers = seen.value[rows], seen.sd[rows], seen.whole[rows]
    observed = Observed(seen.number[rows], seen.edge[rows], at, *numbers)
    arrays = {name: getattr(into, name)[cells].copy() for name in BY_CELL}
    arrays |= {name: getattr(into, name)[rows].copy() for name in BY_OBSERVATION}
    numbered = {n: known[cell] for n, cell in enumerate(cells.tolist()) if cell in known}
    return own, observed, Estimate(**arrays, covariances=numbered)


def _put_back(part: Estimate, into: Estimate, cells: Integers, rows: Integers) -> None:
    for name in BY_CELL:
        getattr(into, name)[cells] = getattr(part, name)
    for name in BY_OBSERVATION:
        getattr(into, name)[rows] = getattr(part, name)
    into.covariances |= {int(cells[n]): one for n, one in part.covariances.items()}
