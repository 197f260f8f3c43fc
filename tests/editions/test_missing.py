"""What is missing: a dash with its reason on pages, in print and in data; never a zero, nor a dead link."""

import csv
import io
import json
import re
from collections.abc import Mapping

import pytest
from django.test import Client
from django.utils.html import strip_tags

from dugnad.editions.queries.printing import printed
from dugnad.editions.states import State
from tests.editions.test_files import text_of
from tests.factories.editions import EIDSKOG, EMISSIONS, HAMAR, make_edition, make_figures, make_region
from tests.factories.members import make_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
Figures = Mapping[tuple[str, int, str], float | None]
WHOLE: Figures = EMISSIONS


def without(code: str, *years: int) -> Figures:
    """The figures but for those of a place in some years."""
    return {key: value for key, value in EMISSIONS.items() if key[0] != code or key[1] not in years}


def page(end: str) -> str:
    """The words of a page."""
    answer = Client().get(f"/klimastatus/2020/{end}")
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode().replace("<", " <")).split())


def links_on(end: str) -> set[str]:
    """The addresses below this edition that a page links to."""
    html = Client().get(f"/klimastatus/2020/{end}").content.decode()
    return set(re.findall(r'(?:href|src)="(/klimastatus/2020/[^"#]*)"', html))


@pytest.mark.parametrize(
    "figures",
    [
        WHOLE,
        without(HAMAR, 2009),
        without(HAMAR, 2017),
        without(HAMAR, 2018),
        without(HAMAR, 2009, 2017, 2018),
        dict.fromkeys(EMISSIONS, 0.0),
        dict.fromkeys(EMISSIONS),
        {},
    ],
    ids=["whole", "no first", "no middle", "no last", "none of one", "zeros", "no values", "nothing"],
)
def test_no_link_of_an_edition_leads_nowhere(figures: Figures) -> None:
    make_region()
    make_figures(figures)
    make_edition(State.PUBLISHED)
    found = set[str]().union(*(links_on(end) for end in ("", "3403/", "3416/", "data/", "rettelser/")))
    answers = {address: Client().get(address).status_code for address in sorted(found)}
    assert {address for address, status in answers.items() if status != 200} == set()


def test_a_member_without_figures_has_dashes_and_the_reason_on_every_page() -> None:
    make_region()
    make_figures(without(HAMAR, 2009, 2017, 2018))
    make_edition(State.PUBLISHED)
    own = page("3403/")
    assert "Hamar har ingen tall ennå." in own
    assert "Utslipp i 2018 – tonn" in own
    assert "Tallene som CSV" not in own
    assert "Det mangler tall for Hamar: 2009, 2017, 2018." in own
    front = page("")
    assert "Utslipp i 2018 – tonn" in front
    assert "Utelatt: 2009, 2017, 2018, fordi det mangler tall for Hamar." in front
    assert re.search(r"Hamarregionen 1 – – –", front)
    assert "Tallene som CSV" in page("3416/")


def test_a_gap_of_one_member_is_not_explained_on_the_page_of_another() -> None:
    make_region()
    make_figures(without(HAMAR, 2017))
    make_edition(State.PUBLISHED)
    others = page("3416/").partition("Lignende kommuner")
    assert "mangler tall" not in others[0]
    assert "Det mangler tall for Hamar: 2017." in others[2]


def test_what_is_missing_has_no_row_and_no_zero_in_the_data() -> None:
    make_region()
    make_figures(without(HAMAR, 2017))
    make_edition(State.PUBLISHED)
    table = Client().get("/klimastatus/2020/data/region.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["year"] for row in rows if row["measure"] == "emissions"} == {"2009", "2018"}
    data = json.loads(Client().get("/klimastatus/2020/data/klimastatus.json").content)
    places, years = (list(data["dimension"][name]["category"]["index"]) for name in ("place", "year"))
    at = (places.index(HAMAR) * len(years) + years.index("2017")) * data["size"][2]
    assert data["value"][at : at + data["size"][2]] == [None] * data["size"][2]
    assert 0 not in data["value"]


def test_what_is_missing_is_told_in_print() -> None:
    make_region()
    make_figures(without(HAMAR, 2009, 2017, 2018))
    text = text_of(printed(make_edition(State.PUBLISHED)))
    assert "Utelatt: 2009, 2017, 2018, fordi det mangler tall for Hamar." in text
    assert "– tonn CO₂e i 2018 · – siden 2009" in text


def test_an_alliance_without_sub_regions_has_its_pages_and_its_print() -> None:
    make_municipality("Hamar", HAMAR)
    make_municipality("Eidskog", EIDSKOG)
    make_figures()
    edition = make_edition(State.PUBLISHED)
    for text in (page(""), text_of(printed(edition))):
        assert "Osloregionen slapp ut 23 prosent mindre i 2018 enn i 2009." in text
        assert "delregion" not in text.lower()
