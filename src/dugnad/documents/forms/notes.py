"""Why a text goes back or away."""

from typing import Any

from django import forms


class NoteForm(forms.Form):
    """Why a text is returned or withdrawn."""

    note = forms.CharField(label="", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, question: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = question
