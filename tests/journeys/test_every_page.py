"""Every page of the demo in three languages, light and dark, wide and narrow, for strangers and staff."""

import csv
from pathlib import Path

import pytest

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.browser
MATRIX = Path(__file__).parents[1] / "architecture" / "access_matrix.csv"
READERS = {
    "anonymous": "",
    "editor of A": "hamar@demo.example",
    "secretariat": "sekretariat@demo.example",
}
# Every language and every look; together, because a page takes half a second and there are hundreds.
LOOKS = (("nb", 1280, "light"), ("nn", 320, "dark"), ("en", 320, "light"), ("en", 1280, "dark"))
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


def is_page(visitor: Visitor, path: str) -> bool:
    """Whether an address answers with a page; downloads and pictures have tests of their own."""
    answer = visitor.context.request.get(visitor.site.url + path)
    return answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(("path", "reader"), pages())
def test_a_page_is_accessible_calm_and_fits(path, reader, visit):
    visitor = visit(READERS[reader])
    path = path.format(**visitor.site.places)
    if is_page(visitor, path):
        found = [
            f"{language} {width} {colours}: {fault}"
            for language, width, colours in LOOKS
            for fault in faults(visitor, path, language, width, colours)
        ]
        assert found + visitor.complaints == []


def faults(visitor: Visitor, path: str, language: str, width: int, colours: str) -> list[str]:
    """What is wrong with one look of a page."""
    visitor.read_in(language).page.set_viewport_size({"width": width, "height": 900})
    visitor.page.emulate_media(color_scheme=colours)
    page = visitor.open(path)
    found = visitor.axe()
    if visitor.overflow() > 0:
        found.append(f"wider than the window by {visitor.overflow()} pixels")
    if page.locator("html").get_attribute("lang") != language:
        found.append("says that it is in another language")
    if page.locator("h1").count() != 1:
        found.append("has not one heading of the first level")
    return found
