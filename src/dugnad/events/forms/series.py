"""A series: what its meetings usually are, its standing points, the days of its year, its end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.events.kinds import EventKind, ItemKind, Way
from dugnad.events.models import Series, StandingItem
from dugnad.events.rules.planning import read_days
from dugnad.kit.forms import DayField, WholeField
from dugnad.kit.history import values_of
from dugnad.members.models import Body

SHORT = {"rows": 3}
TITLES = ("title_nb", "title_nn", "title_en")


class SeriesForm(forms.Form):
    """What the events of a series usually are."""

    kind = forms.ChoiceField(label=_("Kind"), choices=EventKind.choices)
    body = forms.ModelChoiceField(
        Body.objects.all(), label=_("Body"), required=False, empty_label=_("No body")
    )
    title_nb = forms.CharField(label=_("Title in bokmål"), max_length=160)
    title_nn = forms.CharField(label=_("Title in nynorsk"), max_length=160, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    about_nb = forms.CharField(label=_("About, in bokmål"), required=False, widget=forms.Textarea(SHORT))
    minutes = WholeField(label=_("Usual length in minutes"), min_value=5, max_value=2880, example=150)
    way = forms.ChoiceField(label=_("How people meet"), choices=Way.choices)
    place = forms.CharField(label=_("Usual place"), max_length=200, required=False)

    @classmethod
    def initial_of(cls, series: Series) -> dict[str, Any]:
        """The series as it stands."""
        names = ("kind", *TITLES, "about_nb", "minutes", "way", "place")
        return values_of(series, names) | {"body": series.body}


class YearForm(forms.Form):
    """The days of a year, one a line."""

    days = forms.CharField(
        label=_("Days"),
        widget=forms.Textarea({"rows": 8}),
        help_text=_("One meeting a line: 13.1.2021, or 24.-25.8.2022 for one that lasts over night."),
    )
    starts = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))

    def clean_days(self) -> list[Any]:
        """The days of each meeting; a line that has none is named."""
        found: list[Any] = []
        for number, line in enumerate(self.cleaned_data["days"].splitlines(), 1):
            if not line.strip():
                continue
            days = read_days(line)
            if days is None:
                message = _("Line %(number)s: “%(line)s” is no day, such as 13.1.2021 or 24.-25.8.2022.")
                raise forms.ValidationError(message, params={"number": number, "line": line})
            found.append(days)
        return found


class StandingItemForm(forms.Form):
    """A point that every agenda of the series has."""

    title_nb = forms.CharField(label=_("Title in bokmål"), max_length=200)
    title_nn = forms.CharField(label=_("Title in nynorsk"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices, widget=forms.RadioSelect)
    minutes = WholeField(label=_("Length in minutes"), min_value=0, max_value=600, example=10)
    presenter = forms.CharField(label=_("Presented by"), max_length=120, required=False)
    is_last = forms.BooleanField(
        label=_("Stands at the end of the agenda"), required=False,
        help_text=_("Other points are put in before it, as with any other business."),
    )  # fmt: skip
    approves_minutes = forms.BooleanField(
        label=_("Approves the minutes of the last meeting"), required=False,
        help_text=_("The point finds the last minutes that nobody has approved."),
    )  # fmt: skip

    @classmethod
    def initial_of(cls, item: StandingItem) -> dict[str, Any]:
        """The point as it stands."""
        return values_of(item, tuple(cls.base_fields))


class EndForm(forms.Form):
    """The last day of a series."""

    on = DayField(label=_("Last day"))
