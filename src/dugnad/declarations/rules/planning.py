"""Yes or no, about the follow-up plan: what is late, and who may do what with a task."""

from datetime import date
from typing import Protocol

from dugnad.declarations.rules.progressing import may_see_members
from dugnad.members.rules import Viewer


class Task(Protocol):
    """A task of the follow-up plan as the rules see it."""

    due: date | None
    done_on: date | None
    body_id: int | None
    person_id: int | None


def is_overdue(task: Task, *, on: date) -> bool:
    """Whether a task is past its day and not done."""
    return task.done_on is None and task.due is not None and task.due < on


def may_see_plan(viewer: Viewer) -> bool:
    """Whether the viewer may read the follow-up plan: it names who does what, for those who work here."""
    return may_see_members(viewer)


def is_theirs(viewer: Viewer, task: Task) -> bool:
    """Whether a task is the viewer's own, or that of a body in which the viewer sits."""
    own = viewer.person is not None and task.person_id == viewer.person.pk
    return own or task.body_id in viewer.bodies


def may_finish(viewer: Viewer, task: Task) -> bool:
    """Whether the viewer may say that a task is done: the secretariat, and those whose it is."""
    return viewer.is_secretariat or is_theirs(viewer, task)
