"""Forms about objections: which to show, and on which day they were sent."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.kit.forms import DayField


class ObjectionFilterForm(forms.Form):
    """The filters of the list of objections; they live in the address."""

    state = forms.CharField(required=False, widget=forms.HiddenInput)
    call = forms.ChoiceField(label=_l("Call"), required=False)
    indicator = forms.ChoiceField(label=_l("Indicator"), required=False)

    def __init__(
        self,
        *args: Any,
        calls: Iterable[tuple[str, str]],
        indicators: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, known in (("call", calls), ("indicator", indicators)):
            self.fields[name].choices = [("", _("All")), *known]  # type: ignore[attr-defined]


class SentForm(forms.Form):
    """The day on which objections were sent, and which: those that stood on the page."""

    on = DayField(label=_l("Sent on"))

    def __init__(self, *args: Any, objections: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objection"] = forms.TypedMultipleChoiceField(
            choices=objections, coerce=int, widget=forms.MultipleHiddenInput
        )
