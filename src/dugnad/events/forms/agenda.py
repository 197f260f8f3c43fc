"""What stands on an agenda: a point, its order, its papers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dugnad.documents.kinds import Language
from dugnad.events.kinds import ItemKind
from dugnad.events.models import AgendaItem, Event, StandingItem
from dugnad.kit.formats import day
from dugnad.kit.forms import UploadField, WholeField
from dugnad.kit.history import values_of
from dugnad.kit.text import nearest
from dugnad.members.forms.fields import PersonField
from dugnad.members.queries import people

MIDDLE = {"rows": 5}


class ItemForm(forms.Form):
    """A point: what it is about, what the body is to do with it, for how long, by whom."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("What it is about"), required=False, widget=forms.Textarea(MIDDLE))
    proposal = forms.CharField(
        label=_("Proposed decision"), required=False, widget=forms.Textarea({"rows": 3})
    )
    minutes = WholeField(label=_("Length in minutes"), min_value=0, max_value=600, example=15)
    presenter = PersonField(people(), label=_("Presented by"), required=False, empty_label=_("Nobody yet"))
    presenter_name = forms.CharField(
        label=_("Or by somebody from outside"), max_length=120, required=False,
        help_text=_("Name and where from, for example: Ida Berg, Statsforvalteren."),
    )  # fmt: skip
    is_confidential = forms.BooleanField(label=_("Only for those who take part"), required=False)
    language = forms.ChoiceField(label=_("Written in"), choices=Language.choices)

    @classmethod
    def initial_of(cls, item: AgendaItem) -> dict[str, Any]:
        """The point as it stands."""
        names = [name for name in cls.base_fields if name != "presenter"]
        # Of a point that only has a title, this is the language that its reader has before them.
        language = item.language if item.text or item.proposal else nearest(item, "title")[0]
        return values_of(item, names) | {"presenter": item.presenter, "language": language}


class ProposalForm(forms.Form):
    """What a member would like the group to take up."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("What it is about, and why"), widget=forms.Textarea(MIDDLE))
    minutes = WholeField(label=_("Length in minutes"), min_value=5, max_value=240, example=15, initial=15)
    language = forms.ChoiceField(label=_("Written in"), choices=Language.choices)


class PaperForm(forms.Form):
    """A paper for a point."""

    file = UploadField(label=_("File"))
    title = forms.CharField(label=_("What it is"), max_length=200, required=False)
    is_restricted = forms.BooleanField(label=_("Only for those who take part"), required=False)


class OrderForm(forms.Form):
    """The order of the points: a number for each."""

    def __init__(self, *args: Any, items: Sequence[AgendaItem | StandingItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for place, item in enumerate(items, 1):
            self.fields[f"place_{item.pk}"] = WholeField(
                label=_("Place of %(item)s") % {"item": item},
                min_value=1,
                max_value=999,
                example=1,
                initial=place,
            )

    @property
    def rows(self) -> list[tuple[AgendaItem | StandingItem, forms.BoundField]]:
        """Each point with its field."""
        return [(item, self[f"place_{item.pk}"]) for item in self.items]

    @property
    def order(self) -> list[int]:
        """The points in the order that was asked for; of two with one number the first stays first."""
        places = {item.pk: self.cleaned_data[f"place_{item.pk}"] for item in self.items}
        return sorted(places, key=lambda key: places[key])


class DeclineForm(forms.Form):
    """Why a proposal is not taken up."""

    because = forms.CharField(label=_("Why"), widget=forms.Textarea({"rows": 3}))


class LaterForm(forms.Form):
    """The meeting to which a point is put off."""

    to = forms.ModelChoiceField(
        Event.objects.none(), label=_("To which meeting?"), required=False,
        empty_label=_("No meeting yet; it waits"),
    )  # fmt: skip

    def __init__(self, *args: Any, meetings: QuerySet[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_meeting(self.fields["to"], meetings)


class TakeUpForm(forms.Form):
    """The meeting that takes a proposal up."""

    event = forms.ModelChoiceField(Event.objects.none(), label=_("In which meeting?"), empty_label=None)

    def __init__(self, *args: Any, meetings: QuerySet[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_meeting(self.fields["event"], meetings)


class BacklogForm(forms.Form):
    """Which of the points that wait a meeting takes up."""

    items = forms.ModelMultipleChoiceField(
        AgendaItem.objects.none(), label=_("Points that wait"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, waiting: QuerySet[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["items"]
        field.queryset = waiting
        field.label_from_instance = waiting_label


def waiting_label(item: AgendaItem) -> str:
    """A point that waits: its title, its length, and who proposed it."""
    minutes = ngettext("%(n)d min", "%(n)d min", item.minutes) % {"n": item.minutes}
    who = str(item.proposed_by or "")
    return " · ".join(part for part in (item.title, minutes, who) if part)


def _choose_meeting(field: Any, meetings: QuerySet[Event]) -> None:
    """Meetings are told apart by their day: all of a series are called the same."""
    field.queryset = meetings
    field.label_from_instance = lambda event: f"{day(event.starts)}: {event}"
