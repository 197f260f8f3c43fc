"""A study: its question, its scope and who answers for it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from dugnad.analyses.models import Study
from dugnad.analyses.queries import called, places_to_choose
from dugnad.analyses.states import StudyState
from dugnad.kit import clock
from dugnad.kit.forms import SeveralField, WholeField
from dugnad.kit.history import values_of
from dugnad.members.models import Organisation, Person
from dugnad.members.queries import people
from dugnad.programme.models import Activity

LONGEST = 4000  # letters; what is longer is a report, which the study can link to
LONG = {"rows": 3}
TEXTS = [
    f"{field}_{code}" for field in ("name", "question", "scope", "limits") for code in ("nb", "nn", "en")
]
UNITS = [("t/a", _("tonnes a year")), ("kt/a", _("thousand tonnes a year")), ("kg/a", _("kilograms a year"))]


class PlacesField(SeveralField):
    """Places to choose from, each by a name that no other has."""

    def label_from_instance(self, obj: Organisation) -> str:
        """What the place is called in the list."""
        return called(obj)


def text(label: Any, *, required: bool = False) -> forms.CharField:
    """A text of a few lines."""
    return forms.CharField(label=label, required=required, max_length=LONGEST, widget=forms.Textarea(LONG))


def year(label: Any) -> WholeField:
    """A year that may be left open."""
    return WholeField(label=label, required=False, min_value=1980, max_value=2100, example=2020)


class StudyForm(forms.Form):
    """What is asked, of which materials, where and when."""

    name_nb = forms.CharField(label=_("Name in bokmål"), max_length=200)
    name_nn = forms.CharField(label=_("Name in nynorsk"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    question_nb = text(_("The question it answers, in bokmål"), required=True)
    question_nn = text(_("The question in nynorsk"))
    question_en = text(_("The question in English"))
    scope_nb = text(_("What is in it and what is not, in bokmål"))
    scope_nn = text(_("What is in it, in nynorsk"))
    scope_en = text(_("What is in it, in English"))
    limits_nb = text(_("What it does not know, in bokmål"))
    limits_nn = text(_("What it does not know, in nynorsk"))
    limits_en = text(_("What it does not know, in English"))
    materials = forms.CharField(
        label=_("Materials"), max_length=200, help_text=_("For example: wood, concrete, gypsum.")
    )
    unit = forms.ChoiceField(label=_("Quantities are in"), choices=UNITS)
    first_year = year(_("First year"))
    last_year = year(_("Last year"))
    places = PlacesField(
        Organisation.objects.none(),
        label=_("Places"),
        required=False,
        widget=forms.SelectMultiple({"size": 8}),
    )
    responsible_person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Responsible person"), required=False, empty_label=_("Nobody yet")
    )
    activity = forms.ModelChoiceField(
        Activity.objects.none(), label=_("Activity of the programme"), required=False, empty_label=_("None")
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=StudyState.choices,
        help_text=_("A study that is planned is seen by the secretariat alone."),
    )
    is_illustrative = forms.BooleanField(label=_("The figures are made up, and say so"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("places", places_to_choose(clock.today())),
            ("responsible_person", people()),
            ("activity", Activity.objects.select_related("programme").order_by("-programme__year", "number")),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_seen(self) -> datetime | None:
        """When the study was last updated as its editor saw it."""
        return parse_datetime(self.cleaned_data["seen"])

    @staticmethod
    def initial_of(study: Study) -> dict[str, Any]:
        """The study as it stands."""
        names = [*TEXTS, "materials", "unit", "first_year", "last_year", "state", "is_illustrative"]
        return values_of(study, names) | {
            "places": [place.pk for place in study.places.all()],
            "responsible_person": study.responsible_person_id,
            "activity": study.activity_id,
            "seen": study.updated_at.isoformat(),
        }
