"""The condition that a dated row holds on a day."""

from datetime import date

from django.db.models import Q


def holding(day: date) -> Q:
    """The condition that a dated row holds on a day, its last day included."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
