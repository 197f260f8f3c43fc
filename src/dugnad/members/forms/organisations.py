"""What people write about organisations and memberships."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.kit.forms import DayField, LinkField
from dugnad.members.forms.fields import first_day, last_day
from dugnad.members.kinds import LanguageForm, OrganisationKind
from dugnad.members.models import Membership, Organisation
from dugnad.members.queries import groups, organisations


class OrganisationForm(forms.Form):
    """What we know of an organisation."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    code = forms.RegexField(
        r"^\d{4}$",
        label=_("Municipality number"),
        required=False,
        help_text=_("Four digits, such as 3403. Numbers before and after it follow."),
        error_messages={"invalid": _("Write four digits, such as 3403.")},
    )
    language_form = forms.ChoiceField(
        label=_("Written Norwegian of its letters"), choices=LanguageForm.choices
    )
    organisation_number = forms.RegexField(
        r"^\d{9}$",
        label=_("Organisation number"),
        required=False,
        error_messages={"invalid": _("Write nine digits, such as 974760673.")},
    )
    website = LinkField(label=_("Website"), required=False)
    country = forms.RegexField(
        r"^[A-Z]{2}$",
        label=_("Country"),
        initial="NO",
        help_text=_("Two letters, such as NO."),
        error_messages={"invalid": _("Write two capital letters, such as NO.")},
    )
    answers_for_members = forms.BooleanField(label=_("May answer for its municipalities"), required=False)

    @staticmethod
    def initial_of(organisation: Organisation, code: str) -> dict[str, Any]:
        """The organisation as it stands."""
        names = ("name", "kind", "language_form", "organisation_number", "website", "country")
        values = {name: getattr(organisation, name) for name in names}
        return values | {"answers_for_members": organisation.answers_for_members, "code": code}


class MembershipForm(forms.Form):
    """An organisation becomes a member of the alliance or of a sub-region."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    group = forms.ModelChoiceField(Organisation.objects.none(), label=_("Member of"))
    valid_from = first_day()
    valid_to = last_day()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations()  # type: ignore[attr-defined]
        self.fields["group"].queryset = groups()  # type: ignore[attr-defined]


class MembershipDaysForm(forms.Form):
    """The days of a membership, and whether the secretariat has checked it."""

    valid_from = first_day()
    valid_to = last_day()
    is_confirmed = forms.BooleanField(label=_("We have checked this membership"), required=False)

    @staticmethod
    def initial_of(membership: Membership) -> dict[str, Any]:
        """The membership as it stands."""
        return {
            "valid_from": membership.valid_from,
            "valid_to": membership.valid_to,
            "is_confirmed": membership.is_confirmed,
        }


class LastDayForm(forms.Form):
    """The last day of something."""

    on = DayField(label=_("Last day"))
