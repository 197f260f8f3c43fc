"""What a question takes along into another call; the years in its words move with it."""

import re
from typing import Any

from dugnad.calls.models import Question

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
COPIED = (
    "key", "kind", "unit", "required", "choices", "least", "most", "length_unit",
    "label_nb", "label_nn", "label_en", "help_nb", "help_nn", "help_en", "indicator", "indicator_sector",
    "becomes", "topic", "point", "is_profile", "is_confidential",
)  # fmt: skip


def copied(question: Question, years: int) -> dict[str, Any]:
    """The fields of a question in a call so many years later; a condition is the new call's own."""
    values = {name: getattr(question, name) for name in COPIED}
    year = question.indicator_year
    words = [name for name in values if name.startswith(("label_", "help_"))]
    moved = {name: in_years(values[name], question.call.year, years, year) for name in words}
    return values | moved | {"indicator_year": year + years if year else None}


def in_years(text: str, year: int, years: int, *others: int | None) -> str:
    """A text so many years later: the year of its call, the one before it and those of its figures move.

    Any other year is a goal or a fact, and stays.
    """
    moving = {str(one) for one in (year, year - 1, *others) if one}
    return YEAR.sub(lambda found: str(int(found[0]) + years) if found[0] in moving else found[0], text)
