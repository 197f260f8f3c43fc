"""Asking the sender, the sender's answer, and where a story was used."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.documents.kinds import NOTED_BY_ITSELF, Language, UseKind
from dugnad.kit.forms import DayField, LinkField


class AskSenderForm(forms.Form):
    """Whom we ask about the words."""

    name = forms.CharField(label=_l("Name"), max_length=120)
    email = forms.EmailField(label=_l("Work e-mail"))
    language = forms.ChoiceField(label=_l("The letter is written in"), choices=Language.choices)
    message = forms.CharField(
        label=_l("Message"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_l("Why it was changed, and by when you would like to know."),
    )


class ClearanceForm(forms.Form):
    """The sender's answer: yes, or what is wrong."""

    answer = forms.ChoiceField(
        label=_l("Do you stand behind the text?"),
        choices=[("yes", _l("Yes, it can be published like this")), ("no", _l("No, something is wrong"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_l("What is wrong?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def clean(self) -> dict[str, Any]:
        """An objection says what is wrong."""
        values = super().clean() or {}
        if values.get("answer") == "no" and not values.get("note", "").strip():
            self.add_error("note", _("Write what is wrong, so that it can be put right."))
        return values


class UseForm(forms.Form):
    """Where a story was used."""

    kind = forms.ChoiceField(
        label=_l("Used in"),
        choices=[choice for choice in UseKind.choices if choice[0] not in NOTED_BY_ITSELF],
    )
    where = forms.CharField(
        label=_l("Where"), max_length=200, help_text=_l("For example: Newsletter 4, or the expert group.")
    )
    on = DayField(label=_l("Day"))
    link = LinkField(label=_l("Link"), required=False, max_length=300, empty_value="")
