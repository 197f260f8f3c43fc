"""When people meet, how, and what it is called; what is said when it is called off."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.events.kinds import EVENT_FACTS, EventKind, Way
from dugnad.events.models import Event
from dugnad.kit.forms import MomentField, WholeField
from dugnad.kit.history import values_of
from dugnad.members.models import Body

MEETING_KINDS = [(kind.value, kind.label) for kind in EventKind if EVENT_FACTS[kind].page == "meeting"]
SHORT = {"rows": 3}


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


def closes_field() -> MomentField:
    """Until when one signs up."""
    return MomentField(label=_("Sign up by"))


def capacity_field() -> WholeField:
    """How many there is room for."""
    return WholeField(
        label=_("Room for"), min_value=1, max_value=10_000, example=100, required=False,
        help_text=_("Empty: as many as want to. When it is full, there is a waiting list."),
    )  # fmt: skip


class ChangedEventForm(EventForm):
    """The same once more, with what its writer had before them."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"], self.fields["body"]


class ChangedOpenEventForm(ChangedEventForm):
    """The same of an event to which anybody may sign up: until when, and how many there is room for."""

    closes = closes_field()
    capacity = capacity_field()

    @staticmethod
    def initial_of(event: Event) -> dict[str, Any]:
        """The event and its sign-up as they stand."""
        return EventForm.initial_of(event) | values_of(event.sign_up, ("closes", "capacity"))


class CancelForm(forms.Form):
    """Why it is called off."""

    because = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(SHORT))
