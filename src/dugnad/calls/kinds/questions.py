"""Kinds of questions: what an answer is made of, when it is complete, and how it reads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from dugnad.calls.kinds.figures import with_unit
from dugnad.calls.kinds.parts import Choice, NotUnderstood, Part
from dugnad.documents.kinds import ATTACHABLE, PICTURES, EffectUnit, LengthUnit, Theme
from dugnad.kit.formats import day, number
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


def _nothing(asked: Asked, value: Value, given: Given) -> list[Complaint]:
    return []


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
    is_confirmed: bool = False  # the answer confirms a figure that we know
    tells_story: bool = False
    spans_form: bool = False  # drawn as a group of its own

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
    """What is wrong with the length of a text; empty when it is right."""
    length = length_of(asked, text)
    unit = LengthUnit(asked.length_unit or LengthUnit.WORDS).label
    if asked.least and length < asked.least:
        message = _("The text has %(length)s %(unit)s; at least %(least)s are asked for.")
        return message % {"length": number(length), "unit": unit, "least": number(asked.least)}
    if asked.most and length > asked.most:
        message = _("The text has %(length)s %(unit)s; at most %(most)s are asked for.")
        return message % {"length": number(length), "unit": unit, "most": number(asked.most)}
    return ""


def _refuse_typed(raw: Any) -> None:
    if raw not in (None, "", []):
        raise NotUnderstood(_("Put the file in on the page of the reply."))


def _written_text(asked: Asked) -> tuple[Part, ...]:
    """One line for what is a line long, such as a name."""
    short = asked.length_unit == LengthUnit.CHARACTERS and 0 < asked.most <= LINE
    return (Part(widget="line" if short else "long"),)


def _one(widget: str) -> Callable[[Asked], tuple[Part, ...]]:
    return lambda asked: (Part(widget=widget, unit=asked.unit, choices=choices_of(asked)),)


def _shown_number(asked: Asked, value: Value) -> str:
    return with_unit(value, asked.unit)


def _shown_choice(asked: Asked, value: Value) -> str:
    return str(choices_of(asked).get(value, value))


def _shown_choices(asked: Asked, value: Value) -> str:
    return "; ".join(_shown_choice(asked, one) for one in value)


def _shown_day(asked: Asked, value: Value) -> str:
    return day(date.fromisoformat(value))


def _shown_text(asked: Asked, value: Value) -> str:
    return str(value)


def _text_lacks(asked: Asked, value: Value, given: Given) -> list[Complaint]:
    complaint = length_complaint(asked, value)
    return [("", complaint)] if complaint else []


# Is this figure right? -----------------------------------------------------------------------------------

FIGURE_PARTS = {
    "right": Part("right", _l("Is the figure right?"), "yes"),
    "value": Part("value", _l("The figure should be"), "number"),
    "reason": Part("reason", _l("Why, and where your figure comes from"), "long"),
}


def _figure_parts(asked: Asked) -> tuple[Part, ...]:
    right, value, reason = FIGURE_PARTS.values()
    return (right, Part(value.key, value.label, value.widget, unit=asked.unit), reason)


def _figure_lacks(asked: Asked, value: Value, given: Given) -> list[Complaint]:
    value = value or {}  # evidence alone is no answer
    if value.get("right") is None:
        return [("right", _("Say whether the figure is right."))] if given.prefilled else []
    if value["right"]:
        return [] if "value" in value else [("right", _("We have no figure that could be confirmed."))]
    return [] if value.get("reason") else [("reason", _("Write why the figure is not right."))]


def _settle_figure(value: Value, given: Given) -> Value:
    """What is confirmed is a figure and not a question: it is written into the answer with its vintage."""
    if not value or not value.get("right"):
        return {key: part for key, part in (value or {}).items() if key not in STAMPED} or None
    if given.before and given.before.get("right"):
        return given.before  # confirmed before, perhaps of an older vintage: that is what was confirmed
    if given.prefilled is None:
        return {"right": True}
    return {
        "right": True,
        "value": given.prefilled.value,
        "unit": given.prefilled.unit,
        "year": given.prefilled.year,
        "vintage": given.prefilled.vintage,
        "source": given.prefilled.source,
    }


def _shown_figure(asked: Asked, value: Value) -> str:
    figure = _shown_number(asked, value["value"]) if value.get("value") is not None else ""
    if value.get("right"):
        return _("Confirmed: %(figure)s") % {"figure": figure or "–"}
    words = [_("Not right") if value.get("right") is False else "", figure, value.get("reason", "")]
    return ". ".join(word for word in words if word)


# Story ---------------------------------------------------------------------------------------------------

STORY_PARTS = (
    Part("title", _l("Title of the story"), "line"),
    Part("text", _l("The story"), "long"),
    Part("theme", _l("Theme"), "choice", choices={theme.value: theme.label for theme in Theme}),
    Part("measure_start_year", _l("The measure began in"), "year", optional=True),
    Part(
        "effect_value",
        _l("Effect"),
        "number",
        _l("A number, if you have one. Leave it empty rather than guess."),
        optional=True,
    ),
    Part(
        "effect_unit",
        _l("The effect is counted in"),
        "choice",
        choices={unit.value: unit.label for unit in EffectUnit},
        optional=True,
    ),
    Part("effect_method", _l("How the effect was worked out"), "line", optional=True),
    Part("funding", _l("Funding"), "line", _l("For example: Klimasats, 1.2 million kroner."), optional=True),
    Part(
        "contact",
        _l("Contact"),
        "line",
        _l("Name and work e-mail. Only people who have signed in see it."),
        optional=True,
    ),
    Part("link", _l("Read more at"), "link", optional=True),
)


def _story_lacks(asked: Asked, value: Value, given: Given) -> list[Complaint]:
    value = value or {}
    wanted = {
        "title": _("Give the story a title."),
        "text": _("Write the story."),
        "theme": _("Choose a theme."),
    }
    found = [(part, message) for part, message in wanted.items() if not value.get(part)]
    if value.get("text") and (complaint := length_complaint(asked, value["text"])):
        found.append(("text", complaint))
    if value.get("effect_value") is not None and not value.get("effect_unit"):
        found.append(("effect_unit", _("Choose what the effect is counted in.")))
    if value.get("link") and not value["link"].startswith(("https://", "http://")):
        found.append(("link", _("Write the whole address, beginning with https://.")))
    return found + [("", complaint) for complaint in map(_picture_lacks, given.files) if complaint]


def _picture_lacks(picture: Any) -> str:
    """A picture may only go out with alternative text, credit and settled consent."""
    missing = [str(label) for label, lacking in picture.lacking if lacking]
    if not missing:
        return ""
    return _("%(name)s lacks: %(missing)s.") % {"name": picture.name, "missing": ", ".join(missing)}


def _shown_story(asked: Asked, value: Value) -> str:
    length = length_of(asked, value.get("text", ""))
    words = (
        ngettext("%(length)s word", "%(length)s words", length)
        if asked.length_unit == LengthUnit.WORDS
        else ngettext("%(length)s character", "%(length)s characters", length)
    )
    head = value.get("title") or _("Without a title")
    return f"{head} ({words % {'length': number(length)}})\n\n{value.get('text', '')}".strip()


LINE = 200  # characters
LENGTH = frozenset({"length"})

QUESTION_KINDS = {
    facts.kind: facts
    for facts in (
        KindFacts(
            QuestionKind.NUMBER,
            _one("number"),
            _shown_number,
            options=frozenset({"unit", "year"}),
            number=lambda value: value,
            takes_note=True,
        ),
        KindFacts(
            QuestionKind.CHOICE,
            _one("choice"),
            _shown_choice,
            options=frozenset({"choices"}),
            takes_note=True,
        ),
        KindFacts(
            QuestionKind.CHOICES,
            _one("choices"),
            _shown_choices,
            options=frozenset({"choices"}),
            takes_note=True,
        ),
        KindFacts(QuestionKind.TEXT, _written_text, _shown_text, lacks=_text_lacks, options=LENGTH),
        KindFacts(QuestionKind.YEAR, _one("year"), _shown_text, takes_note=True),
        KindFacts(QuestionKind.DATE, _one("day"), _shown_day, takes_note=True),
        KindFacts(QuestionKind.EMAIL, _one("email"), _shown_text, takes_note=True),
        KindFacts(
            QuestionKind.FILE,
            lambda asked: (),
            _shown_text,
            files=ATTACHABLE,
            missing=_l("Attach a file."),
        ),
        KindFacts(
            QuestionKind.STORY,
            lambda asked: STORY_PARTS,
            _shown_story,
            main="text",
            lacks=_story_lacks,
            options=LENGTH,
            files=PICTURES,
            tells_story=True,
            spans_form=True,
        ),
        KindFacts(
            QuestionKind.FIGURE,
            _figure_parts,
            _shown_figure,
            main="right",
            lacks=_figure_lacks,
            settle=_settle_figure,
            options=frozenset({"unit", "indicator", "year"}),
            files=ATTACHABLE,  # evidence for those who say that a figure is not right
            number=lambda value: value.get("value"),
            is_confirmed=True,
            spans_form=True,
        ),
    )
}
