"""The public holidays of Norway, and the days on which people are at work."""

from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5
# From Easter Sunday: Maundy Thursday, Good Friday, Easter, Ascension, Whitsun.
AROUND_EASTER = (-3, -2, 0, 1, 39, 49, 50)
FIXED = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian calendar, as Meeus, Jones and Butcher reckon it."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = (century + 8) // 25
    epact = (19 * golden + century - century // 4 - (century - correction + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """The public holidays of a year."""
    sunday = easter(year)
    return frozenset(
        {date(year, month, day) for month, day in FIXED}
        | {sunday + timedelta(days=days) for days in AROUND_EASTER}
    )


def is_working_day(day: date) -> bool:
    """Whether offices are open: no Saturday, Sunday or public holiday."""
    return day.weekday() < SATURDAY and day not in holidays(day.year)


def last_working_day(day: date) -> date:
    """The day itself where offices are open, else the last one before it on which they are."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
