"""Fields that several forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.kit.forms import DayInput
from dugnad.members.models import Person


def first_day() -> forms.DateField:
    """The first day on which something holds."""
    return forms.DateField(label=_("First day"), widget=DayInput())


def last_day(help_text: Any = "") -> forms.DateField:
    """The last day on which something holds; may be left open."""
    return forms.DateField(label=_("Last day"), required=False, widget=DayInput(), help_text=help_text)


def somebody() -> forms.ModelChoiceField:
    """A person to choose."""
    return forms.ModelChoiceField(Person.objects.none(), label=_("Person"), empty_label=_("Choose a person"))
