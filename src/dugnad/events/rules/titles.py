"""Rules of titles: what the machine writes stands in all languages, what somebody writes in theirs."""

from collections.abc import Callable
from typing import Any

LANGUAGES = ("nb", "nn", "en")


def in_one(title: str, language: str) -> dict[str, str]:
    """A title as somebody writes it: in one language, and nobody translates it."""
    return in_all(lambda code: title if code == language else "")


def in_all(word: Callable[[str], str]) -> dict[str, str]:
    """A title that the machine writes: what `word` gives for each language."""
    return {f"title_{code}": word(code) for code in LANGUAGES}


def of_all(noun: Any) -> list[str]:
    """The titles of something that has them in three languages, empty ones too."""
    return [getattr(noun, f"title_{code}") for code in LANGUAGES]


def after_edit(item: Any, title: str, language: str) -> dict[str, str]:
    """The titles of a point when somebody has saved it: what they left as it stood keeps its languages."""
    told = of_all(item)
    is_left = title == item.title and sum(map(bool, told)) > 1
    return dict(zip(in_all(str), told, strict=True)) if is_left else in_one(title, language)
