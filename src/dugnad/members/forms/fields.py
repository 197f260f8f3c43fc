"""Fields that several forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.kit.forms import DayField
from dugnad.members.models import Person


def first_day() -> DayField:
    """The first day on which something holds."""
    return DayField(label=_("First day"))


def last_day(help_text: Any = "") -> DayField:
    """The last day on which something holds; may be left open."""
    return DayField(label=_("Last day"), required=False, help_text=help_text)


def somebody() -> forms.ModelChoiceField:
    """A person to choose."""
    return forms.ModelChoiceField(Person.objects.none(), label=_("Person"), empty_label=_("Choose a person"))
