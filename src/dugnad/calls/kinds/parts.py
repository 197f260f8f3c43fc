"""The parts that answers are made of: how each is read from what people type, and how it is drawn."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dugnad.calls.kinds.figures import can_be_negative, is_per_cent, unit_words
from dugnad.kit.tables import Unreadable, day, in_every_language, with_line_feeds

LARGEST = Decimal(10) ** 15
FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST = 60_000
TRUE, FALSE = gettext_lazy("Yes"), gettext_lazy("No")


@dataclass(frozen=True)
class Choice:
    """One choice of a question, with its words in three languages."""

    key: str
    nb: str
    nn: str = ""
    en: str = ""

    def __str__(self) -> str:
        code = (get_language() or "nb")[:2]
        return getattr(self, code, "") or self.nb or self.en or self.key

    @property
    def names(self) -> frozenset[str]:
        """Every word that means this choice, folded."""
        return frozenset(name.casefold() for name in (self.key, self.nb, self.nn, self.en) if name)


Choices = Mapping[str, Promise | str | Choice]


class NotUnderstood(ValueError):
    """What was typed is not an answer; the text says what would be, `part` where it stands."""

    def __init__(self, message: str, part: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.part = part


@dataclass(frozen=True)
class Part:
    """One input of an answer: its name within the answer, how it is drawn, and how it is read."""

    key: str = ""
    label: Promise | str = ""
    widget: str = "line"  # a row of forms.WIDGETS
    help: Promise | str = ""
    choices: Choices | None = None
    unit: str = ""
    optional: bool = False
    is_conditional: bool = False  # optional only as long as no other part asks for it, so never called so
    is_folded: bool = False  # drawn folded, below the parts that most people fill in

    @property
    def is_several(self) -> bool:
        """Whether several choices make one answer."""
        return self.widget == "choices"

    def read(self, raw: Any) -> Any:
        """The typed value, None for nothing; NotUnderstood names this part."""
        try:
            return self._possible(READERS[self.widget](self._bare(raw), self.choices or {}))
        except NotUnderstood as error:
            raise NotUnderstood(error.message, self.key) from None

    def _bare(self, raw: Any) -> Any:
        """What was typed, without the per cent sign that stands behind the field anyway."""
        is_signed = self.widget == "number" and isinstance(raw, str) and is_per_cent(self.unit)
        return (raw.strip().removesuffix("%") or raw) if is_signed else raw

    def _possible(self, value: Any) -> Any:
        """The value, unless it is below zero in a unit in which nothing can be."""
        if self.widget == "number" and value is not None and value < 0 and not can_be_negative(self.unit):
            message = _("A figure in %(unit)s cannot be below zero. Write it without the minus.")
            raise NotUnderstood(message % {"unit": unit_words(self.unit)})
        return value

    def as_cell(self, value: Any) -> Any:
        """A value as a cell of a workbook shows it, so that it reads back as the same value."""
        if isinstance(value, bool):
            return str(TRUE if value else FALSE)
        if self.widget == "day" and value is not None:
            return date.fromisoformat(value)
        if isinstance(value, list):
            return "; ".join(self._word(one) for one in value)
        return self._word(value) if self.choices and value is not None else value

    @property
    def offered(self) -> tuple[str, ...]:
        """The words of which one is chosen, in the reader's language; none where anything can be written."""
        words = OFFERS.get(self.widget, lambda part: ())(self)
        return tuple(str(word) for word in words)

    @property
    def cell_format(self) -> str:
        """How a spreadsheet should treat the cell of an answer; empty where it may choose by itself."""
        return CELL_FORMATS.get(self.widget, "")

    def _word(self, key: str) -> str:
        return str((self.choices or {}).get(key, key))


def read_text(raw: Any, choices: Choices) -> str | None:
    """Text with its own spaces inside and none around; control characters are left out."""
    if not isinstance(raw, str | int | float | None) or isinstance(raw, bool):
        raise NotUnderstood(_("Write a text."))
    words = with_line_feeds("" if raw is None else str(raw)).strip()
    words = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", words)
    if len(words) > LONGEST:
        raise NotUnderstood(_("The text is too long to be stored. Shorten it, or send it as a file."))
    return words or None


def read_email(raw: Any, choices: Choices) -> str | None:
    """An e-mail address as it was written."""
    words = read_text(raw, choices)
    try:
        validate_email(words or "kari@kommune.no")
    except ValidationError:
        raise NotUnderstood(
            _("Write one e-mail address, for example kari.nordmann@hamar.kommune.no.")
        ) from None
    return words


def read_number(raw: Any, choices: Choices) -> int | float | None:
    """A number as people write it: 1 143 814,5 and 1143814.5 are the same."""
    if raw is None or raw == "":
        return None
    words = "" if isinstance(raw, bool) else str(raw)
    words = "".join(words.split()).replace("\u2212", "-").replace("–", "-")
    if isinstance(raw, str):
        words = _without_thousands(words)
    words = words.replace(",", ".")
    try:
        figure = Decimal(words)
    except InvalidOperation:
        figure = Decimal("NaN")
    if not figure.is_finite() or abs(figure) >= LARGEST:
        raise NotUnderstood(_("Write a number, for example 1 250 or 12,5."))
    return int(figure) if figure == figure.to_integral_value() else float(figure)


def _without_thousands(words: str) -> str:
    """Signs between thousands left out; 1.250 may be either, and a thousandfold error must not pass."""
    is_english = (get_language() or "").startswith("en")
    if is_english and re.fullmatch(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", words):
        return words.replace(",", "")  # as the page itself writes figures
    if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", words):
        whole, part = words.split(".")
        decimals = part.rstrip("0") or "0"
        tail = decimals if len(decimals) < len(part) else f"{decimals}0"
        choice = {"whole": f"{whole} {part}", "part": f"{whole}{'.' if is_english else ','}{tail}"}
        raise NotUnderstood(_("Do you mean %(whole)s or %(part)s? Write it like that.") % choice)
    return words.replace(".", "") if re.fullmatch(r"-?\d{1,3}(\.\d{3}){2,}(,\d+)?", words) else words


def read_day(raw: Any, choices: Choices) -> str | None:
    """A day in ISO form: from 2021-05-03 or 3.5.2021."""
    try:
        found: date | None = day(raw)
    except Unreadable:
        raise NotUnderstood(_("Write a date, for example 3.5.2021.")) from None
    return found.isoformat() if found else None


def read_year(raw: Any, choices: Choices) -> int | None:
    """A year of our own time."""
    try:
        figure = read_number(raw, choices)
    except NotUnderstood:  # its words are about numbers, and 1 250 is no year
        figure = 0
    if figure is None or (isinstance(figure, int) and FIRST_YEAR <= figure <= LAST_YEAR):
        return figure
    message = _("Write a year from %(first)s to %(last)s, for example 2021.")
    raise NotUnderstood(message % {"first": FIRST_YEAR, "last": LAST_YEAR})


def read_choice(raw: Any, choices: Choices) -> str | None:
    """The key of one choice, from its key or from its label in any language."""
    if raw is None or raw == "":
        return None
    wanted = str(raw).strip().casefold()
    for key, label in choices.items():
        if wanted in _names(key, label):
            return key
    raise NotUnderstood(_("Choose one of these: %(known)s") % {"known": _quoted(choices)})


def _quoted(choices: Choices) -> str:
    """Every choice, in quotation marks because a choice may have a comma of its own."""
    return ", ".join(_("“%(choice)s”") % {"choice": label} for label in choices.values())


def read_choices(raw: Any, choices: Choices) -> list[str] | None:
    """The keys of several choices, in the order in which they are offered."""
    several = re.split(r"\s*[;\n]\s*", raw) if isinstance(raw, str) else raw
    if several is not None and not isinstance(several, list | tuple):
        raise NotUnderstood(_("Choose one or several."))
    try:
        found = {read_choice(one, choices) for one in several or ()}
    except NotUnderstood:
        message = _("Choose one or several of these: %(known)s")
        raise NotUnderstood(message % {"known": _quoted(choices)}) from None
    return [key for key in choices if key in found] or None


def read_yes(raw: Any, choices: Choices) -> bool | None:
    """Yes or no in any of our languages."""
    if raw is None or raw == "" or isinstance(raw, bool):
        return raw if isinstance(raw, bool) else None
    words = str(raw).strip().casefold()
    if words in in_every_language(TRUE) | {"true", "1"}:
        return True
    if words in in_every_language(FALSE) | {"false", "0"}:
        return False
    raise NotUnderstood(_("Answer yes or no."))


OFFERS: dict[str, Callable[[Part], Any]] = {
    "choice": lambda part: (part.choices or {}).values(),
    "yes": lambda part: (TRUE, FALSE),
}
# Text is kept as text, or a spreadsheet makes a date of 3-4 and a formula of what begins with a sign.
CELL_FORMATS = {
    "day": "dd.mm.yyyy", "year": "0", "line": "@", "long": "@", "link": "@", "email": "@", "choices": "@",
    "story": "@",
}  # fmt: skip

READERS: dict[str, Callable[[Any, Choices], Any]] = {
    "line": read_text,
    "long": read_text,
    "link": read_text,
    "email": read_email,
    "number": read_number,
    "year": read_year,
    "day": read_day,
    "choice": read_choice,
    "choices": read_choices,
    "yes": read_yes,
    "story": read_text,  # the short name of one of the member's own, which only the member's page can offer
}


def _names(key: str, label: Promise | str | Choice) -> frozenset[str]:
    return label.names if isinstance(label, Choice) else in_every_language(label) | {key.casefold()}
