"""What is filled in when a reply is submitted: who stands behind it, and for whom else it counts."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.models import Answer, Reply
from dugnad.calls.states import Basis
from dugnad.kit.forms import DayField


class BasisForm(forms.Form):
    """Who stands behind an answer; the verb says what is lacking."""

    basis = forms.ChoiceField(
        label=_l("Who stands behind the answer?"), choices=Basis.choices, widget=forms.RadioSelect
    )
    decided_by = forms.CharField(
        label=_l("Body"), required=False, max_length=120, help_text=_l("For example kommunestyret.")
    )
    case_number = forms.CharField(
        label=_l("Case number"), required=False, max_length=40, help_text=_l("For example 38/25.")
    )
    decided_on = DayField(label=_l("Date of the decision"), required=False)

    def __init__(self, *args: Any, reply: Reply, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(reply, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)


class MembersForm(forms.Form):
    """The members for which a sub-region answers at once, and the answers that they share."""

    members = forms.MultipleChoiceField(
        label=_l("Answer for these members too"), widget=forms.CheckboxSelectMultiple
    )
    questions = forms.MultipleChoiceField(
        label=_l("With these answers"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, others: Iterable[Reply], answers: Iterable[Answer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shared = list(answers)
        self.fields["members"].choices = [(str(r.pk), r.organisation.name) for r in others]  # type: ignore[attr-defined]
        self.fields["questions"].choices = [(a.question.key, str(a.question)) for a in shared]  # type: ignore[attr-defined]
        # A number is more often each member's own than a text is.
        self.fields["questions"].initial = [a.question.key for a in shared if not a.question.unit]
