"""What somebody else has published, and why it differs."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.indicators.forms.defining import LAST_YEAR
from dugnad.indicators.forms.reading import LongSelect
from dugnad.indicators.kinds import Reason, unit_in_words
from dugnad.indicators.models import Indicator
from dugnad.indicators.rules import FIRST_YEAR
from dugnad.kit.forms import DayField, FigureField, FigureInput, LinkField, WholeField

NOTES = forms.Textarea({"rows": 3})
LARGEST = Decimal(10) ** 15


class PublishedFigureForm(forms.Form):
    """A figure of a region that somebody else has published: what, where it stands, and why it differs."""

    region = forms.ChoiceField(label=_l("Place"), widget=LongSelect)
    region_words = forms.CharField(
        label=_l("The place in the publisher’s words"),
        max_length=160,
        required=False,
        help_text=_l("For example “Osloregionen (78 kommuner)”, where it is not quite ours."),
    )
    year = WholeField(label=_l("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, example=2019)
    from_year = WholeField(
        label=_l("Change since the year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        example=2009,
        required=False,
        help_text=_l("Only where the figure is a change in per cent."),
    )
    value = FigureField(label=_l("Published figure"), max_value=LARGEST, min_value=-LARGEST, decimal_places=4)
    publisher = forms.CharField(label=_l("Publisher"), max_length=120)
    title = forms.CharField(
        label=_l("Where it stands"),
        max_length=200,
        help_text=_l("The report with its page, the article, or the table."),
    )
    url = LinkField(label=_l("Address"), required=False)
    published_on = DayField(
        label=_l("Published on"),
        required=False,
        help_text=_l("With the day we try the figures and the members of that day, too."),
    )
    reasons = forms.MultipleChoiceField(
        label=_l("Why it differs"),
        choices=Reason.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    explanation_nb = forms.CharField(label=_l("Explanation, bokmål"), required=False, widget=NOTES)
    explanation_nn = forms.CharField(label=_l("Explanation, nynorsk"), required=False, widget=NOTES)
    explanation_en = forms.CharField(label=_l("Explanation, English"), required=False, widget=NOTES)

    def __init__(
        self, *args: Any, indicator: Indicator, regions: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        own = self.initial.get("region", "")
        others = [(own, own)] if own and own not in dict(regions) else []
        self.fields["region"].choices = [*others, *regions]  # type: ignore[attr-defined]
        unit = unit_in_words(indicator.unit)
        self.fields["value"].widget = FigureInput("")
        told = _("In %(unit)s, or in per cent where it is a change.")
        self.fields["value"].help_text = told % {"unit": unit}
