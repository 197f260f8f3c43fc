"""What the command line calls: a plan that is stored nowhere."""

from datetime import date, datetime

import pytest

from dugnad.dossiers.commands import backplan
from dugnad.dossiers.kinds import Channel
from dugnad.kit.clock import OSLO
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]

DEADLINE = datetime(2021, 6, 11, 23, 59, tzinfo=OSLO)


@pytest.mark.parametrize("channel", Channel.values)
def test_every_channel_ends_with_the_answer_that_is_sent(channel):
    report = backplan(channel=channel, announced=date(2021, 4, 19), deadline=DEADLINE)
    assert report.steps[-1]["step"] == "send"
    assert report.as_json() == {"steps": report.steps, "warnings": report.warnings}
    assert len(report.lines()) == len(report.steps) + len(report.warnings)
    assert report.lines()[-1] == f"Warning: {report.warnings[-1]}"


@pytest.mark.parametrize("year", [1899, 2200])
def test_a_year_that_nobody_can_mean_is_refused(year):
    with refused("--announced"):
        backplan(channel="eu", announced=date(year, 1, 1), deadline=DEADLINE)
    with refused("--deadline"):
        backplan(channel="eu", announced=date(2021, 4, 19), deadline=DEADLINE.replace(year=year))


@pytest.mark.parametrize("last", [date(2021, 4, 18), date(2025, 1, 1)])
def test_a_deadline_lies_after_the_day_and_within_three_years(last):
    with refused("--deadline"):
        backplan(
            channel="eu", announced=date(2021, 4, 19), deadline=datetime(*last.timetuple()[:3], tzinfo=OSLO)
        )
