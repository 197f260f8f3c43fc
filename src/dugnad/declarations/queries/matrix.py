"""Questions about progress: members × points × years, and how far the region has come with each point.

A matrix of hundreds of members is thousands of cells, so that they are words in tuples and no objects:
what is the same for all of them is worked out once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, F, Subquery
from django.utils.translation import gettext as _

from dugnad.declarations import rules
from dugnad.declarations.models import Declaration, Point, Progress, Wording
from dugnad.declarations.queries.echoes import Echo, Echoes, Heard, is_in_other_words
from dugnad.declarations.queries.lineage import families
from dugnad.declarations.states import ProgressState, WordingState
from dugnad.kit.text import alphabetical
from dugnad.members.kinds import OrganisationKind
from dugnad.members.models import Membership, Organisation
from dugnad.members.queries import holding

SIDE_BY_SIDE = 4  # years that stand beside each other in a cell
UNTOLD = ""  # the member has not told; that is no state
NOT_ASKED = None  # the point is not the member's to carry out
States = tuple[str | None, ...]  # of one cell, the oldest year first
Lines = Mapping[int, list[Point]]  # point → its line through all wordings, the oldest first
# Point → its columns, and of each whether it is the very point, and whether it says something else.
Columns = Mapping[int, Sequence[tuple[int, bool, bool]]]
ORDER = {state.value: number for number, state in enumerate(ProgressState)}


class Member(NamedTuple):
    """A member as a row of the matrix shows it."""

    pk: int
    name: str
    slug: str
    kind: str
    subregion: str = ""
    subregion_slug: str = ""


class MatrixRow(NamedTuple):
    """A member with a cell for each point: its states, the oldest year first."""

    member: Member
    cells: tuple[States, ...]


class Rows(NamedTuple):
    """The rows of a matrix, and what is to be said of all of them."""

    rows: tuple[MatrixRow, ...]
    is_illustrative: bool
    echoes: Echoes


@dataclass(frozen=True)
class Matrix:
    """Who has come how far with which point in a year, with years before it beside."""

    year: int
    years: tuple[int, ...]  # all that can be asked for, the oldest first
    beside: tuple[int, ...]  # those in each cell, this one last
    points: tuple[Point, ...]
    rows: tuple[MatrixRow, ...]
    is_illustrative: bool = False  # some of it is made up for the demo
    echoes: Echoes = field(default_factory=dict)  # where what stands there was told of earlier points

    @cached_property
    def echoed(self) -> list[tuple[Point, list[Echo]]]:
        """The points under which something stands that was told of others, with the years, in order."""
        found = [
            (point, [self.echoes[year, point.pk] for year in self.beside if (year, point.pk) in self.echoes])
            for point in self.points
        ]
        return [one for one in found if one[1]]

    @cached_property
    def echoed_keys(self) -> set[str]:
        """The names of these points."""
        return {point.key for point, _echoes in self.echoed}

    @cached_property
    def counts(self) -> list[Counter[str]]:
        """For each point how many members have come how far; those who have not told stand under UNTOLD."""
        found: list[Counter[str]] = [Counter() for _point in self.points]
        for row in self.rows:
            for counter, cell in zip(found, row.cells, strict=True):
                if cell[-1] is not None:
                    counter[cell[-1]] += 1
        return found

    @cached_property
    def summaries(self) -> list["Summary"]:
        """The same, each with its point."""
        return [
            Summary(point, counts, self.echoes.get((self.year, point.pk)))
            for point, counts in zip(self.points, self.counts, strict=True)
        ]

    @cached_property
    def answered(self) -> int:
        """How many members have told of at least one point."""
        return sum(any(cell[-1] for cell in row.cells) for row in self.rows)

    @property
    def subregions(self) -> list[tuple[str, str]]:
        """The sub-regions that the members are in, by slug and name, in Norwegian order."""
        known = {row.member.subregion_slug: row.member.subregion for row in self.rows if row.member.subregion}
        return sorted(known.items(), key=lambda pair: alphabetical(pair[1]))


@dataclass(frozen=True)
class Summary:
    """How far the members have come with a point, counted."""

    point: Point
    counts: Counter[str]
    echo: Echo | None = None  # where it was told of earlier points, in other words

    @property
    def asked(self) -> int:
        """How many members the point is for."""
        return self.counts.total()

    @property
    def told(self) -> int:
        """How many have told."""
        return self.asked - self.counts[UNTOLD]

    @property
    def going_on(self) -> int:
        """How many have the point in place or under way."""
        return self.counts[ProgressState.IN_PLACE] + self.counts[ProgressState.UNDER_WAY]

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """Each state that occurs, with its words and how many have it: the furthest first."""
        known = [(s.value, str(s.label), self.counts[s]) for s in FURTHEST_FIRST]
        return [part for part in [*known, (UNTOLD, _("Not told"), self.counts[UNTOLD])] if part[2]]


FURTHEST_FIRST = (
    ProgressState.IN_PLACE,
    ProgressState.UNDER_WAY,
    ProgressState.PLANNED,
    ProgressState.NOT_BEGUN,
    ProgressState.NOT_APPLICABLE,
)


def lines_of(key: str) -> Lines:
    """Of every point of a declaration its line, as `lineage_of` tells it, with the declaration at hand.

    In one question: a point that two were merged into comes once for each of them.
    """
    rows = (
        Point.objects.filter(wording__declaration__key=key)
        .exclude(wording__state=WordingState.WITHDRAWN)  # what was laid aside goes on nowhere
        .select_related("wording__declaration")
        .annotate(before=F("origins__predecessor_id"))
        .order_by("wording__created_at", "wording_id", "position", "pk")
    )
    points: dict[int, Point] = {}
    pairs: list[tuple[int | None, int | None]] = []
    for row in rows:
        points.setdefault(row.pk, row)
        pairs.append((row.before, row.pk))
    line = families(points, pairs)
    return {pk: [point for other, point in points.items() if other in line[pk]] for pk in points}


def matrix_of(lines: Lines, *, year: int, on: date, side_by_side: bool = False) -> Matrix | None:
    """The matrix of a year; None where nothing was promised by then, or the year has not come.

    Columns are the points of the wording that held at the end of the year. What was told of a point of
    another wording stands under the point that it became, or came from. Beside `lines_of` two questions,
    however many members, points and years there are.
    """
    points = asked_in(lines, year=year, on=on)
    if points is None:
        return None
    adopted = adopted_in(lines)
    years = tuple(range(adopted[0].adopted_on.year, on.year + 1))  # type: ignore[union-attr]
    beside = tuple(y for y in years if year - (SIDE_BY_SIDE if side_by_side else 2) < y <= year)
    return Matrix(year, years, beside, points, *rows_of(points, lines, years=beside, on=on))


def asked_in(lines: Lines, *, year: int, on: date) -> tuple[Point, ...] | None:
    """The points that members are asked about for a year; None where nothing was promised by then.

    They are those of the wording that held at the end of the year.
    """
    held = points_held(lines, year=year, on=on)
    return None if held is None else tuple(filter(rules.is_followed_up, held))


def points_held(lines: Lines, *, year: int, on: date) -> list[Point] | None:
    """All points of the wording that held at the end of a year; None where nothing was promised by then."""
    held = [w for w in adopted_in(lines) if rules.is_year_to_tell(w, year, on=on)]
    return _of(held[-1], lines) if held else None


def rows_of(
    points: Sequence[Point],
    lines: Lines,
    *,
    years: Sequence[int],
    on: date,
    told: Iterable[Progress] | None = None,
) -> Rows:
    """A row for each member with its states for these points in these years; and what was told of others.

    Where what was `told` of them is at hand, nobody asks the database for it once more.
    """
    columns = _columns(points, lines)
    found = _told_in(columns, years) if told is None else _at_hand(told, columns, years)
    heard = Heard()
    grid, is_illustrative = _grid(found, columns, len(points), years, heard)
    return Rows(_rows(points, grid, len(years), on=on), is_illustrative, heard.echoes(points, lines))


def narrowed(matrix: Matrix, *, subregion: str = "", point: str = "", state: str = "") -> Matrix:
    """The matrix with the members of a sub-region (slug), one point (key), and those in a state there.

    A state alone leaves the members who have come so far with any point; `untold` means who has not told.
    """
    places = [n for n, p in enumerate(matrix.points) if point in ("", p.key)]
    rows = (
        MatrixRow(row.member, tuple(row.cells[place] for place in places))
        for row in matrix.rows
        if subregion in ("", row.member.subregion_slug)
    )
    wanted = UNTOLD if state == "untold" else state
    kept = tuple(row for row in rows if not state or any(cell[-1] == wanted for cell in row.cells))
    return replace(matrix, points=tuple(matrix.points[place] for place in places), rows=kept)


def latest_year(declaration: Declaration, *, on: date) -> int:
    """The last year that members have told of; this year where nobody has told of any.

    A year that few have told of yet does not count: beside the one that most have, it is under way.
    """
    told = Progress.objects.filter(point__wording__declaration=declaration, year__lte=on.year)
    counts = dict(told.order_by().values_list("year").annotate(Count("organisation", distinct=True)))
    return max((year for year in counts if 2 * counts[year] >= max(counts.values())), default=on.year)


def points_called(keys: Iterable[str], *, on: date) -> dict[str, Point]:
    """By key the points that are asked about on a day: of the wordings that held then, in one question.

    Where two declarations use the same short name, it is the one that was adopted last.
    """
    held = Point.objects.filter(wording__state=WordingState.ADOPTED, wording__adopted_on__lte=on)
    found = held.filter(key__in=set(keys)).select_related("wording__declaration")
    return {point.key: point for point in found.order_by("wording__adopted_on", "wording_id")}


def points_asked(*, on: date) -> list[Point]:
    """The points that members are asked about on a day, with the indicators that speak to them.

    Of the wording that was adopted last; in two questions.
    """
    held = Point.objects.filter(wording__state=WordingState.ADOPTED, wording__adopted_on__lte=on)
    newest = held.order_by("-wording__adopted_on", "-wording_id").values("wording_id")[:1]
    found = Point.objects.filter(wording_id__in=Subquery(newest)).select_related("wording")
    ordered = found.prefetch_related("indicators").order_by("position", "pk")
    return [point for point in ordered if rules.is_followed_up(point)]


def adopted_in(lines: Lines) -> list[Wording]:
    """The adopted wordings that have points, the oldest first."""
    wordings = {point.wording_id: point.wording for line in lines.values() for point in line}
    adopted = [wording for wording in wordings.values() if rules.can_follow_up(wording)]
    return sorted(adopted, key=lambda wording: (wording.adopted_on, wording.pk))


def _of(wording: Wording, lines: Lines) -> list[Point]:
    own = {p.pk: p for line in lines.values() for p in line if p.wording_id == wording.pk}
    return sorted(own.values(), key=lambda point: (point.position, point.pk))


def _columns(points: Sequence[Point], lines: Lines) -> Columns:
    """For each point (id) of any wording the columns in which what was told of it stands."""
    found: dict[int, list[tuple[int, bool, bool]]] = {}
    for place, point in enumerate(points):
        for relative in lines[point.pk]:
            is_other = is_in_other_words(relative, point)
            found.setdefault(relative.pk, []).append((place, relative.pk == point.pk, is_other))
    return found


FIELDS = ("organisation_id", "point_id", "year", "state", "is_illustrative")
ToldRow = tuple[int, int, int, str, bool]


def _told_in(columns: Columns, years: Sequence[int]) -> Iterable[ToldRow]:
    told = Progress.objects.filter(year__in=years, point__in=list(columns)).order_by()
    return told.values_list(*FIELDS)


def _at_hand(told: Iterable[Progress], columns: Columns, years: Sequence[int]) -> Iterable[ToldRow]:
    rows = (row for row in told if row.point_id in columns and row.year in years)
    return [(row.organisation_id, row.point_id, row.year, row.state, row.is_illustrative) for row in rows]


def _grid(
    told: Iterable[ToldRow], columns: Columns, width: int, years: Sequence[int], heard: Heard
) -> tuple[dict[int, list[list[str]]], bool]:
    """For each member (id) a line a year, with a state for each column; and whether any is made up."""
    places = {year: place for place, year in enumerate(years)}
    grid: dict[int, list[list[str]]] = {}
    exact = heard.exact
    is_illustrative = False
    for member, point, year, state, is_made_up in told:
        is_illustrative = is_illustrative or is_made_up
        lines = grid.get(member) or grid.setdefault(member, [[UNTOLD] * width for _year in years])
        line = lines[places[year]]
        for column, is_same, is_other in columns[point]:
            if is_other:
                heard.note((year, column), point, member)
            else:
                heard.plain.add((year, column))
            if is_same:
                exact.add((member, year, column))
                line[column] = state
            elif (member, year, column) not in exact:
                line[column] = least(line[column], state)
    return grid, is_illustrative


def least(one: str, other: str) -> str:
    """Of two states the one that is less far: a point that two were merged into is as far as the slower."""
    return other if not one or ORDER[other] < ORDER[one] else one


def _rows(
    points: Sequence[Point], grid: Mapping[int, list[list[str]]], years: int, *, on: date
) -> tuple[MatrixRow, ...]:
    members = _members(grid, on=on)
    not_asked: States = (NOT_ASKED,) * years
    blank = [[UNTOLD] * len(points) for _year in range(years)]
    applies = {kind: [rules.applies_to(p, kind) for p in points] for kind in {m.kind for m in members}}
    rows = []
    for member in members:
        cells: list[States] = list(zip(*grid.get(member.pk, blank), strict=True))
        if not all(applies[member.kind]):
            asked = applies[member.kind]
            cells = [cell if yes else not_asked for cell, yes in zip(cells, asked, strict=True)]
        rows.append(MatrixRow(member, tuple(cells)))
    return tuple(rows)


def _members(told: Iterable[int], *, on: date) -> list[Member]:
    """The members of a day with their sub-regions, and whoever has told and is a member no more."""
    names = ("organisation_id", "organisation__name", "organisation__slug", "organisation__kind")
    kinds = (OrganisationKind.ALLIANCE, OrganisationKind.SUBREGION)
    held = Membership.objects.filter(holding(on), group__kind__in=kinds).order_by()
    members: dict[int, Member] = {}
    groups: dict[int, tuple[str, str]] = {}
    for *own, kind, group, slug in held.values_list(*names, "group__kind", "group__name", "group__slug"):
        if kind == kinds[0]:
            members[own[0]] = Member(*own)
        else:
            groups[own[0]] = (group, slug)
    if left := [pk for pk in told if pk not in members]:
        gone = Organisation.objects.filter(pk__in=left).values_list("pk", "name", "slug", "kind")
        members |= {row[0]: Member(*row) for row in gone}
    found = (Member(*m[:4], *groups.get(pk, ("", ""))) for pk, m in members.items())
    return sorted(found, key=lambda member: alphabetical(member.name))
