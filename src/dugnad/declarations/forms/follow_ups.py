"""What people write in the follow-up plan: plain forms, clean values."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.declarations.models import FollowUp, Point
from dugnad.declarations.queries.follow_ups import DONE, LATE, OPEN
from dugnad.kit.forms import DayField, WholeField
from dugnad.members.forms.fields import PersonField
from dugnad.members.models import Body
from dugnad.members.queries import bodies_on, people

EVERYTHING = ("", _("All"))


class PlanFilter(forms.Form):
    """Which tasks a plan shows; the words stand in its address."""

    organ = forms.ChoiceField(label=_("Body"), required=False)
    vis = forms.ChoiceField(
        label=_("Tasks"),
        required=False,
        choices=[EVERYTHING, (OPEN, _("Open")), (LATE, _("Overdue")), (DONE, _("Done"))],
    )

    def __init__(self, data: Any, *, bodies: Iterable[Body]) -> None:
        super().__init__(data)
        choices = [EVERYTHING, *((body.slug, str(body)) for body in bodies)]
        self.fields["organ"].choices = choices  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, str]:
        """What is asked for; a word that means nothing asks for nothing."""
        self.is_valid()
        return {"body": self.cleaned_data.get("organ", ""), "standing": self.cleaned_data.get("vis", "")}


class FollowUpForm(forms.Form):
    """A task: about which point, what, by whom, and when."""

    point = forms.ModelChoiceField(Point.objects.none(), label=_("Point"), empty_label=None)
    title_nb = forms.CharField(label=_("Task in bokmål"), max_length=200)
    title_nn = forms.CharField(label=_("Task in nynorsk"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Task in English"), max_length=200, required=False)
    body = forms.ModelChoiceField(
        Body.objects.none(), label=_("Body"), required=False, empty_label=_("No body")
    )
    person = PersonField(people(), label=_("Person"), required=False, empty_label=_("Nobody yet"))
    due = DayField(label=_("Due"), required=False)

    def __init__(self, data: Any, *, points: list[Point], on: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = Point.objects.filter(pk__in=[point.pk for point in points]).select_related("wording")
        self.fields["point"].queryset = choices.order_by("position")  # type: ignore[attr-defined]
        self.fields["body"].queryset = bodies_on(on)  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(task: FollowUp) -> dict[str, Any]:
        """A task as it stands."""
        names = ("point", "title_nb", "title_nn", "title_en", "body", "person", "due")
        return {name: getattr(task, name) for name in names}


class FinishForm(forms.Form):
    """When a task was finished, and what came of it."""

    on = DayField(label=_("Finished on"))
    result = forms.CharField(label=_("What came of it?"), required=False, widget=forms.Textarea({"rows": 4}))


class CarryForm(forms.Form):
    """To which year the open tasks go."""

    to = WholeField(label=_("To the plan of"), min_value=2000, max_value=2100, example=2022)


class ReportForm(forms.Form):
    """In which language the report is begun."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("nb", _("Bokmål")), ("nn", _("Nynorsk")), ("en", _("English"))],
        widget=forms.RadioSelect,
    )
