"""Questions about the follow-up plan: what is to be done about which point, by whom and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from dugnad.declarations import rules
from dugnad.declarations.models import CampaignStep, Declaration, FollowUp, Point, Treatment
from dugnad.declarations.queries.lineage import lineage_of
from dugnad.declarations.queries.thread import seen_wordings
from dugnad.declarations.queries.wordings import adopted_wording
from dugnad.kit.spreadsheets import Sheet, write_workbook
from dugnad.kit.text import localised
from dugnad.members.models import Body
from dugnad.members.rules import Viewer

OPEN, LATE, DONE = "aapne", "sene", "ferdige"  # what the address asks for
AHEAD = timedelta(days=45)
DAY = "dd.mm.yyyy"
FIRST_DUE = F("due").asc(nulls_last=True)  # databases do not agree on where nothing stands


@dataclass(frozen=True)
class PointTasks:
    """A point with its tasks of a year."""

    point: Point
    tasks: list[FollowUp]


@dataclass(frozen=True)
class Due:
    """A task as Monday shows it."""

    task: FollowUp
    is_late: bool


def follow_ups(declaration: Declaration, year: int) -> list[FollowUp]:
    """The tasks of a year in the order of the points."""
    tasks = declaration.follow_ups.filter(year=year)
    related = ("point__wording", "body", "person", "carried_from")
    return list(tasks.select_related(*related).order_by("point__position", FIRST_DUE, "pk"))


def follow_up_of(declaration: Declaration, year: int, pk: int) -> FollowUp | None:
    """One task of a plan."""
    tasks = FollowUp.objects.filter(declaration=declaration, year=year, pk=pk)
    return tasks.select_related("declaration", "point__wording").first()


def years_of_plans(declaration: Declaration) -> list[int]:
    """The years that have a plan, the newest first."""
    years = FollowUp.objects.filter(declaration=declaration).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def chosen(tasks: Iterable[FollowUp], *, body: str = "", standing: str = "", on: date) -> list[FollowUp]:
    """The tasks that an address asks for."""
    return [
        task
        for task in tasks
        if body in ("", task.body.slug if task.body else "") and _stands(task, standing, on=on)
    ]


def _stands(task: FollowUp, standing: str, *, on: date) -> bool:
    known = {
        OPEN: task.done_on is None,
        LATE: rules.is_overdue(task, on=on),
        DONE: task.done_on is not None,
    }
    return known.get(standing, True)


def by_point(tasks: Iterable[FollowUp]) -> list[PointTasks]:
    """Tasks under their points; a point that has none is not there."""
    grouped: dict[int, PointTasks] = {}
    for task in tasks:
        grouped.setdefault(task.point_id, PointTasks(task.point, [])).tasks.append(task)
    return list(grouped.values())


def bodies_of_plan(tasks: Iterable[FollowUp]) -> list[Body]:
    """The bodies that have something to do, by name."""
    bodies = {task.body.pk: task.body for task in tasks if task.body}
    return sorted(bodies.values(), key=str)


def to_carry(declaration: Declaration, year: int) -> list[FollowUp]:
    """The open tasks of a year that no later year has taken over yet."""
    tasks = declaration.follow_ups.filter(year=year, done_on__isnull=True, carried_to__isnull=True)
    return list(tasks.select_related("point").order_by("point__position", FIRST_DUE, "pk"))


def points_to_follow_up(declaration: Declaration) -> list[Point]:
    """The points of the text that holds; before any holds, those of the newest one."""
    wording = adopted_wording(declaration) or declaration.wordings.order_by("-created_at", "-pk").first()
    return list(wording.points.filter(is_missing=False).select_related("wording")) if wording else []


def heir_of(point: Point, standing: Iterable[Point], family: Iterable[Point]) -> Point:
    """The point that goes on where this one was: itself, its namesake, or the first that came of it."""
    kin = {one.pk for one in family}
    heirs = [one for one in standing if one.pk in kin]
    return next((one for one in heirs if one.key == point.key), heirs[0] if heirs else point)


def heirs_of(declaration: Declaration, tasks: Iterable[FollowUp]) -> dict[int, Point]:
    """For each task (id) the point that it is about today, when the text has been revised since."""
    standing, families = points_to_follow_up(declaration), lineage_of(declaration)
    return {task.pk: heir_of(task.point, standing, families[task.point_id]) for task in tasks}


def due_tasks(viewer: Viewer, *, on: date) -> list[Due]:
    """What is late or near of the viewer's tasks; the secretariat looks after everybody's."""
    near = FollowUp.objects.filter(done_on__isnull=True, due__lte=on + AHEAD).order_by("due", "pk")
    own = Q(body__in=viewer.bodies)
    own |= Q(person=viewer.person) if viewer.person else Q()
    found = near if viewer.is_secretariat else near.filter(own)
    return [Due(task, rules.is_overdue(task, on=on)) for task in found.select_related("declaration", "point")]


def tasks_in_year(year: int, viewer: Viewer) -> QuerySet[FollowUp]:
    """The tasks with a day in a year, for those who may read the plan."""
    tasks = FollowUp.objects.filter(due__year=year) if rules.may_see_plan(viewer) else FollowUp.objects.none()
    return tasks.select_related("declaration", "point").order_by("due", "pk")


def treatments_in_year(year: int, viewer: Viewer) -> QuerySet[Treatment]:
    """When bodies treat the texts that the viewer may read."""
    found = Treatment.objects.filter(wording__in=seen_wordings(viewer))
    found = found.annotate(day=Coalesce("held_on", "planned_on")).filter(day__year=year)
    return found.select_related("wording__declaration", "body").order_by("day", "pk")


def steps_in_year(year: int, viewer: Viewer) -> QuerySet[CampaignStep]:
    """The steps towards a signing, for those who work here and may read the text."""
    found = CampaignStep.objects.filter(due__year=year, campaign__wording__in=seen_wordings(viewer))
    shown = found if rules.may_see_plan(viewer) else found.none()
    return shown.select_related("campaign__wording__declaration").order_by("due", "pk")


def plan_workbook(declaration: Declaration, year: int, tasks: Iterable[FollowUp], *, on: date) -> bytes:
    """The plan as a spreadsheet, a task on each row."""
    header = [_("Point"), _("Task"), _("Body"), _("Person"), _("Due"), _("State"), _("Finished on")]
    header += [_("What came of it"), _("Carried from")]
    rows = [_row(task, on=on) for task in tasks]
    days = {(line, column): DAY for line in range(len(rows)) for column in (4, 6)}
    sheet = Sheet(
        f"{localised(declaration, 'title')[:24]} {year}",
        header,
        rows,
        (34, 50, 24, 24, 12, 14, 14, 60, 12),
        formats=days,
    )
    return write_workbook([sheet])


def _row(task: FollowUp, *, on: date) -> list[Any]:
    return [
        str(task.point),
        str(task),
        str(task.body or ""),
        task.person.name if task.person else "",
        task.due,
        standing_label(task, on=on),
        task.done_on,
        task.result,
        task.carried_from.year if task.carried_from else None,
    ]


def standing_label(task: FollowUp, *, on: date) -> str:
    """How a task stands, in a word."""
    if task.done_on:
        return _("Done")
    return _("Overdue") if rules.is_overdue(task, on=on) else _("Open")
