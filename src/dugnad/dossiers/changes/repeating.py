"""What one person enters twice within a minute, word for word, is one form that was sent twice."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Model

from dugnad.kit.models import Change
from dugnad.members.models import Person

SOON = timedelta(minutes=1)
# What differs though the same was entered: a number, a moment, a word in an address that got a figure.
OWN = frozenset({"id", "created_at", "entered_at", "slug", "key"})
Noun = TypeVar("Noun", bound=Model)


def entered_already(
    noun: Noun, verb: str, *, by: Person | None, at: datetime, lists: Mapping[str, Iterable[Model]]
) -> Noun | None:
    """The same as this person has entered it within the last minute; None where it is new.

    `lists` is what the noun points at many of. A program that enters much has no person, and is let alone.
    """
    if by is None:
        return None
    _one_at_a_time(by)
    own = Change.objects.filter(verb=verb, noun=noun._meta.label_lower, actor_id=by.pk)
    keys = list(own.filter(at__gt=at - SOON, at__lte=at).values_list("object_id", flat=True))
    wanted = _words_of(noun), {name: {one.pk for one in found} for name, found in lists.items()}
    for other in type(noun)._default_manager.filter(pk__in=keys):
        if (_words_of(other), {name: _kept(other, name) for name in lists}) == wanted:
            return other
    return None


def _one_at_a_time(by: Person) -> None:
    """Of two forms of one person that come at once, the second waits until the first is stored."""
    Person.objects.select_for_update().get(pk=by.pk)


def _words_of(noun: Model) -> dict[str, Any]:
    fields = [field.attname for field in noun._meta.concrete_fields if field.attname not in OWN]
    return {name: getattr(noun, name) for name in fields}


def _kept(noun: Model, name: str) -> set[Any]:
    return set(getattr(noun, name).values_list("pk", flat=True))
