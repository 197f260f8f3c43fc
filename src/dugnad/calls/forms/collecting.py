"""What a study asks its places for: which flows, of which years, and by when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.analyses.queries.collecting import FlowToAskFor
from dugnad.kit.forms import DayField


class AskForQuantitiesForm(forms.Form):
    """Which flows, of which years, by when; what nobody has measured is ticked first."""

    flows = forms.MultipleChoiceField(
        label=_l("Flows"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_l("Those of which not every place has a measured figure are ticked."),
        error_messages={"required": _l("Choose at least one flow.")},
    )
    years = forms.MultipleChoiceField(
        label=_l("Years"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _l("Choose at least one year.")},
    )
    due_day = DayField(label=_l("Due on"))

    def __init__(
        self, *args: Any, rows: Sequence[FlowToAskFor], years: Sequence[int], due_day: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.flow.pk): row for row in rows}
        offered = [(key, _words_of(row)) for key, row in self.rows.items()]
        self.fields["flows"].choices = offered  # type: ignore[attr-defined]
        self.fields["years"].choices = [(str(year), str(year)) for year in reversed(years)]  # type: ignore[attr-defined]
        self.initial["flows"] = [key for key, row in self.rows.items() if not row.is_measured]
        self.initial["years"] = [str(years[-1])]
        self.initial["due_day"] = due_day

    def clean(self) -> dict[str, Any]:
        """The flows themselves, in their order, and years as numbers."""
        values = super().clean() or self.cleaned_data
        ticked = set(values.get("flows", ()))
        values["flows"] = [row.flow for key, row in self.rows.items() if key in ticked]
        values["years"] = [int(year) for year in values.get("years", ())]
        return values


def _words_of(row: FlowToAskFor) -> str:
    """Papp: Sortering → Ombruk (measured in 2 of 5)"""
    ends = " → ".join(end.name if end else "–" for end in (row.flow.source, row.flow.target))
    words = {"flow": row.flow.name, "ends": ends, "measured": row.measured, "asked": row.asked}
    if not row.measured:
        return f"{row.flow.name}: {ends}"
    return _("%(flow)s: %(ends)s (measured at %(measured)s of %(asked)s places)") % words
