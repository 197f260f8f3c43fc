"""What people write about a matter that we follow, and about those whom we spoke to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.declarations.models import Point
from dugnad.dossiers.kinds import AddresseeKind, TouchpointKind
from dugnad.dossiers.models import Ask, Dossier, Touchpoint
from dugnad.dossiers.queries.choices import activities_to_serve, meetings_to_link, points_to_serve
from dugnad.dossiers.queries.seen import values_to_edit
from dugnad.dossiers.states import MOVES, DossierState
from dugnad.kit.forms import DayField, LinkField, SeveralField
from dugnad.members.queries import people

EVERYTHING = ("", _("All"))
LONGEST = 10_000  # letters; what is longer is a document, which can be linked
FEW, SOME = {"rows": 3}, {"rows": 6}


class DossierFilter(forms.Form):
    """Which issues a list shows; the words stand in its address."""

    tilstand = forms.ChoiceField(
        label=_("State"), required=False, choices=[EVERYTHING, *DossierState.choices]
    )
    mottaker = forms.ChoiceField(
        label=_("Whom we speak to"), required=False, choices=[EVERYTHING, *AddresseeKind.choices]
    )

    @property
    def wanted(self) -> dict[str, str]:
        """What is asked for; a word that means nothing asks for nothing."""
        self.is_valid()
        found = self.cleaned_data
        return {"state": found.get("tilstand", ""), "addressee": found.get("mottaker", "")}


class DossierForm(forms.Form):
    """A matter: what it is about, what we think, whom we speak to, which points it serves."""

    title_nb = forms.CharField(label=_("Name in bokmål"), max_length=160)
    title_nn = forms.CharField(label=_("Name in nynorsk"), max_length=160, required=False)
    title_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    about = forms.CharField(
        label=_("What it is about"), required=False, max_length=LONGEST, widget=forms.Textarea(SOME)
    )
    position = forms.CharField(
        label=_("Our position"), required=False, max_length=LONGEST, widget=forms.Textarea(SOME)
    )
    addressee_kind = forms.ChoiceField(label=_("Whom we speak to"), choices=AddresseeKind.choices)
    addressees = forms.CharField(
        label=_("By name, one on each line"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(FEW),
        help_text=_("For example Klima- og miljødepartementet. Name offices, not private people."),
    )
    points = SeveralField(
        Point.objects.none(),
        label=_("Points of the declaration that it serves"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    activity = forms.ModelChoiceField(
        activities_to_serve(), label=_("Activity of the programme"), required=False, empty_label=_("None")
    )
    responsible = forms.ModelChoiceField(
        people(), label=_("Who answers for it"), required=False, empty_label=_("Nobody yet")
    )
    is_public = forms.BooleanField(
        label=_("Everybody may see it"),
        required=False,
        help_text=_("Then what we have asked for stands on the page of each point, with what came of it."),
    )

    def __init__(self, *args: Any, dossier: Dossier | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = dossier.points.all() if dossier else ()
        self.fields["points"].queryset = points_to_serve(*chosen)  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(dossier: Dossier) -> dict[str, Any]:
        """A matter as it stands."""
        return values_to_edit(dossier)


class MoveForm(forms.Form):
    """Where a matter stands now, and how it ended."""

    to = forms.ChoiceField(label=_("Where it stands now"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("How it ended"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(FEW),
        help_text=_("Asked for when the issue is closed or dropped."),
    )

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        onward = MOVES[DossierState(dossier.state)].onward
        self.fields["to"].choices = [(state, state.label) for state in onward]  # type: ignore[attr-defined]


class TouchpointForm(forms.Form):
    """Once that we spoke to somebody."""

    kind = forms.ChoiceField(label=_("Way"), choices=TouchpointKind.choices)
    on = DayField(label=_("Day"))
    title = forms.CharField(label=_("What it was"), max_length=200)
    counterpart = forms.CharField(
        label=_("With whom"),
        max_length=200,
        help_text=_("The office and the institution, such as “State Secretary, Ministry of Transport”."),
    )
    ours = forms.CharField(label=_("Who spoke for us"), max_length=200, required=False)
    said = forms.CharField(
        label=_("What was said"), required=False, max_length=LONGEST, widget=forms.Textarea(SOME)
    )
    promised = forms.CharField(
        label=_("What was promised"), required=False, max_length=LONGEST, widget=forms.Textarea(FEW)
    )
    asks = SeveralField(
        Ask.objects.none(),
        label=_("What we asked for there"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    event = forms.ModelChoiceField(
        meetings_to_link(),
        label=_("Meeting in the calendar"),
        required=False,
        empty_label=_("None"),
    )
    link = LinkField(label=_("Address"), max_length=300, required=False)

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asks"].queryset = dossier.asks.all()  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(touchpoint: Touchpoint) -> dict[str, Any]:
        """What was noted, as it stands."""
        return values_to_edit(touchpoint)
