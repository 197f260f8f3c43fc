"""Where what stands under a point was told of an earlier one: of which, in which text, and in what years.

History follows the lineage, so that what was told of a point that was split stands under each point that it
became. Nobody has told of those themselves, and a figure that does not say so claims what nobody reported.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from dugnad.declarations import rules
from dugnad.declarations.models import Point

Place = tuple[int, int]  # year, and the column of a point
Echoes = Mapping[Place, "Echo"]  # by year, and the point (id)


@dataclass(frozen=True)
class Echo:
    """What stands under a point for a year, where it was told of points in other words."""

    year: int
    under: Point
    points: tuple[Point, ...]  # of which it was told
    is_all: bool = True  # nobody has told of the point in its own words that year

    @property
    def is_of_others(self) -> bool:
        """Whether the point itself was not told of at all, under its own name or earlier words."""
        return self.is_all and all(point.key != self.under.key for point in self.points)

    @property
    def named(self) -> str:
        """The points that were told of, each with its text."""
        return get_text_list([point_named(point) for point in self.points], _("and"))

    @property
    def words(self) -> str:
        """Of what it was told, as it stands beside a figure."""
        told = _("told of %(points)s") if self.is_all else _("in part told of %(points)s")
        return told % {"points": self.named}


def point_named(point: Point) -> str:
    """A point with the text that it stands in."""
    return _("“%(point)s” in text %(wording)s") % {"point": point, "wording": point.wording.name}


@dataclass
class Heard:
    """What is noted while answers are put in their places."""

    exact: set[tuple[int, int, int]] = field(default_factory=set)  # member, year, column: of the very point
    plain: set[Place] = field(default_factory=set)  # where something was told in the point's own words
    others: dict[Place, dict[int, set[int]]] = field(default_factory=dict)  # point → members

    def note(self, place: Place, point: int, member: int) -> None:
        """Somebody told of a point in other words than those under which it stands."""
        self.others.setdefault(place, {}).setdefault(point, set()).add(member)

    def echoes(self, columns: Iterable[Point], lines: Mapping[int, list[Point]]) -> dict[Place, Echo]:
        """The same by year and point, without what members have told of the point itself since."""
        shown, found = list(columns), {}
        for (year, column), by_point in self.others.items():
            under = shown[column]
            left = {
                point
                for point, members in by_point.items()
                if any((member, year, column) not in self.exact for member in members)
            }
            points = tuple(point for point in lines[under.pk] if point.pk in left)
            if points:
                found[year, under.pk] = Echo(year, under, points, (year, column) not in self.plain)
        return found


def is_in_other_words(point: Point, shown: Point) -> bool:
    """Whether what is told of a point is told of other words than those of the one it stands under."""
    return not rules.says_the_same(point, shown)
