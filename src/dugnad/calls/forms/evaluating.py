"""How it was: which questions are asked and by when, and the form of whoever was there."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.calls.forms.answers import WIDGETS, AnswerField
from dugnad.calls.kinds import Given, QuestionSketch
from dugnad.calls.kinds.evaluating import READY
from dugnad.calls.models import Question
from dugnad.kit.forms import DayField
from dugnad.kit.text import localised


class AskHowItWasForm(forms.Form):
    """Which of the ready questions, and by when."""

    keys = forms.MultipleChoiceField(label=_("Questions"), widget=forms.CheckboxSelectMultiple)
    closes = DayField(label=_("Answer by"))

    def __init__(self, *args: Any, closes: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(one.key, _words_of(one)) for one in READY]  # type: ignore[attr-defined]
        self.initial.setdefault("keys", [one.key for one in READY])
        self.initial.setdefault("closes", closes)


def _words_of(sketch: QuestionSketch) -> str:
    return localised(Question(**sketch.label.values("label", 2000)), "label")


class EvaluateForm(forms.Form):
    """One input for each question, read and checked as everywhere by the kind of the question."""

    use_required_attribute = False

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            (part,) = question.facts.parts(question)
            self.fields[question.key] = AnswerField(
                label=localised(question, "label"),
                required=question.required,
                widget=WIDGETS[part.widget](question, part),
            )

    def clean(self) -> dict[str, Any]:
        """Each answer as its question reads it; what is not understood or lacking is told at its place."""
        typed = super().clean() or self.cleaned_data
        read = {}
        for question in self.questions:
            value, wrong = question.facts.understood(question, typed.get(question.key))
            lacking = [message for _part, message in question.facts.complaints(question, value, Given())]
            for message in [error.message for error in wrong] or lacking:
                self.add_error(question.key, message)
            read[question.key] = value
        return read
