"""Verbs about milestones."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person
from dugnad.programme.changes.programmes import refuse_frozen
from dugnad.programme.models import Activity, Milestone


@transaction.atomic
def add_milestone(
    activity: Activity,
    *,
    title_nb: str,
    due: date,
    title_nn: str = "",
    title_en: str = "",
    done_on: date | None = None,
    by: Person | None,
    at: datetime,
) -> Milestone:
    """Add a step to an activity, with the day it is due."""
    refuse_frozen(activity.programme)
    step = Milestone(
        activity=activity, title_nb=title_nb, title_nn=title_nn, title_en=title_en, due=due, done_on=done_on
    )
    add(step, "add_milestone", by=by, at=at)
    _touch(activity, at=at)
    return step


@transaction.atomic
def edit_milestone(step: Milestone, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Change a milestone's title or days."""
    return _edit(step, "edit_milestone", values, by=by, at=at)


@transaction.atomic
def complete_milestone(step: Milestone, *, on: date, by: Person | None, at: datetime) -> bool:
    """Note the day on which a milestone was reached."""
    if step.done_on is not None:
        raise Refused("done", _("The milestone is already reached."), field="done_on")
    return _edit(step, "complete_milestone", {"done_on": on}, by=by, at=at)


@transaction.atomic
def reopen_milestone(step: Milestone, *, by: Person | None, at: datetime) -> bool:
    """Take back that a milestone was reached."""
    return _edit(step, "reopen_milestone", {"done_on": None}, by=by, at=at)


def _edit(step: Milestone, verb: str, values: dict[str, Any], *, by: Person | None, at: datetime) -> bool:
    refuse_frozen(step.activity.programme)
    changed = edit(step, verb, values, by=by, at=at)
    if changed:
        _touch(step.activity, at=at)
    return changed


def _touch(activity: Activity, *, at: datetime) -> None:
    """Somebody has looked after the activity; the trail has told of the milestone already."""
    activity.updated_at = at
    activity.save(update_fields=["updated_at"])
