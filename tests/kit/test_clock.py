"""What day it is."""

from datetime import UTC, date, datetime, time, timedelta

from dugnad.kit import clock


def test_now_is_the_present_moment_in_oslo():
    before = datetime.now(UTC)
    moment = clock.now()
    assert before <= moment <= datetime.now(UTC)
    assert str(moment.tzinfo) == "Europe/Oslo"


def test_today_is_the_demos_day_in_the_demo(demo_day):
    assert clock.today() == date(2021, 5, 3)
    assert clock.calendar_day() == datetime.now(clock.OSLO).date()


def test_the_demos_time_of_day_is_real(demo_day):
    real = datetime.now(clock.OSLO)
    shown = clock.now()
    passed = (shown.hour * 60 + shown.minute) - (real.hour * 60 + real.minute)
    assert passed in {0, 1, -1439}


def test_at_oslo_knows_summer_and_winter_time():
    summer = clock.at_oslo(date(2021, 5, 3), time(12))
    winter = clock.at_oslo(date(2021, 12, 3), time(12))
    assert (summer.utcoffset(), winter.utcoffset()) == (timedelta(hours=2), timedelta(hours=1))
