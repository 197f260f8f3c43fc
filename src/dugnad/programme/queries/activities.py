"""Questions about activities: the list with its filters, one of them, and its line through the years."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from dugnad.kit.clock import OSLO
from dugnad.kit.models import Change
from dugnad.members.models import Body
from dugnad.members.rules import Viewer
from dugnad.programme import rules
from dugnad.programme.models import Activity, ActivityGoal, Milestone, Programme, Strand
from dugnad.programme.queries.programmes import programme_of, programmes
from dugnad.programme.states import ActivityStatus


@dataclass(frozen=True)
class ActivityRow:
    """An activity in a list: its goals, its milestones, and whether somebody should look."""

    activity: Activity
    goals: list[int] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    late: list[Milestone] = field(default_factory=list)
    is_stale: bool = False

    @property
    def done(self) -> int:
        """How many milestones are reached."""
        return sum(1 for step in self.milestones if step.done_on)

    @property
    def next_step(self) -> Milestone | None:
        """The first milestone that is not reached."""
        return next((step for step in self.milestones if not step.done_on), None)


@dataclass(frozen=True)
class Filter:
    """What the address asks to see of a year; an empty word asks for everything."""

    strand: str = ""
    goal: str = ""
    status: str = ""
    body: str = ""
    is_late: bool = False
    is_stale: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether everything is asked for."""
        return not any(getattr(self, name.name) for name in fields(self))


@dataclass(frozen=True)
class Kin:
    """The same activity in another year."""

    year: int
    key: str
    title: str
    status: str
    is_shown: bool


def activity_rows(programme: Programme, *, on: date) -> list[ActivityRow]:
    """Every activity of a year with its goals and milestones; five queries, however many they are.

    Strands and bodies are few and come once, not with each activity: a list of 300 is built in half the time.
    """
    strands = {strand.pk: strand for strand in programme.strands.all()}
    bodies = {body.pk: body for body in Body.objects.defer("mandate_text")}
    goals: dict[int, list[int]] = {}
    for key, goal in _goals(programme):
        goals.setdefault(key, []).append(goal)
    rows = dated_rows(programme, on=on)
    for row in rows:
        row.activity.strand = strands[row.activity.strand_id]
        row.activity.responsible_body = bodies.get(row.activity.responsible_body_id or 0)
    return [replace(row, goals=goals.get(row.activity.pk, [])) for row in rows]


def dated_rows(programme: Programme, *, on: date) -> list[ActivityRow]:
    """Every activity of a year with its milestones alone, for who asks only what is due: two queries."""
    steps: dict[int, list[Milestone]] = {}
    for step in Milestone.objects.filter(activity__programme=programme).order_by("due", "pk"):
        steps.setdefault(step.activity_id, []).append(step)
    activities = programme.activities.order_by("number")
    return [_row(activity, steps.get(activity.pk, []), on=on) for activity in activities]


def _goals(programme: Programme) -> Iterable[tuple[int, int]]:
    found = ActivityGoal.objects.filter(activity__programme=programme)
    return found.order_by("goal").values_list("activity_id", "goal")


def _row(activity: Activity, steps: list[Milestone], *, on: date) -> ActivityRow:
    late = [step for step in steps if rules.is_late(step, on=on)]
    updated_on = timezone.localdate(activity.updated_at, OSLO)
    return ActivityRow(activity, [], steps, late, rules.is_stale(activity.status, updated_on, on=on))


def filtered(rows: Iterable[ActivityRow], wanted: Filter) -> list[ActivityRow]:
    """The rows that an address asks for."""
    return [row for row in rows if _fits(row, wanted)]


def _fits(row: ActivityRow, wanted: Filter) -> bool:
    activity = row.activity
    body = activity.responsible_body.slug if activity.responsible_body else ""
    return (
        wanted.strand in ("", activity.strand.key)
        and wanted.status in ("", activity.status)
        and wanted.body in ("", body)
        and (not wanted.goal or wanted.goal in map(str, row.goals))
        and (not wanted.is_late or bool(row.late))
        and (not wanted.is_stale or row.is_stale)
    )


def counts_by_status(rows: Iterable[ActivityRow]) -> dict[str, int]:
    """How many activities have each status, in the order of the statuses."""
    counted = Counter(row.activity.status for row in rows)
    return {status: counted[status] for status in ActivityStatus.values}


def strands_in(rows: Iterable[ActivityRow]) -> list[Strand]:
    """The strands of these rows in the programme's order."""
    strands = {row.activity.strand_id: row.activity.strand for row in rows}
    return sorted(strands.values(), key=lambda strand: strand.position)


def goals_in(rows: Iterable[ActivityRow]) -> list[int]:
    """The goals that these rows serve."""
    return sorted({goal for row in rows for goal in row.goals})


def bodies_in(rows: Iterable[ActivityRow]) -> list[Body]:
    """The bodies that answer for these rows, by name."""
    bodies = {body.pk: body for row in rows if (body := row.activity.responsible_body)}
    return sorted(bodies.values(), key=str)


def activity_of(year: int, key: str, viewer: Viewer) -> Activity | None:
    """An activity by its year and short name, if the viewer may see that year."""
    programme = programme_of(year, viewer)
    if programme is None:
        return None
    related = ("programme", "strand", "responsible_body", "responsible_person", "carried_from__programme")
    found = programme.activities.select_related(*related).filter(key=key).first()
    if found:
        found.programme = programme
    return found


def carried_away(programme: Programme) -> set[int]:
    """The activities of a year (ids) that have been carried into another."""
    carried = Activity.objects.filter(carried_from__programme=programme)
    return {pk for pk in carried.values_list("carried_from_id", flat=True) if pk is not None}


def can_be_carried(programme: Programme) -> list[Activity]:
    """The activities of a year with something left to do, by number."""
    return [a for a in programme.activities.order_by("number") if rules.can_carry(a.status)]


def trail_of(activity: Activity) -> QuerySet[Change]:
    """The trail of an activity and its milestones, newest first."""
    steps = list(activity.milestones.values_list("pk", flat=True))
    own = Q(noun=Activity._meta.label_lower, object_id=activity.pk)
    theirs = Q(noun=Milestone._meta.label_lower, object_id__in=steps)
    return Change.objects.filter(own | theirs).order_by("-id")


def row_of(activity: Activity, *, on: date) -> ActivityRow:
    """One activity with its goals and milestones."""
    goals = list(activity.goals.values_list("goal", flat=True).order_by("goal"))
    row = _row(activity, list(activity.milestones.order_by("due", "pk")), on=on)
    return replace(row, goals=goals)


def neighbours_of(activity: Activity) -> tuple[Activity | None, Activity | None]:
    """The activities before and after this one in its year."""
    others = Activity.objects.filter(programme=activity.programme_id).select_related("programme")
    before = others.filter(number__lt=activity.number).order_by("-number").first()
    return before, others.filter(number__gt=activity.number).order_by("number").first()


def lineage_of(activity: Activity, viewer: Viewer) -> list[Kin]:
    """The activity through the years that the viewer may see, oldest first."""
    links = dict(Activity.objects.filter(carried_from__isnull=False).values_list("pk", "carried_from_id"))
    first = activity.pk
    while first in links:
        first = links[first]
    years = [programme.pk for programme in programmes(viewer)]
    found = Activity.objects.filter(pk__in=_descendants(first, links), programme__in=years)
    kin = found.select_related("programme").order_by("programme__year", "number")
    return [Kin(a.programme.year, a.key, str(a), a.status, a.pk == activity.pk) for a in kin]


def _descendants(first: int, links: dict[int, int]) -> list[int]:
    """An activity and all that was carried from it, however often."""
    family, newest = [first], {first}
    while newest:
        newest = {later for later, earlier in links.items() if earlier in newest}
        family += newest
    return family


def recent_changes(programme: Programme, *, limit: int = 20) -> list[tuple[Change, Activity]]:
    """What was last changed in a year, newest first, each with its activity."""
    activities = {activity.pk: activity for activity in programme.activities.all()}
    noun = Activity._meta.label_lower
    found = Change.objects.filter(noun=noun, object_id__in=list(activities)).order_by("-id")[:limit]
    return [(change, activities[change.object_id]) for change in found]
