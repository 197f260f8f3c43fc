"""A municipality code with its days, and what can be wrong with one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Code:
    """A municipality code with its days; `successors` are (code, weight) pairs, None for no known weight."""

    code: str
    name: str
    county_code: str
    county_name: str
    valid_from: date
    valid_to: date | None
    successors: tuple[tuple[str, float | None], ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether the code holds on a day; its last day is included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class BoundaryError(ValueError):
    """A code or a name that cannot be moved or placed; the message names it."""


class SplitRefused(BoundaryError):
    """A code was divided between several, and no key says how."""

    def __init__(self, code: str, day: date, candidates: Iterable[str]) -> None:
        self.code = code
        self.day = day
        self.candidates = tuple(sorted(candidates))
        listed = ", ".join(self.candidates)
        super().__init__(f"{code} is divided between {listed} on {day}; name a key to share it.")


class UnknownCode(BoundaryError):
    """A code that no division knows, or that a division does not have on the day that is asked about."""

    def __init__(self, code: str, day: date | None = None) -> None:
        self.code = code
        self.day = day
        where = f"in the division of {day}" if day else "of any division that is known here"
        super().__init__(f"{code} is not a municipality code {where}.")


class UnplacedName(BoundaryError):
    """A name that is not exactly one municipality on the day; `candidates` are what it may be."""

    def __init__(self, name: str, day: date, candidates: Sequence[Code]) -> None:
        self.name = name
        self.day = day
        self.candidates = tuple(candidates)
        listed = ", ".join(f"{c.name} ({c.county_name}, {c.code})" for c in candidates)
        told = f"may be {listed}" if candidates else "is no municipality"
        super().__init__(f"“{name}” {told} in the division of {day}.")
