"""A study as plain rows: what a folder, a workbook and every format are read into, and are written from.

It holds what `MFASystem` is built from and nothing that is worked out, so that it can be compared, stored
and handed on. Values are in the unit of the study, per year; `None` as source or target is the environment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dugnad.engine.flows.errors import FlowSystemError

if TYPE_CHECKING:
    from dugnad.engine.flows.reconciliation import Reconciliation
    from dugnad.engine.flows.system import MFASystem

ENVIRONMENT = "environment"


@dataclass(frozen=True)
class Process:
    """Where material is changed, moved or kept; `group` gathers processes in pictures."""

    process: str
    stock: bool = False
    group: str = ""


@dataclass(frozen=True)
class Flow:
    """What goes from one process to another; None is the environment."""

    flow: str
    source: str | None
    target: str | None
    layer: str = ""


@dataclass(frozen=True)
class Observation:
    """What somebody says of a flow; `sd` None is no uncertainty told, 0 a constant."""

    flow: str
    value: float
    sd: float | None
    place: str = ""
    year: int | None = None
    layer: str = ""
    distribution: str = "normal"
    source: str = ""
    vintage: str = ""
    quality: str = ""
    status: str = ""  # what the publisher marks the number with: estimated, provisional …
    shared: str = ""  # the name of an error that several have in common
    shared_sd: float = 0.0  # the part of `sd` that it makes up


@dataclass(frozen=True)
class TransferCoefficient:
    """The share of what goes into a process that leaves it by a flow."""

    name: str
    process: str
    flow: str
    value: float
    sd: float


@dataclass(frozen=True)
class Relation:
    """Σ coefficient × flow = rhs, known for certain."""

    name: str
    coefficients: Mapping[str, float]
    rhs: float = 0.0


@dataclass(frozen=True)
class Bounds:
    """How small and how large a flow can be; None is no limit."""

    flow: str
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Aggregate:
    """A place that is the sum of other places, such as a region of its municipalities."""

    place: str
    of: tuple[str, ...]


@dataclass(frozen=True)
class Study:
    """Everything that is known before anything is worked out."""

    name: str = ""
    unit: str = "t/a"
    processes: Sequence[Process] = ()
    flows: Sequence[Flow] = ()
    observations: Sequence[Observation] = ()
    transfer_coefficients: Sequence[TransferCoefficient] = ()
    relations: Sequence[Relation] = ()
    bounds: Sequence[Bounds] = ()
    aggregates: Sequence[Aggregate] = ()
    notes: Sequence[str] = field(default=(), compare=False)  # what was passed over, for who reads it

    @property
    def places(self) -> list[str]:
        """The places that observations are of or that are summed, in the order in which they are told."""
        sums = {row.place for row in self.aggregates}
        told = [row.place for row in self.observations] + [one for row in self.aggregates for one in row.of]
        return list(dict.fromkeys(place for place in told if place and place not in sums))

    @property
    def years(self) -> list[int]:
        """The years that observations are of, rising."""
        return sorted({row.year for row in self.observations if row.year is not None})

    @property
    def layers(self) -> list[str]:
        """The layers of flows, in the order in which they are told."""
        return list(dict.fromkeys(row.layer for row in self.flows if row.layer))

    def system(self, relative_sd: float | None = None) -> "MFASystem":
        """The same as a system that can be reconciled. Raises FlowSystemError with what does not fit.

        relative_sd: a share of the value, for observations of which nobody has said how certain they are.
        """
        from dugnad.engine.flows.system import MFASystem

        found = MFASystem(
            self.name or "study",
            self.unit,
            self.places or None,
            self.years or None,
            self.layers or ("goods",),
        )
        for process in self.processes:
            found.process(process.process, stock=process.stock, group=process.group)
        for total in self.aggregates:
            found.aggregate(total.place, total.of)
        for flow in self.flows:
            found.flow(flow.flow, flow.source, flow.target, flow.layer or None)
        for told in self.observations:
            _observe(found, told, relative_sd)
        for share in self.transfer_coefficients:
            found.transfer_coefficient(share.name, share.process, share.flow, value=share.value, sd=share.sd)
        for relation in self.relations:
            found.relation(dict(relation.coefficients.items()), relation.rhs)
        for bound in self.bounds:
            found.bounds(bound.flow, bound.lower, bound.upper)
        return found

    @classmethod
    def of(cls, reconciliation: "Reconciliation") -> "Study":
        """What was reconciled as a study of its own; what nobody can know is left out."""
        system = reconciliation.system
        return cls(
            system.name,
            next(iter(system.units.values())),
            [Process(p.name, p.stock, p.group) for p in system.processes.values()],
            [Flow(f.name, f.source, f.target, f.layer) for f in reconciliation.structure.edges],
            [
                Observation(
                    row["flow"], row["reconciled"], row["sd_reconciled"], row["place"] or "", row["year"],
                    row["layer"], source=row["source"], status=row["status"],
                )
                for row in reconciliation.flows
                if row["status"] != "unobservable"
            ],
        )  # fmt: skip


def _observe(system: "MFASystem", told: Observation, relative_sd: float | None) -> None:
    sd = told.sd
    if sd is None:
        if relative_sd is None:
            raise FlowSystemError(f"The flow {told.flow}: nobody says how certain {told.value:g} is.")
        sd = relative_sd * abs(told.value)
    if sd < 0:  # squared, it would pass for the same above zero
        raise FlowSystemError(f"The flow {told.flow}: {told.value:g} ± {sd:g} is no observation.")
    system.observe(
        told.flow, told.place or None, told.year, value=told.value, sd=sd, dist=told.distribution,
        source=told.source, vintage=told.vintage, layer=told.layer or None, shared=told.shared,
        shared_sd=told.shared_sd,
    )  # fmt: skip


def flow_name(source: str | None, target: str | None, layer: str = "") -> str:
    """The name of a flow in formats that know flows only by their ends."""
    ends = f"{source or ENVIRONMENT} → {target or ENVIRONMENT}"
    return f"{ends} ({layer})" if layer else ends


def processes_of(flows: Sequence[Flow], known: Sequence[Process] = ()) -> list[Process]:
    """The processes at the ends of flows, after those that are known already."""
    found = {process.process: process for process in known}
    for flow in flows:
        for end in (flow.source, flow.target):
            if end is not None:
                found.setdefault(end, Process(end))
    return list(found.values())


def with_open_ends(flows: Sequence[Flow], balanced: Mapping[str, bool] | None = None) -> list[Flow]:
    """Flows whose ends that only send, or only receive, are the environment.

    Formats for pictures name such ends like processes, but nothing balances there. `balanced` says of a
    process whether it does, where the format tells.
    """
    told = balanced or {}
    sends = {flow.source for flow in flows}
    receives = {flow.target for flow in flows}
    inner = {name for name in sends & receives if name is not None and told.get(name, True)}
    return [
        Flow(
            flow.flow,
            flow.source if flow.source in inner else None,
            flow.target if flow.target in inner else None,
            flow.layer,
        )
        for flow in flows
    ]
