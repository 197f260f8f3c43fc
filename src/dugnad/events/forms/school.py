"""The school: a session with its sign-up, topics, recording and slides, asking members along."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dugnad.events.forms.planning import SHORT, MomentField, capacity_field, closes_field
from dugnad.events.kinds import Way
from dugnad.events.models import Event, SignUp, Topic
from dugnad.events.queries.school import topics
from dugnad.kit.forms import LinkField, SeveralField, UploadField, WholeField
from dugnad.kit.history import values_of
from dugnad.members.models import Organisation
from dugnad.programme.kinds import GOALS

MEETING = [(way.value, way.label) for way in (Way.ONLINE, Way.IN_PERSON, Way.HYBRID)]
LONGEST_NAME = 120
ALL_GOALS = [(goal.number, format_lazy("{}. {}", goal.number, goal.name)) for goal in GOALS.values()]
OF_EVENT = (
    "title_nb", "title_nn", "title_en", "about_nb", "about_nn", "about_en", "starts", "ends", "way", "place",
    "link",
)  # fmt: skip
OF_SIGN_UP = (
    "topic", "goals", "audience_nb", "audience_nn", "audience_en", "closes", "capacity", "link_days",
    "least_minutes",
)  # fmt: skip


class SpeakersField(forms.CharField):
    """Speakers, one a line: the name, a comma, and where they are from."""

    widget = forms.Textarea({"rows": 4})

    def clean(self, value: Any) -> Any:
        """The speakers in order; a line that names nobody, or is too long, is told."""
        found = []
        for number, line in enumerate(super().clean(value).splitlines(), 1):
            name, _comma, place = (part.strip() for part in line.partition(","))
            if not name and place:
                raise forms.ValidationError(
                    _("Line %(number)s has no name. Write for example: Kari Nordmann, Hamar kommune."),
                    params={"number": number},
                )
            if max(len(name), len(place)) > LONGEST_NAME:
                raise forms.ValidationError(
                    _("Line %(number)s is too long: at most 120 signs for the name and for the place."),
                    params={"number": number},
                )
            found += [{"name": name, "place": place}] if name else []
        return found

    @staticmethod
    def lines_of(speakers: list[dict[str, str]]) -> str:
        """The speakers as they are written."""
        return "\n".join(", ".join(filter(None, [one["name"], one["place"]])) for one in speakers)


@dataclass(frozen=True)
class Part:
    """Fields that belong together; what few fill in lies folded below."""

    title: Promise
    fields: list[forms.BoundField]
    more: Promise | str = ""
    folded: tuple[forms.BoundField, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something is written or wrong in what is folded, so that it must show."""
        return any(field.value() or field.errors for field in self.folded)


# By part of the form: its title, its fields, what the fold is called, and the fields in it.
PARTS = (
    (
        _("What"),
        ("title_nb", "about_nb", "speakers", "topic"),
        _("The same in nynorsk and English"),
        ("title_nn", "about_nn", "title_en", "about_en"),
    ),
    (_("When and where"), ("starts", "ends", "way", "place", "link", "link_days"), "", ()),
    (
        _("Sign-up"),
        ("audience_nb", "closes", "capacity", "least_minutes"),
        _("For whom in nynorsk and English, and the goals that it serves"),
        ("audience_nn", "audience_en", "goals"),
    ),
)


class SessionForm(forms.Form):
    """A session and what those who sign up are told: one form."""

    title_nb = forms.CharField(label=_("Title in bokmål"), max_length=160)
    title_nn = forms.CharField(label=_("Title in nynorsk"), max_length=160, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    about_nb = forms.CharField(label=_("About, in bokmål"), required=False, widget=forms.Textarea(SHORT))
    about_nn = forms.CharField(label=_("About, in nynorsk"), required=False, widget=forms.Textarea(SHORT))
    about_en = forms.CharField(label=_("About, in English"), required=False, widget=forms.Textarea(SHORT))
    starts = MomentField(label=_("Starts"))
    ends = MomentField(label=_("Ends"))
    way = forms.ChoiceField(label=_("How people meet"), choices=MEETING)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = LinkField(
        label=_("Link to the meeting"), max_length=1000, required=False,
        help_text=_("Sent to those who have a place, and shown to nobody else."),
    )  # fmt: skip
    link_days = WholeField(
        label=_("How many days before is the link sent?"), min_value=0, max_value=30, example=2
    )
    speakers = SpeakersField(
        label=_("Speakers"), required=False,
        help_text=_("One a line: the name, a comma, and where they are from. They stand on the public page."),
    )  # fmt: skip
    topic = forms.ModelChoiceField(
        Topic.objects.none(), label=_("Topic"), required=False, empty_label=_("No topic"),
        help_text=_("By it the page of coverage tells which members have had nobody there."),
    )  # fmt: skip
    goals = forms.TypedMultipleChoiceField(
        label=_("Sustainable development goals"), coerce=int, required=False, choices=ALL_GOALS,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    audience_nb = forms.CharField(label=_("For whom, in bokmål"), max_length=200, required=False)
    audience_nn = forms.CharField(label=_("For whom, in nynorsk"), max_length=200, required=False)
    audience_en = forms.CharField(label=_("For whom, in English"), max_length=200, required=False)
    closes = closes_field()
    capacity = capacity_field()
    least_minutes = WholeField(
        label=_("How many minutes must somebody have been there?"), min_value=1, max_value=600, example=30,
        help_text=_("Whoever was there for less gets no certificate."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics()  # type: ignore[attr-defined]

    @property
    def parts(self) -> list[Part]:
        """The fields as the page draws them."""
        return [
            Part(title, [self[name] for name in names], more, tuple(self[name] for name in folded))
            for title, names, more, folded in PARTS
        ]

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and the sign-up closes before that."""
        typed = super().clean() or self.cleaned_data
        starts, ends, closes = (typed.get(name) for name in ("starts", "ends", "closes"))
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The event must end after it begins."))
        elif ends and closes and closes > ends:
            self.add_error("closes", _("The sign-up must close before the event is over."))
        return typed

    @staticmethod
    def initial_of(event: Event, asked: SignUp) -> dict[str, Any]:
        """The session as it stands."""
        return (
            values_of(event, OF_EVENT)
            | values_of(asked, OF_SIGN_UP)
            | {"speakers": SpeakersField.lines_of(asked.speakers)}
        )


class ChangedSessionForm(SessionForm):
    """The same once more, with what its writer had before them."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class TopicForm(forms.Form):
    """What the school teaches."""

    title_nb = forms.CharField(label=_("Title in bokmål"), max_length=120)
    title_nn = forms.CharField(label=_("Title in nynorsk"), max_length=120, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)


class RecordingForm(forms.Form):
    """Where the recording is seen."""

    recording = LinkField(
        label=_("Recording"), max_length=1000, required=False,
        help_text=_("The address of the film. Empty takes it away from the page."),
    )  # fmt: skip


class MaterialForm(forms.Form):
    """Slides or a handout."""

    title = forms.CharField(
        label=_("What it is"), max_length=200, required=False,
        help_text=_("For example: Slides, Hamar. Empty: the name of the file."),
    )  # fmt: skip
    file = UploadField(label=_("File"), required=False, help_text=_("PDF, or a picture or document."))
    link = LinkField(label=_("Or a link"), max_length=1000, required=False)


class AskAlongForm(forms.Form):
    """Which members are written to."""

    members = SeveralField(
        Organisation.objects.none(), label=_("Members"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, members: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Organisation.objects.filter(pk__in=[member.pk for member in members])
        self.fields["members"].queryset = chosen  # type: ignore[attr-defined]
        self.initial.setdefault("members", [member.pk for member in members])


class RevokeForm(forms.Form):
    """Why a certificate is taken back."""

    because = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(SHORT),
        help_text=_("Whoever checks the certificate reads it."),
    )  # fmt: skip


class CodeForm(forms.Form):
    """The code of a certificate, as it stands on the paper."""

    kode = forms.CharField(
        label=_("Code"), max_length=30, help_text=_("Twelve signs, for example 7K2M-P4QX-9TRB.")
    )
