"""Questions about declarations and their wordings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet

from dugnad.declarations import rules
from dugnad.declarations.kinds import PointKind
from dugnad.declarations.models import Amendment, Declaration, Point, Succession, Wording
from dugnad.declarations.states import WordingState
from dugnad.kit.history import values_of
from dugnad.kit.models import Change
from dugnad.members.rules import Viewer

PREAMBLE = ("preamble_nb", "preamble_nn", "preamble_en")
TEXTS = tuple(f"{name}_{code}" for name in ("title", "text") for code in ("nb", "nn", "en"))
POINT_WORDS = ("number", "kind", "scope", "is_missing", *TEXTS)


@dataclass(frozen=True)
class PointRow:
    """A point as it is read: with what it came from, what it became in a later text, and proposals to it."""

    point: Point
    origins: list[Succession] = field(default_factory=list)
    became: list[Succession] = field(default_factory=list)
    proposals: int = 0

    @property
    def origin(self) -> Succession | None:
        """What it came from, or that it is new; None in a first text."""
        return self.origins[0] if self.origins else None


@dataclass(frozen=True)
class Part:
    """A run of points of one kind, under its heading."""

    kind: PointKind
    rows: list[PointRow]


def declarations() -> QuerySet[Declaration]:
    """Every declaration."""
    return Declaration.objects.all()


def declaration_with(key: str) -> Declaration | None:
    """The declaration at an address."""
    return Declaration.objects.filter(key=key).first()


def wording_of(key: str, name: str, viewer: Viewer) -> Wording | None:
    """One wording by the names in its address; None where there is none that the viewer may read."""
    found = (
        Wording.objects.select_related("declaration", "based_on")
        .filter(declaration__key=key, name=name)
        .first()
    )
    return found if found and rules.may_see(viewer, found) else None


def is_offered(key: str, name: str) -> bool:
    """Whether the members have this text before them."""
    return Wording.objects.filter(declaration__key=key, name=name, state=WordingState.OFFERED).exists()


def visible_wordings(declaration: Declaration, viewer: Viewer) -> list[Wording]:
    """The wordings of a declaration that the viewer may read, the newest first."""
    return [wording for wording in declaration.wordings.all() if rules.may_see(viewer, wording)]


def adopted_wording(declaration: Declaration) -> Wording | None:
    """The wording that holds today: the one that was adopted last."""
    return declaration.wordings.filter(state=WordingState.ADOPTED).order_by("-adopted_on", "-id").first()


def holding(wordings: Iterable[Wording]) -> Wording | None:
    """The same, of wordings at hand."""
    adopted = [wording for wording in wordings if wording.state == WordingState.ADOPTED]
    return max(adopted, key=lambda wording: (wording.adopted_on, wording.pk), default=None)


def offered_wording() -> Wording | None:
    """The text that the members have before them now: the one that was offered last."""
    offered = Wording.objects.filter(state=WordingState.OFFERED).select_related("declaration")
    return offered.order_by("-frozen_at", "-id").first()


def wording_called(name: str) -> Wording | None:
    """The text that a question names by the short names of its declaration and itself, such as klima/2022."""
    key, _slash, own = name.partition("/")
    return Wording.objects.select_related("declaration").filter(declaration__key=key, name=own).first()


def points_of(wording: Wording) -> list[Point]:
    """The points of a wording in their order."""
    return list(wording.points.all())


def parts_of(wording: Wording, viewer: Viewer) -> list[Part]:
    """The points of a wording as they are read, part by part; four questions, however many there are."""
    points = points_of(wording)
    successions = _ends_of(points)
    proposals = _proposals_to(points) if viewer.is_signed_in else {}
    rows = [
        PointRow(
            point,
            [each for each in successions if each.successor_id == point.pk],
            [each for each in successions if _shows(each, point, viewer)],
            proposals.get(point.pk, 0),
        )
        for point in points
    ]
    return [Part(PointKind(kind), list(run)) for kind, run in groupby(rows, lambda row: row.point.kind)]


def dropped_at(wording: Wording) -> list[Succession]:
    """The points of the text before that this one does not carry on, with the reason."""
    return list(
        wording.successions.filter(successor=None)
        .select_related("predecessor__wording__declaration")
        .order_by("predecessor__position")
    )


def untranslated_points(wording: Wording) -> list[Point]:
    """Points that lack their words in nynorsk or English where they have them in bokmål."""
    return [
        point
        for point in points_of(wording)
        if any(
            getattr(point, f"{name}_nb") and not getattr(point, f"{name}_{code}")
            for name in ("title", "text")
            for code in ("nn", "en")
        )
    ]


def outdated_points(wording: Wording) -> list[Point]:
    """Points with a translation that is older than their words in bokmål."""
    return [point for point in points_of(wording) if point.outdated]


def fingerprint_of(wording: Wording) -> str:
    """The fingerprint of the words as they stand now."""
    points = wording.points.order_by("position", "id").values("number", "title_nb", "text_nb")
    told = [{"number": p["number"], "title": p["title_nb"], "text": p["text_nb"]} for p in points]
    return rules.fingerprint(wording.preamble_nb, told)


def seen_in_preamble(wording: Wording) -> str:
    """A short fingerprint of the preamble, that a form carries to tell whether somebody else wrote in it."""
    return rules.digest(values_of(wording, PREAMBLE))


def seen_in_point(point: Point) -> str:
    """The same of the words of a point."""
    return rules.digest(values_of(point, POINT_WORDS))


def seen_in_order(wording: Wording) -> str:
    """The same of the order and the numbers of the points."""
    return rules.digest({"points": list(wording.points.values_list("pk", "position", "number"))})


def trail_of(wording: Wording) -> QuerySet[Change]:
    """Who changed what in a text and its points, newest first."""
    label = Wording._meta.label_lower
    own = Q(noun=label, object_id=wording.pk)
    points = Q(noun=Point._meta.label_lower, object_id__in=wording.points.values("pk"))
    steps = Q(noun=Succession._meta.label_lower, object_id__in=wording.successions.values("pk"))
    return Change.objects.filter(own | points | steps).order_by("-id")


def told_in(changes: Iterable[Change], points: Iterable[Point]) -> dict[int, str]:
    """For entries of the trail which point they are about, or why a step was taken; by the entry's number."""
    names = {point.pk: str(point) for point in points}
    label = Point._meta.label_lower
    told = {}
    for change in changes:
        if change.noun == label:
            told[change.pk] = names.get(change.object_id, "")
        elif "title_nb" in change.before:
            told[change.pk] = f"{change.before['number']}. {change.before['title_nb']}"
        elif why := change.after.get("reason") or change.after.get("withdrawn_because"):
            told[change.pk] = str(why)
    return told


def _ends_of(points: list[Point]) -> list[Succession]:
    ends = [point.pk for point in points]
    found = Succession.objects.filter(Q(predecessor__in=ends) | Q(successor__in=ends))
    related = ("wording__declaration", "predecessor__wording", "successor__wording")
    return list(found.select_related(*related).order_by("wording__created_at", "wording_id", "pk"))


def _shows(succession: Succession, point: Point, viewer: Viewer) -> bool:
    return succession.predecessor_id == point.pk and rules.may_see(viewer, succession.wording)


def _proposals_to(points: list[Point]) -> dict[Any, int]:
    """How many proposals each point has met, settled ones too: what became of them belongs to its story."""
    made = Amendment.objects.filter(point__in=points).order_by()
    return dict(made.values_list("point").annotate(Count("pk")))
