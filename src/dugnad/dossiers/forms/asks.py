"""What people write about an ask: its words, why, where it was asked, and what came of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.declarations.models import Point
from dugnad.dossiers.models import Ask, Consultation, Dossier, Response
from dugnad.dossiers.models.asks import ANSWERS
from dugnad.dossiers.queries.choices import asks_to_repeat, consultations_of, points_to_serve
from dugnad.dossiers.queries.seen import values_to_edit
from dugnad.kit.forms import DayField, LinkField, SeveralField, UploadField

FEW = {"rows": 3}


class AskForm(forms.Form):
    """One thing that we ask for."""

    text = forms.CharField(
        label=_("What we ask for"),
        max_length=1000,
        widget=forms.Textarea(FEW),
        help_text=_("One thing, so that it can be said afterwards whether it came: one ask for each."),
    )
    reason = forms.CharField(label=_("Why"), required=False, max_length=4000, widget=forms.Textarea(FEW))
    consultation = forms.ModelChoiceField(
        Consultation.objects.none(),
        label=_("In the answer to"),
        required=False,
        empty_label=_("No consultation: a letter, a meeting or a note"),
    )
    raised_on = DayField(
        label=_("Asked for on"),
        required=False,
        help_text=_("Left empty while it is a draft. It is filled in by itself when the answer is sent."),
    )
    repeats = forms.ModelChoiceField(
        Ask.objects.none(),
        label=_("We asked for the same before"),
        required=False,
        empty_label=_("No, this is the first time"),
    )
    points = SeveralField(
        Point.objects.none(),
        label=_("Points of the declaration that it gives room for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, dossier: Dossier, ask: Ask | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = (ask or dossier).points.all()
        lists: dict[str, Any] = {
            "consultation": consultations_of(dossier),
            "repeats": asks_to_repeat(but=ask),
            "points": points_to_serve(*chosen),
        }
        for name, found in lists.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]

    def offer_what_can_be_added(self, ask: Ask) -> None:
        """Of an ask that stands: no other words, day or consultation, and points beside those that it has."""
        for name in ("text", "consultation", *(["raised_on"] if ask.raised_on else [])):
            del self.fields[name]
        points = self.fields["points"]
        points.label = _("More points of the declaration that it gives room for")
        points.queryset = points.queryset.exclude(pk__in=ask.points.all())  # type: ignore[attr-defined]
        self.initial.pop("points", None)

    @staticmethod
    def initial_of(ask: Ask) -> dict[str, Any]:
        """An ask as it stands."""
        return values_to_edit(ask)


class StrikeForm(forms.Form):
    """Why an answer is crossed out."""

    because = forms.CharField(
        label=_("Why it is wrong"),
        max_length=2000,
        widget=forms.Textarea(FEW),
        help_text=_("Everybody who can read what we ask for reads this too."),
    )


class ResponseForm(forms.Form):
    """What was answered, and where that can be read."""

    state = forms.ChoiceField(label=_("What came of it"), choices=ANSWERS, widget=forms.RadioSelect)
    on = DayField(label=_("Day"), help_text=_("The day of the answer, such as the day a strategy came."))
    source = forms.CharField(
        label=_("Where it stands"),
        max_length=200,
        help_text=_("Name and place, such as “Meld. St. 13 (2020–2021), chapter 3”."),
    )
    link = LinkField(label=_("Address"), max_length=300, required=False)
    quotation = forms.CharField(
        label=_("In their words"), required=False, max_length=4000, widget=forms.Textarea(FEW)
    )
    file = UploadField(label=_("File"), required=False, help_text=_("PDF, DOCX, ODT or a picture."))
    note = forms.CharField(
        label=_("How we read it"), required=False, max_length=4000, widget=forms.Textarea(FEW)
    )

    @staticmethod
    def initial_of(response: Response) -> dict[str, Any]:
        """An answer as it was entered, to be put right; its file is chosen once more."""
        names = ("state", "on", "source", "link", "quotation", "note")
        return {name: getattr(response, name) for name in names}
