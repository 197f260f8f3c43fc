"""The register: a mapping that somebody does, and a local actor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.analyses.forms.studies import PlacesField, text
from dugnad.analyses.kinds import ActorCategory
from dugnad.analyses.models import Actor, Project, Study
from dugnad.analyses.queries import places_to_choose
from dugnad.kit import clock
from dugnad.kit.forms import LinkField, SeveralField, WholeField
from dugnad.kit.history import values_of
from dugnad.members.models import Organisation
from dugnad.members.queries import member_municipalities

EVERYTHING = ("", _("All"))


class ProjectForm(forms.Form):
    """Who maps what, where, when, how, for how much, and what came of it."""

    name = forms.CharField(label=_("Name"), max_length=200)
    carried_by = forms.CharField(label=_("Carried out by"), max_length=300)
    area = forms.CharField(label=_("Area"), max_length=300, help_text=_("As people say it."))
    places = PlacesField(
        Organisation.objects.none(), label=_("Places that are members here"), required=False,
        widget=forms.SelectMultiple({"size": 8}),
    )  # fmt: skip
    first_year = WholeField(label=_("First year"), min_value=1980, max_value=2100, example=2019)
    last_year = WholeField(
        label=_("Last year"), required=False, min_value=1980, max_value=2100, example=2020,
        help_text=_("Empty while it goes on."),
    )  # fmt: skip
    materials_nb = forms.CharField(label=_("Materials, in bokmål"), max_length=300)
    materials_nn = forms.CharField(label=_("Materials, in nynorsk"), max_length=300, required=False)
    materials_en = forms.CharField(label=_("Materials, in English"), max_length=300, required=False)
    method_nb = text(_("Method, in bokmål"))
    method_nn = text(_("Method, in nynorsk"))
    method_en = text(_("Method, in English"))
    money_nb = forms.CharField(label=_("Money, in bokmål"), max_length=200, required=False)
    money_nn = forms.CharField(label=_("Money, in nynorsk"), max_length=200, required=False)
    money_en = forms.CharField(label=_("Money, in English"), max_length=200, required=False)
    finding_nb = text(_("What came of it, in bokmål"))
    finding_nn = text(_("What came of it, in nynorsk"))
    finding_en = text(_("What came of it, in English"))
    address = LinkField(label=_("Where to read more"), required=False)
    sources = text(_("Sources, one address a line"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"].queryset = places_to_choose(clock.today())  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, project: Project) -> dict[str, Any]:
        """The entry as it stands."""
        names = [name for name in cls.base_fields if name != "places"]
        return values_of(project, names) | {"places": [place.pk for place in project.places.all()]}


class ActorForm(forms.Form):
    """A local organisation that handles materials."""

    name = forms.CharField(label=_("Name"), max_length=200)
    category = forms.ChoiceField(label=_("Category"), choices=ActorCategory.choices)
    municipality = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Municipality"), required=False, empty_label=_("None of ours")
    )
    does = forms.CharField(label=_("What it does with materials"), max_length=300, required=False)
    website = LinkField(label=_("Website"), required=False)
    email = forms.EmailField(
        label=_("E-mail of the office"),
        required=False,
        help_text=_("The office's own, such as post@firma.no; no person's, because everybody reads this."),
    )
    studies = SeveralField(
        Study.objects.none(), label=_("Takes part in"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = member_municipalities(clock.today())  # type: ignore[attr-defined]
        self.fields["studies"].queryset = Study.objects.all()  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(actor: Actor) -> dict[str, Any]:
        """The actor as it stands."""
        return values_of(actor, ["name", "category", "does", "website", "email"]) | {
            "municipality": actor.municipality_id,
            "studies": [study.pk for study in actor.studies.all()],
        }


class ActorFilter(forms.Form):
    """Which actors a list shows; the words stand in its address."""

    kategori = forms.ChoiceField(
        label=_("Category"), required=False, choices=[EVERYTHING, *ActorCategory.choices]
    )
    kommune = forms.ChoiceField(label=_("Municipality"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        places = [(place.slug, place.name) for place in member_municipalities(clock.today())]
        self.fields["kommune"].choices = [EVERYTHING, *places]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        """What is asked for; a word that means nothing asks for nothing."""
        clean = self.cleaned_data if self.errors is not None and self.is_bound else {}
        return {"category": clean.get("kategori", ""), "place": clean.get("kommune", "")}
