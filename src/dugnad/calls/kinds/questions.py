"""The kinds of questions, a row each."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.kinds.confirming import figure_lacks, figure_parts, settle_figure, shown_figure
from dugnad.calls.kinds.consenting import consent_lacks, consent_parts, shown_consent
from dugnad.calls.kinds.facts import (
    Asked,
    Complaint,
    Given,
    KindFacts,
    QuestionKind,
    Value,
    choices_of,
    length_complaint,
)
from dugnad.calls.kinds.figures import share_doubt, with_unit
from dugnad.calls.kinds.parts import Part
from dugnad.calls.kinds.points import point_lacks, point_parts, shown_point
from dugnad.calls.kinds.quantities import quantity_doubt, quantity_lacks, quantity_parts, shown_quantity
from dugnad.calls.kinds.stories import STORY_PARTS, shown_story, story_lacks
from dugnad.documents.kinds import ATTACHABLE, PICTURES, LengthUnit
from dugnad.kit.formats import day


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


def _share_doubt(asked: Asked, value: Value, on: date) -> str:
    return share_doubt(value, asked.unit)


def _figure_doubt(asked: Asked, value: Value, on: date) -> str:
    """Of a figure of the member's own; the publisher's was asked about when it was taken in."""
    return "" if value.get("right") else share_doubt(value.get("value"), asked.unit)


def _day_doubt(asked: Asked, value: Value, on: date) -> str:
    """A day far ahead is seldom meant; whether a question is about what has been no program can tell."""
    if date.fromisoformat(value) <= on + FAR_AHEAD:
        return ""
    return _("%(day)s is more than a year ahead. Keep it only if that is meant.") % {
        "day": _shown_day(asked, value)
    }


FAR_AHEAD = timedelta(days=366)
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
            doubts=_share_doubt,
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
        KindFacts(QuestionKind.DATE, _one("day"), _shown_day, doubts=_day_doubt, takes_note=True),
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
            shown_story,
            main="text",
            lacks=story_lacks,
            options=LENGTH,
            files=PICTURES,
            tells_story=True,
            spans_form=True,
        ),
        KindFacts(
            QuestionKind.FIGURE,
            figure_parts,
            shown_figure,
            main="right",
            lacks=figure_lacks,
            settle=settle_figure,
            options=frozenset({"unit", "indicator", "year"}),
            files=ATTACHABLE,  # evidence for those who say that a figure is not right
            number=lambda value: value.get("value"),
            doubts=_figure_doubt,
            is_confirmed=True,
            spans_form=True,
        ),
        KindFacts(
            QuestionKind.CONSENT,
            consent_parts,
            shown_consent,
            main="stance",
            lacks=consent_lacks,
            files=ATTACHABLE,  # the decision of the political body
            gives_consent=True,
        ),
        KindFacts(
            QuestionKind.POINT,
            point_parts,
            shown_point,
            main="state",
            lacks=point_lacks,
            files=ATTACHABLE,
            tells_progress=True,
            spans_form=True,
        ),
        KindFacts(
            QuestionKind.QUANTITY,
            quantity_parts,
            shown_quantity,
            main="value",
            lacks=quantity_lacks,
            options=frozenset({"unit", "year"}),
            number=lambda value: value.get("value"),
            doubts=quantity_doubt,
            takes_note=True,
            tells_quantity=True,
            spans_form=True,
        ),
    )
}
