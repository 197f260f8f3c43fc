"""What follows from the kind of a question: how an answer is read, when it is complete, and how it reads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.kinds.parts import Choice, NotUnderstood, Part
from dugnad.documents import rules as documents_rules
from dugnad.documents.kinds import LengthRule, LengthUnit
from dugnad.kit.text import count_characters, count_words

Value = Any
Complaint = tuple[str, str]  # the part, and what it lacks


class QuestionKind(models.TextChoices):
    """What a question wants for an answer."""

    NUMBER = "number", _l("Number with a unit")
    CHOICE = "choice", _l("One choice")
    CHOICES = "choices", _l("Several choices")
    TEXT = "text", _l("Text")
    YEAR = "year", _l("Year")
    DATE = "date", _l("Date")
    EMAIL = "email", _l("E-mail address")
    FILE = "file", _l("File")
    STORY = "story", _l("Story")
    FIGURE = "figure", _l("Is this figure right?")
    CONSENT = "consent", _l("Support for a declaration")
    POINT = "point", _l("Point of the declaration")
    QUANTITY = "quantity", _l("Quantity of a flow")


class Asked(Protocol):
    """A question as its kind sees it."""

    kind: str
    unit: str
    required: bool
    choices: Any
    least: int
    most: int
    length_unit: str


@dataclass(frozen=True)
class Given:
    """What stands beside an answer: the figure that we know, the files that were put in."""

    prefilled: Any = None
    files: Sequence[Any] = ()
    before: Any = None  # the answer that is stored
    is_agreed: bool = False  # the publisher has come to the figure that the answer gives


def _nothing(asked: Asked, value: Value, given: Given) -> list[Complaint]:
    return []


def _no_doubt(asked: Asked, value: Value, on: date) -> str:
    return ""


def _no_number(value: Value) -> float | None:
    return None


MUST_BE_ANSWERED = _l("This must be answered.")


@dataclass(frozen=True)
class KindFacts:
    """What follows from the kind of a question."""

    kind: QuestionKind
    parts: Callable[[Asked], tuple[Part, ...]]
    shown: Callable[[Asked, Value], str]
    main: str = ""  # the part that a plain value stands for
    lacks: Callable[[Asked, Value, Given], list[Complaint]] = _nothing
    settle: Callable[[Value, Given], Value] = field(default=lambda value, given: value)
    options: frozenset[str] = frozenset()  # what else the one who asks may set
    files: frozenset[str] = frozenset()  # kinds of files that may be put in
    missing: Promise = MUST_BE_ANSWERED
    takes_note: bool = False
    number: Callable[[Value], float | None] = _no_number  # the figure that an answer gives, where it does
    doubts: Callable[[Asked, Value, date], str] = _no_doubt  # what may be right, and seldom is
    is_confirmed: bool = False  # the answer confirms a figure that we know
    tells_story: bool = False
    gives_consent: bool = False  # an accepted answer becomes the member's endorsement of a declaration
    tells_progress: bool = False  # an accepted answer becomes the member's progress with a point
    tells_quantity: bool = False  # an accepted answer becomes a figure of a study of material flows
    spans_form: bool = False  # drawn as a group of its own

    @property
    def goes_further(self) -> bool:
        """Whether answers are meant for others: a story is published, an objection goes to a publisher, and
        how far a member has come the other members read."""
        ways = (self.tells_story, self.is_confirmed, self.gives_consent, self.tells_progress)
        return any(ways) or self.tells_quantity

    def parse(self, asked: Asked, raw: Any) -> Value:
        """The answer that was typed, None for none; NotUnderstood says what would be right, and where."""
        value, wrong = self.understood(asked, raw)
        if wrong:
            raise wrong[0]
        return value

    def understood(self, asked: Asked, raw: Any, before: Value = None) -> tuple[Value, list[NotUnderstood]]:
        """As much of the answer as can be read, and what cannot: a part that is wrong stays as it was."""
        parts = self.parts(asked)
        if self.main and raw is not None and not isinstance(raw, Mapping):
            raw = {self.main: raw}
        read: dict[str, Any] = {}
        wrong = []
        for part in parts:
            try:
                read[part.key] = part.read((raw or {}).get(part.key) if self.main else raw)
            except NotUnderstood as error:
                read[part.key] = (before or {}).get(part.key) if self.main else before
                wrong.append(error)
        if not self.main:
            if not parts:
                _refuse_typed(raw)
            return read.get(""), wrong
        for stranger in set(raw or ()) - set(read) - STAMPED:
            wrong.append(NotUnderstood(_("“%(part)s” is no part of this answer.") % {"part": stranger}))
        return {key: value for key, value in read.items() if value is not None} or None, wrong

    def complaints(self, asked: Asked, value: Value, given: Given) -> list[Complaint]:
        """What an answer lacks before it can be submitted; an empty one only if it must be there."""
        if value is None and not given.files:
            # Nobody can confirm a figure that we do not have.
            wanted = asked.required and (given.prefilled is not None or not self.is_confirmed)
            return [(self.main, str(self.missing))] if wanted else []
        return self.lacks(asked, value, given)

    def doubt(self, asked: Asked, value: Value, *, on: date) -> str:
        """What an answer is asked about before it is sent in; it may be kept if that is meant."""
        return "" if value is None else self.doubts(asked, value, on)

    def is_objection(self, value: Value) -> bool:
        """Whether an answer says that the figure we know is not right."""
        return self.is_confirmed and isinstance(value, Mapping) and value.get("right") is False

    def confirmed(self, value: Value) -> float | None:
        """The figure that an answer confirms; None for an answer that confirms none."""
        right = self.is_confirmed and isinstance(value, Mapping) and value.get("right")
        return value.get("value") if right else None

    def confirmed_year(self, value: Value) -> int | None:
        """The year of the figure that an answer confirms; None for an answer that confirms none."""
        return value.get("year") if self.confirmed(value) is not None else None

    def story_in(self, value: Value) -> str:
        """The short name of a story of one's own that an answer points to; empty where it does not."""
        return str(value.get("story", "")) if self.tells_progress and isinstance(value, Mapping) else ""

    def as_text(self, asked: Asked, value: Value) -> str:
        """The answer as a reader reads it; empty for none."""
        return "" if value is None else self.shown(asked, value)


# What the system itself puts into an answer; those who send an answer back may leave it in.
STAMPED = frozenset({"vintage", "source", "unit", "year"})


def choices_of(asked: Asked) -> dict[str, Choice]:
    """The choices of a question by key."""
    known = [
        Choice(row["key"], row.get("nb", ""), row.get("nn", ""), row.get("en", "")) for row in asked.choices
    ]
    return {choice.key: choice for choice in known}


def words_of(asked: Asked, keys: Sequence[str]) -> str:
    """Some of the choices of a question, as a reader reads them: “Yes” or “No”."""
    known = choices_of(asked)
    return _(" or ").join(_("“%(choice)s”") % {"choice": known.get(key, key)} for key in keys)


def length_of(asked: Asked, text: str) -> int:
    """How long a text is, in the unit of the question."""
    return count_words(text) if asked.length_unit == LengthUnit.WORDS else count_characters(text)


def length_complaint(asked: Asked, text: str) -> str:
    """What is wrong with the length of a text, in the words of every text here; empty when it is right."""
    rule = LengthRule(asked.least, asked.most, LengthUnit(asked.length_unit or LengthUnit.WORDS))
    return documents_rules.length_complaint(documents_rules.length_of(text, rule))


def _refuse_typed(raw: Any) -> None:
    if raw not in (None, "", []):
        raise NotUnderstood(_("Put the file in on the page of the reply."))
