"""Rows by sub-region: what is long is opened part by part, and a reader knows in which part to look."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from dugnad.members.queries import alphabetical

Row = TypeVar("Row")


@dataclass(frozen=True)
class Group(Generic[Row]):
    """The rows of one sub-region; without a name those that are in none."""

    name: str
    rows: list[Row]


def by_subregion(rows: Iterable[Row], name_of: Callable[[Row], str]) -> list[Group[Row]]:
    """The rows by the name of their sub-region, in the alphabet's order; those without one stand last."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(name_of(row), []).append(row)
    in_order = sorted(found, key=lambda name: (not name, alphabetical(name)))
    return [Group(name, found[name]) for name in in_order]
