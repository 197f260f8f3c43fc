"""Questions about lineage: which points of the other wordings a point comes from, and what it became."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from dugnad.declarations.models import Declaration, Point, Succession

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
    pairs = successions_of(declaration).filter(predecessor__isnull=False, successor__isnull=False)
    after, before = defaultdict(list), defaultdict(list)
    for old, new in pairs.values_list("predecessor_id", "successor_id"):
        after[old].append(new)
        before[new].append(old)
    place = {pk: number for number, pk in enumerate(points)}
    return {
        pk: [points[each] for each in sorted(reached(pk, before) | reached(pk, after), key=place.__getitem__)]
        for pk in points
    }


def successions_of(declaration: Declaration) -> QuerySet[Succession]:
    """What became of each point, at every revision of a declaration."""
    return Succession.objects.filter(wording__declaration=declaration)


def successions_at(point_ids: Iterable[int]) -> list[Succession]:
    """What became of these points, and what they came from; both ends at hand with their wordings."""
    ends = list(point_ids)
    found = Succession.objects.filter(Q(predecessor__in=ends) | Q(successor__in=ends))
    return list(found.select_related("predecessor__wording", "successor__wording"))


def reached(start: int, edges: Edges) -> set[int]:
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
