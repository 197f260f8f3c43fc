"""The thread as a picture: the kinds of things on it one below the other, with arcs between them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from dugnad.kit.thread import Noun
from dugnad.web.queries.thread import NOUNS, Group, Thread

LINE, TOP, BEADS = 34, 20, 84  # heights and the place of the beads, in units of the drawing
REACH = 9  # by which an arc bulges for each line that it passes
Name = tuple[str, bool]  # of a kind, and whether it is the thing itself


@dataclass
class Kind:
    """The things of one kind on the thread, and how many steps away the nearest is."""

    noun: Noun
    steps: int
    keys: set[str] = field(default_factory=set)
    has_more: bool = False
    y: int = 0

    @property
    def label(self) -> str:
        """What stands beside its bead."""
        if not self.steps:
            return str(self.noun.label)
        return f"{self.noun.plural} ({len(self.keys)}{'+' if self.has_more else ''})"


@dataclass(frozen=True)
class Picture:
    """Beads from top to bottom, arcs between them, and the same in words."""

    kinds: list[Kind]
    arcs: list[tuple[str, bool]]  # the path, and whether it is the second step

    @property
    def height(self) -> int:
        """How tall the drawing is."""
        return 2 * TOP + LINE * (len(self.kinds) - 1)

    @property
    def words(self) -> str:
        """What the picture tells, for those who do not see it."""
        parts = {1: _("One step from here: %(kinds)s."), 2: _("Two steps from here: %(kinds)s.")}
        found = []
        for steps, words in parts.items():
            labels = [kind.label for kind in self.kinds if kind.steps == steps]
            if labels:
                found.append(words % {"kinds": ", ".join(labels)})
        return " ".join(found)


def picture_of(thread: Thread) -> Picture:
    """The picture of a thread that was walked two steps."""
    kinds: dict[Name, Kind] = {(thread.noun.name, True): Kind(thread.noun, 0)}
    arcs: dict[tuple[Name, Name], bool] = {}
    for start, group, steps in _walked(thread):
        name = (group.noun.name, False)
        kind = kinds.setdefault(name, Kind(group.noun, steps))
        if kind.steps == steps:  # what is two steps away is not counted among what is one
            kind.keys.update(bead.key for bead in group.beads)
            kind.has_more = kind.has_more or bool(group.rest)
        if (name, start) not in arcs and name != start:
            arcs.setdefault((start, name), steps > 1)
    order = {name: place for place, name in enumerate(NOUNS)}
    found = [kinds[name] for name in sorted(kinds, key=lambda name: (order[name[0]], not name[1]))]
    for place, kind in enumerate(found):
        kind.y = TOP + LINE * place
    return Picture(found, [(_arc(kinds[one].y, kinds[other].y), far) for (one, other), far in arcs.items()])


def _walked(thread: Thread) -> Iterator[tuple[Name, Group, int]]:
    for group in thread.groups:
        yield (thread.noun.name, True), group, 1
    for group in thread.groups:
        for bead in group.beads:
            for further in bead.groups:
                yield (group.noun.name, False), further, 2


def _arc(one: int, other: int) -> str:
    out = BEADS - 14 - REACH * abs(one - other) // LINE
    return f"M {BEADS} {one} C {out} {one} {out} {other} {BEADS} {other}"
