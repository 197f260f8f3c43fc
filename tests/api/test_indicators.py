"""Activities, indicators, vintages, observations and search, as programs reach them."""

import hashlib
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dugnad.documents.states import State
from dugnad.indicators import changes
from dugnad.programme.states import ProgrammeState
from tests.api.doors import ask, key_of
from tests.factories.calls import make_call
from tests.factories.documents import make_document, make_story
from tests.factories.members import AT, make_guest, make_municipality, make_secretary
from tests.factories.programme import make_activity, make_milestone, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
TABLE = b"municipality_code,year,value\n3403,2019,100\n3403,2020,90\n3411,2019,50\n3411,2020,60\n"


@pytest.fixture
def figures() -> None:
    """Two members with two years of one indicator."""
    make_municipality("Hamar", "3403", subregion="Hamarregionen")
    make_municipality("Ringsaker", "3411")
    changes.load_reference_indicators(by=None, at=AT)
    report = changes.import_indicator(
        TABLE, "folketall.csv", indicator="population", seen_on=date(2021, 3, 1), by=None, at=AT
    )
    assert report.stored == 4, report.refused


# Activities ----------------------------------------------------------------------------------------------


def test_activities_have_goals_milestones_and_strand(client: Client) -> None:
    activity = make_activity(goals=[17, 13], title_nb="Klimastatus")
    make_milestone(activity, "Utkast", date(2021, 5, 1))
    assert ask(client, "activities").json() == {
        "items": [
            {
                "id": "2021/aktivitet-1",
                "year": 2021,
                "number": 1,
                "title": "Klimastatus",
                "strand": {"id": "kompetanse", "name": "Kompetanse"},
                "way_of_working": "",
                "goals": [13, 17],
                "status": "planned",
                "status_note": "",
                "responsible_body": None,
                "milestones": [{"title": "Utkast", "due": "2021-05-01", "done_on": None}],
                "updated_at": "2021-05-03T07:00:00Z",
                "url": "http://127.0.0.1:8000/program/2021/aktivitet-1/",
            }
        ],
        "count": 1,
        "next": None,
    }


def test_activities_of_a_drafted_year_are_for_those_who_treat_it(client: Client) -> None:
    make_activity(make_programme(2021))
    make_activity(make_programme(2022, ProgrammeState.DRAFT))
    assert [item["year"] for item in ask(client, "activities").json()["items"]] == [2021]
    assert ask(client, "activities?year=2022").json()["count"] == 0
    answer = ask(client, "activities", key=key_of(make_secretary()))
    assert [item["year"] for item in answer.json()["items"]] == [2022, 2021]


def test_activities_take_the_same_queries_for_one_and_for_three(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 2):
        for _ in range(count):
            make_milestone(make_activity(goals=[13]))
        with django_assert_num_queries(5):
            ask(client, "activities")


# Figures -------------------------------------------------------------------------------------------------


def test_indicators_name_their_unit_and_source(client: Client, figures: None) -> None:
    items = {item["id"]: item for item in ask(client, "indicators").json()["items"]}
    population = items["population"]
    assert population["vintages"] == 1
    assert population["source"]["publisher"]
    assert (population["source"]["official"], bool(population["unit"])) == (True, True)


def test_vintages_tell_of_their_file(client: Client, figures: None) -> None:
    (vintage,) = ask(client, "vintages?indicator=population").json()["items"]
    told = ("indicator", "seen_on", "file", "sha256", "rows", "stored", "without_figure")
    assert {name: vintage[name] for name in told} == {
        "indicator": "population",
        "seen_on": "2021-03-01",
        "file": "folketall.csv",
        "sha256": hashlib.sha256(TABLE).hexdigest(),
        "rows": 4,
        "stored": 4,
        "without_figure": [],
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [(2019, 150.0), (2020, 150.0)]),
        ("&region=3403", [(2019, 100.0), (2020, 90.0)]),
        ("&region=3403,3411", [(2019, 150.0), (2020, 150.0)]),
        ("&region=subregion:hamarregionen", [(2019, 100.0), (2020, 90.0)]),
        ("&region=county:34&by=municipality", [(2019, 100.0), (2019, 50.0), (2020, 90.0), (2020, 60.0)]),
        ("&vintage=2021-02-28", []),
        ("&members_on=2020-10-27", []),
    ],
)
def test_observations_are_a_series_of_any_region(
    client: Client, figures: None, query: str, found: list[tuple[int, float]]
) -> None:
    answer = ask(client, f"observations?indicator=population{query}").json()
    assert [(item["year"], item["value"]) for item in answer["items"]] == found
    assert all(item["unit"] and item["vintage"] == "2021-03-01" for item in answer["items"])


def test_sums_of_fractions_are_told_as_they_are_published(client: Client, figures: None) -> None:
    table = b"municipality_code,year,value\n3403,2020,0.1\n3411,2020,0.2\n"
    asked = {"indicator": "population", "seen_on": date(2021, 4, 1), "by": None, "at": AT}
    assert changes.import_indicator(table, "deler.csv", **asked).stored == 2
    query = "observations?indicator=population&region=3403,3411"
    told = {row["year"]: row["value"] for row in ask(client, query).json()["items"]}
    assert told == {2019: 150, 2020: 0.3}  # and not 0.30000000000000004


def test_observations_carry_the_trail_of_the_whole_series(client: Client, figures: None) -> None:
    answer = ask(client, "observations?indicator=population&region=alliance&limit=1").json()
    trail = answer["trail"]
    assert (len(answer["items"]), answer["count"]) == (1, 2)
    assert (trail["members"], trail["members_on"], trail["illustrative"]) == (
        ["3403", "3411"],
        "2021-05-03",
        False,
    )


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "indicator"),
        ("indicator=happiness", "indicator"),
        ("indicator=population&region=9999", "region"),
        ("indicator=population&region=subregion:none", "region"),
        ("indicator=population&region=county:99", "region"),
        ("indicator=population&by=month", "by"),
        ("indicator=population&vintage=soon", "vintage"),
    ],
)
def test_a_series_that_is_not_known_is_refused_with_its_field(
    client: Client, figures: None, query: str, field: str
) -> None:
    answer = ask(client, f"observations?{query}")
    assert (answer.status_code, answer.json()["field"]) == (422, field)


# Search, and what is to come -----------------------------------------------------------------------------


def test_search_finds_in_every_room_what_the_viewer_may_see(client: Client, figures: None) -> None:
    make_activity(title_nb="Klima i Hamar", way_of_working_nb="Nettverk")
    make_call(title_nb="Klima: hva gjør Hamar?")
    make_story(state=State.PUBLISHED, title="Klima på hamarsk", body="Hamar har et varmelager.")
    make_document(title="Klima, utkast fra Hamar")

    def found(key: str = "") -> list[tuple[str, str]]:
        hits = ask(client, "search?q=KLIMA hamar", key=key).json()["items"]
        return sorted((hit["kind"], hit["title"]) for hit in hits)

    public = [("activity", "Klima i Hamar"), ("story", "Klima på hamarsk")]
    assert found() == public
    assert found(key_of(make_guest())) == sorted([*public, ("call", "Klima: hva gjør Hamar?")])
    assert ("report", "Klima, utkast fra Hamar") in found(key_of(make_secretary()))


def test_search_finds_members_and_indicators(client: Client, figures: None) -> None:
    (hamar,) = ask(client, "search?q=hamar").json()["items"]
    assert hamar == {
        "kind": "member",
        "id": "3403",
        "title": "Hamar",
        "snippet": "Hamarregionen",
        "url": "http://127.0.0.1:8000/medlemmer/3403/",
        "score": 100.0,
    }
    assert [hit["id"] for hit in ask(client, "search?q=population").json()["items"]] == ["population"]


def test_search_answers_in_the_language_that_is_asked_for(client: Client) -> None:
    make_activity(title_nb="Klimastatus", title_en="Climate status")
    titles = {
        lang: ask(client, f"search?q=klimastatus&lang={lang}").json()["items"][0]["title"]
        for lang in ("nb", "en")
    }
    assert titles == {"nb": "Klimastatus", "en": "Climate status"}


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20"])
def test_a_search_for_nothing_finds_nothing(client: Client, query: str) -> None:
    assert ask(client, f"search{query}").json() == {"items": [], "count": 0, "next": None}


def test_no_events_are_kept_here_yet(client: Client) -> None:
    assert ask(client, "events").json() == {"items": [], "count": 0, "next": None}


def test_the_description_names_every_address_of_the_contract(client: Client) -> None:
    paths: Any = ask(client, "openapi.json").json()["paths"]
    assert set(paths) == {
        f"/api/v1/{address}"
        for address in (
            "members",
            "activities",
            "indicators",
            "observations",
            "vintages",
            "documents",
            "documents/{document}",
            "declarations",
            "declarations/{key}",
            "declarations/{key}/register",
            "declarations/{key}/matrix",
            "events",
            "dossiers",
            "dossiers/{key}",
            "statements",
            "studies",
            "studies/{study}",
            "studies/{study}/runs/{number}",
            "calls",
            "calls/{call}",
            "calls/{call}/replies/{organisation}",
            "calls/{call}/replies/{organisation}/submit",
            "calls/{call}/replies/{organisation}/confirm",
            "calls/{call}/replies/{organisation}/object",
            "calls/{call}/workbook/{organisation}",
            "calls/{call}/answers/{organisation}",
            "calls/{call}/schema",
            "search",
        )
    }


def test_members_may_be_those_of_each_year(client: Client, figures: None) -> None:
    answer = ask(client, "observations?indicator=population&members_on=actual")
    assert (answer.status_code, answer.json()["trail"]["members_on"]) == (200, None)


def test_a_program_gets_the_language_that_it_asks_for(client: Client) -> None:
    answer = ask(client, "observations?indicator=nothing", Accept_Language="en-GB, nb;q=0.5")
    assert answer["Content-Language"] == "en"
    assert answer.json()["detail"].startswith("There is no indicator")
