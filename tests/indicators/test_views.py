"""Pages of the secretariat: fetching, naming columns; nothing is stored before somebody says so."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from dugnad.indicators import commands
from dugnad.indicators.forms import ComparisonForm, UploadForm, uploading
from dugnad.indicators.kinds import Missing
from dugnad.indicators.models import (
    ColumnMapping,
    Connection,
    Indicator,
    Observation,
    SectorTotal,
    Vintage,
)
from dugnad.kit import clock
from dugnad.members.models import MunicipalityCode
from tests.factories.agency import Agency, population_table, running
from tests.factories.indicators import (
    D2019,
    D2021,
    D2024,
    emissions,
    make_country,
    make_indicators,
    make_vintage,
    population,
)
from tests.factories.members import make_municipality, make_secretary
from tests.indicators.test_connectors import became, number

pytestmark = pytest.mark.django_db
TABLE = b"Sted;Periode;Folk\nHamar;2020;31 369\n3416 Eidskog;2020;6 000\n"
COLUMNS = {
    "place_column": "Sted",
    "year_column": "Periode",
    "value_column": "Folk",
    "decimal": ",",
    "thousands": "space",
    "name": "Fylkets tabell",
}


@pytest.fixture(autouse=True)
def _country() -> None:
    make_country()
    make_indicators()


@pytest.fixture
def agency(settings: Any) -> Iterator[Agency]:
    with running(Agency({"07459": population_table()})) as desk:
        settings.SOURCE_ADDRESSES = {
            "ssb": desk.new,
            "klass": f"{desk.address}/klass",
            "eurostat": desk.address,
        }
        yield desk


@pytest.fixture
def secretary() -> Client:
    client = Client()
    client.force_login(make_secretary())
    return client


def hidden(text: str) -> dict[str, str]:
    """The hidden inputs of the form that confirms."""
    inputs = [part.split(">")[0] for part in text.split("<input")[1:] if 'type="hidden"' in part]
    pairs = [(part.split('name="')[1].split('"')[0], part) for part in inputs if 'value="' in part]
    return {name: part.split('value="')[1].split('"')[0] for name, part in pairs}


# Fetching -----------------------------------------------------------------------------------------------


def test_fetch_figures_shows_what_came_and_stores_it_when_that_is_confirmed(
    agency: Agency, secretary: Client
) -> None:
    assert "Personbiler etter drivstoff" in secretary.get("/data/hent/").content.decode()
    shown = secretary.post("/data/hent/ssb-07459/")
    assert (shown.status_code, Vintage.objects.count()) == (200, 0)
    asked = len(agency.asked)
    confirmed = secretary.post("/data/les-inn/lagre/", hidden(shown.content.decode()))
    vintage = Vintage.objects.get()
    assert (confirmed.status_code, confirmed.url) == (302, f"/data/tallgrunnlag/{vintage.pk}/")  # type: ignore[attr-defined]
    assert (vintage.source.key, vintage.stored, len(agency.asked)) == ("ssb-07459", 4, asked)
    again = secretary.post("/data/hent/ssb-07459/")
    assert (again.status_code, again.url) == (302, confirmed.url)  # type: ignore[attr-defined]
    assert "Sist sett" in secretary.get("/data/hent/").content.decode()


def test_fetch_figures_tells_what_is_wrong_with_an_answer(agency: Agency, secretary: Client) -> None:
    agency.tables["07459"] = population_table({("0403", "2020"): 7, ("3403", "2020"): 32000})
    shown = secretary.post("/data/hent/ssb-07459/")
    assert (shown.status_code, "0403" in shown.content.decode(), Vintage.objects.count()) == (422, True, 0)


def test_fetch_figures_tells_when_the_publisher_is_away(agency: Agency, secretary: Client) -> None:
    agency.trouble = [(404, {}, "")]
    asked = secretary.post("/data/hent/ssb-07459/")
    assert (asked.status_code, asked.url) == (302, "/data/hent/")  # type: ignore[attr-defined]
    assert "Ingenting ble hentet. " in secretary.get("/data/hent/").content.decode()


def test_fetch_figures_asks_nobody_when_its_address_is_read(agency: Agency, secretary: Client) -> None:
    answer = secretary.get("/data/hent/ssb-07459/")
    assert (answer.status_code, answer.url, agency.asked) == (302, "/data/hent/", [])  # type: ignore[attr-defined]


def test_set_table_changes_the_number_and_refuses_what_is_none(secretary: Client) -> None:
    assert secretary.post("/data/hent/kostra-waste/tabell/", {"table": "12313"}).status_code == 302
    assert Connection.objects.get().table == "12313"
    wrong = secretary.post("/data/hent/kostra-waste/tabell/", {"table": "../13"})
    assert (wrong.status_code, "for eksempel 13136" in wrong.content.decode()) == (422, True)
    assert secretary.post("/data/hent/ukjent/tabell/", {"table": "1"}).status_code == 422


def test_store_register_takes_in_the_numbers_that_were_shown(agency: Agency, secretary: Client) -> None:
    agency.files |= {
        "/klass/classifications/131/codes.json": {"codes": [number("3405", "Lillehammer", "2020-01-01")]},
        "/klass/classifications/131/changes.json": {"codeChanges": []},
        "/klass/classifications/104/codes.json": {"codes": [number("34", "Innlandet")]},
    }
    shown = secretary.post("/data/hent/klass-131/")
    assert not MunicipalityCode.objects.filter(code="3405").exists()
    kept = hidden(shown.content.decode())
    assert secretary.post("/data/hent/kommunenumre/lagre/", kept).status_code == 302
    assert MunicipalityCode.objects.filter(code="3405").exists()
    for lost in ({"sha256": "0" * 64, "name": "x"}, {"sha256": "../../secret-key", "name": "x"}):
        assert secretary.post("/data/hent/kommunenumre/lagre/", lost).status_code == 302
    agency.files["/klass/classifications/131/changes.json"]["codeChanges"] = [
        became("3405", "1508", "2022-01-01")
    ]
    agency.files["/klass/classifications/131/codes.json"]["codes"] = [
        number("3405", "Lillehammer", "2020-01-01", "2022-01-01"),
        number("1508", "Ålesund", "2024-01-01"),
    ]
    assert secretary.post("/data/hent/klass-131/").status_code == 422


def test_store_register_tells_when_the_numbers_can_no_longer_be_taken_in(
    agency: Agency, secretary: Client
) -> None:
    from dugnad.kit import clock, uploads
    from dugnad.kit.changes import store_file

    content = b"[1]"
    kept = uploads.inspect(content, "klass.json", allowed={"json"})
    store_file(content, kept, at=clock.now())
    told = secretary.post("/data/hent/kommunenumre/lagre/", {"sha256": kept.sha256, "name": "klass.json"})
    assert told.status_code == 422


# Columns --------------------------------------------------------------------------------------------------


def choose(secretary: Client, content: bytes = TABLE, name: str = "fylket.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    words = {"indicator": "population", "seen_on": "2021-05-01", "source": "illustrative", "file": file}
    return secretary.post("/data/les-inn/kolonner/", words)


def test_map_columns_shows_the_first_rows_and_stores_figures_and_names_when_asked(secretary: Client) -> None:
    way = choose(secretary)
    first = secretary.get(way.url).content.decode()
    assert ("31 369" in first, "Hvilken kolonne er hva?" in first) == (True, True)
    seen = secretary.post(way.url, COLUMNS).content.decode()
    assert ("Eidskog (3416)" in seen, Observation.objects.count()) == (True, 0)
    done = secretary.post(way.url, COLUMNS | {"store": "1"})
    vintage = Vintage.objects.get()
    assert (done.url, vintage.stored, vintage.source.key) == (  # type: ignore[attr-defined]
        f"/data/tallgrunnlag/{vintage.pk}/",
        2,
        "illustrative",
    )
    assert ColumnMapping.objects.get().name == "Fylkets tabell"


def test_map_columns_guesses_what_it_can(secretary: Client) -> None:
    way = choose(secretary, "Kommunenummer;År;Verdi\n3403;2020;5\n".encode())
    text = secretary.get(way.url).content.decode()
    assert text.count("selected") >= 3


def test_map_columns_tells_row_and_column_and_keeps_what_was_chosen(secretary: Client) -> None:
    way = choose(secretary, TABLE + b"Atlantis;2020;7\n")
    shown = secretary.post(way.url, COLUMNS | {"store": "1"})
    text = shown.content.decode()
    assert (shown.status_code, "Atlantis" in text, 'value="Fylkets tabell"' in text) == (422, True, True)
    assert (ColumnMapping.objects.count(), Vintage.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"value_column": "Sted"}, "alt valgt"), ({"unit": "favner"}, "favner"), ({"name": ""}, "")],
)
def test_map_columns_refuses_what_cannot_be(secretary: Client, wrong: dict[str, str], told: str) -> None:
    shown = secretary.post(choose(secretary).url, COLUMNS | wrong)
    assert (shown.status_code, told in shown.content.decode()) == (422, True)


def test_map_columns_takes_a_unit_that_is_known(secretary: Client) -> None:
    assert secretary.post(choose(secretary).url, COLUMNS | {"unit": "persons"}).status_code == 200


def test_map_columns_without_its_file_leads_back(secretary: Client) -> None:
    assert secretary.get("/data/les-inn/kolonner/fil/").url == "/data/les-inn/kolonner/"  # type: ignore[attr-defined]


def test_name_columns_refuses_what_is_no_table(secretary: Client) -> None:
    shown = choose(secretary, b"<!DOCTYPE html><p>404", "fylket.csv")
    assert (shown.status_code, "nettside" in shown.content.decode()) == (422, True)


def test_import_vintage_reads_a_file_by_columns_that_are_named_already(secretary: Client) -> None:
    ColumnMapping.objects.create(
        name="Fylkets tabell",
        indicator=population(),
        **{key: COLUMNS[key] for key in ("place_column", "year_column", "value_column")},
    )
    words: dict[str, Any] = {"indicator": "population", "mapping": "Fylkets tabell", "seen_on": "2021-05-01"}
    shown = secretary.post("/data/les-inn/", words | {"file": SimpleUploadedFile("ny.csv", TABLE)})
    assert shown.status_code == 200
    secretary.post("/data/les-inn/lagre/", hidden(shown.content.decode()))
    assert Vintage.objects.get().stored == 2
    other = words | {"indicator": "household-waste", "file": SimpleUploadedFile("ny.csv", TABLE)}
    assert secretary.post("/data/les-inn/", other).status_code == 422
    assert "Fylkets tabell" in secretary.get("/data/les-inn/kolonner/").content.decode()


def test_a_vintage_tells_why_figures_are_missing(agency: Agency, secretary: Client) -> None:
    agency.tables["07459"].cells[("0301", "1", "Personer1", "2020")] = ":"
    agency.tables["07459"].sides["Kjonn"].may_be_left_out = False
    agency.tables["07459"].sides["Kjonn"].codes = {"1": "Begge"}
    shown = secretary.post("/data/hent/ssb-07459/")
    secretary.post("/data/les-inn/lagre/", hidden(shown.content.decode()))
    page = secretary.get(f"/data/tallgrunnlag/{Vintage.objects.get().pk}/").content.decode()
    assert "personvernet" in page


def test_a_statistic_of_countries_is_shown_at_the_country(agency: Agency, secretary: Client) -> None:
    from tests.factories.indicators import make_vintage
    from tests.factories.members import make_alliance

    make_alliance()
    indicator = Indicator.objects.get(key="national-emissions")
    vintage = make_vintage(
        {("NO", 1990, "Veitrafikk"): 7.0, ("NO", 2019, "Veitrafikk"): 8.0}, indicator=indicator
    )
    page = secretary.get("/data/national-emissions/").content.decode()
    assert ('<option value="country:NO">Norge' in page, "Veitrafikk" in page) == (True, True)
    assert "region=country:NO" in secretary.get(f"/data/tallgrunnlag/{vintage.pk}/").content.decode()
    assert secretary.get("/data/national-emissions/?region=3403").status_code == 200


# Which day is offered --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("demo_day")
def test_the_demo_offers_its_own_day_and_takes_a_later_one_that_has_come(secretary: Client) -> None:
    assert 'value="2021-05-03"' in secretary.get("/data/les-inn/").text
    form = UploadForm({"seen_on": "2024-06-01"}, today=clock.today(), latest=clock.calendar_day())
    form.is_valid()
    assert "seen_on" not in form.errors


@pytest.mark.usefixtures("demo_day")
def test_a_file_that_can_be_known_on_the_demos_day_is_seen_on_it_and_a_later_one_today(
    tmp_path: Path,
) -> None:
    for year in (2020, 2023):
        path = tmp_path / f"{year}.csv"
        path.write_text(f"municipality_code,year,value\n3403,{year},32000\n")
        words = {"indicator": "population", "source": "ssb-07459"}
        commands.import_indicator([path], **words, vintage=None, dry_run=False)
    seen = Vintage.objects.filter(indicator__key="population").values_list("file_name", "seen_on")
    assert dict(seen) == {"2020.csv": date(2021, 5, 3), "2023.csv": clock.calendar_day()}


@pytest.mark.usefixtures("demo_day")
def test_the_report_says_which_day_was_taken_where_none_was_given(tmp_path: Path) -> None:
    path = tmp_path / "2020.csv"
    path.write_text("municipality_code,year,value\n3403,2020,32000\n")
    words = {"indicator": "population", "source": "ssb-07459"}
    with override("en"):
        report = commands.import_indicator([path], **words, vintage=None, dry_run=True)
        dated = commands.import_indicator([path], **words, vintage=date(2021, 5, 2), dry_run=True)
    assert [file.notes for file in (*report.files, *dated.files)] == [
        ["Seen on 2021-05-03, since no --vintage was given."],
        [],
    ]


def test_two_vintages_to_compare_begin_with_the_two_newest_of_the_same_figures() -> None:
    old, new = (make_vintage({("3403", 2019, ""): v}, seen_on=d) for v, d in ((1.0, D2021), (2.0, D2024)))
    make_vintage({("3403", 2020, ""): 5.0}, indicator=population(), seen_on=D2024)
    form = Client().get("/data/tallgrunnlag/sammenlign/").context["form"]
    assert (form["old"].value(), form["new"].value()) == (str(old.pk), str(new.pk))
    only = ComparisonForm(None, vintages=[new])
    assert (only["old"].value(), only["new"].value()) == (None, None)


def compared(old: Vintage, new: Vintage) -> str:
    return Client().get("/data/tallgrunnlag/sammenlign/", {"old": old.pk, "new": new.pk}).text


def test_two_vintages_that_have_nothing_in_common_say_so() -> None:
    hamar, eidskog, empty = (
        make_vintage({(code, 2019, ""): value}, seen_on=day)
        for code, value, day in (("3403", 1.0, D2021), ("3416", 2.0, D2024), ("3416", None, D2019))
    )
    assert "Det tidligere tallgrunnlaget har ingen av tallene" in compared(empty, hamar)
    assert "Det senere tallgrunnlaget har ingen av tallene" in compared(hamar, empty)
    assert "ingen av tallene" not in compared(hamar, make_vintage({("3403", 2019, ""): 3.0}))
    both = compared(hamar, eidskog)
    assert "Det er ingen tall som begge tallgrunnlagene har" in both


def test_an_answer_in_json_that_is_refused_tells_what_can_be_done(secretary: Client) -> None:
    file = SimpleUploadedFile("svar.json", b'{"class": "dataset"}')
    words = {"indicator": "population", "seen_on": "2021-05-03", "file": file}
    answer = secretary.post("/data/les-inn/", words)
    assert answer.status_code == 422
    assert "Lagre den samme tabellen som CSV eller Excel" in answer.text
    assert "Heter kolonnene noe annet" not in answer.text


def test_the_list_of_municipalities_says_why_a_figure_is_missing() -> None:
    make_municipality("Hamar", "3403")
    make_municipality("Eidskog", "3416")
    make_vintage({("3403", 2009, ""): 1.0, ("3403", 2019, ""): 2.0, ("3416", 2009, ""): None})
    SectorTotal.objects.filter(value=None).update(missing=Missing.CONFIDENTIAL)
    page = Client().get("/data/ghg-emissions/", {"by": "municipality"}).text
    row = page.partition("region=3416")[2].partition("</tr>")[0]
    assert "unntatt av hensyn til personvernet" in row
    assert "det er ikke lest inn noe tall" in row


def test_shares_change_by_points_on_the_page_of_an_indicator() -> None:
    make_municipality("Hamar", "3403")
    share = Indicator.objects.create(key="share", source=emissions().source, title_nb="Andel", unit="%")
    make_vintage({("3403", 2009, ""): 20.0, ("3403", 2019, ""): 25.0}, indicator=share)
    page = Client().get("/data/share/", {"region": "3403"}).text
    assert "+5,0 prosentpoeng" in page
    assert "+25" not in page


def test_a_file_that_is_too_large_for_the_page_is_left_to_the_command_line(
    secretary: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr(uploading, "LARGEST", 0)
    file = SimpleUploadedFile("tall.csv", b"municipality_code,year,value\n")
    answer = secretary.post(
        "/data/les-inn/", {"indicator": "population", "seen_on": "2021-05-01", "file": file}
    )
    assert (answer.status_code, "fra kommandolinja" in answer.text) == (422, True)
