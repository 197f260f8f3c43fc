"""Figures by the command line, from outside: what is said, where it is said, and how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.home import Answer, Home

DATA = Path(__file__).parents[3] / "shared" / "data"
TABLE = "municipality_code,year,value\n3403,2019,100\n3403,2020,90\n"


def take(home: Home, folder: Path, text: str, *words: str, name: str = "folk.csv") -> Answer:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return home.run(
        "import", "indicator", path, "--indicator", "population", "--vintage", "2021-05-03", *words
    )


@pytest.fixture
def ready(demo_home: Home, tmp_path: Path) -> Home:
    """The demo alliance, which has inhabitants of every year."""
    return demo_home.copy(tmp_path / "home")


def test_a_refused_file_is_told_in_one_line_on_stderr_with_and_without_json(
    ready: Home, tmp_path: Path
) -> None:
    wrong = TABLE + "3403,2021\n"
    line = "dugnad: folk.csv: row 4: The row has 2 cells, but the table has 3 columns.\n"
    told, as_json = take(ready, tmp_path, wrong), take(ready, tmp_path, wrong, "--json")
    assert (told.status, told.errors, as_json.status, as_json.errors) == (2, line, 2, line)
    (file,) = as_json.json["files"]
    assert [(refusal["row"], len(file["sha256"])) for refusal in file["refused"]] == [(4, 64)]


def test_a_rehearsal_says_what_would_be_stored_and_the_report_counts_rows(
    ready: Home, tmp_path: Path
) -> None:
    answer = take(ready, tmp_path, TABLE, "--dry-run")
    first, counted = answer.output.splitlines()[:2]
    assert first == "folk.csv can be trusted: 2 figures would be stored. Nothing is stored yet."
    assert counted == "  layout: indicator table, rows: 2, stored: 2, unchanged: 0"


def test_a_file_with_fewer_years_is_taken_with_a_warning_and_hides_no_history(
    ready: Home, tmp_path: Path
) -> None:
    words = ("series", "--indicator", "population", "--region", "3403", "--vintage", "2021-05-03")
    before = ready.run(*words).output.splitlines()
    report = take(ready, tmp_path, TABLE, "--source", "ssb-07459", "--json").json["files"][0]
    assert (report["stored"], len(report["warnings"])) == (2, 2)
    assert "Series take those years from it" in report["warnings"][0]
    after = ready.run(*words).output.splitlines()
    assert len(after) == len(before) > 3
    assert {line.split(",")[2] for line in after if "from another vintage" in line} == {
        line.split(",")[2] for line in before[1:] if line.split(",")[2] not in ("2019", "2020")
    }


def test_figures_that_are_not_official_are_filed_as_such(ready: Home, tmp_path: Path) -> None:
    number = take(ready, tmp_path, TABLE, "--source", "illustrative", "--json").json["files"][0]["vintage"]
    listed = json.loads(ready.run("vintages", "list", "--indicator", "population", "--json").output)["items"]
    assert [(v["publisher"], v["official"]) for v in listed if v["id"] == number] == [("Dugnad", False)]
    assert {vintage["indicator"] for vintage in listed} == {"population"}
    assert take(ready, tmp_path, TABLE, "--source", "vegvesen").status == 2


def test_a_table_without_a_named_publisher_is_read_and_never_looks_official(
    ready: Home, tmp_path: Path
) -> None:
    answer = take(ready, tmp_path, TABLE)
    assert answer.status == 0
    assert "they are marked as not official" in answer.output
    assert "--source ssb-07459" in answer.output
    words = ("series", "--indicator", "population", "--region", "3403", "--vintage", "2021-05-03")
    told = {line.split(",")[2]: line for line in ready.run(*words).output.splitlines()[1:]}
    assert told["2020"].endswith(",90,persons,2021-05-03,publisher not named")
    listed = json.loads(ready.run("vintages", "list", "--indicator", "population", "--json").output)["items"]
    assert (listed[0]["publisher"], listed[0]["official"]) == ("Utgiver ikke oppgitt", False)


def test_the_publisher_is_named_when_the_same_file_comes_again(ready: Home, tmp_path: Path) -> None:
    take(ready, tmp_path, TABLE)
    rehearsed = take(ready, tmp_path, TABLE, "--source", "ssb-07459", "--dry-run", "--json").json["files"][0]
    named = take(ready, tmp_path, TABLE, "--source", "ssb-07459", "--json").json["files"][0]
    again = take(ready, tmp_path, TABLE, "--json").json["files"][0]
    assert [file["unchanged"] for file in (rehearsed, named, again)] == [2, 2, 2]
    assert [len(file["notes"]) for file in (rehearsed, named, again)] == [0, 1, 0]
    listed = json.loads(ready.run("vintages", "list", "--indicator", "population", "--json").output)["items"]
    assert (listed[0]["publisher"], listed[0]["official"]) == ("Statistisk sentralbyrå", True)


def test_what_differs_is_printed_as_json_where_that_is_asked_for(ready: Home) -> None:
    answer = ready.run("vintages", "diff", "2020-01-01", "2021-05-01", "--json")
    assert set(answer.json["items"][0]) == {
        "municipality_code", "municipality", "year", "sector", "old", "new", "change",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("vintages", "list", "--indicator", "nope"), "There is no indicator “nope”"),
        (("series", "--indicator", "ghg-emissions", "--region", "alliance", "--members-on", "2001-01-01"),
         "has no members on the day"),
        (("series", "--indicator", "household-waste", "--region", "3403"), "import some first"),
        (("series", "--indicator", "ghg-emissions", "--region", "9999"), "is not a municipality number"),
        (("series", "--region", "3403"), "--indicator"),
        (
            ("series", "--indicator", "ghg-emissions", "--region", "3403", "--key", "inhabitants:1900"),
            "no inhabitants for 1900",
        ),
        (
            ("series", "--indicator", "circular-material-use", "--region", "3403", "--key", "register"),
            "figures in % cannot be shared",
        ),
        (("nosuch",), "nosuch"),
        (("manage", "nosuch"), "nosuch"),
    ],
)  # fmt: skip
def test_a_wrong_question_is_answered_in_one_english_line(
    demo_home: Home, words: tuple[str, ...], reason: str
) -> None:
    answer = demo_home.run(*words)
    assert (answer.status, len(answer.errors.splitlines()), reason in answer.errors) == (2, 1, True)


def test_publish_refuses_the_folder_of_another_edition(demo_home: Home, tmp_path: Path) -> None:
    (tmp_path / "klimastatus-2019.pdf").write_bytes(b"another")
    answer = demo_home.run("publish", "klimastatus", 2020, "--out", tmp_path)
    assert (answer.status, "holds another edition" in answer.errors) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["klimastatus-2019.pdf"]


def test_a_reader_that_has_seen_enough_ends_the_command_quietly(ready: Home) -> None:
    command = [
        sys.executable,
        "-m",
        "dugnad.cli",
        "series",
        "--indicator",
        "ghg-emissions",
        "--region",
        "alliance",
    ]
    with subprocess.Popen(
        command, env=ready.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert (program.stderr.read(), program.wait(timeout=120)) == ("", 0)


def test_a_new_installation_takes_the_agencys_workbook_at_once(home: Home) -> None:
    workbook = DATA / "emissions" / "oslo_2009-2024_miljodirektoratet.xlsx"
    if not workbook.is_file():
        pytest.skip("the agency's workbook is not here")
    answer = home.run("import", "emissions", workbook, "--vintage", "2026-02-03", "--json")
    assert (answer.status, answer.errors) == (0, "")
    assert answer.json["files"][0]["stored"] == 1346


def test_a_new_installation_takes_a_table_of_a_ready_indicator_at_once(home: Home, tmp_path: Path) -> None:
    answer = take(home, tmp_path, TABLE, "--source", "ssb-07459", "--json")
    assert (answer.status, answer.errors) == (0, "")
    assert answer.json["files"][0]["stored"] == 2


def test_numbers_that_somebody_has_read_in_are_not_written_over_by_ours(home: Home, tmp_path: Path) -> None:
    register = tmp_path / "numbers.csv"
    register.write_text("code,name,county,county_name\n3403,Hamar by,34,Innlandet\n", encoding="utf-8")
    assert home.run("import", "municipalities", register).status == 0
    assert take(home, tmp_path, TABLE, "--source", "ssb-07459").status == 0
    assert home.rows("select code, name from members_municipalitycode") == [("3403", "Hamar by")]


def test_the_worker_has_the_ready_indicators_there_for_the_pages(home: Home) -> None:
    assert home.rows("select count(*) from indicators_indicator") == [(0,)]
    assert home.run("tick", "--json").json["jobs"]["first day"] == "done"
    keys = {key for (key,) in home.rows("select key from indicators_indicator")}
    assert {"ghg-emissions", "population"} <= keys
