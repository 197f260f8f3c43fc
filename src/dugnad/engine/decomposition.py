"""What a change is made of: the contribution of each part, and of scale and intensity.

All decompositions here are additive and perfect: the contributions sum to the change, nothing is left over,
and seen backwards in time each has the opposite sign. Values are in one unit, which the caller carries;
contributions are in the same unit.

Parts. The change of a sum is the sum of the changes of its parts: sectors, municipalities, or both. A part
that is not in a year's mapping has none of it (0); one that is None is not known, and what it may have
changed stands in `remainder` when the two totals are known all the same.

Factors. Where each part is a product (emissions = inhabitants × emissions per inhabitant), its change is
shared among the factors by the additive logarithmic mean Divisia index, LMDI-I: factor x contributes
L(V₁, V₀) · ln(x₁ / x₀), where L(a, b) = (a − b) / ln(a / b) and L(a, a) = a.

Zeros. ln 0 is not defined, so the limit is used: of a part that appears from nothing, or goes to nothing,
the whole change belongs to the factors that are zero at that end, in equal shares where they are several;
a part that is nothing at both ends changes nothing. Values below zero have no logarithm and are refused:
land that takes up carbon can be decomposed into parts, not into factors.

Sources: B. W. Ang, “The LMDI approach to decomposition analysis: a practical guide”, Energy Policy 33
(2005), and “LMDI decomposition approach: a guide for implementation”, Energy Policy 86 (2015); for zeros
B. W. Ang and N. Liu, “Handling zero values in the logarithmic mean Divisia index decomposition approach”,
Energy Policy 35 (2007).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum, isclose, log, log1p, prod
from typing import Generic, TypeVar

Label = TypeVar("Label", bound=Hashable)
Values = Mapping[Label, float | None]
Factors = Mapping[Label, Sequence[float]]


class DecompositionError(ValueError):
    """Values that cannot be decomposed; the message names the part."""


@dataclass(frozen=True)
class Contribution(Generic[Label]):
    """What one part or factor was, became, and so contributes."""

    label: Label
    first: float
    last: float
    value: float

    def share_of(self, whole: float) -> float | None:
        """The contribution as a share of a whole, such as the first total; None of zero."""
        return self.value / whole if whole else None


@dataclass(frozen=True)
class Decomposition(Generic[Label]):
    """The change of a total, and what each part was and became.

    `change` = the sum of the contributions + `remainder`; the remainder is 0 unless parts are `lacking`.
    """

    first: float
    last: float
    ends: Mapping[Label, tuple[float, float]]
    lacking: tuple[Label, ...] = ()

    @property
    def change(self) -> float:
        """The change of the total, in its unit."""
        return self.last - self.first

    @cached_property
    def by_label(self) -> dict[Label, float]:
        """Each part's contribution."""
        return {label: last - first for label, (first, last) in self.ends.items()}

    @cached_property
    def parts(self) -> tuple[Contribution[Label], ...]:
        """The contributions, largest first whatever their direction; alike ones by their labels."""
        parts = [Contribution(label, *ends, self.by_label[label]) for label, ends in self.ends.items()]
        return tuple(sorted(parts, key=lambda part: (-abs(part.value), str(part.label))))

    @cached_property
    def remainder(self) -> float:
        """What parts that are not known have contributed together."""
        return self.change - fsum(self.by_label.values()) if self.lacking else 0.0


@dataclass(frozen=True)
class Effects:
    """A change shared among factors: one value a factor, in the factors' order."""

    first: float
    last: float
    values: tuple[float, ...]

    @property
    def change(self) -> float:
        """The change of the product, in its unit."""
        return self.last - self.first


# Parts -----------------------------------------------------------------------------------------------


def contributions(
    first: Values[Label],
    last: Values[Label],
    *,
    first_total: float | None = None,
    last_total: float | None = None,
) -> Decomposition[Label]:
    """The contribution of each part to the change of their sum from one year to another.

    Totals are the sums unless given. Raises DecompositionError where a part is None and totals are not.
    """
    labels = [*first, *(label for label in last if label not in first)]
    ends = [(label, first.get(label, 0.0), last.get(label, 0.0)) for label in labels]
    known = {label: (a, b) for label, a, b in ends if a is not None and b is not None}
    lacking = tuple(sorted((label for label in labels if label not in known), key=str))
    if lacking and (first_total is None or last_total is None):
        raise DecompositionError(f"{lacking[0]} has no figure, and no totals are given.")
    return Decomposition(
        fsum(a for a, _b in known.values()) if first_total is None else first_total,
        fsum(b for _a, b in known.values()) if last_total is None else last_total,
        known,
        lacking,
    )


def largest(
    found: Decomposition[Label], count: int
) -> tuple[tuple[Contribution[Label], ...], float, tuple[Contribution[Label], ...]]:
    """The largest contributions, what the others contribute together, and the others."""
    shown, others = found.parts[:count], found.parts[count:]
    return shown, fsum(part.value for part in others), others


# Factors ---------------------------------------------------------------------------------------------


def logarithmic_mean(a: float, b: float) -> float:
    """L(a, b) of two values ≥ 0: between them, a where they are equal, 0 where one of them is 0."""
    if a == b or not a or not b:
        return a if a == b else 0.0
    return (a - b) / _log_ratio(a, b)


def effects(first: Factors[Label], last: Factors[Label]) -> Effects:
    """The change of a sum of products shared among their factors, by LMDI-I.

    `{part: (factor, factor, …)}`, the same factors in the same order for every part, each ≥ 0. A part that
    one end does not have is nothing there: all its factors are 0, and its change is shared equally, so
    name the factors that are known (a municipality without emissions still has inhabitants).
    Raises DecompositionError for a factor below zero, or parts with different numbers of factors.
    """
    counts = {len(factors) for factors in (*first.values(), *last.values())}
    if len(counts) > 1:
        raise DecompositionError("Every part must have the same factors.")
    nothing = (0.0,) * (counts.pop() if counts else 0)
    shared = [
        _effects_of(label, first.get(label, nothing), last.get(label, nothing))
        for label in sorted(first.keys() | last.keys(), key=str)
    ]
    return Effects(
        fsum(map(prod, first.values())),
        fsum(map(prod, last.values())),
        tuple(fsum(values) for values in zip(*shared, strict=True)) if shared else nothing,
    )


def scale_and_intensity(
    first: Values[Label], last: Values[Label], first_scale: float, last_scale: float
) -> Effects:
    """What a change in scale (inhabitants) and in intensity (each part per inhabitant) have contributed.

    The effects are (scale, intensity). Parts are those that share the scale, such as the sectors of a
    place. Raises DecompositionError for a part that is None or below zero, or a scale that is not above zero.
    """
    if min(first_scale, last_scale) <= 0:
        raise DecompositionError("The scale must be above zero in both years.")
    return effects(
        _per(first, first_scale, last.keys()),
        _per(last, last_scale, first.keys()),
    )


def _per(values: Values[Label], scale: float, others: Iterable[Label]) -> dict[Label, tuple[float, float]]:
    found = dict.fromkeys(others, (scale, 0.0))
    for label, value in values.items():
        if value is None:
            raise DecompositionError(f"{label} has no figure.")
        found[label] = (scale, value / scale)
    return found


def _effects_of(label: object, first: Sequence[float], last: Sequence[float]) -> tuple[float, ...]:
    if min((*first, *last), default=0.0) < 0:
        raise DecompositionError(f"{label} has a factor below zero, which cannot be decomposed.")
    before, after = prod(first), prod(last)
    if before and after:
        weight = logarithmic_mean(after, before)
        return tuple(weight * _log_ratio(b, a) for a, b in zip(first, last, strict=True))
    if before == after:
        return (0.0,) * len(first)
    gone = [not end for end in (last if before else first)]
    return tuple((after - before) / sum(gone) if zero else 0.0 for zero in gone)


def _log_ratio(a: float, b: float) -> float:
    """ln(a / b); near 1 by way of the difference: such a quotient has lost the digits that count."""
    return log1p((a - b) / b) if isclose(a, b, rel_tol=0.5) else log(a) - log(b)
