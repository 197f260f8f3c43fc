"""What day it is: asked here and nowhere else, so that rules can be given any day."""

from datetime import MAXYEAR, MINYEAR, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

OSLO = ZoneInfo("Europe/Oslo")


def now() -> datetime:
    """The present moment in Europe/Oslo; in the demo the time of day is real and the day is fixed."""
    moment = datetime.now(OSLO)
    if settings.DEMO and settings.DEMO_TODAY:
        day = date.fromisoformat(settings.DEMO_TODAY)
        return moment.replace(year=day.year, month=day.month, day=day.day)
    return moment


def today() -> date:
    """The present day in Europe/Oslo."""
    return now().date()


def calendar_day() -> date:
    """The day on the wall, also in the demo: the last on which a file from outside can have been seen."""
    return datetime.now(OSLO).date()


def at_oslo(day: date, clock_time: time) -> datetime:
    """A local day and time in Oslo as an instant; summer time is worked out for that day."""
    return datetime.combine(day, clock_time, tzinfo=OSLO)


def local_day(moment: datetime) -> date:
    """The day of a moment as the calendar in Oslo has it."""
    return moment.astimezone(OSLO).date()


def is_year(text: str) -> bool:
    """Whether somebody has written a year that a calendar has, in four digits."""
    return len(text) == 4 and text.isascii() and text.isdecimal() and MINYEAR <= int(text) < MAXYEAR
