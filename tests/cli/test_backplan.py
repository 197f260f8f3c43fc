"""`dugnad backplan`: the days of an answer by the command line, from outside."""

import pytest

from tests.cli.home import Home

SHORT = ("--announced", "2021-05-03", "--deadline")


def test_the_days_are_counted_back_through_the_meetings_that_are_planned(demo_home: Home) -> None:
    words = ("backplan", "--channel", "ministry", "--announced", "2021-04-19", "--deadline")
    told = demo_home.run(*words, "2021-06-11T23:59")
    assert (told.status, told.errors) == (0, "")
    lines = told.output.splitlines()
    assert lines[0] == "2021-04-26  We settle whether to answer (by the secretariat)"
    assert "2021-06-10  The statement is approved (Advocacy committee)" in lines
    assert lines[-1].startswith("Warning: The board does not meet in time.")
    whole = demo_home.run(*words, "2021-06-11", "--json").json
    assert [step["step"] for step in whole["steps"]] == [
        "judge", "members", "group", "papers", "approve", "send"
    ]  # fmt: skip
    approve = whole["steps"][4]
    assert (approve["what"], approve["on"]) == ("The statement is approved", "2021-06-10")
    assert (approve["body"], approve["how"]) == ("Advocacy committee", "in a meeting")
    assert approve["meeting"]
    assert [f"Warning: {one}" for one in whole["warnings"]] == lines[-1:]


def test_the_hour_is_that_of_oslo_unless_it_says_where(new_home: Home) -> None:
    days = [
        new_home.run("backplan", "--channel", "input", *SHORT, deadline, "--json").json["steps"][-1]["on"]
        for deadline in ("2021-06-10T23:30", "2021-06-10T23:30+00:00")
    ]
    assert days == ["2021-06-09", "2021-06-10"]  # in Oslo the second is the day after


@pytest.mark.parametrize(
    ("deadline", "line"),
    [
        ("11.6.2021", "'11.6.2021' is not a day and hour; write it as 2021-06-11T23:59"),
        ("2021-05-01", "--deadline: 2021-05-01 is before the day it was sent out, 2021-05-03"),
        ("2026-05-01", "--deadline: 2026-05-01 is more than three years after 2021-05-03"),
        ("9999-12-31T23:59-05:00", "--deadline: write a year from 1900 to 2199, not 9999"),
    ],
)
def test_what_cannot_be_a_deadline_is_told_in_one_line(new_home: Home, deadline: str, line: str) -> None:
    answer = new_home.run("backplan", "--channel", "eu", *SHORT, deadline)
    assert (answer.status, answer.output, answer.errors) == (2, "", f"dugnad: {line}\n")


def test_a_channel_that_is_not_known_is_answered_with_those_that_are(new_home: Home) -> None:
    answer = new_home.run("backplan", "--channel", "letter", *SHORT, "2021-06-10")
    assert answer.status == 2
    assert "'ministry', 'input', 'committee-hearing', 'eu'" in answer.errors
