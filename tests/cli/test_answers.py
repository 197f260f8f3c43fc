"""One member's answers by the command line, from outside."""

import pytest

from tests.cli.home import Home

CALL = "klimastatus-2020"


def test_answers_are_printed_as_json_csv_and_rows_of_the_common_reporting_framework(demo_home: Home) -> None:
    whole = demo_home.run("answers", CALL, "3403")
    assert (whole.status, whole.json["organisation"], whole.json["state"]) == (0, "hamar", "accepted")
    lines = demo_home.run("answers", CALL, "hamar", "--format", "csv").output.splitlines()
    assert lines[0].startswith("call,organisation,version,received_at,section,key,part,question,")
    assert f"{CALL},hamar,1," in lines[1]
    crf = demo_home.run("answers", CALL, "hamar", "--format", "crf").output.splitlines()
    assert crf[0].startswith("Inventory year,GPC ref. no.,CRF - Sector,CRF - Sub-sector,Scope,")
    assert crf[1].startswith("2018,")


@pytest.mark.parametrize(
    ("call", "member", "line"),
    [
        ("nothing", "hamar", "dugnad: There is no call 'nothing'.\n"),
        (CALL, "nobody", "dugnad: 'nobody' was not asked in 'klimastatus-2020'.\n"),
        ("klimastatus-2021", "hamar", "dugnad: Hamar has not submitted a reply to 'klimastatus-2021'.\n"),
    ],
)
def test_answers_that_are_not_there_end_with_one_line(
    demo_home: Home, call: str, member: str, line: str
) -> None:
    answer = demo_home.run("answers", call, member)
    assert (answer.status, answer.output, answer.errors) == (2, "", line)
