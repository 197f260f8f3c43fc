"""Yes or no, about campaigns: on which day each step has to be done, and what may still be changed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Protocol

from dugnad.declarations.kinds import STEP_FACTS, StepKind
from dugnad.engine.holidays import is_working_day

ONE_DAY = timedelta(days=1)


class Planned(Protocol):
    """A campaign as the rules see it."""

    opened_at: datetime | None
    closed_at: datetime | None


class Due(Protocol):
    """A step as the rules see it."""

    due: date
    done_on: date | None


def due_of(kind: StepKind, ceremony: date, *, works: Callable[[date], bool] = is_working_day) -> date:
    """The day of a step, counted from the ceremony; the last working day before it when nobody works then.

    The ceremony itself is held on the day that was chosen.
    """
    days = STEP_FACTS[kind].days
    day = ceremony + timedelta(days=days)
    while days and not works(day):
        day -= ONE_DAY
    return day


def plan(ceremony: date) -> dict[StepKind, date]:
    """Every step with its day, from the first draft to the last late signature."""
    return {kind: due_of(kind, ceremony) for kind in STEP_FACTS}


def is_step_late(step: Due, *, on: date) -> bool:
    """Whether a step should have been done by a day and was not."""
    return step.done_on is None and step.due < on


def can_open(campaign: Planned) -> bool:
    """Whether the letters to the members can still be sent."""
    return campaign.opened_at is None and campaign.closed_at is None


def is_open(campaign: Planned) -> bool:
    """Whether answers are waited for."""
    return campaign.opened_at is not None and campaign.closed_at is None
