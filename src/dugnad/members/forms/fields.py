"""Fields that several forms share."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator, ModelChoiceIteratorValue
from django.utils.translation import gettext_lazy as _

from dugnad.kit import clock
from dugnad.kit.forms import DayField
from dugnad.members.models import Person
from dugnad.members.queries import told_apart


def first_day() -> DayField:
    """The first day on which something holds."""
    return DayField(label=_("First day"))


def last_day(help_text: Any = "") -> DayField:
    """The last day on which something holds; may be left open."""
    return DayField(label=_("Last day"), required=False, help_text=help_text)


class _ToldApart(ModelChoiceIterator):
    """Everybody who can be chosen, those of one name told apart; what they hold is asked once for all."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        listed = list(self.queryset)
        labels = told_apart(listed, on=clock.today())
        for person in listed:
            yield ModelChoiceIteratorValue(self.field.prepare_value(person), person), labels[person.pk]


class PersonField(forms.ModelChoiceField):
    """A person to choose, whose name others may have too."""

    iterator = _ToldApart


def somebody() -> PersonField:
    """A person to choose."""
    return PersonField(Person.objects.none(), label=_("Person"), empty_label=_("Choose a person"))
