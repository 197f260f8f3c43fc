"""Cells of a sheet as typed values; what cannot be read says what would be right."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Choices
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Unreadable(ValueError):
    """A cell that is not what its column wants; the text says what is wrong and what would be right."""


def text(cell: Any) -> str:
    """Text as typed: numbers lose no digit, line ends are one character."""
    return with_line_feeds("" if cell is None else str(cell)).strip()


def with_line_feeds(words: str) -> str:
    """Text with one character for each line end, whichever machine it was written on."""
    return words.replace("\r\n", "\n").replace("\r", "\n")


def whole_number(cell: Any) -> int | None:
    """A whole number, or nothing."""
    words = text(cell)
    if not words:
        return None
    if not words.isdecimal():
        raise Unreadable(_("“%(cell)s” is not a whole number, such as 12") % {"cell": words})
    return int(words)


def day(cell: Any) -> date | None:
    """A day: a date cell, 2021-05-03 or 3.5.2021; or nothing."""
    words = text(cell)
    if not words:
        return None
    for reading in (lambda: date.fromisoformat(words[:10]), lambda: _norwegian_day(words)):
        try:
            return reading()
        except ValueError:
            continue
    raise Unreadable(_("“%(cell)s” is not a date, for example 3.5.2021") % {"cell": words})


def yes_or_no(cell: Any) -> bool:
    """Yes or no in any of our languages; an empty cell is no."""
    if isinstance(cell, bool):
        return cell
    words = text(cell).casefold()
    if words in in_every_language(YES) | {"true", "1", "x"}:
        return True
    if words in in_every_language(NO) | {"false", "0", ""}:
        return False
    raise Unreadable(_("“%(cell)s” is neither yes nor no") % {"cell": words})


def one_of(choices: type[Choices], *, empty: Any = None) -> Callable[[Any], Any]:
    """A reader of one of these choices, by its value or by its label in any of our languages."""

    by_name: dict[str, Any] = {}

    def read(cell: Any) -> Any:
        if not by_name:
            by_name.update(_names_of(choices))
        words = text(cell).casefold()
        if not words and empty is not None:
            return empty
        if words in by_name:
            return by_name[words]
        known = ", ".join(str(choice.label) for choice in choices)
        raise Unreadable(_("“%(cell)s” is not one of: %(known)s") % {"cell": text(cell), "known": known})

    return read


YES, NO = gettext_lazy("Yes"), gettext_lazy("No")


def in_every_language(label: Promise | str) -> frozenset[str]:
    """A label in each of our languages, folded, so that a sheet written in one can be read in another."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add(str(label).strip().casefold())
    return frozenset(found)


def _names_of(choices: type[Choices]) -> dict[str, Any]:
    return {
        name: choice
        for choice in choices
        for name in in_every_language(choice.label) | {str(choice.value).casefold()}
    }


def _norwegian_day(words: str) -> date:
    return datetime.strptime(words, "%d.%m.%Y").date()  # noqa: DTZ007 - a day, no moment
