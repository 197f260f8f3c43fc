"""Ranks without a tolerance for conditions that are no balances: elimination modulo a large prime.

Coefficients are taken as the decimal numbers that were written (0.4 is 2/5) and everything is computed in
whole numbers modulo 2^61 − 1, so a number is nothing or it is not. The answer differs from the rational one
only where the prime divides a determinant that is not zero, which has a chance of about 1 in 10^18 each.
Conditions that are products are looked at where flows are drawn at random among those that keep all linear
conditions: what holds there holds at almost every point, and a value that happens to be zero hides nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

PRIME = (1 << 61) - 1

Row = dict[int, int]  # column → number, none of them 0


@dataclass(frozen=True)
class Ranks:
    """What elimination tells of conditions on unknown and known quantities, by row and column.

    kept: rows that are independent; found: unknown columns that the conditions tell, held: unknown columns
    that may be chosen at will; joined: known columns that conditions without unknowns tie; dof: how many
    such conditions there are on known columns that are no constants.
    """

    kept: tuple[int, ...]
    found: frozenset[int]
    held: tuple[int, ...]
    joined: frozenset[int]
    dof: int


@cache
def residue(number: float) -> int:
    """A decimal number modulo the prime."""
    exact = Fraction(repr(float(number)))
    return exact.numerator % PRIME * pow(exact.denominator, -1, PRIME) % PRIME


def row(terms: Iterable[tuple[int, float]]) -> Row:
    """Σ coefficient × column as a row; terms of one column add up."""
    found: Row = {}
    for column, number in terms:
        found[column] = (found.get(column, 0) + residue(number)) % PRIME
    return {column: number for column, number in found.items() if number}


def ranks(rows: list[Row], unknown: frozenset[int], constant: frozenset[int]) -> Ranks:
    """Eliminates the unknown columns, then the known ones that are no constants."""
    rows = [dict(each) for each in rows]
    pivots = _eliminated(rows, lambda column: column in unknown, range(len(rows)))
    rest = [at for at in range(len(rows)) if at not in pivots]
    joined = frozenset(column for at in rest for column in rows[at])
    further = _eliminated(rows, lambda column: column not in constant, rest)
    held = unknown - set(pivots.values())
    found = {column for at, column in pivots.items() if not held & rows[at].keys()}
    kept = tuple(sorted({*pivots, *further}))
    return Ranks(kept, frozenset(found), tuple(sorted(held)), joined, len(further))


def solved(rows: list[Row], columns: int, free: Iterable[int]) -> list[int]:
    """Numbers of all columns that keep Σ = 0 in each row; those that may be chosen are taken from `free`.

    The column after the last is 1: its coefficients are right-hand sides.
    """
    rows = [dict(each) for each in rows]
    pivots = _eliminated(rows, lambda column: column < columns, range(len(rows)))
    tied = set(pivots.values())
    drawn = iter(free)
    value = [0 if column in tied else next(drawn) for column in range(columns)] + [1]
    for at, column in pivots.items():
        others = sum(number * value[other] for other, number in rows[at].items() if other != column)
        value[column] = -others * pow(rows[at][column], -1, PRIME) % PRIME
    return value


def _eliminated(rows: list[Row], wanted: Callable[[int], bool], among: Iterable[int]) -> dict[int, int]:
    """Gauss and Jordan on some rows and wanted columns, shortest rows first; row → its column."""
    left = set(among)
    within: dict[int, set[int]] = {}
    for at in left:
        for column in rows[at]:
            within.setdefault(column, set()).add(at)
    pivots: dict[int, int] = {}
    while ready := [at for at in left if any(wanted(column) for column in rows[at])]:
        at = min(ready, key=lambda each: (len(rows[each]), each))
        column = min((c for c in rows[at] if wanted(c)), key=lambda each: (len(within[each]), each))
        left.discard(at)
        pivots[at] = column
        inverse = pow(rows[at][column], -1, PRIME)
        for other in within[column] - {at}:
            _add(rows, within, other, at, -rows[other][column] * inverse % PRIME)
    return pivots


def _add(rows: list[Row], within: dict[int, set[int]], other: int, at: int, factor: int) -> None:
    """Adds a multiple of one row to another; `within` is kept."""
    into = rows[other]
    for column, number in rows[at].items():
        total = (into.get(column, 0) + factor * number) % PRIME
        if total:
            into[column] = total
            within.setdefault(column, set()).add(other)
        elif column in into:
            del into[column]
            within[column].discard(other)
