"""Questions about one point through all texts: its words, what became of it, and how the region gets on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from dugnad.declarations import rules
from dugnad.declarations.kinds import SuccessionKind
from dugnad.declarations.models import Declaration, Evidence, Point, Progress, Succession
from dugnad.declarations.queries.lineage import successions_at
from dugnad.declarations.queries.matrix import Lines
from dugnad.declarations.queries.thread import naming, seen_wordings
from dugnad.declarations.queries.wordings import declarations
from dugnad.declarations.states import ProgressState, WordingState
from dugnad.documents.models import Document
from dugnad.documents.queries import shown_versions, visible_to
from dugnad.indicators.models import Indicator
from dugnad.kit.text import Fit, alphabetical, fit, localised
from dugnad.members.models import Organisation
from dugnad.members.rules import Viewer
from dugnad.programme.models import Activity
from dugnad.programme.queries.thread import seen_states

LANGUAGES = ("nb", "nn", "en")
FARTHEST_FIRST = (
    ProgressState.IN_PLACE,
    ProgressState.UNDER_WAY,
    ProgressState.PLANNED,
    ProgressState.NOT_BEGUN,
    ProgressState.NOT_APPLICABLE,
)


@dataclass(frozen=True)
class Line:
    """A point in all the texts that the viewer may read, and its kin under other names."""

    in_force: Point | None
    drafts: list[Point]
    earlier: list[Point]
    kin: list[Point] = field(default_factory=list)

    @property
    def shown(self) -> Point:
        """The words that a reader is shown first: those that hold, else the newest."""
        return self.in_force or [*self.earlier, *self.drafts][-1]

    @property
    def own(self) -> list[Point]:
        """The point under its own name, in every text."""
        return [*self.earlier, *([self.in_force] if self.in_force else []), *self.drafts]


@dataclass(frozen=True)
class Turn:
    """What became of a point at a revision, seen from it: the other point, or none."""

    label: str
    reason: str
    wording: str
    other: Point | None
    is_onward: bool


@dataclass(frozen=True)
class Year:
    """How far the members had come with a point in a year."""

    year: int
    counts: Counter[str]

    @property
    def answered(self) -> int:
        """How many have told."""
        return self.counts.total()

    @property
    def cells(self) -> list[tuple[ProgressState, int]]:
        """How many stand where, from the farthest."""
        return [(state, self.counts[state]) for state in FARTHEST_FIRST]

    @property
    def told(self) -> list[tuple[ProgressState, int]]:
        """The same without the states in which nobody stands."""
        return [(state, number) for state, number in self.cells if number]


def line_of(lines: Lines, key: str, viewer: Viewer) -> Line | None:
    """A point by its name, of the lines at hand; None where no text that the viewer may read has it."""
    every = {point.pk: point for line in lines.values() for point in line if _is_seen(point, viewer)}
    own = [point for point in every.values() if point.key == key]
    if not own:
        return None
    own.sort(key=lambda point: (point.wording.created_at, point.wording_id))
    holding = _holding(every.values())
    in_force = next((point for point in own if point.wording_id == holding), None)
    kin = {one.pk for point in own for one in lines[point.pk]}
    return Line(
        in_force=in_force,
        drafts=[point for point in own if point.wording.state != WordingState.ADOPTED],
        earlier=[point for point in own if _is_adopted(point) and point != in_force],
        kin=[every[pk] for pk in sorted(kin) if pk in every],
    )


def _is_seen(point: Point, viewer: Viewer) -> bool:
    return point.wording.state != WordingState.WITHDRAWN and rules.may_see(viewer, point.wording)


def _is_adopted(point: Point) -> bool:
    return point.wording.state == WordingState.ADOPTED


def _holding(points: Iterable[Point]) -> int | None:
    """The text that holds: the one that was adopted last."""
    days = {(point.wording.adopted_on, point.wording_id) for point in points if point.wording.adopted_on}
    return max(days)[1] if days else None


def turns_of(line: Line, viewer: Viewer) -> list[Turn]:
    """What became of a point, and what it came from, where the viewer may read both texts."""
    own = {point.pk for point in line.own}
    return [turn for found in successions_at(own) if (turn := _turn(found, own, viewer))]


def _turn(succession: Succession, own: set[int], viewer: Viewer) -> Turn | None:
    old, new = succession.predecessor, succession.successor
    if not all(_is_seen(end, viewer) for end in (old, new) if end):
        return None
    is_onward = succession.predecessor_id in own
    other = new if is_onward else old
    return Turn(
        label=str(SuccessionKind(succession.kind).label),
        reason=localised(succession, "reason"),
        wording=new.wording.name if new else "",
        other=other if other and other.pk not in own else None,
        is_onward=is_onward,
    )


def told_of_line(points: Iterable[Point]) -> list[Progress]:
    """All that members have told of a line of points, in the order of the texts."""
    rows = Progress.objects.filter(point__in=[point.pk for point in points])
    return list(rows.select_related("organisation").order_by("point__wording__created_at", "pk"))


def newest_told(rows: Iterable[Progress]) -> list[Progress]:
    """Of these what each member told once for each year: under the newest name that it answered to."""
    newest = {(row.organisation_id, row.year): row for row in rows}
    return sorted(newest.values(), key=lambda row: (-row.year, row.organisation.name))


def wanting_help(rows: Iterable[Progress], since: int | None) -> list[Progress]:
    """Who wants help with a point: by what each has told last, in a year or after it; by their names.

    A first answer for a new year says nothing of what the others want.
    """
    last = {row.organisation_id: row for row in sorted(rows, key=lambda row: row.year)}
    found = [row for row in last.values() if since and row.year >= since and row.help_wanted.strip()]
    return sorted(found, key=lambda row: alphabetical(row.organisation.name))


def documents_for(declaration: Declaration, points: Iterable[Point], viewer: Viewer) -> QuerySet[Document]:
    """The stories that speak for a point: given as evidence, or naming it."""
    listed = list(points)
    stories, _point = naming(shown_versions(viewer), "story__point", "document__year", year_only=True)
    stories = stories.filter(point_declaration=declaration.key, point_key__in={point.key for point in listed})
    given = Evidence.objects.filter(point__in=[point.pk for point in listed], document__isnull=False)
    return visible_to(viewer).filter(
        Q(pk__in=given.values("document")) | Q(pk__in=stories.values("document"))
    )


def indicators_for(points: Iterable[Point]) -> list[Indicator]:
    """The indicators that speak to a point, chosen for it or given as evidence."""
    pks = [point.pk for point in points]
    given = Evidence.objects.filter(point__in=pks, indicator__isnull=False).values("indicator")
    chosen = Point.indicators.through.objects.filter(point__in=pks).values("indicator")
    found = Indicator.objects.filter(Q(pk__in=given) | Q(pk__in=chosen))
    return list(found.select_related("source").order_by("key"))


def activities_for(points: Iterable[Point], viewer: Viewer) -> list[Activity]:
    """The activities that carry a point out, in years that the viewer may see, the newest first."""
    chosen = Point.activities.through.objects.filter(point__in=[point.pk for point in points])
    found = Activity.objects.filter(
        pk__in=chosen.values("activity"), programme__state__in=seen_states(viewer)
    )
    return list(found.select_related("programme").order_by("-programme__year", "number"))


def activities_to_choose(viewer: Viewer) -> QuerySet[Activity]:
    """The activities that can be said to carry a point out, the newest year first."""
    seen = Activity.objects.filter(programme__state__in=seen_states(viewer)).select_related("programme")
    return seen.order_by("-programme__year", "number")


def served_by(point: Point) -> dict[str, list[int]]:
    """The activities and indicators that speak to a point, by number."""
    return {
        "activities": sorted(point.activities.values_list("pk", flat=True)),
        "indicators": sorted(point.indicators.values_list("pk", flat=True)),
    }


def seen_in_service(point: Point) -> str:
    """A short fingerprint of what speaks to a point."""
    return rules.digest(served_by(point))


def progress_by(organisation: Organisation) -> list[Progress]:
    """What a member has told, of the newest year that it told of, in the order of the points."""
    rows = Progress.objects.filter(organisation=organisation).select_related("point__wording__declaration")
    found = list(rows.order_by("-year", "point__position"))
    return [row for row in found if row.year == found[0].year]


@dataclass(frozen=True)
class Hit:
    """A declaration, or a point of one, that a search found."""

    declaration: Declaration
    point: Point | None
    fit: Fit


def search(text: str, viewer: Viewer) -> list[Hit]:
    """The declarations and points that the viewer may read and that hold every word; each point once."""
    points = Point.objects.filter(wording__in=seen_wordings(viewer)).select_related("wording__declaration")
    # Read here and not in the database: SQLite knows no upper and lower case beyond a–z.
    found: dict[tuple[str, str], Hit] = {}
    for point in points.order_by("wording__created_at", "position"):
        fits = fit(text, *_words(point, "title"), *_words(point, "text"))
        key = (point.wording.declaration.key, point.key)
        if fits and (key not in found or _is_adopted(point)):
            found[key] = Hit(point.wording.declaration, point, fits)
    whole = [
        Hit(declaration, None, fits)
        for declaration in declarations()
        if (fits := fit(text, *_words(declaration, "title"), *_words(declaration, "about")))
    ]
    return [*whole, *found.values()]


def _words(noun: Declaration | Point, field: str) -> list[str]:
    return [getattr(noun, f"{field}_{language}") for language in LANGUAGES]
