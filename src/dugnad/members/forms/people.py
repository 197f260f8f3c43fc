"""What people write about people and posts."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dugnad.members.forms.fields import first_day, last_day, somebody
from dugnad.members.kinds import Mandate, OfficeKind
from dugnad.members.models import Office, Organisation, Person
from dugnad.members.queries import organisations, people

OFFICE_FIELDS = ("kind", "title_nb", "title_nn", "title_en", "mandate", "valid_from", "valid_to")


class PersonForm(forms.Form):
    """Name and work address of a person; nothing private."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("Work e-mail"), required=False, help_text=_("Codes for signing in are sent here.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    language = forms.ChoiceField(label=_("Language of letters and pages"), choices=settings.LANGUAGES)

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        """The person as they stand."""
        return {name: getattr(person, name) for name in ("name", "email", "phone", "language")}


class OfficeForm(forms.Form):
    """A post at an organisation, and what it lets its holder do here."""

    kind = forms.ChoiceField(label=_("Post"), choices=OfficeKind.choices)
    title_nb = forms.CharField(
        label=_("Title, bokmål"),
        max_length=120,
        required=False,
        help_text=_("If the post is called something else."),
    )
    title_nn = forms.CharField(label=_("Title, nynorsk"), max_length=120, required=False)
    title_en = forms.CharField(label=_("Title, English"), max_length=120, required=False)
    mandate = forms.ChoiceField(
        label=_("What the post allows here"), choices=Mandate.choices, widget=forms.RadioSelect
    )
    valid_from = first_day()
    valid_to = last_day()

    @staticmethod
    def initial_of(office: Office) -> dict[str, Any]:
        """The post as it stands."""
        return {name: getattr(office, name) for name in OFFICE_FIELDS}


class AppointmentForm(OfficeForm):
    """A person takes up a post at an organisation."""

    person = somebody()
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=_("Choose an organisation")
    )
    field_order = ("person", "organisation", *OFFICE_FIELDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people()  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = organisations()  # type: ignore[attr-defined]


class ErasureForm(forms.Form):
    """A person is forgotten for good: typed out, so that it does not happen by accident."""

    name = forms.CharField(
        label=_("Write the person's name"),
        max_length=120,
        help_text=_("The name, e-mail and telephone are erased and cannot be brought back."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_name(self) -> str:
        """The name must be the person's."""
        name: str = self.cleaned_data["name"]
        if name.strip().casefold() != self.person.name.casefold():
            raise forms.ValidationError(_("This is not the person's name."))
        return name
