"""Forms of the secretariat's pages about editions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.kit.forms import DayField, WholeField

EARLIEST, LATEST = 1990, 2100


class EditionForm(forms.Form):
    """The texts of an edition, and whose figures it is made of."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title_nb = forms.CharField(label=_("Title in bokmål"), max_length=200)
    title_nn = forms.CharField(label=_("Title in nynorsk"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    foreword_nb = forms.CharField(label=_("Foreword in bokmål"), widget=forms.Textarea, required=False)
    foreword_nn = forms.CharField(label=_("Foreword in nynorsk"), widget=forms.Textarea, required=False)
    foreword_en = forms.CharField(label=_("Foreword in English"), widget=forms.Textarea, required=False)
    members_on = DayField(
        label=_("Members on"),
        help_text=_("The region is made of those who were members on this day, through all years."),
    )
    base_year = WholeField(
        label=_("Base year"),
        example=2009,
        min_value=EARLIEST,
        max_value=LATEST,
        help_text=_("The year that changes are counted from, for example 2009."),
    )
    seen_by = DayField(
        label=_("Figures seen on or before"),
        required=False,
        help_text=_("Leave it empty to use the newest figures."),
    )


class NewEditionForm(forms.Form):
    """The year of a new edition, and whose figures it is made of."""

    year = WholeField(label=_("Year"), min_value=EARLIEST, max_value=LATEST, example=2021)
    members_on = DayField(
        label=_("Members on"),
        help_text=_("The region is made of those who were members on this day, through all years."),
    )


class NoteForm(forms.Form):
    """What should be changed, or why something is withdrawn."""

    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
