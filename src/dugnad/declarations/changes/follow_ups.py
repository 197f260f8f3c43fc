"""Verbs of the follow-up plan: add a task, write in it, finish it, carry what is open to the next year."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.declarations.models import Declaration, FollowUp, Point
from dugnad.declarations.queries.follow_ups import heirs_of, to_carry
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person


@transaction.atomic
def add_follow_up(
    point: Point, *, year: int, title_nb: str, by: Person | None, at: datetime, **values: Any
) -> FollowUp:
    """Add a task to the plan of a year."""
    declaration = point.wording.declaration
    task = FollowUp(declaration=declaration, point=point, year=year, title_nb=title_nb, **values)
    if same := history.entered_already(task, "add_follow_up", by=by, at=at):
        return same
    add(task, "add_follow_up", by=by, at=at)
    return task


@transaction.atomic
def edit_follow_up(task: FollowUp, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Write other words, another person or another day for a task."""
    if "point" in values and values["point"].wording.declaration_id != task.declaration_id:
        raise Refused("point", _("The point belongs to another declaration."), field="point")
    return edit(task, "edit_follow_up", values, by=by, at=at)


@transaction.atomic
def finish_follow_up(task: FollowUp, *, on: date, result: str = "", by: Person | None, at: datetime) -> None:
    """Say that a task is done, the day, and what came of it."""
    if on > at.date():
        raise Refused(
            "on", _("The day has not come yet. Enter the day on which it was finished."), field="on"
        )
    edit(task, "finish_follow_up", {"done_on": on, "result": result.strip()}, by=by, at=at)


@transaction.atomic
def reopen_follow_up(task: FollowUp, *, by: Person | None, at: datetime) -> None:
    """Say that a task was not done after all; what came of it stays."""
    if task.done_on is None:
        raise Refused("state", _("The task is open already."))
    edit(task, "reopen_follow_up", {"done_on": None}, by=by, at=at)


@transaction.atomic
def remove_follow_up(task: FollowUp, *, by: Person | None, at: datetime) -> None:
    """Take a task out of the plan that should not have stood there; one that was carried on stays."""
    if task.carried_to.exists():
        raise Refused(
            "carried", _("The task has been carried to a later year, and its line must stay whole.")
        )
    told = history.values_of(task, ("year", "title_nb", "due", "result"))
    history.record("remove_follow_up", task, by=by, at=at, before=told)
    task.delete()


@transaction.atomic
def carry_follow_ups(
    declaration: Declaration, *, year: int, to: int, by: Person | None, at: datetime
) -> list[FollowUp]:
    """Carry the open tasks of a year to a later one, to the points that stand now; each once.

    They get no day: the old one has passed, and a day that nobody has set is no promise.
    """
    if to <= year:
        raise Refused("to", _("Choose a later year than %(year)s.") % {"year": year}, field="to")
    tasks = to_carry(declaration, year)
    heirs = heirs_of(declaration, tasks) if tasks else {}
    return [_carry(task, heirs[task.pk], to, by=by, at=at) for task in tasks]


def _carry(task: FollowUp, point: Point, year: int, *, by: Person | None, at: datetime) -> FollowUp:
    kept = ("declaration", "title_nb", "title_nn", "title_en", "body", "person")
    values = {name: getattr(task, name) for name in kept}
    carried = FollowUp(point=point, year=year, carried_from=task, **values)
    add(carried, "carry_follow_up", by=by, at=at)
    return carried
