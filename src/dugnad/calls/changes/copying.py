"""What a question takes along into another call; the years in its words move with it."""

from typing import Any

from dugnad.calls.models import Question

COPIED = (
    "key", "kind", "unit", "required", "choices", "least", "most", "length_unit",
    "label_nb", "label_nn", "label_en", "help_nb", "help_nn", "help_en", "indicator", "indicator_sector",
    "becomes", "topic", "point", "is_profile",
)  # fmt: skip


def copied(question: Question, years: int) -> dict[str, Any]:
    """The fields of a question in a call so many years later; a condition is the new call's own."""
    values = {name: getattr(question, name) for name in COPIED}
    year = question.indicator_year
    words = [name for name in values if name.startswith(("label_", "help_"))]
    moved = {name: str(values[name]).replace(str(year), str(year + years)) for name in words} if year else {}
    return values | moved | {"indicator_year": year + years if year else None}
