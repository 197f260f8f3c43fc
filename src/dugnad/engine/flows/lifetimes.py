"""How long things last: the share of an inflow that is still in stock at an age.

Every distribution answers `survival(age)`: the share that is left at an age in years, as an array of the
shape that the ages and the parameters give together. A parameter is one number or an array that fits the
values by numpy's rules (their first axis the years): one for each series, one for each cohort (the things
that came in in one year; an axis of the years and then ones), or one for each of both.

Source of the distributions and of what their parameters mean: ODYM (Pauliuk & Heeren 2020, J. Ind. Ecol.
24:446) and flodym 1.1, whose survival they give; gamma, and Weibull by its mean, are further ways of
telling the same. Things that last no time are gone at age 0; a negative age is before the inflow.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from dugnad.engine.flows.bell import below

Array = NDArray[np.float64]


class LifetimeError(ValueError):
    """A parameter of a lifetime that no lifetime can have; the message names it."""


@dataclass(frozen=True)
class Lifetime(ABC):
    """A distribution of lifetimes; parameters in years but for shapes, which have no unit."""

    @abstractmethod
    def survival(self, age: ArrayLike) -> Array:
        """The share that is left at an age (years): 1 for all, 0 for none."""

    def parameters(self) -> dict[str, Any]:
        """The parameters by name, as they were given."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def over(self, shape: tuple[int, ...]) -> "Lifetime":
        """The same for values of a shape, years first: each parameter as (1 or years) × (1 or series)."""
        return replace(self, **{name: _laid(name, value, shape) for name, value in self.parameters().items()})

    def of_cohort(self, number: int) -> "Lifetime":
        """What `over` gave, for one cohort."""
        laid = self.parameters().items()
        return replace(self, **{name: v[number : number + 1] if len(v) > 1 else v for name, v in laid})

    def of_block(self, block: slice) -> "Lifetime":
        """What `over` gave, for some of the series."""
        laid = self.parameters().items()
        return replace(self, **{name: v[:, block] if v.shape[1] > 1 else v for name, v in laid})

    def varies_by_cohort(self) -> bool:
        """Whether, of what `over` gave, cohorts have lifetimes of their own."""
        return any(len(value) > 1 for value in self.parameters().values())

    def varies_by_series(self) -> bool:
        """Whether, of what `over` gave, series have lifetimes of their own."""
        return any(value.shape[1] > 1 for value in self.parameters().values())


def _laid(name: str, value: Any, shape: tuple[int, ...]) -> Array:
    told = np.asarray(value, float)
    told = told.reshape((1,) * (len(shape) - told.ndim) + told.shape)
    try:
        np.broadcast_to(told, shape)
    except ValueError:
        raise LifetimeError(
            f"{name} has the shape {np.shape(value)}, which does not fit values of the shape {shape}"
        ) from None
    if told[0].size == 1:
        return told.reshape(len(told), 1)
    return np.broadcast_to(told, (len(told), *shape[1:])).reshape(len(told), -1)


def _must(good: Any, name: str, rule: str) -> None:
    if not np.all(good):
        raise LifetimeError(f"{name} {rule}")


@dataclass(frozen=True)
class Fixed(Lifetime):
    """All of an inflow leaves when it is `mean` years old."""

    mean: Any

    def __post_init__(self) -> None:
        """Refuse what no lifetime can be."""
        _must(np.asarray(self.mean) >= 0, "mean", "must not be negative")

    def survival(self, age: ArrayLike) -> Array:
        """All until the age is reached, none from then on."""
        return np.asarray(np.asarray(age) < self.mean, dtype=float)


@dataclass(frozen=True)
class _MeanAndSd(Lifetime):
    mean: Any
    sd: Any

    def __post_init__(self) -> None:
        """Refuse what no distribution can have."""
        _must(np.asarray(self.mean) > 0, "mean", "must be above zero")
        _must(np.asarray(self.sd) > 0, "sd", "must be above zero; a lifetime without spread is Fixed")


class Normal(_MeanAndSd):
    """Normal with `mean` and `sd`. Its share below age 0, Φ(−mean/sd), leaves in the year of the inflow."""

    def survival(self, age: ArrayLike) -> Array:
        """Φ((mean − age)/sd)."""
        return below((self.mean - np.asarray(age, float)) / self.sd)


class FoldedNormal(_MeanAndSd):
    """Folded normal: |X| for X normal with `mean` and `sd`, which are those of the curve before folding."""

    def survival(self, age: ArrayLike) -> Array:
        """Φ((mean − age)/sd) + Φ((−mean − age)/sd), and all before age 0."""
        ages = np.asarray(age, float)
        left = below((self.mean - ages) / self.sd) + below((-self.mean - ages) / self.sd)
        return np.where(ages < 0, 1.0, left)


class LogNormal(_MeanAndSd):
    """Lognormal; `mean` and `sd` are those of the lifetime itself, not of its logarithm."""

    def survival(self, age: ArrayLike) -> Array:
        """Φ((μ − ln age)/σ) with σ² = ln(1 + sd²/mean²) and μ = ln mean − σ²/2."""
        variance = np.log1p((np.asarray(self.sd) / self.mean) ** 2)
        with np.errstate(divide="ignore"):
            logarithm = np.log(np.maximum(np.asarray(age, float), 0.0))
        return below((np.log(self.mean) - variance / 2 - logarithm) / np.sqrt(variance))


class Gamma(_MeanAndSd):
    """Gamma with `mean` and `sd`: shape (mean/sd)², scale sd²/mean."""

    def survival(self, age: ArrayLike) -> Array:
        """The regularised upper incomplete gamma function Q(shape, age/scale)."""
        scale = np.asarray(self.sd, float) ** 2 / self.mean
        ages = np.maximum(np.asarray(age, float), 0.0)
        return np.asarray(special.gammaincc(self.mean / scale, ages / scale))


@dataclass(frozen=True)
class Weibull(Lifetime):
    """Weibull by its `mean` and `shape`; `Weibull.of_scale` takes the scale, as flodym does."""

    mean: Any
    shape: Any

    def __post_init__(self) -> None:
        """Refuse what no distribution can have."""
        _must(np.asarray(self.mean) > 0, "mean", "must be above zero")
        _must(np.asarray(self.shape) > 0, "shape", "must be above zero")

    @classmethod
    def of_scale(cls, scale: Any, shape: Any) -> "Weibull":
        """The distribution with survival exp(−(age/scale)^shape)."""
        return cls(np.asarray(scale) * special.gamma(1 + 1 / np.asarray(shape, float)), shape)

    @property
    def scale(self) -> Array:
        """The age at which 1/e is left."""
        return np.asarray(self.mean / special.gamma(1 + 1 / np.asarray(self.shape, float)))

    def survival(self, age: ArrayLike) -> Array:
        """exp(−(age/scale)^shape)."""
        ages = np.maximum(np.asarray(age, float), 0.0)
        return np.asarray(np.exp(-((ages / self.scale) ** self.shape)))


@dataclass(frozen=True)
class Observed(Lifetime):
    """What a count has shown: the shares that are left at age 0, 1, 2 … years, straight lines between.

    After the last age nothing is left unless the last share says otherwise: it then stays.
    """

    shares: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse shares that rise or lie outside 0 to 1."""
        told = np.asarray(self.shares, float)
        _must(told.ndim == 1 and told.size > 0, "shares", "must be a row of at least one number")
        _must((told >= 0) & (told <= 1), "shares", "must lie between 0 and 1")
        _must(np.diff(told) <= 0, "shares", "must not rise with age: what has left does not come back")

    def parameters(self) -> dict[str, Any]:
        """None that could differ between cohorts or series."""
        return {}

    def survival(self, age: ArrayLike) -> Array:
        """The line through the shares; all before age 0."""
        ages = np.asarray(age, float)
        return np.where(ages < 0, 1.0, np.interp(ages, np.arange(len(self.shares)), self.shares))
