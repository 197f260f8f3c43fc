"""Questions about lineage: which points of the other wordings a point comes from, and what it became."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.declarations import rules
from dugnad.declarations.kinds import SuccessionKind
from dugnad.declarations.models import Declaration, Point, Succession, Wording
from dugnad.declarations.rules import Fault, Step
from dugnad.kit.text import localised

# What is wrong, by the code of the fault.
WRONG = {
    "unsettled": _l("It is not said what became of it."),
    "crowded": _l("“%(kind)s” is for one point alone, but more points are named."),
    "renamed": _l("“%(kind)s” is for a point that goes on under its name; this one has another."),
    "reworded": _l("It is called kept, but the words are others. Call it sharpened, and say why."),
    "lonely": _l("“%(kind)s” takes more than one point, but only one is named."),
    "reason": _l("The reason is missing. Those who promised the old point will ask."),
}
NEW_UNSETTLED = _l("It is not said where it comes from, or that it is new.")
REASONS = ("reason_nb", "reason_nn", "reason_en")
Edges = Mapping[int, Iterable[int]]


def lineage_of(declaration: Declaration) -> dict[int, list[Point]]:
    """Of every point of a declaration its family: all points before and after it, across all wordings.

    Returns point id → list of points in the order of their wordings (the oldest first) and of their places
    there; the point itself is among them. Before and after means the direct line: what it comes from, what
    that comes from, and what it became. A sister that came from the same old point by a split is not in it:
    her history is hers, though both have the old point's. Two questions, however many points there are.
    Each point has its wording at hand, so that `rules.may_see(viewer, point.wording)` asks nothing more.
    """
    points = {point.pk: point for point in _points_of(declaration)}
    pairs = successions_of(declaration)
    kin = families(points, pairs.values_list("predecessor_id", "successor_id"))
    place = {pk: number for number, pk in enumerate(points)}
    return {pk: [points[each] for each in sorted(kin[pk], key=place.__getitem__)] for pk in points}


def families(points: Iterable[int], pairs: Iterable[tuple[int | None, int | None]]) -> dict[int, set[int]]:
    """Of every point, by number, what it comes from and what it became, itself included."""
    after: dict[int, list[int]] = defaultdict(list)
    before: dict[int, list[int]] = defaultdict(list)
    for old, new in pairs:
        if old and new:
            after[old].append(new)
            before[new].append(old)
    return {pk: _reached(pk, before) | _reached(pk, after) for pk in points}


def successions_of(declaration: Declaration) -> QuerySet[Succession]:
    """What became of each point, at every revision of a declaration."""
    return Succession.objects.filter(wording__declaration=declaration)


def successions_at(point_ids: Iterable[int]) -> list[Succession]:
    """What became of these points, and what they came from; both ends at hand with their wordings."""
    ends = list(point_ids)
    found = Succession.objects.filter(Q(predecessor__in=ends) | Q(successor__in=ends))
    return list(found.select_related("predecessor__wording", "successor__wording"))


def _reached(start: int, edges: Edges) -> set[int]:
    """Where one comes from a start along the edges, the start included."""
    found, waiting = {start}, [start]
    while waiting:
        fresh = [pk for pk in edges.get(waiting.pop(), ()) if pk not in found]
        found.update(fresh)
        waiting += fresh
    return found


def _points_of(declaration: Declaration) -> QuerySet[Point]:
    found = Point.objects.filter(wording__declaration=declaration).select_related("wording__declaration")
    return found.order_by("wording__created_at", "wording_id", "position", "pk")


@dataclass(frozen=True)
class Told:
    """What somebody says became of a point: the two ends, and why."""

    kind: str
    old: Point | None
    new: Point | None
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def ends(self) -> tuple[int | None, int | None]:
        """Which points it is about."""
        return (self.old.pk if self.old else None, self.new.pk if self.new else None)


@dataclass(frozen=True)
class Gap:
    """Something that is missing in the lineage of a text, at a point and in words."""

    fault: Fault
    point: Point

    @property
    def words(self) -> str:
        """What is wrong, for people."""
        return told(self.fault)


def told(fault: Fault) -> str:
    """What is wrong with the lineage at a point."""
    if fault.code == "unsettled" and fault.new:
        return str(NEW_UNSETTLED)
    kind = SuccessionKind(fault.kind).label if fault.kind else ""
    return str(WRONG[fault.code]) % {"kind": kind}


def gaps_of(wording: Wording) -> list[Gap]:
    """What is missing before the lineage of a text is whole; a first text has none."""
    if wording.based_on_id is None:
        return []
    points = Point.objects.filter(wording__in=[wording.based_on_id, wording.pk]).select_related("wording")
    by_pk = {point.pk: point for point in points.order_by("wording__created_at", "wording_id", "position")}
    old = [pk for pk, point in by_pk.items() if point.wording_id != wording.pk]
    new = [pk for pk, point in by_pk.items() if point.wording_id == wording.pk]
    faults = rules.lineage_faults(old, new, steps_of(wording.successions.all(), by_pk))
    return [Gap(fault, by_pk[fault.new or fault.old or 0]) for fault in faults]


def steps_of(successions: Iterable[Succession], points: Mapping[int, Point]) -> list[Step]:
    """Successions as the rules see them."""
    return [
        step_between(
            each.kind,
            points.get(each.predecessor_id or 0),
            points.get(each.successor_id or 0),
            each.reason_nb,
        )
        for each in successions
    ]


def step_between(
    kind: str, old: Point | None, new: Point | None, reason: str, *, taken: Mapping[str, Point] | None = None
) -> Step:
    """One step of the lineage as the rules see it.

    Where `taken` says which names the new points have, one that goes on under another name is right as
    long as its old one is free: it will take it.
    """
    if old is None or new is None:
        return Step(kind, old.pk if old else None, new.pk if new else None, reason)
    free = taken is not None and old.key not in taken
    same_words = (old.title_nb, old.text_nb) == (new.title_nb, new.text_nb)
    return Step(kind, old.pk, new.pk, reason, same_name=old.key == new.key or free, same_words=same_words)


def seen_in_lineage(wording: Wording) -> str:
    """A short fingerprint of what is said of every point, and of which points there are."""
    told = wording.successions.order_by("pk").values_list(
        "pk", "predecessor", "successor", "kind", "reason_nb", "reason_nn", "reason_en"
    )
    points = wording.points.order_by("pk").values_list("pk", "number")
    return rules.digest({"told": list(told), "points": list(points)})


def in_sentence(gap: Gap) -> str:
    """A gap with its point, as one sentence."""
    names = {"number": gap.point.number, "title": localised(gap.point, "title"), "wrong": gap.words}
    text = gap.point.wording.name
    return _("Point %(number)s of %(text)s, %(title)s: %(wrong)s") % {**names, "text": text}
