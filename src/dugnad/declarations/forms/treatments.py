"""When a body treats a text, and what it said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.declarations.forms.texts import long_text
from dugnad.declarations.kinds import Stance, TreatmentOutcome
from dugnad.declarations.models import Amendment, Opinion, Treatment
from dugnad.declarations.queries import AmendmentRow
from dugnad.kit.forms import DayField
from dugnad.members.models import Body

NOT_SAID = ("", _("Nothing said"))


class PlanForm(forms.Form):
    """Which body treats the text on which day."""

    body = forms.ModelChoiceField(Body.objects.all(), label=_("Body"), empty_label=_("Choose a body"))
    on = DayField(label=_("Planned on"))
    note = long_text(_("Note"), max_length=2000, help_text=_("What the body is to do with it."))


class MoveForm(forms.Form):
    """Another day."""

    on = DayField(label=_("Planned on"))
    note = long_text(_("Note"), max_length=2000)

    @staticmethod
    def initial_of(treatment: Treatment) -> dict[str, Any]:
        """The plan as it stands."""
        return {"on": treatment.planned_on, "note": treatment.note}


class HeldForm(forms.Form):
    """What a body said."""

    held_on = DayField(label=_("Treated on"))
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=TreatmentOutcome.choices, widget=forms.RadioSelect
    )
    case_number = forms.CharField(
        label=_("Case number"), max_length=40, required=False, help_text=_("For example: 7/22.")
    )
    note = long_text(_("What was said"), max_length=4000)
    had_text = forms.BooleanField(
        label=_("The body had the text before it as it stands now"),
        required=False,
        initial=True,
        help_text=_("Its fingerprint is kept, so that everybody sees whether the text has changed since."),
    )

    def __init__(self, *args: Any, treatment: Treatment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if treatment.held_on:
            del self.fields["had_text"]

    @staticmethod
    def initial_of(treatment: Treatment) -> dict[str, Any]:
        """What was entered before, or the day that was planned."""
        names = ("outcome", "case_number", "note")
        values = {name: getattr(treatment, name) for name in names}
        return values | {"held_on": treatment.held_on or treatment.planned_on, "had_text": True}


class OpinionsForm(forms.Form):
    """What a body said of each proposal, all on one page."""

    def __init__(
        self, *args: Any, rows: list[AmendmentRow], known: dict[int, Opinion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = rows
        for row in rows:
            pk, said = row.amendment.pk, known.get(row.amendment.pk)
            self.fields[f"stance_{pk}"] = forms.ChoiceField(
                label=_("What the body said"),
                required=False,
                choices=[NOT_SAID, *Stance.choices],
                widget=forms.RadioSelect,
                initial=said.stance if said else "",
            )
            self.fields[f"note_{pk}"] = long_text(
                _("Reason"), max_length=2000, initial=said.note if said else ""
            )

    @property
    def rows(self) -> list[tuple[AmendmentRow, list[forms.BoundField]]]:
        """Each proposal with its fields."""
        return [
            (row, [self[f"stance_{row.amendment.pk}"], self[f"note_{row.amendment.pk}"]])
            for row in self.proposals
        ]

    def values(self) -> dict[Amendment, tuple[str, str]]:
        """What the verb takes."""
        return {
            row.amendment: (
                self.cleaned_data[f"stance_{row.amendment.pk}"],
                self.cleaned_data[f"note_{row.amendment.pk}"],
            )
            for row in self.proposals
        }
