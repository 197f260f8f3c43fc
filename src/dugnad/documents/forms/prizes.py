"""The form of a prize, one question a line; and what somebody plans."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.documents.kinds import LengthUnit, StoryField
from dugnad.kit.forms import LinkField
from dugnad.kit.tables import in_every_language

MARK = "|"
LONGEST = 100_000


class PrizeForm(forms.Form):
    """A prize: who gives it, and what it asks."""

    name = forms.CharField(label=_l("Name of the prize"), max_length=120)
    organiser = forms.CharField(label=_l("Organiser"), required=False, max_length=120)
    link = LinkField(label=_l("Link"), required=False, max_length=200, empty_value="")
    questions = forms.CharField(
        label=_l("Questions"), widget=forms.Textarea(attrs={"rows": 14, "class": "long-text"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = ", ".join(str(field.label) for field in StoryField)
        advice = _(
            "One question on each line: question | field | longest, for example “%(example)s”. "
            "The longest may be left out. Fields: %(known)s."
        )
        parts = (_("Describe the measure"), StoryField.TEXT.label, f"1500 {LengthUnit.CHARACTERS.label}")
        example = f" {MARK} ".join(map(str, parts))
        self.fields["questions"].help_text = advice % {"example": example, "known": known}

    def clean_questions(self) -> list[dict[str, Any]]:
        """The questions; what cannot be read is told with its line."""
        found, wrong = [], []
        for number, line in enumerate(self.cleaned_data["questions"].splitlines(), 1):
            try:
                found += [_question(line)] if line.strip() else []
            except forms.ValidationError as error:
                wrong.append(_("Line %(number)s: %(what)s") % {"number": number, "what": error.message})
        if wrong:
            raise forms.ValidationError(wrong)
        return found


class PlanForm(forms.Form):
    """What somebody plans to do."""

    plan = forms.CharField(
        label=_l("What do you plan?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_l("A few words or a paragraph. It is not kept."),
    )


def as_lines(questions: Iterable[Mapping[str, Any]]) -> str:
    """The questions as they are written in the form."""
    return "\n".join(_line(question) for question in questions)


def _line(question: Mapping[str, Any]) -> str:
    parts = [question["text"], str(StoryField(question["field"]).label)]
    if question["most"]:
        parts.append(f"{question['most']} {LengthUnit(question['unit']).label}")
    return f" {MARK} ".join(parts)


def _question(line: str) -> dict[str, Any]:
    text, *rest = [part.strip() for part in line.split(MARK)]
    if not text or not rest or len(rest) > 2:
        raise forms.ValidationError(_("Write question | field, and the longest if there is one."))
    most, unit = _longest(rest[1]) if len(rest) == 2 and rest[1] else (0, LengthUnit.CHARACTERS)
    return {"text": text[:300], "field": _field(rest[0]).value, "most": most, "unit": unit.value}


def _field(word: str) -> StoryField:
    for field in StoryField:
        if word.casefold() in in_every_language(field.label) | {field.value}:
            return field
    raise forms.ValidationError(_("“%(word)s” is no field of a story.") % {"word": word})


def _longest(words: str) -> tuple[int, LengthUnit]:
    figure, _space, unit = words.rpartition(" ")
    digits = "".join(figure.split()).replace(".", "")
    for known in LengthUnit:
        is_number = digits.isdecimal() and 0 < int(digits[:9]) <= LONGEST
        if unit.casefold() in in_every_language(known.label) | {known.value} and is_number:
            return int(digits), known
    raise forms.ValidationError(
        _("“%(words)s” is no length. Write for example 1500 characters.") % {"words": words}
    )
