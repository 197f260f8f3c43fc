"""`dugnad publish`, from outside: a folder with its checksums, the same bytes from the same edition."""

import json
import shutil
from pathlib import Path

from tests.cli.home import Home


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_publish_writes_the_same_bytes_in_another_home_on_another_day(
    demo_home: Home, tmp_path: Path
) -> None:
    other = demo_home.copy(tmp_path / "home")
    shutil.rmtree(other.folder / "cache", ignore_errors=True)
    first = demo_home.run("publish", "klimastatus", 2020, "--out", tmp_path / "one", "--json")
    second = other.run("publish", "klimastatus", 2020, "--out", tmp_path / "two", DUGNAD_TODAY="2021-09-01")
    assert (first.status, first.errors, second.status, second.errors) == (0, "", 0, "")
    files = files_in(tmp_path / "one")
    assert files == files_in(tmp_path / "two")
    assert (first.json["state"], first.json["files"]) == ("published", sorted(files))
    assert {"index.html", "klimastatus-2020.pdf", "data/klimastatus.json", "SHA256SUMS"} <= files.keys()
    package = json.loads(files["datapackage.json"])
    assert package["content_sha256"] == first.json["content_sha256"] != ""


def test_publish_writes_a_draft_that_says_so(demo_home: Home, tmp_path: Path) -> None:
    answer = demo_home.run("publish", "klimastatus", 2021, "--out", tmp_path, "--json")
    assert (answer.status, answer.json["draft"]) == (0, True)
    assert "utkast" in (tmp_path / "index.html").read_text().lower()


def test_publish_lists_its_files_as_people_read_a_list(demo_home: Home, tmp_path: Path) -> None:
    answer = demo_home.run("publish", "klimastatus", 2020, "--out", tmp_path)
    told = dict(line.split(": ", 1) for line in answer.output.splitlines())
    names = told["files"].split(", ")
    assert (answer.status, told["edition"], told["draft"]) == (0, "2020", "False")
    assert {"SHA256SUMS", "index.html", "klimastatus-2020.pdf", "data/region.csv"} <= set(names)
    assert [name for name in names if not (tmp_path / name).is_file()] == []


def test_publish_of_an_edition_that_is_not_there_is_refused_in_one_line(
    new_home: Home, tmp_path: Path
) -> None:
    answer = new_home.run("publish", "klimastatus", 1999, "--out", tmp_path / "out")
    assert (answer.status, answer.output, len(answer.errors.splitlines())) == (2, "", 1)
    assert "1999" in answer.errors
    assert not (tmp_path / "out").exists()
