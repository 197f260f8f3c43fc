"""What people write about the programme: plain forms, clean values."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dugnad.kit.forms import DayField, SeveralField, WholeField
from dugnad.members.forms.fields import PersonField
from dugnad.members.models import Body, Person
from dugnad.members.queries import people
from dugnad.programme.kinds import GOALS
from dugnad.programme.models import Activity, Milestone, Programme, Strand
from dugnad.programme.queries import ActivityRow, Filter, bodies_in, goals_in, strands_in, strands_of
from dugnad.programme.states import ActivityStatus

EVERYTHING = ("", _("All"))
LONG = {"rows": 3}


class ActivityFilter(forms.Form):
    """Which activities a list shows; the words stand in its address."""

    omrade = forms.ChoiceField(label=_("Strand"), required=False)
    mal = forms.ChoiceField(label=_("Goal"), required=False)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[EVERYTHING, *ActivityStatus.choices]
    )
    organ = forms.ChoiceField(label=_("Responsible body"), required=False)
    blikk = forms.ChoiceField(
        label=_("Needs a look"),
        required=False,
        choices=[EVERYTHING, ("sent", _("Late milestones")), ("lenge", _("Not updated for long"))],
    )
    vis = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, rows: list[ActivityRow]) -> None:
        super().__init__(data)
        for name, choices in (
            ("omrade", [(strand.key, str(strand)) for strand in strands_in(rows)]),
            ("mal", [(str(goal), f"{goal} {GOALS[goal].name}") for goal in goals_in(rows)]),
            ("organ", [(body.slug, str(body)) for body in bodies_in(rows)]),
        ):
            self.fields[name].choices = [EVERYTHING, *choices]  # type: ignore[attr-defined]

    def wanted(self) -> Filter:
        """What is asked for; a word that means nothing asks for nothing."""
        clean = self.cleaned_data if self.errors is not None and self.is_bound else {}
        return Filter(
            strand=clean.get("omrade", ""),
            goal=clean.get("mal", ""),
            status=clean.get("status", ""),
            body=clean.get("organ", ""),
            is_late=clean.get("blikk") == "sent",
            is_stale=clean.get("blikk") == "lenge",
        )


class SeenField(forms.CharField):
    """When the thing was last updated as its editor saw it; hidden, and checked when the form comes back."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> datetime | None:
        """The moment, or nothing when it makes no sense."""
        return parse_datetime(str(value or ""))


class TitlesForm(forms.Form):
    """A title in three languages; English and nynorsk may follow later."""

    title_nb = forms.CharField(label=_("Title in bokmål"), max_length=200)
    title_nn = forms.CharField(label=_("Title in nynorsk"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)

    @staticmethod
    def initial_of(noun: Programme | Strand) -> dict[str, Any]:
        """The titles as they stand."""
        return {name: getattr(noun, name) for name in ("title_nb", "title_nn", "title_en")}


class ProgrammeForm(TitlesForm):
    """A new year's programme."""

    year = WholeField(label=_("Year"), min_value=2000, max_value=2100, example=2021)
    field_order = ("year", "title_nb", "title_nn", "title_en")


class DayForm(forms.Form):
    """The day on which something was decided."""

    on = DayField(label=_("Adopted on"))


class SureForm(forms.Form):
    """A step that cannot be taken back."""

    sure = forms.BooleanField(label=_("I have looked through the programme, and it can be closed"))


class ActivityForm(forms.Form):
    """An activity: what, how, for which goals, and who answers for it."""

    strand = forms.ModelChoiceField(Strand.objects.none(), label=_("Strand"), empty_label=None)
    number = WholeField(label=_("Number"), min_value=1, max_value=999, example=4)
    title_nb = forms.CharField(label=_("Title in bokmål"), max_length=300)
    title_nn = forms.CharField(label=_("Title in nynorsk"), max_length=300, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    way_of_working_nb = forms.CharField(
        label=_("Way of working in bokmål"), required=False, widget=forms.Textarea(LONG)
    )
    way_of_working_nn = forms.CharField(
        label=_("Way of working in nynorsk"), required=False, widget=forms.Textarea(LONG)
    )
    way_of_working_en = forms.CharField(
        label=_("Way of working in English"), required=False, widget=forms.Textarea(LONG)
    )
    goals = forms.TypedMultipleChoiceField(
        label=_("Sustainable Development Goals"),
        coerce=int,
        required=False,
        choices=[(goal.number, format_lazy("{}. {}", goal.number, goal.name)) for goal in GOALS.values()],
        widget=forms.CheckboxSelectMultiple,
    )
    responsible_body = forms.ModelChoiceField(
        Body.objects.none(), label=_("Responsible body"), required=False, empty_label=_("Nobody yet")
    )
    responsible_person = PersonField(
        Person.objects.none(), label=_("Responsible person"), required=False, empty_label=_("Nobody yet")
    )
    seen = SeenField(required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strand"].queryset = strands_of(programme)  # type: ignore[attr-defined]
        self.fields["responsible_body"].queryset = Body.objects.all()  # type: ignore[attr-defined]
        self.fields["responsible_person"].queryset = people()  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(activity: Activity) -> dict[str, Any]:
        """The activity as it stands."""
        texts = [f"{word}_{code}" for word in ("title", "way_of_working") for code in ("nb", "nn", "en")]
        values = {name: getattr(activity, name) for name in ("number", *texts)}
        return values | {
            "strand": activity.strand_id,
            "goals": [goal.goal for goal in activity.goals.all()],
            "responsible_body": activity.responsible_body_id,
            "responsible_person": activity.responsible_person_id,
            "seen": activity.updated_at.isoformat(),
        }


class StatusForm(forms.Form):
    """How an activity goes."""

    status = forms.ChoiceField(label=_("Status"), choices=ActivityStatus.choices, widget=forms.RadioSelect)
    status_note = forms.CharField(
        label=_("Note on the status"),
        required=False,
        widget=forms.Textarea(LONG),
        help_text=_("A sentence for the board. A delay and a drop need one."),
    )
    seen = SeenField(required=False)


class MilestoneForm(forms.Form):
    """A step with its day."""

    title_nb = forms.CharField(label=_("Milestone, bokmål"), max_length=200)
    title_nn = forms.CharField(label=_("Milestone, nynorsk"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Milestone, English"), max_length=200, required=False)
    due = DayField(label=_("Due"))
    done_on = DayField(label=_("Reached on"), required=False)

    @staticmethod
    def initial_of(step: Milestone) -> dict[str, Any]:
        """The milestone as it stands."""
        return {name: getattr(step, name) for name in ("title_nb", "title_nn", "title_en", "due", "done_on")}


class CarryForm(forms.Form):
    """Which activities go on in which later year."""

    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("To the year"), empty_label=None)
    activities = SeveralField(
        Activity.objects.none(), label=_("Activities that go on"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, years: list[Programme], activities: list[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years_found = Programme.objects.defer("snapshot").filter(pk__in=[year.pk for year in years])
        found = Activity.objects.filter(pk__in=[activity.pk for activity in activities])
        self.fields["programme"].queryset = years_found.order_by("year")  # type: ignore[attr-defined]
        self.fields["activities"].queryset = found.order_by("number")  # type: ignore[attr-defined]
