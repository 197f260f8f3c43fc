"""What was said, what came of it, who does it; who comes and who was there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.events.kinds import OutcomeKind, Stance
from dugnad.events.models import Event, Outcome, Participation
from dugnad.events.queries.taking_part import name_of
from dugnad.events.states import Answer, Attendance, OutcomeState
from dugnad.kit.forms import DayField
from dugnad.members.forms.fields import PersonField
from dugnad.members.models import Organisation, Person
from dugnad.members.queries import members_on, people

LONG = {"rows": 6}


class NoteForm(forms.Form):
    """What was said about one point."""

    text = forms.CharField(label=_("Minutes"), required=False, widget=forms.Textarea(LONG))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class OutcomeForm(forms.Form):
    """A decision, information or a task."""

    kind = forms.ChoiceField(
        label=_("What came of it"), choices=OutcomeKind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("In words"), widget=forms.Textarea({"rows": 3}))
    owner = PersonField(
        people(), label=_("Who does it"), required=False, empty_label=_("Nobody named"),
        help_text=_("Of a task: a person or a member."),
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Or which member"), required=False, empty_label=_("No member")
    )
    due = DayField(label=_("To be done by"), required=False)
    valid_to = DayField(
        label=_("Stands until"),
        required=False,
        help_text=_("Of a decision; empty where it stands until replaced."),
    )
    replaces = forms.ModelChoiceField(
        Outcome.objects.none(), label=_("Replaces"), required=False, empty_label=_("No earlier decision")
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = members_on(event.starts.date())  # type: ignore[attr-defined]
        standing = Outcome.objects.filter(
            body=event.body, kind=OutcomeKind.DECISION, state=OutcomeState.IN_FORCE, body__isnull=False
        )
        self.fields["replaces"].queryset = standing.exclude(item__event=event)  # type: ignore[attr-defined]


class CorrectedOutcomeForm(forms.Form):
    """The words, the owner and the day of an outcome once more."""

    text = forms.CharField(label=_("In words"), widget=forms.Textarea({"rows": 3}))
    owner = PersonField(people(), label=_("Who does it"), required=False, empty_label=_("Nobody named"))
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Or which member"), required=False, empty_label=_("No member")
    )
    due = DayField(label=_("To be done by"), required=False)
    valid_to = DayField(label=_("Stands until"), required=False)

    def __init__(self, *args: Any, outcome: Outcome, **kwargs: Any) -> None:
        names = ("text", "owner", "organisation", "due", "valid_to")
        initial = {name: getattr(outcome, name) for name in names}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = members_on(outcome.on)  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """How a task or a decision ended."""

    state = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[(one.value, one.label) for one in (OutcomeState.DONE, OutcomeState.DROPPED)],
        widget=forms.RadioSelect,
    )
    on = DayField(label=_("Day"))
    note = forms.CharField(label=_("In a few words"), required=False, widget=forms.Textarea({"rows": 3}))


class AnswerForm(forms.Form):
    """Whether one comes."""

    answer = forms.ChoiceField(
        label=_("Are you coming?"),
        choices=[(Answer.YES.value, _("Yes, I am coming")), (Answer.NO.value, _("No, I cannot come"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("A word to the organiser"), required=False, widget=forms.Textarea({"rows": 2})
    )


class DeputyForm(forms.Form):
    """Who comes instead."""

    deputy = PersonField(Person.objects.none(), label=_("Deputy"), empty_label=None)

    def __init__(self, *args: Any, deputies: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Person.objects.filter(pk__in=[person.pk for person in deputies])
        self.fields["deputy"].queryset = choices  # type: ignore[attr-defined]


class AttendanceForm(forms.Form):
    """Who was there: one choice for each."""

    def __init__(self, *args: Any, rows: list[Participation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for one in rows:
            self.fields[f"there_{one.pk}"] = forms.ChoiceField(
                label=name_of(one),
                choices=Attendance.choices,
                widget=forms.RadioSelect,
                initial=one.attendance,
            )

    @property
    def told(self) -> dict[int, str]:
        """What the verb takes."""
        return {one.pk: self.cleaned_data[f"there_{one.pk}"] for one in self.rows}


class PositionForm(forms.Form):
    """What somebody says to a proposed decision in writing."""

    stance = forms.ChoiceField(label=_("Your position"), choices=Stance.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("Remark"), required=False, widget=forms.Textarea({"rows": 3}))
