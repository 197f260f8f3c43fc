"""When people meet, how, and what it is called; a series and its year; what it says when it is called off."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.events.kinds import EVENT_FACTS, EventKind, Way
from dugnad.events.models import Event, Series
from dugnad.kit.forms import MomentInput, WholeField
from dugnad.kit.history import values_of
from dugnad.members.models import Body

MEETING_KINDS = [(kind.value, kind.label) for kind in EventKind if EVENT_FACTS[kind].page == "meeting"]
SHORT = {"rows": 3}


class MomentField(forms.DateTimeField):
    """A day and an hour in Oslo."""

    widget = MomentInput
    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M")
    default_error_messages = {"invalid": _("Write a day and an hour, for example 17.3.2021 09:00.")}


class EventForm(forms.Form):
    """A meeting: what, for whom, when and where."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MEETING_KINDS)
    body = forms.ModelChoiceField(
        Body.objects.all(), label=_("Body"), required=False, empty_label=_("No body")
    )
    title_nb = forms.CharField(label=_("Title in bokmål"), max_length=160)
    title_nn = forms.CharField(label=_("Title in nynorsk"), max_length=160, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    about_nb = forms.CharField(label=_("About, in bokmål"), required=False, widget=forms.Textarea(SHORT))
    starts = MomentField(label=_("Starts"))
    ends = MomentField(label=_("Ends"), help_text=_("Of a written procedure: the deadline."))
    way = forms.ChoiceField(label=_("How people meet"), choices=Way.choices)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link to the meeting"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        help_text=_("Shown only to those who take part."),
    )
    quorum = WholeField(
        label=_("How many must have come"), min_value=1, max_value=500, example=9, required=False
    )

    @staticmethod
    def initial_of(event: Event) -> dict[str, Any]:
        """The event as it stands."""
        return values_of(event, ("kind", "title_nb", "title_nn", "title_en", "about_nb", "starts", "ends",
                                 "way", "place", "link", "quorum")) | {"body": event.body}  # fmt: skip


class ChangedEventForm(EventForm):
    """The same once more, with what its writer had before them."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"], self.fields["body"]


class AnnounceForm(forms.Form):
    """A word that goes along with the notice."""

    message = forms.CharField(
        label=_("A word to those who are invited"), required=False, widget=forms.Textarea(SHORT)
    )


class CancelForm(forms.Form):
    """Why it is called off."""

    because = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(SHORT))


class ConfirmForm(forms.Form):
    """A step that asks nothing but whether it is meant."""


class SeriesForm(forms.Form):
    """What the events of a series usually are."""

    kind = forms.ChoiceField(label=_("Kind"), choices=EventKind.choices)
    body = forms.ModelChoiceField(
        Body.objects.all(), label=_("Body"), required=False, empty_label=_("No body")
    )
    title_nb = forms.CharField(label=_("Title in bokmål"), max_length=160)
    title_nn = forms.CharField(label=_("Title in nynorsk"), max_length=160, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    minutes = WholeField(label=_("Usual length in minutes"), min_value=5, max_value=2880, example=150)
    way = forms.ChoiceField(label=_("How people meet"), choices=Way.choices)
    place = forms.CharField(label=_("Usual place"), max_length=200, required=False)

    @classmethod
    def initial_of(cls, series: Series) -> dict[str, Any]:
        """The series as it stands."""
        names = ("kind", "title_nb", "title_nn", "title_en", "minutes", "way", "place")
        return values_of(series, names) | {"body": series.body}


class YearForm(forms.Form):
    """The days of a year, one a line."""

    days = forms.CharField(
        label=_("Days"),
        widget=forms.Textarea({"rows": 6}),
        help_text=_("One a line, for example 13.1.2021."),
    )
    starts = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput({"type": "time"}))

    def clean_days(self) -> list[Any]:
        """The days; a line that is none is named."""
        found, field = [], forms.DateField(input_formats=("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y"))
        for number, line in enumerate(self.cleaned_data["days"].splitlines(), 1):
            if not line.strip():
                continue
            try:
                found.append(field.clean(line.strip()))
            except forms.ValidationError as error:
                message = _("Line %(number)s: “%(line)s” is no day, such as 13.1.2021.")
                raise forms.ValidationError(message, params={"number": number, "line": line}) from error
        return found
