"""Every page of the demo in three languages, light and dark, wide and narrow, for strangers and staff."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Gate, Site, Visitor

pytestmark = pytest.mark.browser
MATRIX = Path(__file__).parents[1] / "architecture" / "access_matrix.csv"
READERS = {
    "anonymous": "",
    "editor of A": "hamar@demo.example",
    "secretariat": "sekretariat@demo.example",
}
# Every language and every look; together, because a page takes half a second and there are hundreds.
# One page turns to another look where it stands, as it does when somebody turns their telephone.
LOOKS = {
    "nb": ((1280, "light"),),
    "nn": ((320, "dark"),),
    "en": ((320, "light"), (1280, "dark")),
}
MADE_BY_THE_WALK = ("{file_of_A}", "{key_of_A}")  # not in the demo as it is loaded


def pages() -> list[tuple[str, str]]:
    """Each page with the readers for whom it looks different: strangers, and the one with the most to do."""
    found = []
    with MATRIX.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            readers = [role for role in READERS if row[role] == "200"]
            elsewhere = row["name"].startswith("api:") or any(
                word in row["path"] for word in MADE_BY_THE_WALK
            )
            if row["method"] == "GET" and readers and not elsewhere:
                found += [(row["path"], role) for role in {readers[0]: 1, readers[-1]: 1}]
    return found


@pytest.fixture(scope="module")
def readers(site: Site, browser: Browser) -> Iterator[dict[str, Visitor]]:
    """Everybody at a browser of their own, which keeps what it has fetched as theirs do."""
    gate = Gate(site, browser)
    yield {reader: gate(email) for reader, email in READERS.items()}
    gate.close()


def is_page(visitor: Visitor, path: str) -> bool:
    """Whether an address answers with a page; downloads and pictures have tests of their own."""
    answer = visitor.context.request.get(visitor.site.url + path)
    return answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(("path", "reader"), pages())
def test_a_page_is_accessible_calm_and_fits(path, reader, readers):
    visitor = readers[reader]
    visitor.complaints.clear()
    path = path.format(**visitor.site.places)
    if is_page(visitor, path):
        assert list(faults(visitor, path)) + visitor.complaints == []


def faults(visitor: Visitor, path: str) -> Iterator[str]:
    """What is wrong with a page, in the look in which it shows."""
    for language, looks in LOOKS.items():
        _turn(visitor, *looks[0])
        visitor.read_in(language).open(path)
        yield from _faults_of_the_text(visitor, language)
        for width, colours in looks:
            _turn(visitor, width, colours)
            for fault in _faults_of_the_look(visitor):
                yield f"{language} {width} {colours}: {fault}"


def _turn(visitor: Visitor, width: int, colours: Literal["light", "dark"]) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.page.emulate_media(color_scheme=colours)


def _faults_of_the_look(visitor: Visitor) -> Iterator[str]:
    yield from visitor.axe()
    if visitor.overflow() > 0:
        yield f"wider than the window by {visitor.overflow()} pixels"


def _faults_of_the_text(visitor: Visitor, language: str) -> Iterator[str]:
    if visitor.page.locator("html").get_attribute("lang") != language:
        yield f"{language}: says that it is in another language"
    if visitor.page.locator("h1").count() != 1:
        yield f"{language}: has not one heading of the first level"
