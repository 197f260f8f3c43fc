"""What a question takes along into another call; the years in its words move with it."""

import re
from collections.abc import Mapping
from typing import Any

from dugnad.calls.kinds import QUESTION_KINDS, QuestionKind
from dugnad.calls.models import Question
from dugnad.documents.kinds import LengthRule, LengthUnit
from dugnad.documents.queries import length_in

# “250–500 ord”, where a help text says how long a story is.
LENGTH = re.compile(r"\d[\d\s.,]*–\d[\d\s.,]*(?:ord|words|tegn|teikn|characters)\b")
UNITS = {
    LengthUnit.WORDS: {"nb": "ord", "nn": "ord", "en": "words"},
    LengthUnit.CHARACTERS: {"nb": "tegn", "nn": "teikn", "en": "characters"},
}
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
COPIED = (
    "key", "kind", "unit", "required", "choices", "least", "most", "length_unit",
    "label_nb", "label_nn", "label_en", "help_nb", "help_nn", "help_en", "indicator", "indicator_sector",
    "becomes", "flow_id", "topic", "point", "is_profile", "is_confidential",
)  # fmt: skip


def copied(question: Question, years: int) -> dict[str, Any]:
    """The fields of a question in a call so many years later; a condition is the new call's own."""
    values = {name: getattr(question, name) for name in COPIED}
    year = question.indicator_year
    words = [name for name in values if name.startswith(("label_", "help_"))]
    moved = {name: in_years(values[name], question.call.year, years, year) for name in words}
    return values | moved | {"indicator_year": year + years if year else None}


def in_length_of(year: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a question; a story gets the length that the secretariat has set for the year."""
    tells_story = QUESTION_KINDS[QuestionKind(values["kind"])].tells_story
    rule = length_in(year) if tells_story else None
    if rule is None:
        return dict(values)
    told = {
        name: LENGTH.sub(_length_in(name[-2:], rule), values[name], count=1)
        for name in ("help_nb", "help_nn", "help_en")
        if values.get(name)
    }
    return {**values, **told, "least": rule.least, "most": rule.most, "length_unit": rule.unit}


def _length_in(language: str, rule: LengthRule) -> str:
    """The rule in words: 700–1 000 tegn."""
    space = "," if language == "en" else " "
    numbers = "–".join(f"{number:,}".replace(",", space) for number in (rule.least, rule.most))
    return f"{numbers} {UNITS[rule.unit][language]}"


def in_years(text: str, year: int, years: int, *others: int | None) -> str:
    """A text so many years later: the year of its call, the one before it and those of its figures move.

    Any other year is a goal or a fact, and stays.
    """
    moving = {str(one) for one in (year, year - 1, *others) if one}
    return YEAR.sub(lambda found: str(int(found[0]) + years) if found[0] in moving else found[0], text)
