"""Classes of values for a map: few enough to tell apart by eye, with limits that people can say.

Values of one sign are put in classes of about as many members each; of several ways to class values these
are the ones that readers compare most rightly from map to map. Changes, which go both ways, are classed by
the same steps on both sides of zero, so that a fall and a rise of one size are equally strong.

Source: C. A. Brewer and L. Pickle, “Evaluation of methods for classifying epidemiological data on choropleth
maps in series”, Annals of the Association of American Geographers 92:4 (2002).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10

COUNT = 5
NICE = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.5, 10.0)
MOST_DIGITS = 6


@dataclass(frozen=True)
class Classes:
    """Limits between classes, rising: class i holds values from limit i-1, and below limit i."""

    limits: tuple[float, ...]
    is_signed: bool = False

    def __len__(self) -> int:
        return len(self.limits) + 1

    def of(self, value: float) -> int:
        """The number of the class of a value, from 0 for the lowest."""
        return bisect_right(self.limits, value)

    def bounds(self, number: int) -> tuple[float | None, float | None]:
        """From where and to where a class goes; None where it has no end."""
        below = self.limits[number - 1] if number else None
        return below, self.limits[number] if number < len(self.limits) else None


def equal_classes(values: Iterable[float], *, count: int = COUNT) -> Classes:
    """At most `count` classes of about as many values each, with limits as round as keeps them apart.

    Equal values are never parted, so that fewer classes may come of it: one where all are alike.
    """
    found = sorted(value for value in values if isfinite(value))
    limits = [found[part * len(found) // count] for part in range(1, count)] if found else []
    limits = sorted({limit for limit in limits if limit > found[0]})
    return Classes(_rounded(limits, found))


def signed_classes(values: Iterable[float]) -> Classes:
    """Six classes: three of falls and three of rises, by a nice step and twice the step from zero."""
    sizes = sorted(abs(value) for value in values if isfinite(value) and value)
    step = _nice(sizes[len(sizes) // 2]) if sizes else 1.0
    return Classes((-2 * step, -step, 0.0, step, 2 * step), is_signed=True)


def _rounded(limits: Sequence[float], values: Sequence[float]) -> tuple[float, ...]:
    """The limits with as few digits as leave nine of ten values in the class that they were in."""
    exact = [bisect_right(limits, value) for value in values]
    for digits in range(1, MOST_DIGITS + 1):
        round_ones = tuple(_to_digits(limit, digits) for limit in limits)
        apart = len(set(round_ones)) == len(round_ones)
        if apart and _moved(exact, [bisect_right(round_ones, value) for value in values]) <= len(values) / 10:
            return round_ones
    return tuple(limits)


def _moved(before: Sequence[int], after: Sequence[int]) -> int:
    return sum(one != other for one, other in zip(before, after, strict=True))


def _to_digits(value: float, digits: int) -> float:
    return round(value, digits - 1 - floor(log10(abs(value)))) if value else 0.0


def _nice(value: float) -> float:
    """The nearest of the steps that people count in."""
    power = 10.0 ** floor(log10(value))
    return min((step * power for step in NICE), key=lambda step: abs(step - value))
