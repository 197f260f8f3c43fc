"""What people write about bodies, places and elections."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.members.forms.fields import first_day, last_day, somebody
from dugnad.members.kinds import BodyKind, SeatRole
from dugnad.members.models import Body, Organisation, Person, Seat
from dugnad.members.queries import organisations, people


class BodyForm(forms.Form):
    """A body: its kind, names in three languages, mandate and days."""

    kind = forms.ChoiceField(label=_("Kind"), choices=BodyKind.choices)
    name_nb = forms.CharField(label=_("Name in bokmål"), max_length=120)
    name_nn = forms.CharField(label=_("Name in nynorsk"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    mandate_text = forms.CharField(
        label=_("Mandate"),
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("What the body is for, what it may decide, and how it is put together."),
    )
    valid_from = first_day()
    valid_to = last_day()

    @staticmethod
    def initial_of(body: Body) -> dict[str, Any]:
        """The body as it stands."""
        names = ("kind", "name_nb", "name_nn", "name_en", "mandate_text", "valid_from", "valid_to")
        return {name: getattr(body, name) for name in names}


class SeatForm(forms.Form):
    """A place in a body, filled or vacant."""

    role = forms.ChoiceField(label=_("Role"), choices=SeatRole.choices, initial=SeatRole.MEMBER)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Sent by"),
        required=False,
        empty_label=_("Nobody in particular"),
        help_text=_("The sub-region, municipality or agency whose place it is."),
    )
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Person"), required=False, empty_label=_("Vacant for now")
    )
    deputy_for = forms.ModelChoiceField(
        Seat.objects.none(),
        label=_("Personal deputy for"),
        required=False,
        empty_label=_("Nobody in particular"),
    )
    valid_from = first_day()
    valid_to = last_day()

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations()  # type: ignore[attr-defined]
        self.fields["person"].queryset = people()  # type: ignore[attr-defined]
        self.fields["deputy_for"].queryset = places  # type: ignore[attr-defined]


class ElectionForm(forms.Form):
    """Somebody holds a place from a day, perhaps for a period."""

    person = somebody()
    on = first_day()
    until = last_day(_("After this day the place stands vacant."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people()  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """The holder of a place has another role from a day."""

    role = forms.ChoiceField(label=_("Role"), choices=SeatRole.choices)
    on = first_day()
