"""The demo alliance, used as the contract says, by commands and over HTTP."""

import csv
import hashlib
import io
import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from tests.cli.home import Answer, Home, free_port, wait_for

REPLY = "calls/klimastatus-2021/replies"


def table(answer: Answer) -> list[dict[str, str]]:
    assert answer.status == 0, answer.errors
    return list(csv.DictReader(io.StringIO(answer.output)))


# Figures -------------------------------------------------------------------------------------------------


def test_series_prints_the_columns_of_the_contract(demo_home: Home) -> None:
    answer = demo_home.run("series", "--indicator", "ghg-emissions", "--region", "3403")
    rows = table(answer)
    assert answer.output.splitlines()[0] == (
        "region,municipality_code,year,sector,source,value,unit,vintage,note"
    )
    assert {row["municipality_code"] for row in rows} == {"3403"}
    assert all(float(row["value"]) > 0 and row["note"] == "illustrative" for row in rows)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--indicator", "happiness", "--region", "3403"), "happiness"),
        (("--indicator", "ghg-emissions", "--region", "9999"), "9999"),
        (("--indicator", "ghg-emissions", "--region", "3403", "--vintage", "soon"), "'soon' is not a date"),
        (("--indicator", "ghg-emissions"), "--region"),
    ],
)
def test_series_says_what_it_does_not_know(demo_home: Home, words: tuple[str, ...], reason: str) -> None:
    answer = demo_home.run("series", *words)
    assert (answer.status, answer.output, reason in answer.errors) == (2, "", True)


def test_vintages_are_listed_and_compared(demo_home: Home) -> None:
    listed = demo_home.run("vintages", "list", "--json").json["items"]
    emissions = sorted(item["seen_on"] for item in listed if item["indicator"] == "ghg-emissions")
    assert len(emissions) == 2
    rows = table(demo_home.run("vintages", "diff", *emissions))
    columns = ["municipality_code", "municipality", "year", "sector", "old", "new", "change"]
    assert list(rows[0]) == columns
    assert {row["change"] for row in rows} <= {"added", "removed", "changed"}
    assert demo_home.run("vintages", "diff", emissions[0]).status == 2


def test_import_indicator_stores_a_file_once_and_refuses_what_it_cannot_trust(
    demo_home: Home, tmp_path: Path
) -> None:
    home = demo_home.copy(tmp_path / "home")
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("municipality_code,year,value\n3403,2022,32000\n")
    bad.write_text("municipality_code,year,value\n3403,2022,many\n9999,2022,1\n")
    words = ("import", "indicator", "--indicator", "population", "--vintage", "2022-02-01", "--json")
    tried = home.run(*words, "--dry-run", good)
    first, again = home.run(*words, good), home.run(*words, good)
    (report,) = first.json["files"]
    assert (first.status, report["stored"], report["refused"]) == (0, 1, [])
    assert report["sha256"] == hashlib.sha256(good.read_bytes()).hexdigest()
    assert tried.json["files"][0]["refused"] == []
    assert (again.status, again.json["files"][0]["stored"]) == (0, 0)
    refused = home.run(*words, bad)
    (report,) = refused.json["files"]
    assert (refused.status, report["stored"]) == (2, 0)
    assert {(cell["row"], cell["column"]) for cell in report["refused"]} >= {(2, "value")}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("import", "emissions", "nothing.xlsx"), "nothing.xlsx: no such file"),
        (("import", "indicator", __file__), "--indicator"),
        (("import", "notices", __file__), "not read by this version"),
        (("import", "songs", __file__), "invalid choice"),
    ],
)
def test_import_says_what_it_cannot_do(demo_home: Home, words: tuple[str, ...], reason: str) -> None:
    answer = demo_home.run(*words)
    assert (answer.status, answer.output, reason in answer.errors) == (2, "", True)


def test_import_emissions_refuses_a_web_page_by_the_name_of_a_workbook(
    demo_home: Home, tmp_path: Path
) -> None:
    page = tmp_path / "utslipp.xlsx"
    page.write_text("<!doctype html><html><body>503</body></html>")
    answer = demo_home.run("import", "emissions", page, "--json")
    (report,) = answer.json["files"]
    assert (answer.status, report["stored"], len(report["refused"])) == (2, 0, 1)


def test_publish_writes_an_edition_that_vouches_for_itself(demo_home: Home, tmp_path: Path) -> None:
    answer = demo_home.run("publish", "klimastatus", "2020", "--out", tmp_path / "out", "--json")
    assert answer.status == 0, answer.errors
    sums = dict(
        reversed(line.split("  ", 1)) for line in (tmp_path / "out/SHA256SUMS").read_text().splitlines()
    )
    assert {"index.html", "klimastatus-2020.pdf", "datapackage.json"} <= set(sums)
    for name, sha256 in sums.items():
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == sha256
    assert demo_home.run("publish", "klimastatus", "1999", "--out", tmp_path / "none").status == 2


def test_the_whole_demo_moves_to_another_home_and_stays_the_same(demo_home: Home, tmp_path: Path) -> None:
    written = demo_home.run("backup", tmp_path / "one.zip", "--json").json
    (tmp_path / "other").mkdir()
    other = Home(tmp_path / "other")
    assert other.run("restore", tmp_path / "one.zip", "--json").json["content"] == written["content"]
    other.run("backup", tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert other.run("tick", "--json").json["jobs"]["trail"] == "whole"


# Programs ------------------------------------------------------------------------------------------------


class Program:
    """A program somewhere else, that knows an address and the contract."""

    def __init__(self, base: str) -> None:
        self.base = base

    def token(self, email: str) -> str:
        body = urlencode({"email": email}).encode()
        with urlopen(Request(f"{self.base}/demo/token", body)) as answer:
            return str(json.load(answer)["token"])

    def ask(
        self, address: str, *, method: str = "GET", token: str = "", body: Any = None, **headers: str
    ) -> tuple[int, Any, dict[str, str]]:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"Authorization": f"Bearer {token}"} if token else {}
        content = json.dumps(body).encode() if body is not None else None
        if content:
            sent["Content-Type"] = "application/json"
        request = Request(f"{self.base}/api/v1/{address}", content, sent, method=method)
        try:
            with urlopen(request) as answer:
                return answer.status, json.load(answer), dict(answer.headers)
        except HTTPError as refusal:
            with refusal:
                return refusal.code, json.loads(refusal.read()), dict(refusal.headers)


@pytest.fixture(scope="module")
def program(demo_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The demo, served for these tests."""
    home = demo_home.copy(tmp_path_factory.mktemp("served") / "home")
    port = free_port()
    server = home.start("serve", "--port", port, "--workers", 1)
    try:
        wait_for(lambda: "answers at" in home.said or server.poll() is not None)
        yield Program(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(30)


@pytest.mark.parametrize(
    "address",
    [
        "members",
        "activities",
        "indicators",
        "observations?indicator=ghg-emissions&region=alliance",
        "vintages",
        "documents?kind=story",
        "events",
        "calls",
        "search?q=klima&lang=nn",
    ],
)
def test_lists_have_items_a_count_and_a_next_page(program: Program, address: str) -> None:
    status, answer, headers = program.ask(address)
    assert (status, headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    assert {"items", "count", "next"} <= set(answer)
    assert len(answer["items"]) <= answer["count"]


def test_the_ten_activities_and_the_members_are_there(program: Program) -> None:
    assert program.ask("activities?year=2021")[1]["count"] == 10
    assert "3403" in {item["id"] for item in program.ask("members")[1]["items"]}


@pytest.mark.parametrize(
    "email",
    [
        "sekretariat@demo.example",
        "hamar@demo.example",
        "hamar.leder@demo.example",
        "lillestrom@demo.example",
        "styret@demo.example",
        "gjest@demo.example",
    ],
)
def test_every_sign_in_of_the_demo_gets_a_key(program: Program, email: str) -> None:
    assert program.ask("members", token=program.token(email))[0] == 200


def test_hamar_writes_and_submits_and_gets_the_same_receipt_twice(program: Program) -> None:
    token = program.token("hamar.leder@demo.example")
    status, reply, headers = program.ask(f"{REPLY}/3403", token=token)
    assert (status, reply["state"], reply["submitted_at"]) == (200, "awaited", None)
    assert headers["ETag"] == f'"{reply["version"]}"'
    assert set(reply) == {"version", "state", "late", "submitted_at", "answers", "prefilled"}
    keys = {"Idempotency_Key": str(uuid.uuid4())}
    status, problem, _headers = program.ask(f"{REPLY}/3403/submit", method="POST", token=token, **keys)
    lacking = {error["field"] for error in problem["errors"]}
    assert (status, problem["field"] in lacking) == (422, True)
    known = {"contact-name": "Kari Nordmann", "procurement": "yes"}
    status, saved, headers = program.ask(
        f"{REPLY}/3403",
        method="PUT",
        token=token,
        body={"answers": {name: known[name] for name in lacking}},
        If_Match=headers["ETag"],
    )
    assert (status, saved["version"]) == (200, reply["version"] + 1)
    keys["If_Match"] = headers["ETag"]
    first = program.ask(f"{REPLY}/3403/submit", method="POST", token=token, **keys)
    again = program.ask(f"{REPLY}/3403/submit", method="POST", token=token, **keys)
    assert (first[0], first[:2]) == (200, again[:2])
    assert re.fullmatch(r"[0-9a-f]{64}", first[1]["receipt"]["sha256"])
    assert program.ask(f"{REPLY}/3403", token=token)[1]["state"] == "submitted"


def test_lillestrom_cannot_tell_hamars_reply_from_none(program: Program) -> None:
    token = program.token("lillestrom@demo.example")
    hidden, missing = (program.ask(f"{REPLY}/{name}", token=token) for name in ("3403", "nobody"))
    assert hidden[0] == missing[0] == 404
    assert hidden[1] == missing[1]
    assert program.ask(f"{REPLY}/3030", token=token)[1]["state"] == "submitted"


def test_an_error_is_a_problem_with_its_title(program: Program) -> None:
    status, problem, headers = program.ask("observations?indicator=happiness")
    assert (status, headers["Content-Type"]) == (422, "application/problem+json")
    assert {"type", "title", "status", "detail", "field"} <= set(problem)
