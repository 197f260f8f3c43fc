"""What the secretariat fills in: a call, its sections and questions, filters, reminders."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.forms.questions import keep_languages, say_when_needed
from dugnad.calls.kinds import CALL_FACTS, ReminderKind
from dugnad.calls.models import Call
from dugnad.calls.queries import LANGUAGE_WORDS
from dugnad.calls.states import Languages
from dugnad.kit.forms import DayField, WholeField
from dugnad.kit.mail import Letter
from dugnad.members.models import Person
from dugnad.programme.models import Activity

WORDS = LANGUAGE_WORDS
COPY = "copy:"
CALL_FIELDS = (
    "title_nb", "title_nn", "title_en", "intro_nb", "intro_nn", "intro_en", "languages", "opens", "due_day",
    "due_time", "grace_minutes", "minutes", "four_eyes", "asks_basis", "confirm_days", "activity", "contact",
)  # fmt: skip


class FilterForm(forms.Form):
    """The filters of the chase list; they live in the address."""

    state = forms.CharField(required=False, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    subregion = forms.ChoiceField(label=_l("Sub-region"), required=False)

    def __init__(self, *args: Any, subregions: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subregion"].choices = [("", _("All")), *subregions]  # type: ignore[attr-defined]


class _Dated(forms.Form):
    year = WholeField(label=_l("Year"), min_value=2000, max_value=2100, example=2021)
    opens = DayField(label=_l("Opens"))
    due_day = DayField(label=_l("Due on"))


class CopyForm(_Dated):
    """What differs when a call is asked again."""


class CallForm(forms.Form):
    """The words, days and people of a call."""

    languages = forms.ChoiceField(
        label=_l("Asked in"),
        choices=Languages.choices,
        help_text=_l("The call opens when every text is written in these languages."),
    )
    title_nb = forms.CharField(label=_l("Title, bokmål"), max_length=200, required=False)
    title_nn = forms.CharField(label=_l("Title, nynorsk"), max_length=200, required=False)
    title_en = forms.CharField(label=_l("Title, English"), max_length=200, required=False)
    intro_nb = forms.CharField(
        label=_l("Introduction, bokmål"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    intro_nn = forms.CharField(
        label=_l("Introduction, nynorsk"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    intro_en = forms.CharField(
        label=_l("Introduction, English"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    opens = DayField(label=_l("Opens"))
    due_day = DayField(label=_l("Due on"))
    due_time = forms.TimeField(
        label=_l("Due at"),
        error_messages={"invalid": _l("Write a time, for example 16:00.")},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_l("Local time in Oslo. What comes from then on is late, unless you give extra minutes."),
    )
    grace_minutes = WholeField(
        label=_l("Minutes of grace"),
        example=30,
        min_value=0,
        max_value=1440,
        help_text=_l("So long after the deadline an answer still counts as in time; 0 for no extra minutes."),
    )
    minutes = WholeField(label=_l("Minutes it takes to answer"), min_value=1, max_value=600, example=20)
    four_eyes = forms.BooleanField(
        label=_l("Two people accept each reply"),
        required=False,
        help_text=_l("One in the secretariat checks the reply, and another accepts it."),
    )
    asks_basis = forms.BooleanField(label=_l("Ask who stands behind the answer"), required=False)
    confirm_days = WholeField(
        label=_l("Days to object"),
        min_value=1,
        max_value=90,
        example=14,
        help_text=_l("So long a member can object when its sub-region has answered for it."),
    )
    activity = forms.ModelChoiceField(
        label=_l("Serves this activity"), required=False, queryset=Activity.objects.none()
    )
    contact = forms.ModelChoiceField(label=_l("Contact"), required=False, queryset=Person.objects.none())

    def __init__(self, *args: Any, call: Call, contacts: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(call, name) for name in CALL_FIELDS})
        super().__init__(*args, **kwargs)
        asked_in = str(self.data.get("languages") if self.is_bound else call.languages)
        if asked_in in Languages:
            codes = Languages(asked_in).codes
            self.fields[f"title_{codes[0]}"].required = True
            say_when_needed(self, codes, {"title": True, "intro": False})
        activities = Activity.objects.filter(programme__year=call.year).order_by("number")
        self.fields["activity"].queryset = activities  # type: ignore[attr-defined]
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]


class BeginForm(forms.Form):
    """What a new call begins with: what lies ready for a kind, an earlier call, or nothing."""

    begin = forms.ChoiceField(label=_l("Begin with"))
    year = WholeField(label=_l("Year"), min_value=2000, max_value=2100, example=2021)
    title = forms.CharField(
        label=_l("Title"),
        max_length=200,
        required=False,
        help_text=_l("Leave it empty for the title of what you begin with, in the new year."),
    )

    def __init__(self, *args: Any, calls: Iterable[Call], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ready = [(kind.value, facts.begin) for kind, facts in CALL_FACTS.items() if not facts.asks_flows]
        self.calls = {f"{COPY}{call.slug}": call for call in calls}
        asked = [(name, str(call)) for name, call in self.calls.items()]
        grouped = [(_("Ask again"), asked)] if asked else []
        self.fields["begin"].choices = [*ready, *grouped]  # type: ignore[attr-defined]

    @property
    def source(self) -> Call | None:
        """The call that is asked again; None for a new one."""
        return self.calls.get(self.cleaned_data["begin"])


class SectionForm(forms.Form):
    """The title of a section, in the languages of its call."""

    title_nb = forms.CharField(label=_l("Title, bokmål"), max_length=200, required=False)
    title_nn = forms.CharField(label=_l("Title, nynorsk"), max_length=200, required=False)
    title_en = forms.CharField(label=_l("Title, English"), max_length=200, required=False)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_languages(self, Languages(call.languages).codes, {"title": _("Title")}, must="title")


class ReminderForm(forms.Form):
    """A reminder as a draft in each language that somebody reads."""

    kind = forms.ChoiceField(label=_l("Why we write"), choices=ReminderKind.choices)

    def __init__(self, *args: Any, drafts: dict[str, Letter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, letter in drafts.items():
            names = {"language": WORDS[code]}
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject, %(language)s") % names, max_length=200, initial=letter.subject
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text, %(language)s") % names,
                initial=letter.text,
                widget=forms.Textarea(attrs={"rows": 11}),
            )

    def letters(self) -> dict[str, Letter]:
        """The letters by language, as edited."""
        codes = [code for code in WORDS if f"subject_{code}" in self.fields]
        values = self.cleaned_data
        return {code: Letter(values[f"subject_{code}"], values[f"text_{code}"] + "\n") for code in codes}
