"""Yes or no, about evaluations: when they are asked and answered, and what may be shown of them."""

from datetime import date
from typing import Protocol

FEWEST = 5  # with fewer answers one can guess who said what


class Evaluated(Protocol):
    """An evaluation as the rules see it."""

    closes: date


class Requested(Protocol):
    """Somebody who was asked, as the rules see them."""

    answered_on: date | None


def can_evaluate(evaluation: Evaluated, one: Requested, *, on: date) -> bool:
    """Whether somebody can still say how it was: once, to the last day."""
    return one.answered_on is None and on <= evaluation.closes


def may_show(answered: int) -> bool:
    """Whether so many have answered that nobody is known by what they said."""
    return answered >= FEWEST
