"""What the questions of this room share: the days on which a row holds, and the only one of its name."""

from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

LONGEST = 300  # letters: no name is as long, and no database looks for a whole book

Noun = TypeVar("Noun", bound=Model)


def holding(day: date) -> Q:
    """The condition that a dated row holds on a day, its last day included."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def only(found: QuerySet[Noun]) -> Noun | None:
    """The one row that was found; None for none and for several."""
    first_two = list(found[:2])
    return first_two[0] if len(first_two) == 1 else None
