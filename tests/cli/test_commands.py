"""The command line, called from outside: 0 done, 2 your input, and one line that says what is wrong."""

import json
import sqlite3
import threading
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from dugnad.cli import COMMANDS
from tests.cli.home import Home, free_port, wait_for

CONTRACT = "demo serve worker tick check manage import vintages series publish backup restore export"


def test_every_command_of_the_contract_is_there() -> None:
    assert set(CONTRACT.split()) <= set(COMMANDS)


def test_a_command_that_nobody_knows_is_refused_with_the_ones_that_are(new_home: Home) -> None:
    answer = new_home.run("dance")
    assert answer.status == 2
    assert "invalid choice: 'dance'" in answer.errors
    assert "backup" in answer.errors


def test_manage_runs_any_command_of_django(new_home: Home) -> None:
    answer = new_home.run("manage", "showmigrations", "kit")
    assert (answer.status, "[X] 0001_initial" in answer.output) == (0, True)


def test_tick_reports_each_job_as_json(home: Home) -> None:
    answer = home.run("tick", "--json")
    assert answer.status == 0
    assert answer.json["jobs"]["trail"] == "whole"
    assert "done before" in home.run("tick").output


def test_worker_once_does_one_round(home: Home) -> None:
    answer = home.run("worker", "--once")
    assert (answer.status, answer.output, answer.errors) == (0, "", "")
    assert home.rows("select name from kit_heartbeat") == [("worker",)]


# check ---------------------------------------------------------------------------------------------------


def test_check_tells_in_words_that_all_is_well(new_home: Home) -> None:
    answer = new_home.run("check")
    assert (answer.status, answer.errors) == (0, "")
    assert all(line.startswith("ok ") for line in answer.output.splitlines())
    for words in ("SQLite 3.", "journal mode wal", "tables are up to date", "this is a demo", "UTC+02"):
        assert words in answer.output


def test_check_finds_what_is_not_fit_for_use(tmp_path: Path) -> None:
    """A new home without tables, whose key others can read, and whose mail server is away."""
    home = Home(tmp_path, demo=False)
    (tmp_path / "secret-key").write_text("open to all")
    (tmp_path / "secret-key").chmod(0o644)
    (tmp_path / "files").write_text("no folder")
    answer = home.run(
        "check", "--json", DUGNAD_SMTP_PORT=str(free_port()), DUGNAD_SECURE="0", DUGNAD_HOSTS="*"
    )
    assert (answer.status, answer.json["ok"]) == (2, False)
    wrong = {finding["subject"]: finding["text"] for finding in answer.json["findings"] if not finding["ok"]}
    assert set(wrong) == {"secret", "hosts", "https", "migrations", "mail", "files"}
    assert "run: dugnad manage migrate" in wrong["migrations"]
    assert f"chmod 600 {tmp_path / 'secret-key'}" in wrong["secret"]
    assert "does not answer" in wrong["mail"]


def test_check_asks_the_mail_server_and_the_worker(home: Home) -> None:
    port = free_port()
    controller = Controller(Sink(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        answer = Home(home.folder, demo=False).run("check", "--json", DUGNAD_SMTP_PORT=str(port))
    finally:
        controller.stop()
    findings = {finding["subject"]: finding for finding in answer.json["findings"]}
    assert findings["mail"] == {
        "subject": "mail",
        "ok": True,
        "text": f"the mail server localhost:{port} answers",
    }
    assert (findings["worker"]["ok"], findings["demo"]["text"]) == (False, "demo mode is off")


def test_check_says_when_the_database_does_not_answer(tmp_path: Path) -> None:
    home = Home(tmp_path, database=f"postgres://nobody@127.0.0.1:{free_port()}/nothing")
    answer = home.run("check", "--json")
    (finding,) = [finding for finding in answer.json["findings"] if finding["subject"] == "database"]
    assert (answer.status, finding["ok"]) == (2, False)
    assert "the database does not answer" in finding["text"]


# The whole alliance --------------------------------------------------------------------------------------


def test_backup_and_restore_carry_an_installation_to_another(home: Home, tmp_path: Path) -> None:
    home.rows("insert into members_organisation values (7,'other','Hamar','hamar','nb','','','NO',0)")
    written = home.run("backup", tmp_path / "one.zip", "--json")
    assert (written.status, written.json["rows"], len(written.json["content"])) == (0, 1, 64)
    other = Home(_folder(tmp_path / "other"))
    read = other.run("restore", tmp_path / "one.zip", "--json")
    assert (read.status, read.json) == (0, written.json)
    assert other.rows("select id, name from members_organisation") == [(7, "Hamar")]
    again = other.run("restore", tmp_path / "one.zip")
    assert (again.status, "this installation is in use" in again.errors) == (2, True)


def test_export_and_import_all_carry_it_as_plain_files(home: Home, tmp_path: Path) -> None:
    home.rows("insert into members_organisation values (7,'other','Hamar','hamar','nb','','','NO',0)")
    written = home.run("export", "all", tmp_path / "out", "--json")
    lines = (tmp_path / "out/rows/members.organisation.jsonl").read_text().splitlines()
    assert json.loads(lines[0])["name"] == "Hamar"
    read = Home(_folder(tmp_path / "other")).run("import", "all", tmp_path / "out", "--json")
    assert (read.status, read.json) == (0, written.json)


def test_backup_of_tables_that_are_not_up_to_date_is_refused(tmp_path: Path) -> None:
    answer = Home(tmp_path).run("backup", "one.zip")
    assert (answer.status, "run: dugnad manage migrate" in answer.errors) == (2, True)
    assert not (tmp_path / "one.zip").exists()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("restore", "nothing.zip"), "nothing.zip: no such file or folder"),
        (("import", "all", "nothing"), "nothing: holds no manifest.json"),
        (("import", "all", "."), "holds no manifest.json"),
        (("export", "all", "."), ".: give the name of a new or empty folder"),
        (("backup", "/proc/no/one.zip"), "/proc/no"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(new_home: Home, words: tuple[str, ...], reason: str) -> None:
    answer = new_home.run(*words)
    assert (answer.status, answer.output, len(answer.errors.splitlines())) == (2, "", 1)
    assert reason in answer.errors


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_a_backup_taken_while_others_write_shows_one_moment_and_stops_nobody(
    home: Home, tmp_path: Path
) -> None:
    """A writer stores pairs of rows, each pair in one transaction; a backup never has half a pair."""
    stop = threading.Event()
    pairs: list[int] = []
    writer = threading.Thread(target=_write_pairs, args=(home.folder / "dugnad.sqlite3", stop, pairs))
    writer.start()
    try:
        wait_for(lambda: len(pairs) > 20)
        before = len(pairs)
        answer = home.run("backup", tmp_path / "one.zip", "--json")
        during = len(pairs) - before
    finally:
        stop.set()
        writer.join()
    assert (answer.status, answer.errors) == (0, "")
    assert during > 20
    other = Home(_folder(tmp_path / "other"))
    assert other.run("restore", tmp_path / "one.zip", "--json").json["content"] == answer.json["content"]
    ((count, half),) = other.rows("select count(*), count(*) % 2 from kit_periodicrun")
    assert (count >= before * 2, half) == (True, 0)


def _write_pairs(path: Path, stop: threading.Event, pairs: list[int]) -> None:
    connection = sqlite3.connect(path, timeout=20)
    statement = "insert into kit_periodicrun (job, due, outcome) values (?, '2021-05-03', '')"
    while not stop.is_set():
        with connection:
            for side in ("a", "b"):
                connection.execute(statement, (f"{side}{len(pairs)}",))
        pairs.append(1)
    connection.close()
