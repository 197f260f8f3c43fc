"""How exactly figures are shown: decided once for all that stand together, by the largest of them."""

from collections.abc import Iterable
from math import floor, isfinite, log10

DIGITS = 3  # that the largest figure keeps
MOST = 12


def decimals_needed(values: Iterable[float | None], *, least: int = 0, digits: int = DIGITS) -> int:
    """So many decimals that the largest keeps its digits, but none that is a zero in every figure."""
    known = [abs(value) for value in values if value is not None and isfinite(value)]
    largest = max(known, default=0.0)
    if not largest:
        return least
    wanted = min(digits - 1 - floor(log10(largest)), MOST)
    alike = (few for few in range(least, wanted) if all(_same(value, few, wanted) for value in known))
    return next(alike, max(least, wanted))


def kept(value: float, decimals: int, digits: int = 6) -> float:
    """A figure as it is stored: a small one keeps digits, since decimals alone would make it nothing.

    Never minus zero, which one database keeps and another does not.
    """
    small = 0 < abs(value) < 1
    return round(value, decimals_needed([value], least=decimals, digits=digits) if small else decimals) + 0.0


def _same(value: float, few: int, many: int) -> bool:
    return round(value, few) == round(value, many)
