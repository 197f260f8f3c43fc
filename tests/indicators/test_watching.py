"""The night: sources that are switched on are asked, what is new waits, and nothing is imported by itself."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from dugnad import periodic
from dugnad.indicators import changes, queries
from dugnad.indicators.models import Connection, Find, Vintage
from dugnad.indicators.sources.fetching import Wire
from dugnad.indicators.states import FindState
from dugnad.kit.models import Change
from tests.factories.agency import Agency, population_table, running
from tests.factories.indicators import AT, D2024, make_country, make_indicators, population
from tests.factories.members import make_alliance, make_secretary
from tests.indicators.test_connectors import number
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOBODY: dict[str, Any] = {"by": None, "at": AT}
OLD = {
    ("0301", "2019"): 680000,
    ("0301", "2020"): 690000,
    ("0403", "2019"): 31000,
    ("3403", "2020"): 32000,
}


@pytest.fixture(autouse=True)
def _country() -> None:
    make_country()
    make_indicators()


@pytest.fixture
def agency(settings: Any) -> Iterator[Agency]:
    with running(Agency({"07459": population_table(OLD)})) as desk:
        settings.SOURCE_ADDRESSES = {
            "ssb": desk.new,
            "klass": f"{desk.address}/klass",
            "eurostat": desk.address,
        }
        yield desk


def ask(day: date = D2024) -> str:
    return changes.ask_sources(seen_on=day, at=AT, wire=Wire(pause=lambda seconds: None))


def take_in_and_watch(agency: Agency) -> None:
    fetched = changes.fetch_file("ssb-07459", seen_on=date(2024, 3, 1))
    changes.take_in_fetched(fetched, seen_on=date(2024, 3, 1), **NOBODY)
    changes.watch("ssb-07459", is_watched=True, **NOBODY)
    revised = OLD | {("0301", "2020"): 690500, ("0403", "2019"): 31010}
    agency.tables["07459"] = population_table(revised)
    del agency.tables["07459"].sides["Tid"].codes["2020"]
    agency.tables["07459"].sides["Tid"].codes |= {"2020": "2020"}


def test_only_sources_that_are_switched_on_are_asked(agency: Agency) -> None:
    changes.set_table("kostra-waste", "1", **NOBODY)
    assert ask() == "0 asked, 0 found, 0 in trouble"
    assert agency.asked == []


def test_new_figures_wait_with_what_differs_and_nothing_is_imported(agency: Agency) -> None:
    take_in_and_watch(agency)
    assert ask() == "1 asked, 1 found, 0 in trouble"
    (row,) = queries.waiting_finds()
    assert row.find.counts == {"changed": 2, "added": 0, "removed": 0}
    largest = "størst: Oslo 2020, fra 690\u00a0000 til 690\u00a0500 innbyggere"
    assert row.words == f"Nye tall funnet hos SSB: 2 tall endret; {largest}"
    assert [(change["place"], change["old"], change["new"]) for change in row.rows] == [
        ("Oslo", 690000.0, 690500.0),
        ("Hamar", 31000.0, 31010.0),
    ]
    assert (Vintage.objects.count(), Connection.objects.get().trouble) == (1, "")
    assert "1 asked, 0 found" in ask()
    assert Find.objects.count() == 1


def test_a_find_is_taken_in_from_the_file_that_was_kept(agency: Agency) -> None:
    take_in_and_watch(agency)
    ask()
    (row,) = queries.waiting_finds(population())
    asked = len(agency.asked)
    report = changes.take_find(row.find, **NOBODY)
    find = Find.objects.get()
    assert (find.state, find.vintage_id, find.vintage.seen_on) == (FindState.TAKEN, report.vintage, D2024)  # type: ignore[union-attr]
    assert (find.vintage.file_id, len(agency.asked)) == (find.file_id, asked)  # type: ignore[union-attr]
    assert (queries.waiting_finds(), str(find)) == ([], "ssb-07459, 2024-05-01")


def test_a_find_that_is_set_aside_is_not_told_of_again(agency: Agency) -> None:
    take_in_and_watch(agency)
    ask()
    changes.set_aside_find(queries.waiting_finds()[0].find, **NOBODY)
    assert "0 found" in ask()
    assert queries.waiting_finds() == []


def test_a_newer_find_takes_the_place_of_one_that_waits(agency: Agency) -> None:
    take_in_and_watch(agency)
    ask()
    agency.tables["07459"] = population_table(OLD | {("0301", "2020"): 7})
    ask(date(2024, 5, 2))
    assert list(Find.objects.values_list("state", flat=True)) == [FindState.WAITING, FindState.OVERTAKEN]
    assert len(queries.waiting_finds()) == 1


def test_a_find_that_somebody_has_read_in_by_hand_waits_no_longer(agency: Agency) -> None:
    take_in_and_watch(agency)
    ask()
    changes.take_in_fetched(changes.fetch_file("ssb-07459", seen_on=D2024), seen_on=D2024, **NOBODY)
    assert queries.waiting_finds() == []


def test_a_file_with_the_same_figures_is_no_news(agency: Agency) -> None:
    take_in_and_watch(agency)
    agency.tables["07459"] = population_table(OLD)
    agency.tables["07459"].updated = "2024-06-01T07:00:00Z"
    assert ask() == "1 asked, 0 found, 0 in trouble"
    assert Find.objects.count() == 0


def test_where_nothing_was_read_in_all_is_new(agency: Agency) -> None:
    changes.watch("ssb-07459", is_watched=True, **NOBODY)
    assert "1 found" in ask(), Connection.objects.get().trouble
    (row,) = queries.waiting_finds()
    assert (row.words, row.rows) == ("Nye tall funnet hos SSB: 4 nye", [])


def test_figures_that_are_the_same_bytes_are_no_news(agency: Agency) -> None:
    take_in_and_watch(agency)
    agency.tables["07459"] = population_table(OLD)
    assert "0 found, 0 in trouble" in ask()


def test_trouble_is_told_once_with_its_day_and_forgotten_when_it_is_over(agency: Agency) -> None:
    changes.watch("ssb-07459", is_watched=True, **NOBODY)
    changes.watch("ssb-07849", is_watched=True, **NOBODY)
    whole, agency.tables = agency.tables, {}
    assert ask() == "2 asked, 0 found, 2 in trouble"
    ask(date(2024, 5, 2))
    ((agency_name, connection), _other) = queries.troubled_connections()
    assert (agency_name, connection.trouble_since, "404" in connection.trouble) == ("SSB", D2024, True)
    assert Change.objects.filter(verb="note_trouble").count() == 2
    agency.tables = whole
    ask()
    assert [str(one) for _name, one in queries.troubled_connections()] == ["ssb-07849"]
    assert Change.objects.filter(verb="answer_again").count() == 1
    changes.watch("ssb-07849", is_watched=False, **NOBODY)
    assert (queries.troubled_connections(), Connection.objects.get(key="ssb-07849").trouble) == ([], "")


def test_an_agency_that_is_away_is_not_asked_for_its_other_tables(settings: Any) -> None:
    settings.SOURCE_ADDRESSES = {"ssb": "http://127.0.0.1:9/api/pxwebapi/v2"}
    waited: list[float] = []
    for key in ("ssb-07459", "ssb-07849", "ssb-14490"):
        changes.watch(key, is_watched=True, **NOBODY)
    told = changes.ask_sources(seen_on=D2024, at=AT, wire=Wire(tries=2, pause=waited.append))
    assert (told, len(waited)) == ("3 asked, 0 found, 3 in trouble", 1)


def test_an_answer_that_cannot_be_trusted_is_trouble(agency: Agency) -> None:
    changes.watch("ssb-07459", is_watched=True, **NOBODY)
    agency.tables["07459"] = population_table({("0403", "2020"): 7, ("3403", "2020"): 1})
    assert "1 in trouble" in ask()
    assert "0403" in Connection.objects.get().trouble


def test_new_municipality_numbers_are_found_and_taken_in(agency: Agency) -> None:
    agency.files |= {
        "/klass/classifications/131/codes.json": {"codes": [number("3405", "Lillehammer", "2020-01-01")]},
        "/klass/classifications/131/changes.json": {"codeChanges": []},
        "/klass/classifications/104/codes.json": {"codes": [number("34", "Innlandet")]},
    }
    changes.watch("klass-131", is_watched=True, **NOBODY)
    assert "1 found" in ask(), Connection.objects.get().trouble
    (row,) = queries.waiting_finds()
    assert (row.title, "1 kommunenummer nytt" in row.words) == ("Kommunenumre", True)
    changes.take_find(row.find, **NOBODY)
    assert "0 found" in ask()


def test_a_source_that_is_none_cannot_be_watched() -> None:
    with refused("connector", field="connector"):
        changes.watch("ukjent", is_watched=True, **NOBODY)


def test_the_tick_asks_the_sources_at_night(agency: Agency) -> None:
    assert periodic.tick()["jobs"]["sources"] == "0 asked, 0 found, 0 in trouble"


@pytest.mark.django_db(transaction=True)
def test_the_night_writes_each_entry_of_the_trail_with_its_change(agency: Agency) -> None:
    changes.set_table("kostra-waste", "1", **NOBODY)
    changes.set_table("kostra-waste", "2", **NOBODY)
    changes.watch("kostra-waste", is_watched=True, **NOBODY)
    changes.watch("ssb-07459", is_watched=True, **NOBODY)
    assert ask() == "2 asked, 1 found, 1 in trouble"
    changes.take_find(queries.waiting_finds()[0].find, **NOBODY)
    assert Find.objects.get().state == FindState.TAKEN


# Pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def secretary() -> Client:
    client = Client()
    client.force_login(make_secretary())
    return client


def test_a_find_is_told_on_monday_and_at_the_indicator_and_taken_in_by_one_press(
    agency: Agency, secretary: Client
) -> None:
    make_alliance()
    secretary.post("/data/hent/ssb-07459/folg/", {"watch": "on"})
    take_in_and_watch(agency)
    ask()
    pk = Find.objects.get().pk
    for path in ("/", "/data/population/", "/data/hent/"):
        page = secretary.get(path).content.decode()
        assert ("2 tall endret" in page, f"/data/hent/funn/{pk}/ta-inn/" in page) == (True, True)
    assert "2 tall endret" not in Client().get("/data/population/").content.decode()
    assert "690\u00a0500" in secretary.get(f"/data/hent/funn/{pk}/").content.decode()
    taken = secretary.post(f"/data/hent/funn/{pk}/ta-inn/")
    assert taken.url == f"/data/tallgrunnlag/{Find.objects.get().vintage_id}/"  # type: ignore[attr-defined]
    assert "Se tallgrunnlaget" in secretary.get(f"/data/hent/funn/{pk}/").content.decode()


def test_a_find_that_can_no_longer_be_taken_in_says_why(agency: Agency, secretary: Client) -> None:
    take_in_and_watch(agency)
    ask()
    find = Find.objects.get()
    find.seen_on = date(2018, 1, 1)
    find.save()
    assert secretary.post(f"/data/hent/funn/{find.pk}/ta-inn/").status_code == 422


def test_a_find_is_set_aside_by_one_press(agency: Agency, secretary: Client) -> None:
    take_in_and_watch(agency)
    ask()
    find = Find.objects.get()
    secretary.post(f"/data/hent/funn/{find.pk}/legg-bort/")
    assert Find.objects.get().state == FindState.SET_ASIDE


def test_trouble_is_told_on_monday(agency: Agency, secretary: Client) -> None:
    changes.watch("ssb-07849", is_watched=True, **NOBODY)
    ask()
    page = secretary.get("/").content.decode()
    assert ("Kilder som ikke svarer" in page, "404" in page) == (True, True)
    assert "Slutt å spørre" in secretary.get("/data/hent/").content.decode()
