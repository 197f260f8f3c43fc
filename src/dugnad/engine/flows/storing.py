"""The stock of a process, worked out from what runs into it: cohort models beside reconciliation.

A system knows what somebody observed of the flows into a process, a reconciliation what is believed of them.
Both give the inflow of each year, with its sd, and `lifetimes` tells what is then in stock and what leaves.
What leaves can be stated as an observation, so that it is reconciled with what others say of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from dugnad.engine.flows.declarations import Flow, Key
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.lifetimes import Array, Lifetime
from dugnad.engine.flows.stocks import Stock, inflow_driven, stock_driven

if TYPE_CHECKING:
    from dugnad.engine.flows.reconciliation import Reconciliation
    from dugnad.engine.flows.system import MFASystem

Told = Callable[[Key, int], tuple[float, float]]  # the value of a flow in a year, and its sd


@dataclass(frozen=True)
class ProcessStock:
    """A process of a place whose stock is worked out over the years of the system, in one layer."""

    system: "MFASystem"
    process: str
    place: str | None
    layer: str
    told: Told

    @property
    def years(self) -> list[int]:
        """The years, rising. Raises FlowSystemError for a system without years."""
        years = [year for year in self.system.years if year is not None]
        if not years:
            raise FlowSystemError(f"The stock {self.process} needs years, and {self.system.name} names none.")
        return sorted(years)

    @property
    def inflow(self) -> tuple[Array, Array]:
        """What runs into the process in each year, and its sd; the errors of flows are independent."""
        flows = self._flows()
        told = np.array([[self.told(flow.key, year) for flow in flows] for year in self.years])
        return told[..., 0].sum(axis=1), np.sqrt((told[..., 1] ** 2).sum(axis=1))

    def inflow_driven(self, lifetime: Lifetime, *, inflow_at: str = "end", points: int = 1) -> Stock:
        """What is in stock and what leaves when that runs in. Raises with what lacks a year."""
        return inflow_driven(self.inflow[0], lifetime, years=self.years, inflow_at=inflow_at, points=points)

    def stock_driven(
        self, stock: ArrayLike, lifetime: Lifetime, *, inflow_at: str = "end", points: int = 1
    ) -> Stock:
        """What must run in, and what leaves, for so much to be in stock at the end of each year."""
        return stock_driven(stock, lifetime, years=self.years, inflow_at=inflow_at, points=points)

    def observe_outflow(self, found: Stock, flow: str, relative_sd: float, source: str = "") -> None:
        """States what leaves by the model as an observation of a flow, each year with this share as its sd.

        The years of one model err together, which is not told here: tests over years are then too mild.
        """
        if relative_sd < 0 or len(found.outflow) != len(self.years):
            raise FlowSystemError(
                f"The outflow of {self.process} needs {len(self.years)} years, and an sd that is 0 or more."
            )
        words = source or f"lifetime model ({type(found.lifetime).__name__})"
        for year, value in zip(self.years, found.outflow.tolist(), strict=True):
            sd = max(relative_sd * abs(value), 1e-12)
            self.system.observe(flow, self.place, year, value=value, sd=sd, source=words, layer=self.layer)

    def _flows(self) -> list[Flow]:
        into = [
            f for f in self.system.all_flows.values() if (f.target, f.layer) == (self.process, self.layer)
        ]
        if not into:
            raise FlowSystemError(f"Nothing runs into the process {self.process} in the layer {self.layer}.")
        return into


def stock_of_system(
    system: "MFASystem", process: str, place: str | None = None, layer: str | None = None
) -> ProcessStock:
    """The stock of a process by what was observed: of several observations their weighted mean."""
    where = _place(system, process, place)

    def told(flow: Key, year: int) -> tuple[float, float]:
        seen = [o for o in system.observations if (o.flow, o.cell) == (flow, (where, year))]
        if not seen:
            raise FlowSystemError(f"The flow {flow[0]} is not observed in {year}; every year needs a value.")
        constant = next((o.value for o in seen if not o.sd), None)
        if constant is not None:
            return constant, 0.0
        weights = np.array([o.sd for o in seen]) ** -2.0
        return float(weights @ [o.value for o in seen] / weights.sum()), float(weights.sum() ** -0.5)

    return ProcessStock(system, process, where, layer or system.layers[0], told)


def stock_of_reconciliation(
    found: "Reconciliation", process: str, place: str | None = None, layer: str | None = None
) -> ProcessStock:
    """The stock of a process by what was reconciled."""
    where = _place(found.system, process, place)

    def told(flow: Key, year: int) -> tuple[float, float]:
        value, sd = found.value(flow, where, year)
        if np.isnan(value):
            raise FlowSystemError(f"The flow {flow[0]} cannot be known in {year}; every year needs a value.")
        return value, sd

    return ProcessStock(found.system, process, where, layer or found.system.layers[0], told)


def _place(system: "MFASystem", process: str, place: str | None) -> str | None:
    if process not in system.processes:
        raise FlowSystemError(f"There is no process “{process}” in {system.name}.")
    return system.cell(place, system.years[0], f"The stock {process}")[0]
