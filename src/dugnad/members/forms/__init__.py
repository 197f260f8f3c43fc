"""What people write about members: plain forms, clean values."""

from dugnad.members.forms.bodies import BodyForm, ElectionForm, RoleForm, SeatForm
from dugnad.members.forms.filters import DayForm, MembersFilter, PeopleFilter
from dugnad.members.forms.organisations import (
    LastDayForm,
    MembershipDaysForm,
    MembershipForm,
    OrganisationForm,
)
from dugnad.members.forms.people import AppointmentForm, ErasureForm, OfficeForm, PersonForm

__all__ = [
    "AppointmentForm",
    "BodyForm",
    "DayForm",
    "ElectionForm",
    "ErasureForm",
    "LastDayForm",
    "MembersFilter",
    "MembershipDaysForm",
    "MembershipForm",
    "OfficeForm",
    "OrganisationForm",
    "PeopleFilter",
    "PersonForm",
    "RoleForm",
    "SeatForm",
]
