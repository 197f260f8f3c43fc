"""Reconciling a system: each cell by the least that its conditions ask for."""

from collections.abc import Callable

import numpy as np

from dugnad.engine.flows.apart import couple_years
from dugnad.engine.flows.bounded import Bounded
from dugnad.engine.flows.conditions import Scope, scope
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.estimate import UNOBSERVABLE, Estimate, Observed, empty_estimate, observed
from dugnad.engine.flows.linear import EXACT, ROUNDING, Group, estimate_group, groups
from dugnad.engine.flows.reconciliation import Reconciliation
from dugnad.engine.flows.related import estimate_related, named
from dugnad.engine.flows.structure import Structure, structure
from dugnad.engine.flows.system import MFASystem
from dugnad.engine.flows.together import settle_together

Progress = Callable[[int, int], None]
METHODS, BOUNDS, COVARIANCES = ("wls",), ("exact", "none"), ("marginal",)


def reconcile(
    system: MFASystem,
    *,
    method: str = "wls",
    bounds: str = "exact",
    covariance: str = "marginal",
    progress: Progress | None = None,
) -> Reconciliation:
    """The flows that are nearest to all observations, weighted by their variances, and keep every balance.

    bounds: "exact" keeps those that were stated, "none" ignores them. The covariance is exact; what bounds
    hold is taken as known in it. `progress` is told how many of how many parts are done: the cells that are
    computed side by side. Raises FlowSystemError with the name of the flow or the process.
    """
    for given, known in ((method, METHODS), (bounds, BOUNDS), (covariance, COVARIANCES)):
        if given not in known:
            raise FlowSystemError(f"{system.name}: “{given}” is none of {', '.join(known)}.")
    found = structure(system)
    if not found.edges:
        raise FlowSystemError(f"{system.name} has no flows, so there is nothing to reconcile.")
    seen = observed(system, found)
    estimate = empty_estimate(len(found.cells), len(found.edges), len(seen.number))
    bounded = Bounded(system, found) if bounds == "exact" and system.all_bounds else None
    parts = _parts(system, found, seen)
    for number, (group, holding) in enumerate(parts, start=1):
        _estimate_part(system, group, holding, estimate, bounded)
        if progress:
            progress(number, len(parts))
    tied = couple_years(system, found, seen, estimate)
    if bounded and tied:

        def again(group: Group, holding: Scope) -> None:
            _estimate_part(system, group, holding, estimate, bounded)

        settle_together(bounded, parts, seen, estimate, tied, again=again)
    _refuse_unbalanced(system, found, seen, estimate)
    return Reconciliation(system, found, seen, estimate)


def _parts(system: MFASystem, found: Structure, seen: Observed) -> list[tuple[Group, Scope]]:
    """The cells by what holds for them and by what was observed in them."""
    holding: dict[Scope, list[int]] = {}
    for number, cell in enumerate(found.cells[: found.singles]):
        holding.setdefault(scope(system, cell), []).append(number)
    return [
        (group, held) for held, cells in holding.items() for group in groups(found, seen, np.array(cells))
    ]


def _estimate_part(
    system: MFASystem, group: Group, holding: Scope, into: Estimate, bounded: Bounded | None
) -> None:
    if holding:
        estimate_related(system, group, holding, into)
    else:
        estimate_group(group, into)
    if bounded:
        bounded.settle(group, holding, into)


def _refuse_unbalanced(system: MFASystem, found: Structure, seen: Observed, estimate: Estimate) -> None:
    """No table leaves here whose flows are all known at a process and do not balance there."""
    from scipy.sparse import coo_matrix

    edges = np.arange(len(found.edges))
    shape = (len(found.nodes) + 1, len(edges))
    into = coo_matrix((np.ones(len(edges)), (found.target, edges)), shape=shape).tocsr()[1:]
    out = coo_matrix((np.ones(len(edges)), (found.source, edges)), shape=shape).tocsr()[1:]
    value, largest = np.nan_to_num(estimate.value.T), np.zeros(len(found.cells))
    largest[np.setdiff1d(np.arange(len(found.cells)), seen.cell)] = 1.0  # there unknown flows began at 1
    np.maximum.at(largest, seen.cell, np.abs(seen.value) + seen.sd)
    largest = np.maximum(largest, np.abs(value).max(axis=0, initial=0.0))
    known = (into + out) @ (estimate.status.T == UNOBSERVABLE).astype(float) == 0
    throughput = (into + out) @ np.abs(value) / 2
    wrong = known & (np.abs((into - out) @ value) > EXACT * throughput + ROUNDING * largest)
    for node, cell in np.argwhere(wrong)[:1]:
        process, layer = found.nodes[node]
        name = named(system, found.cells[cell])
        raise FlowSystemError(f"{name}: the process {process} does not balance in the layer {layer}.")
