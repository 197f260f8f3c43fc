"""Connectors: each asks a server that speaks its agency's protocol; what comes is a vintage like others."""

import http.client
import http.server
import json
import socket
import ssl
import threading
import urllib.error
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dugnad.indicators import changes, commands, queries
from dugnad.indicators.changes import FileReport
from dugnad.indicators.models import Connection, Observation, SectorTotal, Vintage
from dugnad.indicators.sources import fetching
from dugnad.indicators.sources.fetching import Unreachable, Wire
from dugnad.indicators.sources.jsonstat import read_datasets
from dugnad.kit.errors import Refused
from dugnad.kit.models import Change, StoredFile
from dugnad.kit.uploads import path_of
from dugnad.members.models import CodeSuccession, MunicipalityCode
from tests.factories.agency import Agency, Side, one_table, population_table, running
from tests.factories.indicators import AT, D2024, make_country, make_indicator, make_indicators
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOBODY: dict[str, Any] = {"by": None, "at": AT}


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
            "eurostat": f"{desk.address}/eurostat",
        }
        yield desk


def impatient(**more: Any) -> Wire:
    """A wire that does not wait, and tells how long it would have."""
    return Wire(**{"timeout": 5, "pause": lambda seconds: None, **more})


def take(key: str, *, table: str = "", dry_run: bool = False, wire: Wire | None = None) -> FileReport:
    fetched = changes.fetch_file(key, seen_on=D2024, table=table, wire=wire or impatient())
    return changes.take_in_fetched(fetched, seen_on=D2024, dry_run=dry_run, **NOBODY)


def stored(report: FileReport) -> list[tuple[Any, ...]]:
    assert report.refused == []
    rows = Observation.objects.filter(vintage_id=report.vintage)
    return list(rows.order_by("code", "year", "sector").values_list("code", "year", "sector", "value"))


POPULATION = [
    ("0301", 2019, "", 680000.0),
    ("0301", 2020, "", 690000.0),
    ("0403", 2019, "", 31000.0),
    ("3403", 2020, "", 32000.0),
]


# PxWebApi ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["old", "new"])
def test_population_is_fetched_by_both_versions_of_the_protocol(
    agency: Agency, settings: Any, version: str
) -> None:
    settings.SOURCE_ADDRESSES["ssb"] = getattr(agency, version)
    report = take("ssb-07459")
    assert stored(report) == POPULATION
    vintage = Vintage.objects.get(pk=report.vintage)
    assert (vintage.source.key, vintage.licence, vintage.layout) == ("ssb-07459", "CC BY 4.0", "JSON-stat")
    assert (vintage.file_name, vintage.seen_on, vintage.codes_of) == (
        "ssb-07459-2024-05-01.json",
        D2024,
        None,
    )
    assert json.loads(path_of(vintage.file.sha256).read_bytes())["updated"] == "2024-02-21T07:00:00Z"
    assert {agent.split("/")[0] for agent in agency.agents} == {"Dugnad"}


def test_only_municipalities_are_asked_for_and_what_is_not_needed_is_left_to_the_agency_to_sum(
    agency: Agency,
) -> None:
    take("ssb-07459")
    (question,) = agency.questions
    assert question == {
        "selection": [
            {"variableCode": "Region", "valueCodes": ["0403", "3403", "0301", "9999"]},
            {"variableCode": "ContentsCode", "valueCodes": ["Personer1"]},
            {"variableCode": "Tid", "valueCodes": ["2019", "2020"]},
        ]
    }


def test_the_old_protocol_is_asked_in_its_own_words(agency: Agency, settings: Any) -> None:
    settings.SOURCE_ADDRESSES["ssb"] = agency.old
    take("ssb-07459")
    (question,) = agency.questions
    assert question["query"][1] == {
        "code": "ContentsCode",
        "selection": {"filter": "item", "values": ["Personer1"]},
    }
    assert question["response"] == {"format": "json-stat2"}


def test_the_same_answer_twice_changes_nothing(agency: Agency) -> None:
    first = take("ssb-07459")
    before = Vintage.objects.count(), StoredFile.objects.count(), Change.objects.count()
    again = take("ssb-07459")
    assert (again.vintage, again.stored, again.unchanged) == (first.vintage, 0, 4)
    assert (Vintage.objects.count(), StoredFile.objects.count(), Change.objects.count()) == before


def test_a_rehearsal_stores_nothing(agency: Agency) -> None:
    report = take("ssb-07459", dry_run=True)
    assert (report.stored, report.vintage, Vintage.objects.count(), StoredFile.objects.count()) == (
        4,
        None,
        0,
        0,
    )


def test_a_number_that_is_not_known_is_passed_over_and_told(agency: Agency) -> None:
    (note,) = take("ssb-07459").notes
    assert "9999" in note


def test_a_series_follows_a_number_that_was_changed_through_the_fetched_figures(agency: Agency) -> None:
    take("ssb-07459")
    told = queries.series(queries.indicator_with_key("population"), "3403", by="total", today=D2024)
    assert told.by_year() == {2019: 31000.0, 2020: 32000.0}


@pytest.mark.parametrize(("tells", "questions"), [(True, 4), (False, 5)])
def test_a_question_past_the_limit_is_asked_in_parts_and_kept_as_one_file(
    agency: Agency, tells: bool, questions: int
) -> None:
    agency.limit, agency.tells_limit = 2, tells
    if not tells:
        agency.limit = 4  # the agency says no once, to a question that nobody could know to be too large
    report = take("ssb-07459")
    assert stored(report) == POPULATION
    parts = json.loads(path_of(Vintage.objects.get(pk=report.vintage).file.sha256).read_bytes())
    assert len(parts) == (4 if tells else 2)
    assert len(agency.questions) == (4 if tells else 3)
    assert questions


def test_a_question_that_cannot_be_divided_further_is_refused(agency: Agency) -> None:
    agency.limit = 0
    with refused("too_much"):
        take("ssb-07459")


def test_a_question_that_is_forbidden_however_small_is_not_asked_for_ever(agency: Agency) -> None:
    agency.trouble = [(200, {}, json.dumps(population_table().about())), (404, {}, "")]
    agency.trouble += [(403, {}, "Forbidden")] * 100
    with refused("too_much"):
        take("ssb-07459")
    assert len(agency.questions) < 20


@pytest.mark.parametrize(
    ("mark", "reason"),
    [(":", "confidential"), (".", "not_applicable"), ("..", "not_published"), (None, "not_published")],
)
def test_a_mark_is_kept_as_missing_with_its_reason_and_never_as_zero(
    agency: Agency, mark: Any, reason: str
) -> None:
    table = population_table({("0301", "2019"): 5, ("0301", "2020"): mark})
    table.sides["Kjonn"].codes = {"1": "Begge"}
    table.cells = {("0301", "1", "Personer1", "2019"): 5, ("0301", "1", "Personer1", "2020"): mark}
    agency.tables["07459"] = table
    report = take("ssb-07459")
    kept = Observation.objects.get(vintage_id=report.vintage, code="0301", year=2020)
    total = SectorTotal.objects.get(vintage_id=report.vintage, code="0301", year=2020)
    assert (kept.value, kept.missing, total.value, total.missing) == (None, reason, None, reason)
    gaps = Vintage.objects.get(pk=report.vintage).without_figure
    assert [gap["missing"] for gap in gaps if gap["column"] == "0301, Personer1, 2020"] == [reason]
    rows = queries.series(queries.indicator_with_key("population"), "0301", by="total", today=D2024).rows
    assert rows[1].value is None
    assert reason.replace("_", " ") in rows[1].note


def test_a_figure_of_a_municipality_in_a_year_when_it_was_none_is_refused(agency: Agency) -> None:
    agency.tables["07459"] = population_table({("0403", "2020"): 7, ("3403", "2020"): 32000})
    (refusal,) = take("ssb-07459").refused
    assert "0403" in refusal.reason


def test_a_table_without_any_place_that_is_known_is_refused(agency: Agency) -> None:
    agency.tables["07459"].sides["Region"].codes = {"9999": "Uoppgitt"}
    (refusal,) = take("ssb-07459").refused
    assert refusal.row is None


def test_a_table_that_has_not_what_is_wanted_is_refused_with_what_it_has(agency: Agency) -> None:
    agency.tables["07459"].sides["ContentsCode"] = Side({"Andel": "Andel"})
    with refused("table", field="table"):
        take("ssb-07459")
    agency.tables["07459"] = population_table()
    del agency.tables["07459"].sides["Region"]
    with pytest.raises(Refused, match="Region"):
        take("ssb-07459")


def vehicles(fuels: dict[str, str], cells: dict[tuple[str, ...], Any]) -> Any:
    return one_table(
        {"Personbil1": ("Personbiler", "antall"), "Varebil1": ("Varebiler", "antall")},
        ["2020"],
        cells,
        Region=Side({"0301": "Oslo"}),
        KjoringensArt=Side({"1": "Egentransport", "2": "Leietransport"}),
        DrivstoffType=Side(fuels),
    )


def test_vehicles_are_summed_over_the_kinds_of_transport_that_the_agency_does_not_sum(agency: Agency) -> None:
    agency.tables["07849"] = vehicles(
        {"0": "Alle drivstofftyper", "1": "Bensin", "5": "El."},
        {
            ("0301", "1", "1", "Personbil1", "2020"): 10,
            ("0301", "2", "1", "Personbil1", "2020"): 3,
            ("0301", "1", "5", "Personbil1", "2020"): 7,
            ("0301", "2", "5", "Personbil1", "2020"): ".",
        },
    )
    assert stored(take("ssb-07849")) == [("0301", 2020, "Bensin", 13.0), ("0301", 2020, "El.", 7.0)]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [((":", 3), None), ((3, ":"), None), ((".", 3), 3.0), ((".", "."), None), ((None, ":"), None)],
)
def test_a_sum_with_a_part_that_is_missing_is_missing_but_what_cannot_occur_adds_nothing(
    agency: Agency, parts: tuple[Any, Any], expected: float | None
) -> None:
    cells = {("0301", str(n), "1", "Personbil1", "2020"): part for n, part in enumerate(parts, start=1)}
    agency.tables["07849"] = vehicles({"1": "Bensin"}, cells)
    assert stored(take("ssb-07849")) == [("0301", 2020, "Bensin", expected)]


def test_electricity_is_turned_into_the_unit_of_the_indicator_and_its_sum_is_not_counted_twice(
    agency: Agency,
) -> None:
    long = "Bergverksdrift, industri, bygg og anlegg, og alt annet som ikke er nevnt"
    agency.tables["14490"] = one_table(
        {"Forbruk": ("Forbruk", "GWh")},
        ["2022"],
        {
            ("0301", "0", "Forbruk", "2022"): 9,
            ("0301", "1", "Forbruk", "2022"): 5.5,
            ("0301", "2", "Forbruk", "2022"): 3.5,
        },
        Region=Side({"0301": "Oslo"}),
        Forbrukargruppe=Side({"0": "I alt", "1": "Husholdninger", "2": long}),
    )
    assert stored(take("ssb-14490")) == [
        ("0301", 2022, f"{long[:59]}…", 3500.0),
        ("0301", 2022, "Husholdninger", 5500.0),
    ]


def test_national_emissions_are_of_the_country_and_can_be_asked_for_as_such(agency: Agency) -> None:
    agency.tables["08940"] = one_table(
        {"UtslippCO2ekvival": ("Utslipp", "1 000 tonn CO2-ekvivalenter")},
        ["1990", "2019"],
        {
            ("0", "VT0", "A10", "UtslippCO2ekvival", "2019"): 50989,
            ("5", "VT0", "A10", "UtslippCO2ekvival", "1990"): 7400,
            ("5", "VT0", "A10", "UtslippCO2ekvival", "2019"): 8724,
            ("7", "VT0", "A10", "UtslippCO2ekvival", "1990"): 4800,
            ("7", "VT0", "A10", "UtslippCO2ekvival", "2019"): 4503,
        },
        UtslpTilLuft=Side({"0": "Alle kilder", "5": "Veitrafikk", "5.1": "Personbiler", "7": "Jordbruk"}),
        UtslpEnergivare=Side({"VT0": "I alt", "VT1": "Kull"}),
        UtslpKomp=Side({"A10": "Klimagasser i alt", "K11": "CO2"}),
    )
    report = take("ssb-08940")
    assert stored(report)[0] == ("NO", 1990, "Jordbruk", 4_800_000.0)
    indicator = queries.indicator_with_key("national-emissions")
    told = queries.series(indicator, "country:NO", by="total", today=D2024)
    assert told.by_year() == {1990: 12_200_000.0, 2019: 13_227_000.0}
    assert told.trail.members == ("NO",)
    vintage = Vintage.objects.get(pk=report.vintage)
    assert queries.compare_vintages(vintage, vintage).differences == []
    assert queries.series(indicator, "country:NO", by="source", today=D2024).rows
    with refused("region", field="region"):
        queries.series(indicator, "country:SE", by="total", today=D2024)


def test_kostra_finds_its_measure_by_its_words_and_its_table_can_be_changed(agency: Agency) -> None:
    agency.tables["99999"] = one_table(
        {
            "KOSandel": ("Andel levert til materialgjenvinning (prosent)", "prosent"),
            "KOSkg": ("Husholdningsavfall per innbygger (kg)", "kg"),
        },
        ["2022"],
        {("0301", "KOSkg", "2022"): 331, ("EAK", "KOSkg", "2022"): 400, ("0301", "KOSandel", "2022"): 40},
        KOKkommuneregion0000=Side({"EAK": "Hele landet", "0301": "Oslo"}),
    )
    changes.set_table("kostra-waste", "99999", **NOBODY)
    assert stored(take("kostra-waste")) == [("0301", 2022, "", 331.0)]
    changes.set_table("kostra-waste", "13136", **NOBODY)
    assert Connection.objects.get(key="kostra-waste").table == ""
    assert Change.objects.filter(verb="set_table").count() == 2
    with refused("table", field="table"):
        agency.tables["99999"].sides["ContentsCode"] = Side({"KOSandel": "Andel"})
        take("kostra-waste", table="99999")


# The wire ------------------------------------------------------------------------------------------------


def test_a_busy_agency_is_asked_again_after_the_time_that_it_names(agency: Agency) -> None:
    waited: list[float] = []
    agency.trouble = [(429, {"Retry-After": "7"}, ""), (503, {}, ""), (429, {"Retry-After": "3600"}, "")]
    take("ssb-07459", wire=impatient(pause=waited.append))
    assert waited == [7.0, 2.0, 30.0]


def test_an_agency_that_stays_busy_is_left_alone(agency: Agency) -> None:
    agency.trouble = [(429, {}, "Too many requests")] * 9
    with pytest.raises(Unreachable, match=r"429.*Too many requests"):
        take("ssb-07459")
    assert (len(agency.asked), Vintage.objects.count()) == (4, 0)


def test_what_the_agency_does_not_have_is_told_at_once(agency: Agency) -> None:
    with pytest.raises(Unreachable, match="404"):
        take("kostra-waste")
    assert len(agency.asked) == 1


def test_a_page_in_place_of_an_answer_is_no_answer(agency: Agency) -> None:
    agency.trouble = [(200, {}, "<!DOCTYPE html><p>Vedlikehold</p>")]
    with refused("answer"):
        take("ssb-07459")
    agency.trouble = [(500, {}, "<!DOCTYPE html><p>Vedlikehold</p>")] * 4
    with pytest.raises(Unreachable) as caught:
        take("ssb-07459")
    assert "<" not in str(caught.value)


@pytest.mark.parametrize("told", [{}, [], {"variables": [{"code": "Tid"}]}, {"variables": 3}])
def test_metadata_that_cannot_be_read_is_no_answer(agency: Agency, settings: Any, told: Any) -> None:
    settings.SOURCE_ADDRESSES["ssb"] = agency.old
    agency.files["/api/v0/no/table/07459"] = told
    with refused("answer"):
        take("ssb-07459")


def test_a_way_to_another_host_is_not_followed(agency: Agency) -> None:
    agency.trouble = [(302, {"Location": "http://127.0.0.2:9/"}, "")]
    with refused("redirect"):
        take("ssb-07459")


def test_a_way_on_the_same_host_is_followed(agency: Agency) -> None:
    agency.files["/moved"] = population_table().about()
    agency.trouble = [(302, {"Location": f"{agency.address}/moved"}, "")]
    assert stored(take("ssb-07459")) == POPULATION


def test_an_answer_that_is_too_large_is_not_read_to_its_end(agency: Agency) -> None:
    with refused("size"):
        take("ssb-07459", wire=impatient(limit=100))


def test_an_answer_that_breaks_off_is_asked_for_again(agency: Agency) -> None:
    agency.trouble = [(200, {"Content-Length": "5000"}, "{")]
    assert stored(take("ssb-07459")) == POPULATION


def test_a_network_that_is_away_is_told_and_loses_nothing(agency: Agency, settings: Any) -> None:
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    port = server.server_port
    server.server_close()
    settings.SOURCE_ADDRESSES["ssb"] = f"http://127.0.0.1:{port}"
    waited: list[float] = []
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1 svarer ikke \(ingen lytter på den adressen\)\. "):
        take("ssb-07459", wire=impatient(pause=waited.append))
    assert (waited, Vintage.objects.count(), threading.active_count() > 0) == ([1.0, 2.0, 4.0], 0, True)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (urllib.error.URLError(socket.gaierror(-2, "Name or service not known")), "finnes ikke i oppslaget"),
        (TimeoutError("timed out"), "det tok for lang tid"),
        (http.client.IncompleteRead(b""), "svaret ble avbrutt"),
        (ConnectionResetError(104, "Connection reset by peer"), "forbindelsen ble brutt"),
        (urllib.error.URLError(ssl.SSLCertVerificationError(1, "verify failed")), "ikke til å stole på"),
        (OSError(101, "Network is unreachable"), "nettet slipper oss ikke gjennom"),
    ],
)
def test_what_is_wrong_with_a_network_is_told_in_plain_words(error: Exception, told: str) -> None:
    message = str(fetching._away("https://data.ssb.no/api", error).message)
    assert message.startswith("data.ssb.no svarer ikke (")
    assert told in message
    assert ("Errno" in message, "[" in message) == (False, False)


def test_an_address_that_is_none_of_the_web_is_refused(settings: Any) -> None:
    settings.SOURCE_ADDRESSES = {"ssb": "file:///etc"}
    with refused("address"):
        take("ssb-07459")


# Eurostat -------------------------------------------------------------------------------------------------


def circular_use() -> Any:
    return one_table(
        {"PC": ("Percentage", "")},
        ["2021", "2022"],
        {
            ("A", "PC", "NO", "2021"): ":",
            ("A", "PC", "NO", "2022"): 2.5,
            ("A", "PC", "EU27_2020", "2021"): 11.3,
            ("A", "PC", "EU27_2020", "2022"): 11.5,
        },
    )


@pytest.fixture
def eurostat(agency: Agency) -> Agency:
    table = circular_use()
    table.sides = {
        "freq": Side({"A": "Annual"}),
        "unit": Side({"PC": "Percentage"}),
        "geo": Side({"NO": "Norway", "EU27_2020": "European Union", "SE": "Sweden"}, role="geo"),
        "time": Side({"2021": "2021", "2022": "2022"}, role="time"),
    }
    agency.tables["env_ac_cur"] = table
    return agency


def test_circular_material_use_is_fetched_for_norway_and_the_union(eurostat: Agency) -> None:
    report = take("eurostat-cmu")
    assert stored(report) == [
        ("EU27", 2021, "", 11.3),
        ("EU27", 2022, "", 11.5),
        ("NO", 2021, "", None),
        ("NO", 2022, "", 2.5),
    ]
    # A colon is "not published" there, and "confidential" in Norway.
    assert Observation.objects.get(vintage_id=report.vintage, value=None).missing == "not_published"
    indicator = queries.indicator_with_key("circular-material-use")
    assert queries.series(indicator, "country:EU27", by="total", today=D2024).by_year() == {
        2021: 11.3,
        2022: 11.5,
    }
    ((method, path, _body),) = eurostat.asked
    assert (method, "geo=NO&geo=EU27_2020" in path, "format=JSON" in path) == ("GET", True, True)


def test_what_eurostat_really_answered_can_be_read(agency: Agency, real_data: Path) -> None:
    rates = json.loads((real_data / "flows/eurostat_cmu_rate.json").read_bytes())["rates"]["EU27_2020"]
    table = one_table({"PC": ("Percentage", "")}, [], {})
    table.sides = {
        "freq": Side({"A": "Annual"}),
        "unit": Side({"PC": "Percentage"}),
        "geo": Side({"NO": "Norway", "EU27_2020": "European Union"}, role="geo"),
        "time": Side({year: year for year in rates}, role="time"),
    }
    table.cells = {("A", "PC", "EU27_2020", year): rate for year, rate in rates.items()}
    agency.tables["env_ac_cur"] = table
    take("eurostat-cmu")
    told = queries.series(
        queries.indicator_with_key("circular-material-use"), "country:EU27", by="total", today=D2024
    )
    assert told.by_year() == {int(year): rate for year, rate in rates.items() if int(year) <= 2024}


def test_eurostat_that_will_answer_later_has_not_answered(agency: Agency) -> None:
    agency.files["/eurostat/env_ac_cur"] = {"warning": [{"status": 413, "label": "ASYNCHRONOUS_RESPONSE"}]}
    with refused("answer"):
        take("eurostat-cmu")


# Klass ----------------------------------------------------------------------------------------------------


def number(code: str, name: str, first: str = "2005-01-01", last: str | None = None) -> dict[str, Any]:
    return {
        "code": code,
        "name": name,
        "validFromInRequestedRange": first,
        "validToInRequestedRange": last,
    }


def became(old: str, new: str, day: str) -> dict[str, Any]:
    return {"oldCode": old, "newCode": new, "changeOccurred": day}


@pytest.fixture
def klass(agency: Agency) -> Agency:
    agency.files |= {
        "/klass/classifications/131/codes.json": {
            "codes": [
                number("0403", "Hamar", last="2020-01-01"),
                number("3403", "Hamar", "2020-01-01"),
                number("1507", "Ålesund", "2020-01-01", "2024-01-01"),
                number("1508", "Ålesund", "2024-01-01"),
                number("1580", "Haram", "2024-01-01"),
                number("9999", "Uoppgitt"),
                number("3405", "Lillehammer", "2020-01-01"),
            ]
        },
        "/klass/classifications/131/changes.json": {
            "codeChanges": [
                became("0403", "3403", "2020-01-01"),
                became("1507", "1508", "2024-01-01"),
                became("1507", "1580", "2024-01-01"),
                became("3403", "3403", "2022-01-01"),
            ]
        },
        "/klass/classifications/104/codes.json": {
            "codes": [number("34", "Innlandet"), number("15", "Møre og Romsdal"), number("04", "Hedmark")]
        },
    }
    return agency


def test_the_register_takes_in_what_is_new_and_keeps_the_weights_that_we_have(klass: Agency) -> None:
    before = MunicipalityCode.objects.count()
    report = take("klass-131")
    assert (report.layout, report.rows, report.refused) == ("Klass 131", 6, [])
    assert MunicipalityCode.objects.count() == before + 1
    new = MunicipalityCode.objects.get(code="3405")
    assert (new.name, new.county_name, new.valid_from, new.valid_to) == (
        "Lillehammer",
        "Innlandet",
        date(2020, 1, 1),
        None,
    )
    weights = CodeSuccession.objects.filter(predecessor__code="1507").values_list("successor__code", "weight")
    assert {code: float(weight) for code, weight in weights} == {"1508": 0.9, "1580": 0.1}


def test_a_number_that_nobody_knew_lives_on_whole_in_the_one_that_it_became(klass: Agency) -> None:
    klass.files["/klass/classifications/131/codes.json"]["codes"].append(
        number("0591", "Gammelby", last="2020-01-01")
    )
    klass.files["/klass/classifications/131/changes.json"]["codeChanges"].append(
        became("0591", "3405", "2020-01-01")
    )
    klass.files["/klass/classifications/104/codes.json"]["codes"].append(number("05", "Oppland"))
    assert take("klass-131").refused == []
    successions = CodeSuccession.objects.filter(predecessor__code="0591")
    assert list(successions.values_list("successor__code", "weight")) == [("3405", None)]


def test_the_same_register_twice_changes_nothing(klass: Agency) -> None:
    take("klass-131")
    before = Change.objects.count()
    again = take("klass-131")
    assert (again.stored, again.unchanged, Change.objects.count()) == (0, 6, before)


def test_a_register_as_a_rehearsal_and_as_a_file_is_read_in_the_same_way(
    klass: Agency, tmp_path: Path
) -> None:
    before = MunicipalityCode.objects.count()
    assert take("klass-131", dry_run=True).stored >= 1
    assert MunicipalityCode.objects.count() == before
    path = tmp_path / "klass.json"
    path.write_bytes(changes.fetch_file("klass-131", seen_on=D2024, wire=impatient()).content)
    assert commands.import_municipalities([path], dry_run=False).refused is False
    assert MunicipalityCode.objects.count() == before + 1


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b"[1,2,3]",
        b'[{"codes":[]}]',
        b"[",
        b'[{"codes":[{"code":"x","name":""}]},{"codeChanges":[]},{"codes":[]}]',
    ],
)
def test_what_is_no_register_is_refused(content: bytes) -> None:
    report = changes.import_register(content, "klass.json", today=D2024, **NOBODY)
    assert (len(report.refused), report.stored) == (1, 0)


def test_a_number_that_became_one_which_is_not_told_is_refused(klass: Agency) -> None:
    klass.files["/klass/classifications/131/changes.json"]["codeChanges"].append(
        became("0403", "3499", "2020-01-01")
    )
    (refusal,) = take("klass-131").refused
    assert (refusal.row, "3499" in refusal.reason) == (1, True)


def test_a_number_that_lives_on_in_one_of_another_day_is_refused(klass: Agency) -> None:
    klass.files["/klass/classifications/131/changes.json"]["codeChanges"].append(
        became("0403", "1508", "2020-01-01")
    )
    (refusal,) = take("klass-131").refused
    assert "1508" in refusal.reason


# A file is the equal second way ---------------------------------------------------------------------------


def upload(told: Any, indicator: str = "population") -> FileReport:
    content = told if isinstance(told, bytes) else json.dumps(told).encode()
    return changes.import_figures(content, "tabell.json", indicator=indicator, seen_on=D2024, **NOBODY)


def whole(table: Any) -> dict[str, Any]:
    answer: dict[str, Any] = table.answer({code: list(side.codes) for code, side in table.sides.items()})
    return answer


def test_a_table_that_was_downloaded_is_read_as_if_it_was_fetched() -> None:
    table = population_table()
    del table.sides["Kjonn"]
    table.cells = {(r, "Personer1", y): 2 * v for (r, sex, _c, y), v in table.cells.items() if sex == "1"}
    assert stored(upload(whole(table))) == POPULATION


def test_a_table_with_a_side_that_nobody_chose_from_is_refused_with_its_values() -> None:
    (refusal,) = upload(whole(population_table())).refused
    assert "Menn; Kvinner" in refusal.reason


def test_a_table_of_an_indicator_without_a_definition_is_read_by_its_roles() -> None:
    make_indicator("bicycles", "km")
    table = one_table(
        {"Km": ("Sykkelvei", "")}, ["2020"], {("0301", "Km", "2020"): 12}, geo=Side({"0301": "Oslo"})
    )
    assert stored(upload(whole(table), "bicycles")) == [("0301", 2020, "", 12.0)]


def test_a_table_without_years_or_places_is_refused() -> None:
    table = one_table({"Personer1": ("Personer", "")}, ["2020"], {("Personer1", "2020"): 12})
    (refusal,) = upload(whole(table)).refused
    assert "sted" in refusal.reason
    told = whole(table)
    told["dimension"]["Uke"] = told["dimension"].pop("Tid")
    told["id"], told["role"] = ["ContentsCode", "Uke"], {}
    assert "år" in upload(told).refused[0].reason


@pytest.mark.parametrize("value", [True, "5"])
def test_a_cell_that_is_no_number_is_refused(value: Any) -> None:
    table = one_table(
        {"Personer1": ("", "")}, ["2020"], {("0301", "Personer1", "2020"): 1}, Region=Side({"0301": ""})
    )
    told = whole(table)
    told["value"] = [value]
    (refusal,) = upload(told).refused
    assert (refusal.row, refusal.column) == (1, "0301, Personer1, 2020")


@pytest.mark.parametrize(("year", "value"), [("2020", -1), ("2031", 4), ("2020M01", 4)])
def test_a_cell_that_cannot_be_is_refused_with_its_place(year: str, value: float) -> None:
    table = one_table(
        {"Personer1": ("", "")}, [year], {("0301", "Personer1", year): value}, Region=Side({"0301": ""})
    )
    (refusal,) = upload(whole(table)).refused
    assert refusal.column == f"0301, Personer1, {year}"


@pytest.mark.parametrize("unit", ["MWh", "1 000 personer", "tonn", "10^3 personer"])
def test_a_unit_of_something_else_is_refused_with_what_is_expected(unit: str) -> None:
    table = one_table(
        {"Personer1": ("", unit)}, ["2020"], {("0301", "Personer1", "2020"): 4}, Region=Side({"0301": ""})
    )
    (refusal,) = upload(whole(table)).refused
    told = {"tonn": "t"}.get(unit, unit)
    assert refusal.reason == f"«{told}» kan ikke gjøres om til «innbyggere», som denne indikatoren måles i."


def test_a_power_of_ten_beside_the_unit_is_part_of_it() -> None:
    table = whole(
        one_table(
            {"Personer1": ("", "personer")},
            ["2020"],
            {("0301", "Personer1", "2020"): 4},
            Region=Side({"0301": ""}),
        )
    )
    for unit in table["dimension"]["ContentsCode"]["category"]["unit"].values():
        unit["multiplier"] = 3
    (refusal,) = upload(table).refused
    assert "10^3 personer" in refusal.reason


def test_a_file_without_a_unit_takes_that_of_the_indicator_and_says_so() -> None:
    table = one_table(
        {"Personer1": ("", "")}, ["2020"], {("0301", "Personer1", "2020"): 4}, Region=Side({"0301": ""})
    )
    report = upload(whole(table))
    assert (report.refused, report.notes) == (
        [],
        ["Filen sier ikke hvilken enhet tallene har. De er lest som «innbyggere»."],
    )
    assert upload(whole(population_table())).notes == []


@pytest.mark.parametrize("unit", ["antall", "Personer", "persons", "innbyggere"])
def test_a_unit_in_words_is_the_indicators_own(unit: str) -> None:
    table = one_table(
        {"Personer1": ("", unit)}, ["2020"], {("0301", "Personer1", "2020"): 4}, Region=Side({"0301": ""})
    )
    report = upload(whole(table))
    assert (report.refused, report.notes, report.stored) == ([], [], 1)


def test_a_dimension_of_units_tells_the_unit_and_two_of_them_are_unclear() -> None:
    def told(**units: str) -> FileReport:
        table = whole(
            one_table(
                {"Personer1": ("", "")},
                ["2020"],
                {("0301", "Personer1", "2020"): 4},
                Region=Side({"0301": ""}),
            )
        )
        table["id"].append("unit")
        table["size"].append(len(units))
        table["value"] = [4] * len(units)
        table["dimension"]["unit"] = {"category": {"index": list(units), "label": units}}
        return upload(table)

    assert (told(NR="Number").refused, told(NR="Number").notes) == ([], [])
    assert "«Thousand persons»" in told(THS_PER="Thousand persons").refused[0].reason
    assert "Det går ikke fram hvilken" in told(NR="Number", T="Tonne").refused[0].reason


def test_the_same_table_twice_in_a_file_is_refused() -> None:
    table = one_table(
        {"Personer1": ("", "")}, ["2020"], {("0301", "Personer1", "2020"): 4}, Region=Side({"0301": ""})
    )
    (refusal,) = upload([whole(table), whole(table)]).refused
    assert refusal.row == 2


def small_table(*, size: Any, index: Any, value: Any) -> bytes:
    side = {"a": {"category": {"index": index}}}
    told = {"class": "dataset", "id": ["a"], "size": size, "dimension": side, "value": value}
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    "told",
    [
        b"{",
        b"[" * 100_000,
        b'{"class": "collection"}',
        b'{"class": "dataset"}',
        small_table(size=[2], index=["1"], value=[1]),
        small_table(size=[1], index=["1"], value=7),
        small_table(size=[1], index=["1"], value=[1, 2]),
        small_table(size=[1], index=3, value=[1]),
    ],
)
def test_what_is_no_whole_table_is_refused(told: bytes) -> None:
    assert len(upload(told).refused) == 1


def test_values_and_marks_are_read_however_they_are_written() -> None:
    head = {
        "class": "dataset",
        "id": ["a"],
        "size": [3],
        "dimension": {"a": {"category": {"index": ["x", "y", "z"]}}},
    }

    def cells(**told: Any) -> list[tuple[Any, str]]:
        (table,) = read_datasets(json.dumps(head | told).encode())
        return [(value, mark) for _codes, value, mark in table.cells()]

    assert cells(value={"0": 1, "2": 3}, status={"1": ":"}) == [(1, ""), (None, ":"), (3, "")]
    assert cells(value=[1, None, 3], status=["", ":", "p"]) == [(1, ""), (None, ":"), (3, "p")]
    assert cells(value=[1, 2, 3], status="e") == [(1, "e"), (2, "e"), (3, "e")]
    assert cells(value=[1, 2, 3], status=["e"]) == [(1, "e"), (2, ""), (3, "")]


def test_a_table_larger_than_the_server_can_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dugnad.indicators.sources.jsonstat.MOST_CELLS", 1)
    with refused("rows"):
        read_datasets(json.dumps(whole(population_table())).encode())


# The command line -----------------------------------------------------------------------------------------


def test_connectors_are_listed_with_their_tables_and_indicators() -> None:
    changes.set_table("kostra-waste", "12313", **NOBODY)
    listed = {row["key"]: row for row in commands.list_connectors()}
    assert listed["kostra-waste"] == {
        "key": "kostra-waste",
        "agency": "ssb",
        "table": "12313",
        "indicator": "household-waste",
    }
    assert listed["klass-131"]["indicator"] == ""
    with refused("connector", field="connector"):
        commands.fetch("ssb-00000", table="", dry_run=True)


def test_fetch_tells_what_became_of_the_answer(agency: Agency) -> None:
    report = commands.fetch("ssb-07459", table="", dry_run=False)
    assert (report.refused, report.files[0].stored) == (False, 4)
    assert "ssb-07459-" in report.lines()[0]
