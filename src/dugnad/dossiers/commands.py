"""What the command line calls: the days of an answer that nobody has entered yet."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dugnad.dossiers.queries.planning import meetings_between
from dugnad.dossiers.rules.planning import Step, plan_back
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.kit.forms import FIRST_YEAR, LAST_YEAR

LONGEST = timedelta(days=3 * 366)  # who asks for our word in ten years has mistyped the year


@dataclass(frozen=True)
class Report:
    """The steps in order of time, and what speaks against the plan."""

    steps: list[dict[str, str]]
    warnings: list[str]

    def as_json(self) -> dict[str, Any]:
        """The report as programs read it."""
        return {"steps": self.steps, "warnings": self.warnings}

    def lines(self) -> list[str]:
        """The report as somebody reads it, a line for each step and each warning."""
        steps = [f"{step['on']}  {step['what']} ({step['body'] or step['how']})" for step in self.steps]
        return [*steps, *(f"Warning: {words}" for words in self.warnings)]


def backplan(*, channel: str, announced: date, deadline: datetime) -> Report:
    """The days of an answer, counted back from its deadline through the meetings as they are planned."""
    _refuse_years(announced, deadline)
    last = local_day(deadline)
    _refuse_days(announced, last)
    plan = plan_back(channel, announced, last, meetings_between(announced, last))
    return Report([_told(step) for step in plan.steps], [str(one.label) for one in plan.cautions])


def _refuse_years(announced: date, deadline: datetime) -> None:
    for name, day in (("--announced", announced), ("--deadline", deadline)):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Refused(name, f"{name}: write a year from {FIRST_YEAR} to {LAST_YEAR}, not {day.year}")


def _refuse_days(announced: date, last: date) -> None:
    if last < announced:
        raise Refused("--deadline", f"--deadline: {last} is before the day it was sent out, {announced}")
    if last - announced > LONGEST:
        raise Refused("--deadline", f"--deadline: {last} is more than three years after {announced}")


def _told(step: Step) -> dict[str, str]:
    return {
        "step": step.kind.value,
        "what": str(step.kind.label),
        "body": step.body,
        "on": step.on.isoformat(),
        "how": str(step.how.label),
        "meeting": step.meeting,
    }
