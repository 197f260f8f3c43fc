"""Yes or no, about programmes, activities and milestones."""

from datetime import date, timedelta
from typing import Protocol

from dugnad.programme.states import ActivityStatus, ProgrammeState

# The secretariat meets the expert group about every two months; an activity that has not been touched
# since the meeting before last is one that nobody is looking after.
STALE_AFTER = timedelta(days=60)
GOING_ON = frozenset({ActivityStatus.PLANNED, ActivityStatus.UNDER_WAY, ActivityStatus.DELAYED})


class Step(Protocol):
    """A milestone, as far as lateness goes."""

    due: date
    done_on: date | None


def can_change(state: str) -> bool:
    """Whether anything of a year may still change."""
    return state != ProgrammeState.FROZEN


def can_adopt(state: str) -> bool:
    """Whether a programme waits to be adopted."""
    return state == ProgrammeState.DRAFT


def can_freeze(state: str, year: int, *, on: date) -> bool:
    """Whether a year can be closed: it was adopted, and its last month has begun."""
    return state == ProgrammeState.ADOPTED and on >= date(year, 12, 1)


def can_see(state: str, *, reads_drafts: bool) -> bool:
    """Whether somebody may see a programme: a draft is for those who treat it."""
    return state != ProgrammeState.DRAFT or reads_drafts


def can_carry(status: str) -> bool:
    """Whether there is something left of an activity to carry into another year."""
    return status in GOING_ON


def status_when_carried(status: str) -> ActivityStatus:
    """What an activity begins as in its new year: work that had begun goes on, the rest is planned anew."""
    return ActivityStatus.PLANNED if status == ActivityStatus.PLANNED else ActivityStatus.UNDER_WAY


def needs_note(status: str) -> bool:
    """Whether a status says nothing until somebody writes why."""
    return status in {ActivityStatus.DELAYED, ActivityStatus.DROPPED}


def is_late(step: Step, *, on: date) -> bool:
    """Whether a milestone is past its day and not done."""
    return step.done_on is None and step.due < on


def is_stale(status: str, updated_on: date, *, on: date) -> bool:
    """Whether an activity that is going on has not been updated for so long that somebody should look."""
    return status in GOING_ON and on - updated_on > STALE_AFTER


def is_goal(number: int) -> bool:
    """Whether there is such a Sustainable Development Goal."""
    return 1 <= number <= 17
