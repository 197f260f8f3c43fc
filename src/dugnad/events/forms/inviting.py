"""Who is asked besides those who hold a place, and what goes along with the notice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.documents.kinds import Language
from dugnad.events.kinds import INVITED_AS, Role
from dugnad.members.forms.fields import PersonField
from dugnad.members.queries import people

ROLES = [(role.value, role.label) for role in INVITED_AS]


class InviteForm(forms.Form):
    """Somebody that we know, or somebody from outside by name and address."""

    person = PersonField(people(), label=_("Person"), required=False, empty_label=_("Nobody that we know"))
    name = forms.CharField(label=_("Or somebody from outside: name"), max_length=120, required=False)
    email = forms.EmailField(label=_("Their work e-mail"), max_length=254, required=False)
    employer = forms.CharField(label=_("Where they work"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("The mail is in"), choices=Language.choices, initial="nb")
    role = forms.ChoiceField(label=_("As what?"), choices=ROLES, initial=Role.GUEST)

    def clean(self) -> dict[str, Any]:
        """Somebody is asked, and who is from outside has both a name and an address."""
        told = super().clean() or {}
        if bool(told.get("name")) != bool(told.get("email")) and "email" not in self.errors:
            missing = "email" if told.get("name") else "name"
            self.add_error(missing, _("Who is from outside needs a name and an e-mail address."))
        elif not told.get("person") and not told.get("name") and not self.errors:
            self.add_error("person", _("Choose somebody, or write the name of somebody from outside."))
        return told


class MessageForm(forms.Form):
    """A word that goes along with a letter."""

    message = forms.CharField(
        label=_("A word to those who are invited"), required=False, widget=forms.Textarea({"rows": 3})
    )


class AnnounceForm(MessageForm):
    """The same with the notice of a meeting, which can go to everybody anew."""

    to_all = forms.BooleanField(
        label=_("Also to those who have the present notice"), required=False,
        help_text=_("For a new agenda: their calendars stay as they are."),
    )  # fmt: skip
