"""What is missing: a dash with its reason on pages, in print and in data; never a zero, nor a dead link."""

import csv
import io
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import strip_tags

from dugnad.editions import changes
from dugnad.editions.queries import gaps, region_report
from dugnad.editions.queries.cells import cell
from dugnad.editions.queries.composition.reasons import gaps_of_rows
from dugnad.editions.queries.package import data_files
from dugnad.editions.queries.printing import printed
from dugnad.editions.queries.showing.without import line_of
from dugnad.editions.states import State
from dugnad.indicators.kinds import Missing
from dugnad.indicators.models import SectorTotal
from dugnad.indicators.queries.series_rows import SeriesRow
from tests.editions.test_arranging import indicator
from tests.editions.test_files import text_of
from tests.factories.editions import (
    EIDSKOG,
    EMISSIONS,
    HAMAR,
    NOBODY,
    OSLO_CITY,
    make_begun_edition,
    make_edition,
    make_figures,
    make_region,
)
from tests.factories.indicators import make_vintage
from tests.factories.members import make_municipality, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
Figures = Mapping[tuple[str, int, str], float | None]
WHOLE: Figures = EMISSIONS
KEPT_BACK = "unntatt av hensyn til personvernet"


def without(code: str, *years: int) -> Figures:
    """The figures but for those of a place in some years."""
    return {key: value for key, value in EMISSIONS.items() if key[0] != code or key[1] not in years}


def make_figures_kept_back(code: str, year: int) -> None:
    """Figures of which the publisher says that those of a place in a year are confidential."""
    kept_back = {key: None if key[:2] == (code, year) else value for key, value in EMISSIONS.items()}
    make_figures(kept_back)
    SectorTotal.objects.filter(code=code, year=year, value=None).update(missing=Missing.CONFIDENTIAL)


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
    assert re.search(r"Hamarregionen 1 – a – a – b", front)
    unread = "Hamar: det er ikke lest inn noe tall"
    assert f"a {unread} b 2009: {unread}; 2018: {unread}" in front
    assert "Tallene som CSV" in page("3416/")


def compose_with(*blocks: dict[str, Any]) -> Any:
    """An edition whose page has these blocks besides the standard ones."""
    edition = make_edition()
    for block in blocks:
        changes.add_block(edition, **block, **NOBODY)
    return changes.compose_edition(edition, **NOBODY)


def publish(edition: Any) -> None:
    for step in (changes.submit_edition, changes.approve_edition, changes.publish_edition):
        step(edition, **NOBODY)


def kept_back_of(key: str, *codes: str) -> None:
    """An indicator whose figures of some places in 2018 are confidential; those of Oslo are known."""
    made = make_vintage(
        {(OSLO_CITY, 2018, ""): 5.0, **{(code, 2018, ""): None for code in codes}}, indicator=indicator(key)
    )
    SectorTotal.objects.filter(vintage=made, value=None).update(missing=Missing.CONFIDENTIAL)


@pytest.mark.parametrize("form", ["columns", "line", "multiples"])
def test_a_chart_whose_every_value_is_missing_says_why_on_the_page_and_in_print(form: str) -> None:
    make_region()
    make_figures()
    kept_back_of("bikes", HAMAR)
    edition = compose_with(
        {"kind": "chart", "settings": {"indicator": "bikes", "places": [HAMAR], "form": form}}
    )
    publish(edition)
    told = f"Her er det ingen tall å vise. 2018: {KEPT_BACK}"
    assert told in page("")
    text = " ".join(text_of(printed(edition)).split())
    assert "Her er det ingen tall å vise." in text
    assert f"2018: {KEPT_BACK}" in text


def test_a_table_and_a_chart_of_what_nobody_has_read_in_say_so_and_the_draft_warns() -> None:
    make_region()
    make_figures()
    indicator("bikes")
    edition = compose_with(
        {"kind": "table", "settings": {"indicator": "bikes", "places": ["alliance"]}},
        {"kind": "chart", "settings": {"indicator": "bikes", "places": ["alliance"], "form": "columns"}},
    )
    secretary = Client()
    secretary.force_login(make_secretary())
    draft = " ".join(strip_tags(secretary.get("/klimastatus/2020/").text).split())
    assert "Blokker på siden har ingen tall, og sier hvorfor til leseren." in draft
    assert "har ingen tall, og sier hvorfor" in strip_tags(secretary.get("/klimastatus/2020/blokker/").text)
    publish(edition)
    front = page("")
    assert front.count("Det er ikke lest inn noen tall for dette.") == 2
    assert "Kilde: ." not in front
    assert "Det er ikke lest inn noen tall for dette." in " ".join(text_of(printed(edition)).split())


def test_years_that_no_publisher_has_are_a_reason_too() -> None:
    make_region()
    make_figures()
    years = {"first_year": 2010, "last_year": 2012}
    edition = compose_with(
        {"kind": "table", "settings": {"indicator": "", "places": ["alliance", HAMAR], **years}},
        {"kind": "chart", "settings": {"indicator": "", "places": [HAMAR], "form": "columns", **years}},
    )
    publish(edition)
    front = page("")
    assert "Osloregionen 3 – a – a – a Hamar – – a – a – a" in front
    assert "a ingen utgiver har tall for året" in front
    assert "Ingen utgiver har tall for 2010–2012." in front


def test_small_panels_in_print_say_why_one_of_them_is_empty() -> None:
    make_region()
    make_figures()
    kept_back_of("bikes", HAMAR, EIDSKOG)
    edition = compose_with(
        {"kind": "chart", "settings": {"indicator": "bikes", "places": ["members"], "form": "multiples"}}
    )
    text = " ".join(text_of(printed(edition)).split())
    assert f"Hamar: {KEPT_BACK} (2018)" in text


def test_many_places_and_years_without_figures_are_told_in_one_line() -> None:
    names = {f"Kommune {number}": ["2010", "2011", "2012", "2013", "2014", "2015"] for number in range(7)}
    told = line_of("not there", names, several=True)
    assert told == "Kommune 0, Kommune 1, Kommune 2, Kommune 3, Kommune 4 og 2 til (2010–2015): not there"


def test_a_gap_of_one_member_is_not_explained_on_the_page_of_another() -> None:
    make_region()
    make_figures(without(HAMAR, 2017))
    make_edition(State.PUBLISHED)
    others = page("3416/").partition("Lignende kommuner")
    assert "mangler tall" not in others[0]
    assert "Det mangler tall for Hamar: 2017." in others[2]


def test_what_is_missing_is_no_zero_in_the_data_and_says_why() -> None:
    make_region()
    make_figures(without(HAMAR, 2017))
    make_edition(State.PUBLISHED)
    table = Client().get("/klimastatus/2020/data/region.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    emissions = [row for row in rows if row["measure"] == "emissions" and row["sector"] == "total"]
    assert [(row["year"], row["value"], row["missing"]) for row in emissions] == [
        ("2009", "950.0", ""), ("2018", "815.0", ""), ("2017", "", "no figure read in: Hamar"),
    ]  # fmt: skip
    data = json.loads(Client().get("/klimastatus/2020/data/klimastatus.json").content)
    places, years = (list(data["dimension"][name]["category"]["index"]) for name in ("place", "year"))
    at = (places.index(HAMAR) * len(years) + years.index("2017")) * data["size"][2]
    assert data["value"][at : at + data["size"][2]] == [None] * data["size"][2]
    assert 0 not in data["value"]
    assert {data["status"][str(index)] for index in range(at, at + data["size"][2])} == {"no figure read in"}
    every = json.loads(Client().get("/klimastatus/2020/data/alle-tall.json").content)
    assert "no figure read in: Hamar" in every["status"].values()
    assert set(every["status"]).isdisjoint(every["value"])


def test_what_a_publisher_keeps_back_is_told_as_confidential_in_tables_print_and_data() -> None:
    make_region()
    make_figures_kept_back(HAMAR, 2009)
    edition = make_edition(State.PUBLISHED)
    assert edition.blocks.get(key="method").content["missing"][HAMAR] == {"2009": [["confidential", []]]}
    front = page("")
    assert f"a Hamar: {KEPT_BACK}" in front
    assert "Hamar – a" in front
    assert f"2009: {KEPT_BACK}" in front
    assert f"– 2009: {KEPT_BACK}" in page("3403/")
    text = text_of(printed(edition))
    assert "– (a)" in text
    assert f"(a) Hamar: {KEPT_BACK}" in text
    rows = list(csv.DictReader(io.StringIO(Client().get("/klimastatus/2020/data/3403.csv").content.decode())))
    assert {row["missing"] for row in rows if row["year"] == "2009"} == {"confidential"}


def test_an_edition_that_was_composed_before_reasons_were_frozen_keeps_its_files() -> None:
    make_region()
    make_figures(without(HAMAR, 2017))
    edition = make_edition()
    method = edition.blocks.get(key="method")
    del method.content["missing"]
    method.save()
    header = data_files(edition)["region.csv"].decode().splitlines()[0]
    assert "missing" not in header
    data = json.loads(data_files(edition)["klimastatus.json"])
    assert "status" not in data
    assert "<sup>" not in Client().get("/klimastatus/2020/").content.decode()


def test_a_map_of_such_an_edition_names_no_reasons() -> None:
    make_region()
    make_figures(without(HAMAR, 2009, 2017, 2018))
    edition = make_begun_edition()
    changes.add_block(edition, kind="map", settings={"measure": "change-since-base"}, **NOBODY)
    changes.compose_edition(edition, **NOBODY)
    method = edition.blocks.get(key="method")
    del method.content["missing"]
    method.save()
    shown = region_report(edition, "Osloregionen")
    assert shown is not None
    assert "Hamar" not in {name for cells in shown.shown("cells") for name, _drawn in cells}


def test_a_figure_that_is_missing_stands_with_its_reason_and_nothing_said_is_no_place() -> None:
    assert (
        cell("–", reason="hemmelig & <trygt>") == '– <span class="quiet">hemmelig &amp; &lt;trygt&gt;</span>'
    )
    row = SeriesRow("alliance", "", 2018, "", "", None, "t", "", "")
    assert gaps_of_rows([row], {}) == {"2018": [["", []]]}


def test_other_indicators_say_why_shares_and_gaps_have_no_figure() -> None:
    make_region()
    make_figures()
    make_vintage({(HAMAR, 2018, ""): 12.0, (OSLO_CITY, 2018, ""): 9.0}, indicator=indicator("share", "%"))
    waste = {(HAMAR, 2018, ""): 12.0, (OSLO_CITY, 2018, ""): None}
    make_vintage(waste, indicator=indicator("waste", "t"))
    SectorTotal.objects.filter(value=None).update(missing=Missing.CONFIDENTIAL)
    edition = make_edition()
    for key in ("share", "waste"):
        settings = {"indicator": key, "places": ["alliance", "subregions", "members"]}
        changes.add_block(edition, kind="table", settings=settings, heading_nb=key, **NOBODY)
    edition = changes.compose_edition(edition, **NOBODY)
    share, waste_gaps = (
        edition.blocks.get(key=f"indicator-{key}").content["missing"] for key in ("share", "waste")
    )
    assert share["subregion:hamarregionen"] == {"2018": [["have no sum", []]]}
    assert waste_gaps["subregion:oslo-delregionen"] == {"2018": [["confidential", ["Oslo"]]]}
    assert waste_gaps["alliance"]["2018"] == [["", ["Eidskog"]], ["confidential", ["Oslo"]]]


def test_many_names_are_counted_and_many_reasons_have_letters() -> None:
    gap = {"2018": [["confidential", list("ABCDEFG")]]}
    with translation.override("en"):
        assert gaps.why(gap, 2018) == "A, B, C, D, E and 2 more: confidential"
        assert (
            gaps.why_no_change({}, 2009, 2018, {"2009": 0.0, "2018": 2.0})
            == "2009: nothing can be divided by zero"
        )
    notes = gaps.Footnotes()
    letters = [notes.mark(f"reason {number}") for number in range(28)]
    assert (letters[0], letters[25:], notes.mark("")) == ("a", ["z", "aa", "ab"], "")


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


def test_a_small_panel_never_tells_a_change_that_is_missing_as_none() -> None:
    make_region()
    make_figures()
    waste = {(OSLO_CITY, 2017): 8.0, (OSLO_CITY, 2018): 9.0, (HAMAR, 2017): 379.0, (EIDSKOG, 2018): 0.357}
    figures = {(*place, ""): value for place, value in waste.items()} | {(HAMAR, 2018, ""): None}
    made = make_vintage(figures, indicator=indicator("bikes"))
    SectorTotal.objects.filter(vintage=made, value=None).update(missing=Missing.CONFIDENTIAL)
    edition = compose_with(
        {"kind": "chart", "settings": {"indicator": "bikes", "places": ["members"], "form": "multiples"}}
    )
    report = region_report(edition, "Osloregionen")
    assert report is not None
    (shown,) = (chart for chart in report.charts.values() if chart.title == "Avfall")
    panels = {line.name: line.beside[0] for line in shown.lines}
    assert panels == {"Eidskog": "under 1 (–)", "Hamar": "379 i 2017 (–)", "Oslo": "9 (+13\u00a0%)"}
    publish(edition)
    text = " ".join(text_of(printed(edition)).split())
    for told in (page(""), text):
        assert f"Hamar: {KEPT_BACK} (2018)" in told
        assert "Eidskog: det er ikke lest inn noe tall (2017)" in told


def test_a_small_panel_of_one_year_has_no_change_and_shares_are_told_in_points() -> None:
    make_region()
    make_figures()
    shares = {(HAMAR, 2017, ""): 20.0, (HAMAR, 2018, ""): 25.0, (EIDSKOG, 2018, ""): 4.0}
    make_vintage(shares, indicator=indicator("bikes", "%"))
    choice: dict[str, Any] = {
        "indicator": "bikes",
        "places": [HAMAR, EIDSKOG, OSLO_CITY],
        "form": "multiples",
    }
    edition = compose_with(
        {"kind": "chart", "settings": choice}, {"kind": "chart", "settings": choice | {"first_year": 2018}}
    )
    report = region_report(edition, "Osloregionen")
    assert report is not None
    one, both = (
        [line.beside[0] for line in chart.lines]
        for chart in sorted(report.charts.values(), key=lambda chart: len(chart.categories))
        if chart.title == "Avfall"
    )
    assert both == ["25,0\n+5,0 prosentpoeng", "4,0\n–", "–"]
    assert one == ["25,0", "4,0", "–"]


def test_a_change_that_is_missing_in_print_has_the_letter_of_its_reason() -> None:
    make_region()
    make_figures()
    kept = {(OSLO_CITY, 2017, ""): 4.0, (OSLO_CITY, 2018, ""): 5.0, (HAMAR, 2017, ""): 9.0}
    made = make_vintage(kept | {(HAMAR, 2018, ""): None}, indicator=indicator("bikes"))
    SectorTotal.objects.filter(vintage=made, value=None).update(missing=Missing.CONFIDENTIAL)
    settings = {"indicator": "bikes", "places": [OSLO_CITY, HAMAR], "form": "line"}
    edition = compose_with({"kind": "chart", "settings": settings})
    text = " ".join(text_of(printed(edition)).split())
    assert re.search(r"Hamar 9 – \(a\) – \(a\)", text)
    assert f"(a) {KEPT_BACK}" in text
