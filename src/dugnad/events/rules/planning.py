"""Yes or no, about planning a year: which days people keep free, and how a year becomes the next."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dugnad.engine.holidays import SATURDAY, easter, holidays

JULY, CHRISTMAS_EVE = 7, (12, 24)
# Winter holidays of the schools in week 8 or 9 by county, autumn holidays in week 40: parents are away.
SCHOOL_WEEKS = frozenset({8, 9, 40})
A_YEAR = timedelta(weeks=52)  # whole weeks, so that a Wednesday stays a Wednesday


# As they begin in Norwegian, and those that begin otherwise in English.
MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
ENGLISH = {"may": "mai", "oct": "okt", "dec": "des"}
LONGEST, CENTURY, SHORT_YEAR = timedelta(days=7), 2000, 2
MONTH = r"(?:\d{1,2}|[a-z]{3,9})"
WRITTEN = re.compile(
    rf"(?:[a-zæøå]+dag\s+)?"
    rf"(?:(?P<from_day>\d{{1,2}})\.?(?:\s*(?P<from_month>{MONTH})\.?(?:\s*(?P<from_year>\d{{4}}))?)?"
    rf"\s*(?:[-–—]|til|to|og)\s*)?"
    rf"(?P<day>\d{{1,2}})(?:\.\s*|\s+)(?P<month>{MONTH})(?:\.\s*|\s+)(?P<year>\d{{4}}|\d{{2}})"
)


@dataclass(frozen=True, order=True)
class Stretch:
    """The days of one meeting, the first and the last; most have one."""

    first: date
    last: date

    def __str__(self) -> str:
        """As it is written in the form that plans a year."""
        first, last = self.first, self.last
        whole = f"{last.day}.{last.month}.{last.year}"
        if first == last:
            return whole
        if first.year != last.year:
            return f"{first.day}.{first.month}.{first.year}-{whole}"
        return f"{first.day}.-{whole}" if first.month == last.month else f"{first.day}.{first.month}.-{whole}"

    @property
    def days(self) -> list[date]:
        """Every day of it."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


def one_day(day: date) -> Stretch:
    """A meeting that begins and ends on the same day."""
    return Stretch(day, day)


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


def moved_on(days: Iterable[Stretch]) -> list[Stretch]:
    """The same days a year later, each on its weekday."""
    return sorted(Stretch(day.first + A_YEAR, day.last + A_YEAR) for day in days)


def read_days(line: str) -> Stretch | None:
    """The days of a meeting as people write them: 13.1.2021, 24.-25.8.2022, 31. mai – 1. juni 2022."""
    with suppress(ValueError):
        return one_day(date.fromisoformat(line.strip()))
    found = WRITTEN.fullmatch(line.strip().casefold())
    if found is None:
        return None
    told = found.groupdict()
    last = _day(told["day"], told["month"], told["year"])
    first = _day(told["from_day"] or told["day"], told["from_month"] or told["month"],
                 told["from_year"] or told["year"])  # fmt: skip
    if first is None or last is None or not first <= last <= first + LONGEST:
        return None
    return Stretch(first, last)


def _day(day: str, month: str, year: str) -> date | None:
    short = ENGLISH.get(month[:3], month[:3])
    number = int(month) if month.isdecimal() else MONTHS.index(short) + 1 if short in MONTHS else 0
    whole = int(year) + CENTURY if len(year) == SHORT_YEAR else int(year)
    try:
        return date(whole, number, int(day))
    except ValueError:
        return None
