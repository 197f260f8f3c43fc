"""Yes or no, about planning a year: which days people keep free, and how a year becomes the next."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from dugnad.engine.holidays import SATURDAY, easter, holidays

JULY, CHRISTMAS_EVE = 7, (12, 24)
# Winter holidays of the schools in week 8 or 9 by county, autumn holidays in week 40: parents are away.
SCHOOL_WEEKS = frozenset({8, 9, 40})
A_YEAR = timedelta(weeks=52)  # whole weeks, so that a Wednesday stays a Wednesday


class Hindrance(StrEnum):
    """Why a day is a poor one for a meeting."""

    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    EASTER = "easter"
    CHRISTMAS = "christmas"
    SUMMER = "summer"
    SCHOOL = "school"


def hindrance(day: date) -> Hindrance | None:
    """What speaks against a meeting on a day; the strongest reason where there are several."""
    if day in holidays(day.year):
        return Hindrance.HOLIDAY
    if day.weekday() >= SATURDAY:
        return Hindrance.WEEKEND
    if timedelta() <= easter(day.year) - day <= timedelta(days=7):
        return Hindrance.EASTER
    if (day.month, day.day) >= CHRISTMAS_EVE:
        return Hindrance.CHRISTMAS
    if day.month == JULY:
        return Hindrance.SUMMER
    return Hindrance.SCHOOL if day.isocalendar().week in SCHOOL_WEEKS else None


def moved_on(days: Iterable[date]) -> list[date]:
    """The same days a year later, each on its weekday."""
    return sorted(day + A_YEAR for day in days)
