"""A group: a file that it keeps at hand, and who takes over after somebody who leaves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.kit.forms import UploadField
from dugnad.members.models import Person


class FileForm(forms.Form):
    """A file for a group."""

    file = UploadField(label=_("File"))
    title = forms.CharField(
        label=_("What it is"), max_length=200, required=False,
        help_text=_("For example: Mandate as adopted 1.1.2021. Empty, the name of the file is used."),
    )  # fmt: skip


class SuccessorForm(forms.Form):
    """Who takes over."""

    to = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who takes over"), empty_label=_("Choose a person")
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Person.objects.filter(pk__in=[person.pk for person in people])
        self.fields["to"].queryset = choices  # type: ignore[attr-defined]
