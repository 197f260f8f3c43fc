"""What is asked of others so that the members can do what a point says, as the yearly report tells it.

Who asks, whom and where stands in rooms above this one; they tell it in this shape.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.declarations.models import Point
from dugnad.kit.formats import day


@dataclass(frozen=True)
class Asked:
    """One thing that was asked for: the day, where, and what had come of it when the year ended."""

    key: int  # one thing may serve several points, and is counted once
    words: str
    on: date
    state: TextChoices
    where: str = ""  # the consultation in whose answer it was asked for
    source: str = ""  # where the answer stands
    answered_on: date | None = None
    is_illustrative: bool = False

    @property
    def asked_in_words(self) -> str:
        """When it was asked for, and where."""
        told = {"day": day(self.on), "where": self.where}
        return (_("Asked for %(day)s in “%(where)s”.") if self.where else _("Asked for %(day)s.")) % told

    @property
    def came_in_words(self) -> str:
        """What came of it, and where that stands."""
        label = str(self.state.label)
        return f"{label}: {self.source}, {day(self.answered_on)}." if self.answered_on else f"{label}."


ByPoint = Mapping[Point, Sequence[Asked]]


def gathered(asks: ByPoint, points: Iterable[int]) -> tuple[Asked, ...]:
    """What is asked for any of these points, each thing once, the oldest first."""
    kin = set(points)
    found = {one.key: one for point, told in asks.items() if point.pk in kin for one in told}
    return tuple(sorted(found.values(), key=lambda one: (one.on, one.key)))


def what_came_in_words(asks: Iterable[Asked]) -> str:
    """How many came to what, in the order of the states: 1 met, 2 no answer yet."""
    counts = Counter(one.state for one in asks)
    order = [state for kind in {type(state) for state in counts} for state in kind]
    return ", ".join(f"{counts[state]} {str(state.label).lower()}" for state in order if counts[state])


def all_in_words(asks: Iterable[Asked]) -> str:
    """How it went with all that was asked for, in a sentence; nothing where nothing was."""
    found = {one.key: one for one in asks}
    if not found:
        return ""
    words = ngettext(
        "One thing was asked of others so that the members can do what they have promised: %(told)s.",
        "%(many)s things were asked of others so that the members can do what they have promised: %(told)s.",
        len(found),
    )
    return words % {"many": len(found), "told": what_came_in_words(found.values())}
