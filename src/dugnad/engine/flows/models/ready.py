"""What a ready model gives: a study, how each of its figures is known, and what it had to leave out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isfinite

from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.study import Flow, Observation, Process, Study, TransferCoefficient

MOST_SHARED = 0.999  # of an sd: what errs with all others alone would be no observation of its place


class Method(StrEnum):
    """How a figure came to be known."""

    MEASURED = "measured"
    DOWNSCALED = "downscaled"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Told:
    """An observation, how it is known, and how good it is: 1 (verified) to 5 (a rough guess)."""

    observation: Observation
    method: Method
    grade: int


@dataclass(frozen=True)
class Missing:
    """What a place lacked in a year, for which the model says nothing there; no year: in any."""

    place: str
    year: int | None
    what: str


@dataclass(frozen=True)
class ReadyModel:
    """A study that was made of statistics; `study.observations` are those of `told`, in their order."""

    study: Study
    told: tuple[Told, ...]
    missing: tuple[Missing, ...] = ()

    @classmethod
    def of(
        cls,
        name: str,
        processes: Sequence[Process],
        flows: Sequence[Flow],
        told: Iterable[Told],
        *,
        shares: Sequence[TransferCoefficient] = (),
        missing: Iterable[Missing] = (),
    ) -> "ReadyModel":
        """A model of its parts; processes that no flow names are left out."""
        kept = tuple(told)
        named = {end for flow in flows for end in (flow.source, flow.target)}
        study = Study(
            name,
            processes=[process for process in processes if process.process in named],
            flows=list(flows),
            observations=[one.observation for one in kept],
            transfer_coefficients=list(shares),
        )
        return cls(study, kept, tuple(missing))


class Names(dict[str, str]):
    """What processes and flows are called: the model's own English words, unless the caller has others."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        """Words by the model's own."""
        super().__init__(given or {})

    def __missing__(self, word: str) -> str:
        return word


def with_shared(told: Observation, name: str, part: float) -> Observation:
    """The observation, of whose sd `part` is an error that all places share; some is always its own."""
    of_sd = min(part, (told.sd or 0.0) * MOST_SHARED)
    return replace(told, shared=name, shared_sd=of_sd) if of_sd else told


def amount(value: float, what: str, *, most: float | None = None) -> float:
    """A figure that is a number of 0 or more, and at most `most`; FlowSystemError says of what it is none."""
    if not isfinite(value) or value < 0:
        raise FlowSystemError(f"{what}: {value} is no amount; it must be 0 or more.")
    if most is not None and value > most:
        raise FlowSystemError(f"{what}: {value} is more than {most:g}.")
    return float(value)
