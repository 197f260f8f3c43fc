"""A study as plain rows: what a folder, a workbook and every format are read into, and are written from.

It holds what `MFASystem` is built from and nothing that is worked out, so that it can be compared, stored
and handed on. Values are in the unit of the study, per year; `None` as source or target is the environment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
    notes: Sequence[str] = field(default=(), compare=False)  # what was passed over, for who reads it

    @property
    def places(self) -> list[str]:
        """The places that observations are of, in the order in which they are told."""
        return list(dict.fromkeys(row.place for row in self.observations if row.place))

    @property
    def years(self) -> list[int]:
        """The years that observations are of, rising."""
        return sorted({row.year for row in self.observations if row.year is not None})

    @property
    def layers(self) -> list[str]:
        """The layers of flows, in the order in which they are told."""
        return list(dict.fromkeys(row.layer for row in self.flows if row.layer))


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
