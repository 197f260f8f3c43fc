"""Questions about two wordings: what became of each point on the way from one to the other."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile

from django.utils.translation import gettext as _

from dugnad.declarations.kinds import SUCCESSION_FACTS, SuccessionKind
from dugnad.declarations.models import Point, Succession, Wording
from dugnad.declarations.queries.lineage import lineage_of, successions_of
from dugnad.kit.text import Piece, localised, nearest, phrases

GAP = "\n\n"  # between two points that became one


@dataclass(frozen=True)
class Pairing:
    """A point of the newer text with the points of the older one that it comes from; or one that is gone."""

    kind: SuccessionKind
    old: tuple[Point, ...]
    new: Point | None
    told: tuple[Succession, ...] = ()
    sisters: tuple[Point, ...] = ()  # other points of the newer text that come from the same old ones
    language: str = "nb"

    @property
    def point(self) -> Point:
        """The point that it is known by: the new one, or the old one that is gone."""
        return self.new or self.old[0]

    @property
    def old_title(self) -> str:
        """What it was called."""
        return " / ".join(_words(point, "title", self.language) for point in self.old)

    @property
    def old_text(self) -> str:
        """What it said."""
        return GAP.join(_words(point, "text", self.language) for point in self.old)

    @property
    def new_title(self) -> str:
        """What it is called."""
        return _words(self.new, "title", self.language) if self.new else ""

    @property
    def new_text(self) -> str:
        """What it says."""
        return _words(self.new, "text", self.language) if self.new else ""

    @cached_property
    def title(self) -> list[Piece]:
        """The difference of the titles."""
        return phrases(self.old_title, self.new_title)

    @cached_property
    def text(self) -> list[Piece]:
        """The difference of the texts."""
        return phrases(self.old_text, self.new_text)

    @property
    def has_changed(self) -> bool:
        """Whether any word differs."""
        return (self.old_title, self.old_text) != (self.new_title, self.new_text)

    @property
    def reasons(self) -> list[Succession]:
        """Why, each reason once: points that were merged are often told of in the same words."""
        found = {localised(each, "reason"): each for each in self.told}
        return [each for words, each in found.items() if words]


@dataclass(frozen=True)
class Comparison:
    """Two texts, point by point, in the order of the newer one; what is gone stands last."""

    old: Wording
    new: Wording
    language: str
    pairings: tuple[Pairing, ...]

    @cached_property
    def preamble(self) -> list[Piece]:
        """The difference of the preambles."""
        return phrases(self.old_preamble, self.new_preamble)

    @property
    def old_preamble(self) -> str:
        """The older preamble."""
        return _words(self.old, "preamble", self.language)

    @property
    def new_preamble(self) -> str:
        """The newer preamble."""
        return _words(self.new, "preamble", self.language)

    @property
    def carried(self) -> list[Pairing]:
        """What stands in the newer text."""
        return [pairing for pairing in self.pairings if pairing.new]

    @property
    def dropped(self) -> list[Pairing]:
        """What does not."""
        return [pairing for pairing in self.pairings if not pairing.new]

    @property
    def counts(self) -> list[tuple[SuccessionKind, int, str]]:
        """How many points went which way; for what was split and merged, from how many to how many."""
        numbers = Counter(pairing.kind for pairing in self.pairings)
        return [(kind, numbers[kind], self._ends(kind)) for kind in SuccessionKind if numbers[kind]]

    def _ends(self, kind: SuccessionKind) -> str:
        facts = SUCCESSION_FACTS[kind]
        if not (facts.has_sisters or facts.has_partners):
            return ""
        ends = [pairing for pairing in self.pairings if pairing.kind is kind]
        roots = {point.pk for pairing in ends for point in pairing.old}
        return _("from %(old)s to %(new)s") % {"old": len(roots), "new": len(ends)}


def comparison_of(old: Wording, new: Wording, language: str = "nb") -> Comparison:
    """Two wordings of a declaration, point by point along the lineage; texts between them are passed through.

    Six questions, however many points there are. `language` is the one whose words are compared; where
    somebody has not written it, the nearest that is there.
    """
    lineage = lineage_of(old.declaration)
    steps = list(successions_of(old.declaration).filter(wording__in=_between(old, new)))
    olds, news = list(old.points.all()), list(new.points.all())
    roots = {p.pk: tuple(each for each in lineage[p.pk] if each.wording_id == old.pk) for p in news}
    ends = {p.pk: [each for each in lineage[p.pk] if each.wording_id == new.pk] for p in olds}
    pairings = [_carried(point, roots[point.pk], ends, language) for point in news]
    pairings += [
        Pairing(SuccessionKind.DROPPED, (point,), None, language=language)
        for point in olds
        if not ends[point.pk]
    ]
    told = tuple(
        replace(pairing, told=_told_on(pairing, lineage[pairing.point.pk], steps)) for pairing in pairings
    )
    return Comparison(old, new, language, told)


def earlier_than(wording: Wording, wordings: Iterable[Wording]) -> list[Wording]:
    """The texts that this one was made from, the nearest first; of those at hand."""
    by_pk = {each.pk: each for each in wordings}
    found: list[Wording] = []
    before = by_pk.get(wording.based_on_id or 0)
    while before is not None:
        found.append(before)
        before = by_pk.get(before.based_on_id or 0)
    return found


def _between(old: Wording, new: Wording) -> list[int]:
    """The texts on the way from an older one, the newer one included."""
    earlier = earlier_than(new, old.declaration.wordings.all())
    return [new.pk, *(each.pk for each in takewhile(lambda each: each.pk != old.pk, earlier))]


def _carried(
    point: Point, roots: tuple[Point, ...], ends: Mapping[int, list[Point]], language: str
) -> Pairing:
    sisters = {each.pk: each for root in roots for each in ends[root.pk] if each.pk != point.pk}
    kind = _kind_of(point, roots, list(sisters.values()))
    return Pairing(kind, roots, point, (), tuple(sisters.values()), language)


def _told_on(pairing: Pairing, line: list[Point], steps: list[Succession]) -> tuple[Succession, ...]:
    """What was said on the way: of a point that stands, how it came; of one that is gone, where it ended."""
    own = {point.pk for point in line}
    if pairing.new:
        return tuple(step for step in steps if step.successor_id in own)
    return tuple(step for step in steps if step.predecessor_id in own and step.successor_id is None)


def _kind_of(point: Point, roots: tuple[Point, ...], sisters: list[Point]) -> SuccessionKind:
    """What became of it on the whole way, which may go through several texts."""
    if not roots:
        return SuccessionKind.NEW
    if len(roots) > 1:
        return SuccessionKind.MERGED
    if sisters:
        return SuccessionKind.SPLIT
    (root,) = roots
    same = (root.title_nb, root.text_nb) == (point.title_nb, point.text_nb)
    return SuccessionKind.KEPT if same else SuccessionKind.SHARPENED


def _words(noun: Point | Wording, field: str, language: str) -> str:
    return nearest(noun, field, language)[1]
