"""A form that remembers what stood when it was opened."""

from typing import TypeVar

from django import forms

from dugnad.dossiers.queries.seen import Edited, mark_of

Opened = TypeVar("Opened", bound=forms.Form)


def remembering(form: Opened, noun: Edited) -> Opened:
    """The form with the mark of what it edits: sent back, it tells whether somebody else has saved."""
    form.fields["seen"] = forms.CharField(
        required=False, max_length=32, widget=forms.HiddenInput, initial=mark_of(noun)
    )
    return form
