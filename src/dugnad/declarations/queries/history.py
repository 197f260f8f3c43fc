"""Questions about what one member has told of one point, through all wordings, and who can help whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from dugnad.declarations.models import Evidence, Point, Progress
from dugnad.declarations.queries.matrix import Lines, Matrix, Member
from dugnad.declarations.states import ProgressState
from dugnad.members.kinds import Mandate, OfficeKind
from dugnad.members.models import Office, Organisation
from dugnad.members.queries import holding

HELPERS = 4  # whom to ring: more names are no help


def history_of(points: Iterable[Point], organisation: Organisation) -> list[Progress]:
    """What a member has told of a line of points, the newest year first, each with what shows it."""
    shown = Evidence.objects.select_related("indicator", "document", "file").order_by("pk")
    told = Progress.objects.filter(organisation=organisation, point__in=[point.pk for point in points])
    return list(
        told.select_related("point__wording")
        .prefetch_related(Prefetch("evidence", shown))
        .order_by("-year", "-point__wording__created_at", "point__position")
    )


def told_of(points: Iterable[Point], *, year: int) -> dict[int, Progress]:
    """For each member (id) what it told of a line of points in a year; of several the newest wording's."""
    told = Progress.objects.filter(year=year, point__in=[point.pk for point in points])
    found = told.select_related("point").order_by("point__wording__created_at", "-point__position")
    return {progress.organisation_id: progress for progress in found}


def evidence_with(pk: int) -> Evidence | None:
    """One piece of evidence that has a file."""
    return (
        Evidence.objects.select_related("file", "point__wording__declaration")
        .filter(pk=pk, file__isnull=False)
        .first()
    )


@dataclass(frozen=True)
class Helper:
    """A member who has a point in place, and whom to ring there."""

    member: Member
    is_near: bool  # in the same sub-region
    people: Sequence[Office]


@dataclass(frozen=True)
class Wish:
    """A member that wants help with a point, in its own words, and who may give it."""

    point: Point
    member: Member
    text: str
    helpers: Sequence[Helper]

    def fits(self, *, subregion: str = "", point: str = "") -> bool:
        """Whether it is of a sub-region (slug) and a point (key), where these are asked for."""
        return subregion in ("", self.member.subregion_slug) and point in ("", self.point.key)


def wishes_in(matrix: Matrix, lines: Lines, *, on: date) -> list[Wish]:
    """Who wants help with what in the year of a matrix, point by point, and who has that in place.

    Those of the same sub-region first. The others are taken in turn, from another place for each wish:
    nobody is the best of them, and nobody should be rung by all.
    """
    members = {row.member.pk: row.member for row in matrix.rows}
    in_place, told_with = _in_place(matrix), _told_with_wishes(matrix, lines)
    asked = [
        (point, progress)
        for point in matrix.points
        for progress in told_with.get(point.pk, [])
        if progress.organisation_id in members
    ]
    chosen = {
        (point.pk, told.organisation_id): _helpers(members[told.organisation_id], in_place[point.pk])
        for point, told in asked
    }
    people = _people({member.pk for found in chosen.values() for member in found}, on=on)
    return [
        Wish(
            point, own, told.help_wanted, [_helper(own, other, people) for other in chosen[point.pk, own.pk]]
        )
        for point, told in asked
        for own in [members[told.organisation_id]]
    ]


def _told_with_wishes(matrix: Matrix, lines: Lines) -> dict[int, list[Progress]]:
    """By point (id) of the matrix what was told with a wish for help, in the order of the members."""
    # Of a point that was split the first of those it became: a wish is shown once.
    backwards = reversed(matrix.points)
    column = {other.pk: point.pk for point in backwards for other in lines[point.pk]}
    told = Progress.objects.filter(year=matrix.year, point__in=list(column)).exclude(help_wanted="")
    order = {row.member.pk: place for place, row in enumerate(matrix.rows)}
    found: dict[int, list[Progress]] = {}
    for progress in sorted(told, key=lambda progress: order.get(progress.organisation_id, -1)):
        found.setdefault(column[progress.point_id], []).append(progress)
    return found


def _in_place(matrix: Matrix) -> dict[int, list[Member]]:
    """By point (id) those who have it in place."""
    return {
        point.pk: [row.member for row in matrix.rows if row.cells[place][-1] == ProgressState.IN_PLACE]
        for place, point in enumerate(matrix.points)
    }


def _helpers(own: Member, able: Sequence[Member]) -> list[Member]:
    """Near ones first, then the others in turn."""
    start = own.pk % len(able) if able else 0
    turned = [*able[start:], *able[:start]]
    near = [other for other in turned if other.subregion_slug and other.subregion_slug == own.subregion_slug]
    return [other for other in [*near, *(o for o in turned if o not in near)] if other.pk != own.pk][:HELPERS]


def _helper(own: Member, other: Member, people: Mapping[int, Sequence[Office]]) -> Helper:
    is_near = bool(own.subregion_slug) and own.subregion_slug == other.subregion_slug
    return Helper(other, is_near, people.get(other.pk, ()))


def _people(members: Iterable[int], *, on: date) -> dict[int, list[Office]]:
    """For each member (id) whom to ring: its climate adviser, else those who answer for it."""
    held = Office.objects.filter(holding(on), organisation__in=list(members)).order_by("pk")
    found: dict[int, list[Office]] = {}
    for office in held.select_related("person"):
        if office.mandate != Mandate.NONE or office.kind in ADVISERS:
            found.setdefault(office.organisation_id, []).append(office)
    return {pk: [o for o in offices if o.kind in ADVISERS] or offices for pk, offices in found.items()}


ADVISERS = frozenset({OfficeKind.CLIMATE_ADVISER})
