"""Questions about a year of a series: its days by month, what is announced, what speaks against a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dugnad.engine.holidays import holidays
from dugnad.events.models import Event, Series, StandingItem
from dugnad.events.queries.meetings import in_year, visible_events
from dugnad.events.rules.meeting import notice_day
from dugnad.events.rules.planning import Hindrance, Stretch, hindrance, moved_on
from dugnad.events.states import EventState
from dugnad.kit.clock import OSLO, local_day
from dugnad.members.rules import Viewer

HINDRANCES: dict[Hindrance, Promise] = {
    Hindrance.HOLIDAY: _("public holiday"),
    Hindrance.WEEKEND: _("weekend"),
    Hindrance.EASTER: _("the week before Easter"),
    Hindrance.CHRISTMAS: _("Christmas week"),
    Hindrance.SUMMER: _("summer holidays"),
    Hindrance.SCHOOL: _("school holidays in parts of the region"),
}


@dataclass(frozen=True)
class Day:
    """A day on which a series meets or might meet, with what speaks against it."""

    day: date
    event: Event | None = None
    against: Promise | str = ""
    others: list[Event] = field(default_factory=list)  # what else takes place on the day
    last: date | None = None  # of what lasts over night

    @property
    def notice(self) -> date | None:
        """The day on which the notice should go out, while it has not."""
        waits = self.event is not None and self.event.state == EventState.PLANNED
        return notice_day(self.event) if waits and self.event else None


@dataclass(frozen=True)
class Month:
    """A month of the plan."""

    first: date
    days: list[Day]
    holidays: list[date]


@dataclass(frozen=True)
class YearPlan:
    """A year of a series."""

    year: int
    months: list[Month]

    @property
    def days(self) -> list[Day]:
        """Every day of the year on which the series meets."""
        return [day for month in self.months for day in month.days]

    @property
    def announced(self) -> int:
        """Of how many the notice has gone out."""
        return sum(1 for day in self.days if day.event and day.event.announced_at)


def year_plan(series: Series, year: int, viewer: Viewer) -> YearPlan:
    """The year month by month, the empty ones too: a plan shows where there is room. Two queries."""
    going_on = list(
        in_year(visible_events(viewer), year).exclude(state=EventState.CANCELLED).order_by("starts")
    )
    own = [event for event in going_on if event.series_id == series.pk]
    days = [_day(_days_of(event), going_on, event) for event in own]
    off = sorted(holidays(year))
    return YearPlan(
        year,
        [
            Month(
                date(year, month, 1),
                [day for day in days if day.day.month == month],
                [day for day in off if day.month == month],
            )
            for month in range(1, 13)
        ],
    )


def _days_of(event: Event) -> Stretch:
    return Stretch(local_day(event.starts), local_day(event.ends))


def days_as_planned(days: Iterable[Stretch], viewer: Viewer) -> list[Day]:
    """Days that somebody thinks of, each with what speaks against it, in order."""
    wanted = sorted(set(days))
    years = {day.year for stretch in wanted for day in stretch.days}
    going_on = [
        event
        for year in sorted(years)
        for event in in_year(visible_events(viewer), year).exclude(state=EventState.CANCELLED)
    ]
    return [_day(day, going_on) for day in wanted]


def _day(days: Stretch, going_on: Iterable[Event], event: Event | None = None) -> Day:
    found = next(filter(None, map(hindrance, days.days)), None)
    others = [
        other
        for other in going_on
        if other.pk != (event.pk if event else None)
        and local_day(other.starts) <= days.last
        and days.first <= local_day(other.ends)
    ]
    last = days.last if days.last != days.first else None
    return Day(days.first, event, HINDRANCES[found] if found else "", others, last)


def years_of(series: Series) -> list[int]:
    """The years in which the series has met or is to, the newest first."""
    moments = series.events.order_by().values_list("starts", flat=True)
    return sorted({local_day(moment).year for moment in moments}, reverse=True)


def next_year_of(series: Series) -> tuple[list[Stretch], time | None]:
    """The days of the last year that was planned, moved on to the next, and the hour at which they began."""
    years = years_of(series)
    if not years:
        return [], None
    last = list(in_year(series.events.exclude(state=EventState.CANCELLED), years[0]).order_by("starts"))
    hour = last[0].starts.astimezone(OSLO).time() if last else None
    return moved_on(map(_days_of, last)), hour


def standing_items_of(series: Series) -> list[StandingItem]:
    """The points of every agenda, in their order; those at the end last."""
    return list(series.standing_items.order_by("is_last", "position"))
