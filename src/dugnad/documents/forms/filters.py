"""What a list is asked for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.documents.kinds import KIND_FACTS, Theme
from dugnad.documents.states import State


class FilterForm(forms.Form):
    """The filters of the list; they live in the address."""

    q = forms.CharField(label=_l("Words in the text"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_l("Kind"), required=False)
    theme = forms.ChoiceField(label=_l("Theme"), required=False)
    owner = forms.ChoiceField(label=_l("From"), required=False)
    year = forms.TypedChoiceField(label=_l("Year"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_l("State"), required=False)

    def __init__(
        self,
        *args: Any,
        owners: Iterable[tuple[str, str]],
        years: Iterable[int],
        working: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Iterable[tuple[Any, Any]]] = {
            "kind": [(facts.kind, facts.plural) for facts in KIND_FACTS.values()],
            "theme": Theme.choices,
            "owner": owners,
            "year": [(year, str(year)) for year in years],
            "state": State.choices,
        }
        for name, known in choices.items():
            self.fields[name].choices = [("", _("All")), *known]  # type: ignore[attr-defined]
        if not working:
            del self.fields["state"]  # for a stranger everything is published; the others stay unsaid
