"""The public holidays of Norway."""

from datetime import date

import pytest

from dugnad.engine.holidays import easter, holidays, is_working_day, last_working_day


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2019, (4, 21)), (2021, (4, 4)), (2022, (4, 17)), (2024, (3, 31)), (2038, (4, 25)), (2285, (3, 22))],
)
def test_easter_falls_where_the_almanac_has_it(year, sunday):
    assert easter(year) == date(year, *sunday)


def test_the_holidays_of_2022_are_those_of_the_almanac():
    days = [
        (1, 1),
        (4, 14),
        (4, 15),
        (4, 17),
        (4, 18),
        (5, 1),
        (5, 17),
        (5, 26),
        (6, 5),
        (6, 6),
        (12, 25),
        (12, 26),
    ]
    assert holidays(2022) == {date(2022, *day) for day in days}


def test_nobody_is_at_work_on_a_saturday_a_sunday_or_a_holiday():
    days = (date(2022, 5, 16), date(2022, 5, 17), date(2022, 5, 21), date(2022, 5, 22), date(2022, 5, 23))
    assert [is_working_day(day) for day in days] == [True, False, False, False, True]


def test_what_falls_on_a_day_off_is_due_the_last_working_day_before():
    assert last_working_day(date(2022, 10, 29)) == date(2022, 10, 28)
    assert last_working_day(date(2022, 4, 18)) == date(2022, 4, 13)
    assert last_working_day(date(2022, 10, 27)) == date(2022, 10, 27)
