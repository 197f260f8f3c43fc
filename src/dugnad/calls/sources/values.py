"""How the values of a schema are read, each with what would be right when it cannot be."""

import re
from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from dugnad.calls.kinds import CallKind, QuestionKind
from dugnad.calls.states import Languages
from dugnad.documents.kinds import LengthUnit, Theme

CODES = ("nb", "nn", "en")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
NAME = re.compile(r"[-a-z0-9]+")
SMALL, LARGE = 32_767, 2_147_483_647
Reader = Callable[[Any], Any]


class Misread(ValueError):
    """A value that cannot be read; the text says what would be right."""


def texts(value: Any) -> dict[str, str]:
    """A text by language; what is missing is empty."""
    if value is None:
        return dict.fromkeys(CODES, "")
    if not isinstance(value, dict) or value.keys() - set(CODES):
        raise Misread(_('Write the text by language: {"nb": "…", "nn": "…", "en": "…"}.'))
    return {code: text()(value.get(code, "")) for code in CODES}


def text(most: int = 60_000) -> Reader:
    """A text of at most so many characters."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or CONTROL.search(value) or len(value) > most:
            raise Misread(_("Write a text of at most %(most)s characters.") % {"most": most})
        return value

    return read


def short_name(most: int) -> Reader:
    """A name that can stand in an address, or nothing."""

    def read(value: Any) -> str:
        if value == "" or (isinstance(value, str) and len(value) <= most and NAME.fullmatch(value)):
            return str(value)
        raise Misread(
            _("Write a short name of the letters a–z, digits and hyphens, for example electric-cars.")
        )

    return read


def whole(least: int, most: int, *, may_lack: bool = False) -> Reader:
    """A whole number between two others; null for none where it may lack."""

    def read(value: Any) -> int | None:
        if value is None and may_lack:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            message = _("Write a whole number from %(least)s to %(most)s.")
            raise Misread(message % {"least": least, "most": most})
        return value

    return read


def one_of(known: Iterable[str]) -> Reader:
    """One of the words that we know."""
    words = list(known)

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in words:
            shown = ", ".join(word or "“”" for word in words)
            raise Misread(_("Write one of these: %(known)s") % {"known": shown})
        return value

    return read


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Misread(_("Write true or false."))
    return value


def day(value: Any) -> date:
    """A day in ISO form."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Misread(_("Write a day as 2021-04-30.")) from None


def clock(value: Any) -> time:
    """A time of day in ISO form."""
    try:
        read = time.fromisoformat(value)
    except (TypeError, ValueError):
        raise Misread(_("Write a time as 16:00.")) from None
    return read.replace(tzinfo=None)


def choices(value: Any) -> list[dict[str, str]]:
    """The choices of a question, each with a key of its own and its words by language."""
    rows: list[Any] = value if isinstance(value, list) else [None]
    for row in rows:
        strings = isinstance(row, dict) and all(isinstance(word, str) for word in row.values())
        if not strings or not row.get("key") or row.keys() - {"key", *CODES}:
            raise Misread(_('Write each choice as {"key": "yes", "nb": "Ja", "nn": "Ja", "en": "Yes"}.'))
    if len({row["key"] for row in rows}) < len(rows):
        raise Misread(_("Two choices have the same key."))
    return [{name: text(300)(row.get(name, "")) for name in ("key", *CODES)} for row in rows]


CALL_VALUES: dict[str, Reader] = {
    "kind": one_of(CallKind.values),
    "year": whole(2000, 2100),
    "languages": one_of(Languages.values),
    "opens": day,
    "due_day": day,
    "due_time": clock,
    "zone": one_of(["Europe/Oslo"]),
    "grace_minutes": whole(0, 1440),
    "minutes": whole(1, 600),
    "four_eyes": flag,
    "asks_basis": flag,
    "confirm_days": whole(0, 365),
}
QUESTION_VALUES: dict[str, Reader] = {
    "kind": one_of(QuestionKind.values),
    "unit": text(130),
    "required": flag,
    "choices": choices,
    "least": whole(0, LARGE),
    "most": whole(0, LARGE),
    "length_unit": one_of(LengthUnit.values),
    "indicator": text(60),
    "indicator_sector": text(20),
    "indicator_year": whole(0, SMALL, may_lack=True),
    "becomes": short_name(60),
    "topic": one_of(["", *Theme.values]),
    "point": text(60),
    "is_profile": flag,
    "is_confidential": flag,
}
