"""Those who sign up by themselves: who they are and what they wonder; a list of who was there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.kit.forms import UploadField
from dugnad.members.models import Organisation
from dugnad.members.queries import members_on


class SignUpForm(forms.Form):
    """Name, work e-mail, where from, and what one wonders."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Work e-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"})
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Municipality or county"), required=False,
        empty_label=_("Another organisation"),
    )  # fmt: skip
    employer = forms.CharField(
        label=_("Another organisation"), max_length=120, required=False,
        help_text=_("Where you work, if it is not on the list."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What do you wonder?"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("The speakers read it beforehand, without your name."),
    )  # fmt: skip

    def __init__(self, *args: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = members_on(on)  # type: ignore[attr-defined]


class ListForm(forms.Form):
    """The attendance report of the meeting."""

    file = UploadField(
        label=_("Attendance report"),
        help_text=_(
            "The CSV file that Teams makes after the meeting, or a list with the columns Name and Duration."
        ),
    )
