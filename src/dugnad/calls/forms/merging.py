"""How the answers of all members are grouped and filtered; it lives in the address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

GROUPS = {
    "subregion": _l("Sub-region"),
    "choice": _l("Answer"),
    "standing": _l("State"),
}
ANSWERED = {
    "": _l("All"),
    "yes": _l("Have answered"),
    "no": _l("Have not answered"),
    "apart": _l("Need not answer"),
}
STATES = ("submitted", "accepted")


class MergeForm(forms.Form):
    """Grouping and filters of the answers to one question."""

    group = forms.ChoiceField(label=_l("Group by"), required=False)
    subregion = forms.ChoiceField(label=_l("Sub-region"), required=False)
    answered = forms.ChoiceField(label=_l("Members"), required=False, choices=list(ANSWERED.items()))
    state = forms.ChoiceField(label=_l("State"), required=False)
    q = forms.CharField(label=_l("Words in the answer"), required=False, max_length=100)

    def __init__(
        self,
        *args: Any,
        groups: Iterable[str],
        subregions: Iterable[tuple[str, str]],
        states: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields
        offered["group"].choices = [(key, GROUPS[key]) for key in groups]
        offered["subregion"].choices = [("", _("All")), *subregions]
        offered["state"].choices = [("", _("All")), *states]
