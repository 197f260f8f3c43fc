"""What reconciling gives: tables of flows and observations with their status, covariances, what was moved."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

from dugnad.engine.flows.answers import Answers
from dugnad.engine.flows.coupled import leaves
from dugnad.engine.flows.declarations import Cell, Ratio
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.estimate import (
    STATUS,
    UNOBSERVABLE,
    Estimate,
    Integers,
    Numbers,
    Observed,
    RatioEstimate,
)
from dugnad.engine.flows.intervals import limits, programme
from dugnad.engine.flows.structure import Structure
from dugnad.engine.flows.system import MFASystem, Name, holds
from dugnad.engine.flows.table import Table


class Reconciliation(Answers):
    """A system and what was estimated of it; the system must not be changed afterwards."""

    def __init__(self, system: MFASystem, found: Structure, seen: Observed, estimate: Estimate) -> None:
        self.system, self.structure, self.observed, self.estimate = system, found, seen, estimate

    @cached_property
    def flows(self) -> Table:
        """One row a flow, place and year, in the unit of its layer; changes of stocks are flows.

        observed, sd: of several observations their mean weighted by precision and its sd, shared errors
        among it. z: the adjustment
        in standard deviations of itself, of several observations the largest; NaN is not testable.
        reconciled, sd_reconciled: NaN of an unobservable flow, see `interval`. source: all sources.
        """
        cells, edges = self.structure.cells, self.structure.edges
        shape = (len(cells), len(edges))
        summary = self._summary()
        return Table(
            {
                "flow": np.tile(np.array([flow.name for flow in edges], dtype=object), len(cells)),
                "place": np.repeat(np.array([place for place, _ in cells], dtype=object), len(edges)),
                "year": np.repeat(np.array([year for _, year in cells], dtype=object), len(edges)),
                "layer": np.tile(np.array([flow.layer for flow in edges], dtype=object), len(cells)),
                "observed": summary["observed"],
                "sd": summary["sd"],
                "reconciled": self.estimate.value.reshape(-1),
                "sd_reconciled": np.sqrt(self.estimate.variance).reshape(-1),
                "z": summary["z"],
                "status": np.array(STATUS, dtype=object)[self.estimate.status].reshape(-1),
                "source": self._sources(shape),
            }
        )

    @cached_property
    def observations(self) -> Table:
        """One row an observation, as it was stated and as it was reconciled: what was moved, and z."""
        seen = self.observed
        stated = [self.system.observations[number] for number in seen.number]
        words: Mapping[str, list[Any]] = {
            "flow": [o.flow[0] for o in stated],
            "place": [o.cell[0] for o in stated],
            "year": [o.cell[1] for o in stated],
            "layer": [o.flow[1] for o in stated],
            "dist": [o.dist for o in stated],
            "source": [o.source for o in stated],
            "vintage": [o.vintage for o in stated],
        }
        numbers = {
            "value": seen.value,
            "sd": seen.whole,
            "reconciled": self.estimate.fitted,
            "adjustment": self.estimate.fitted - seen.value,
            "z": self._z(),
        }
        return Table({name: np.array(column, dtype=object) for name, column in words.items()} | numbers)

    @cached_property
    def transfer_coefficients(self) -> Table:
        """One row a ratio, place and year: transfer coefficients and concentrations, known ones among them.

        bend: what the linear sd leaves out, in standard deviations of the numerator; above 0.2 the sd is a
        rough one, and draws tell more.
        """
        rows = [
            (ratio.name, *cell, self.estimate.ratios.get((ratio.name, cell)) or _known(ratio))
            for cell in self.structure.cells[: self.structure.singles]
            for ratio in self.system.ratios
            if holds(ratio.cell, cell)
        ]
        names = {name: [row[n] for row in rows] for n, name in enumerate(("name", "place", "year"))}
        numbers = {name: [getattr(row[3], name) for row in rows] for name in ("value", "sd", "z", "bend")}
        status = {"status": [row[3].status for row in rows]}
        words = {name: np.array(column, dtype=object) for name, column in (names | status).items()}
        order = ("name", "place", "year", "value", "sd", "z", "status", "bend")
        return Table({name: (words | numbers)[name] for name in order})

    @property
    def status(self) -> dict[tuple[str, str | None, int | None, str], str]:
        """(flow, place, year, layer) → status."""
        flows = self.flows
        keys = zip(*(flows[name].tolist() for name in ("flow", "place", "year", "layer")), strict=True)
        return dict(zip(keys, flows["status"].tolist(), strict=True))

    def value(self, flow: Name, place: str | None = None, year: int | None = None) -> tuple[float, float]:
        """A reconciled flow and its standard deviation; NaN of an unobservable one."""
        cell, edge = self.cell(place, year), self.edge(flow)
        return float(self.estimate.value[cell, edge]), float(self.estimate.variance[cell, edge] ** 0.5)

    def interval(
        self, flow: Name, place: str | None = None, year: int | None = None, *, nonnegative: bool = True
    ) -> tuple[float, float]:
        """The least and the most that a flow can be, with all that is known at its reconciled value.

        Bounds that were stated hold; with `nonnegative` every flow that nobody can know runs its own way too
        (changes of stocks may run both). Of a flow that can be known its value, twice. Of a sum of places the
        sums of their ends: no sum is observed of which a part cannot be known, so nothing ties the parts.
        """
        cell, edge = self.cell(place, year), self.edge(flow)
        if self.estimate.status[cell, edge] != UNOBSERVABLE:
            return (self.value(flow, place, year)[0],) * 2
        if cell >= self.structure.singles:
            members = leaves(self.system, str(self.structure.cells[cell][0]))
            ends = [self.interval(flow, member, year, nonnegative=nonnegative) for member in members]
            return sum(least for least, _ in ends), sum(most for _, most in ends)
        lower, upper = (side[cell] for side in limits(self.system, self.structure))
        if nonnegative:
            forward = np.array([not flow.signed for flow in self.structure.edges])
            lower = np.where(forward & np.isneginf(lower), np.minimum(0.0, upper), lower)
        found = programme(self.system, self.structure, self.estimate, cell, (lower, upper))
        try:
            return found.extreme(edge, 1.0), found.extreme(edge, -1.0)
        except ValueError:
            name = self.structure.edges[edge].name
            raise FlowSystemError(f"No flows balance in which {name} keeps its bounds.") from None

    def covariance(self, place: str | None = None, year: int | None = None) -> Table:
        """The covariance of the flows of a cell that can be known, one column and one row a flow.

        `to_numpy()` is the matrix, `index` its names; `to_pandas()` a frame with both.
        """
        cell = self.cell(place, year)
        kept = np.flatnonzero(self.estimate.status[cell] != UNOBSERVABLE)
        found = self.covariance_matrix(cell)[np.ix_(kept, kept)]
        names = self.labels()
        index = [names[edge] for edge in kept]
        return Table(dict(zip(index, found.T, strict=True)), index)

    def covariance_matrix(self, cell: int) -> Numbers:
        """The covariance [flow, flow] of a cell by its number, in the order of the structure's edges."""
        return self.estimate.covariances[cell]()

    def labels(self) -> list[str]:
        """The names of the flows, with the layer where a flow runs in several."""
        names = [flow.name for flow in self.structure.edges]
        return [
            flow.name if names.count(flow.name) == 1 else f"{flow.name} [{flow.layer}]"
            for flow in self.structure.edges
        ]

    def cell(self, place: str | None = None, year: int | None = None) -> int:
        """The number of a cell; the only one when place and year are left out."""
        where: Cell = self.system.cell(place, year, self.system.name)
        return self.structure.cell_of[where]

    def edge(self, flow: Name) -> int:
        """The number of a flow among the structure's edges."""
        return self.structure.edge_of[self.system.key(flow)]

    def _z(self) -> Numbers:
        moved = np.where(self.estimate.moved > 0, self.estimate.moved, np.nan)
        z: Numbers = (self.observed.value - self.estimate.fitted) / np.sqrt(moved)
        return z

    def _summary(self) -> dict[str, Numbers]:
        """Observed mean, its sd and the largest z of each cell and flow, flat."""
        seen, size = self.observed, self.estimate.value.size
        at = seen.cell * self.estimate.value.shape[1] + seen.edge
        constant = np.bincount(at, weights=seen.whole == 0, minlength=size) > 0
        kept = ~constant[at] | (seen.whole == 0)
        weight = np.where(seen.whole > 0, 1.0 / np.where(seen.whole > 0, seen.whole, 1.0) ** 2, 1.0)
        total = np.bincount(at[kept], weights=weight[kept], minlength=size)
        mean = np.bincount(at[kept], weights=(weight * seen.value)[kept], minlength=size)
        known = total > 0
        once = np.bincount(at, minlength=size)[at] == 1
        observed = np.divide(mean, total, out=np.full(size, np.nan), where=known)
        share = np.where(kept, weight / np.where(known, total, 1.0)[at], 0.0)
        sd = np.where(known, np.sqrt(self._variance_of_means(at, share, size)), np.nan)
        # What was stated once is told as it was stated, to the last digit.
        observed[at[once]], sd[at[once]] = seen.value[once], seen.whole[once]
        z = np.full(size, np.nan)
        found = self._z()
        for row in np.argsort(np.abs(found), kind="stable"):
            if found[row] == found[row]:
                z[at[row]] = found[row]
        return {"observed": observed, "sd": sd, "z": z}

    def _variance_of_means(self, at: Integers, share: Numbers, size: int) -> Numbers:
        """Of means of observations: own errors fade in them, and what they share does not."""
        found = np.bincount(at, weights=(share * self.observed.sd) ** 2, minlength=size).astype(float)
        together: dict[tuple[int, str], float] = {}
        for row, number in enumerate(self.observed.number.tolist() if self.estimate.errors else ()):
            told = self.system.observations[number]
            if told.shared:
                key = int(at[row]), told.shared
                together[key] = together.get(key, 0.0) + share[row] * told.shared_sd
        for (place, _name), sd in together.items():
            found[place] += sd**2
        return found

    def _sources(self, shape: tuple[int, int]) -> Any:
        found: dict[int, list[str]] = {}
        for number, place in zip(
            self.observed.number, self.observed.cell * shape[1] + self.observed.edge, strict=True
        ):
            source = self.system.observations[number].source
            sources = found.setdefault(int(place), [])
            if source and source not in sources:
                sources.append(source)
        return np.array(["; ".join(found.get(at, ())) for at in range(shape[0] * shape[1])], dtype=object)


def _known(ratio: Ratio) -> RatioEstimate:
    """A ratio that was stated without doubt."""
    nothing = float("nan")
    return RatioEstimate(float(ratio.value or 0), 0.0, "constant", nothing, nothing)
