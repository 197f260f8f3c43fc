"""The nouns of a system of flows, as an analyst states them."""

from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

DISTRIBUTIONS = ("normal", "lognormal", "uniform", "triangular", "truncated")

Key = tuple[str, str]  # flow, layer
Cell = tuple[str | None, int | None]  # place, year


@dataclass(frozen=True)
class Process:
    """Where flows meet: a balance, or a stock whose change makes up the balance."""

    name: str
    stock: bool = False
    group: str = ""


@dataclass(frozen=True)
class Flow:
    """What runs from a process to another in one layer; None is the environment.

    `signed` may run backwards by nature: the change of a stock, which is above 0 when the stock grows.
    """

    name: str
    source: str | None
    target: str | None
    layer: str
    signed: bool = False

    @property
    def key(self) -> Key:
        """Flow and layer, which name it: a flow of goods carries its substances under the same name."""
        return self.name, self.layer


class Observation(NamedTuple):
    """A value that somebody has of a flow, place and year, in the unit of its layer. sd 0: a constant.

    `sd` is its whole uncertainty. `shared` names an error that several observations have together, and
    `shared_sd` is the part of the sd that it makes up: what one standard deviation of it does to this one.
    """

    flow: Key
    cell: Cell
    value: float
    sd: float
    dist: str = "normal"
    source: str = ""
    vintage: str = ""
    shared: str = ""
    shared_sd: float = 0.0

    @property
    def own_sd(self) -> float:
        """What is left of the sd without the shared error: sd² = own² + shared²."""
        if not self.shared_sd:
            return self.sd
        return sqrt((self.sd - self.shared_sd) * (self.sd + self.shared_sd))


@dataclass(frozen=True)
class Ratio:
    """numerator = value × sum of the denominators: a transfer coefficient or a concentration.

    With `process` the denominators are all that runs into it in the layer of the numerator. sd 0 is a known
    ratio, a linear row; value None is to be found. `cell` None in place or year: all of them.
    """

    name: str
    numerator: Key
    denominators: tuple[Key, ...]
    value: float | None
    sd: float | None
    cell: Cell = (None, None)
    process: str = ""


@dataclass(frozen=True)
class Relation:
    """Σ coefficient × flow = rhs, in each cell that it holds for."""

    terms: tuple[tuple[Key, float], ...]
    rhs: float = 0.0
    cell: Cell = (None, None)


@dataclass(frozen=True)
class Bound:
    """lower ≤ flow ≤ upper, in each cell that it holds for."""

    flow: Key
    lower: float
    upper: float
    cell: Cell = (None, None)


@dataclass(frozen=True)
class Aggregate:
    """A place that is the sum of others: each flow of it is the sum of theirs."""

    name: str
    members: tuple[str, ...]
