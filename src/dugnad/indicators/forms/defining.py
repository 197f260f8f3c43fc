"""What an indicator is, and what somebody has set out to reach."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.engine.units import UNITS
from dugnad.indicators.kinds import Direction, unit_in_words
from dugnad.indicators.models import Indicator, Source
from dugnad.indicators.queries.targets import Owner
from dugnad.indicators.rules import FIRST_YEAR, is_doubtful
from dugnad.kit import formats
from dugnad.kit.forms import DayField, FigureField, FigureInput, LinkField

LAST_YEAR = 2100
NOTES = forms.Textarea({"rows": 4})
TAKEN = frozenset(
    {"grenser", "hent", "les-inn", "ny", "publisert", "tallgrunnlag"}
)  # words of our own addresses


class IndicatorForm(forms.Form):
    """What is measured: its words in three languages, its unit, its source or how it is worked out."""

    key = forms.SlugField(
        label=_l("Short name in addresses"),
        max_length=60,
        help_text=_l("Small letters, numbers and hyphens. It cannot be changed later."),
    )
    title_nb = forms.CharField(label=_l("Title, bokmål"), max_length=200)
    title_nn = forms.CharField(label=_l("Title, nynorsk"), max_length=200, required=False)
    title_en = forms.CharField(label=_l("Title, English"), max_length=200, required=False)
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=_l("Source"),
        to_field_name="key",
        empty_label=None,
        help_text=_l("One source for each indicator; two that count differently are two indicators."),
    )
    unit = forms.ChoiceField(label=_l("Unit"), help_text=_l("Figures in other units are converted to it."))
    numerator = forms.CharField(label=_l("Numerator, in words"), max_length=200, required=False)
    denominator = forms.CharField(label=_l("Denominator, in words"), max_length=200, required=False)
    formula = forms.CharField(
        label=_l("Formula over other indicators"),
        max_length=300,
        required=False,
        help_text=_l(
            "Where it is worked out from other indicators: their short names with + − × ÷, numbers and "
            "brackets, for example ghg-emissions ÷ population. Write a blank on both sides of a minus."
        ),
    )
    direction = forms.ChoiceField(label=_l("Which way is better"), choices=Direction.choices)
    base_year = forms.IntegerField(
        label=_l("Base year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    notes_nb = forms.CharField(label=_l("What drives it, bokmål"), required=False, widget=NOTES)
    notes_nn = forms.CharField(label=_l("What drives it, nynorsk"), required=False, widget=NOTES)
    notes_en = forms.CharField(label=_l("What drives it, English"), required=False, widget=NOTES)

    def __init__(self, *args: Any, indicator: Indicator | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = indicator.unit if indicator else ""
        quotients = (f"{name}/persons" for name in UNITS if name not in {"1", "%", "persons"})
        symbols = dict.fromkeys([*([own] if own else []), *UNITS, *quotients])
        self.fields["unit"].choices = [(s, formats.gases(unit_in_words(s))) for s in symbols]  # type: ignore[attr-defined]
        if indicator:
            del self.fields["key"]

    def clean_key(self) -> str:
        """A key that nobody has."""
        key: str = self.cleaned_data["key"].lower()
        if key in TAKEN or Indicator.objects.filter(key=key).exists():
            raise forms.ValidationError(_("This short name is taken. Choose another."))
        return key


class TargetForm(forms.Form):
    """What somebody has set out to reach: by when, how much, who adopted it, and where it is written."""

    organisation = forms.ChoiceField(
        label=_l("Whom it holds for"),
        help_text=_l("A member, a sub-region, a county or the whole alliance."),
    )
    year = forms.IntegerField(label=_l("Target year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    change = FigureField(
        label=_l("Change since the base year"),
        unit="%",
        required=False,
        max_value=1000,
        min_value=-100,
        help_text=_l(
            "With a minus for a cut: −55 is 55 per cent less than in the base year. The page “Distance to "
            "target” calls the same a cut of 55. Leave it empty where the target is a value."
        ),
    )
    value = FigureField(label=_l("Or a value"), required=False)
    # Asked for only where a value is doubtful; until then nobody sees it.
    is_meant = forms.BooleanField(
        label=_l("More than 100 per cent is meant"), required=False, widget=forms.HiddenInput
    )
    base_year = forms.IntegerField(label=_l("Base year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    adopted_by_nb = forms.CharField(
        label=_l("Adopted by, bokmål"), max_length=120, help_text=_l("For example the municipal council.")
    )
    adopted_by_nn = forms.CharField(label=_l("Adopted by, nynorsk"), max_length=120, required=False)
    adopted_by_en = forms.CharField(label=_l("Adopted by, English"), max_length=120, required=False)
    adopted_on = DayField(label=_l("Adopted on"), required=False)
    document_url = LinkField(label=_l("Where it is written"), required=False)

    def __init__(self, *args: Any, owners: Sequence[Owner], unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {owner.key: owner for owner in owners}
        self.fields["organisation"].choices = [(owner.key, owner.label) for owner in owners]  # type: ignore[attr-defined]
        self.unit = unit
        self.fields["value"].widget = FigureInput(unit_in_words(unit))

    def clean(self) -> dict[str, Any]:
        """A share of more than the whole is asked about before it is taken."""
        cleaned = super().clean() or self.cleaned_data
        if is_doubtful(cleaned.get("value"), self.unit) and not cleaned.get("is_meant"):
            self.fields["is_meant"].widget = forms.CheckboxInput()
            message = _(
                "This is more than 100 per cent. If that is meant, tick the box below and send again."
            )
            self.add_error("value", message)
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """The values of a valid form as the change takes them: a change as a share."""
        cleaned = dict(self.cleaned_data)
        change, value = cleaned.pop("change"), cleaned.pop("value")
        del cleaned["is_meant"]
        return (
            cleaned
            | self.owners[cleaned["organisation"]].values
            | {
                "change": None if change is None else float(change) / 100,
                "value": None if value is None else float(value),
            }
        )
