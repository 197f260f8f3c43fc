"""A flow, a figure, a run: what the secretariat states, orders and sends back."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dugnad.analyses.kinds import GRADES, Method
from dugnad.analyses.models import Flow, Study
from dugnad.analyses.queries.systems import flows_of, processes_of
from dugnad.analyses.rules import FIRST_YEAR, last_year
from dugnad.kit import clock
from dugnad.kit.forms import FigureField, WholeField
from dugnad.members.models import Organisation


class FlowForm(forms.Form):
    """A flow between two processes; a process that is new is just written."""

    name = forms.CharField(label=_("Flow"), max_length=80, help_text=_("For example: food waste."))
    source = forms.CharField(
        label=_("Comes from"), max_length=80, required=False, help_text=_("Empty: from the surroundings.")
    )
    target = forms.CharField(
        label=_("Goes to"), max_length=80, required=False, help_text=_("Empty: to the surroundings.")
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [process.name for process in processes_of(study)]
        known = format_lazy(_("Known: {names}."), names=", ".join(names)) if names else ""
        for end in ("source", "target"):
            self.fields[end].help_text = format_lazy("{} {}", self.fields[end].help_text, known)


class Share(Decimal):
    """A number that was written with a per cent sign."""


class UncertaintyField(FigureField):
    """How far a figure can be off: in its unit, or with a per cent sign as a share of it."""

    def to_python(self, value: Any) -> Any:
        """The number; a share where a per cent sign stands behind it."""
        words = value.strip() if isinstance(value, str) else value
        is_share = isinstance(words, str) and words.endswith("%") and words != "%"
        found = super().to_python(words.removesuffix("%") if is_share else words)
        return Share(found) if is_share and found is not None else found


class QuantityForm(forms.Form):
    """One figure with all that makes it worth something."""

    flow = forms.ModelChoiceField(Flow.objects.none(), label=_("Flow"), empty_label=None)
    place = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Place"),
        required=False,
        empty_label=_("The whole area of the study"),
    )
    year = WholeField(label=_("Year"), min_value=FIRST_YEAR, example=2020)
    value = FigureField(label=_("Quantity"))
    sd = UncertaintyField(
        label=_("Standard deviation"),
        min_value=0,
        help_text=_(
            "How far it can be off: two times in three the true figure lies within. 0 if it is certain. "
            "7 % is understood as a share of the quantity."
        ),
    )
    shared_sd = UncertaintyField(
        label=_("Of this, the same error in all places"),
        min_value=0,
        required=False,
        help_text=_(
            "Where a national figure is divided among places, its own error is the same in all of them. "
            "Empty: none."
        ),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("Who says so, and where: SSB table 12313, a count in May."),
    )
    vintage = forms.RegexField(
        r"^\d{4}(-\d{2}(-\d{2})?)?$",
        label=_("Seen or published"),
        help_text=_("As 2021-05-03, 2021-05 or 2021."),
        error_messages={"invalid": _("Write it as 2021-05-03, 2021-05 or 2021.")},
    )
    method = forms.ChoiceField(label=_("How it is known"), choices=Method.choices, widget=forms.RadioSelect)
    grade = forms.TypedChoiceField(
        label=_("Quality"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[(number, format_lazy("{}: {}", number, words)) for number, words in GRADES.items()],
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["flow"].queryset = flows_of(study)  # type: ignore[attr-defined]
        self.fields["year"].max_value = last_year(clock.today())  # type: ignore[attr-defined]
        self.fields["place"].queryset = study.places.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Figures as the database keeps them."""
        values = super().clean() or self.cleaned_data
        names = ("value", "sd", "shared_sd")
        told = {name: values[name] for name in names if values.get(name) is not None}
        whole = float(told.get("value", 0))
        numbers = {name: _in_unit(one, whole) for name, one in told.items()}
        if told.get("value") == 0 and isinstance(told.get("sd"), Share) and told["sd"]:
            self.add_error("sd", _("Of 0 a per cent is nothing. Write how far off it can be as a quantity."))
        shared = numbers.setdefault("shared_sd", 0.0)
        if shared and shared >= numbers.get("sd", shared + 1):
            self.add_error(
                "shared_sd", _("It is a part of the standard deviation, and so smaller than that.")
            )
        return values | numbers


def _in_unit(told: Decimal, whole: float) -> float:
    """A number in the unit of the figure that it belongs to."""
    return abs(whole) * float(told) / 100 if isinstance(told, Share) else float(told)


class RunForm(forms.Form):
    """What is new in a run."""

    note = forms.CharField(
        label=_("What is new"), max_length=300, required=False,
        help_text=_("A sentence, so that the next one knows why there are two."),
    )  # fmt: skip


class ReturnForm(forms.Form):
    """Why a run is sent back."""

    reason = forms.CharField(
        label=_("What has to be better"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )


class LookForm(forms.Form):
    """How one looks at a picture; the words stand in its address."""

    sted = forms.CharField(required=False)
    ar = forms.IntegerField(required=False)
    fokus = forms.CharField(required=False)
    grupper = forms.BooleanField(required=False)
    malt = forms.BooleanField(required=False)
    mot_sted = forms.CharField(required=False)
    mot_ar = forms.IntegerField(required=False)
    mot = forms.IntegerField(required=False)

    def wanted(self) -> dict[str, Any]:
        """What is asked for; a word that means nothing asks for nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}
