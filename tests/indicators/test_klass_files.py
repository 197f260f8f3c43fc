"""What Klass lets people download is taken in as files: together or apart, as JSON or as its own tables."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from dugnad.indicators import changes
from dugnad.indicators.changes import FileReport
from dugnad.members.models import CodeSuccession, MunicipalityCode
from tests.engine.divisions import D2024
from tests.factories.indicators import make_country
from tests.factories.members import make_secretary
from tests.indicators.test_views import hidden

pytestmark = pytest.mark.django_db
WHEN: dict[str, Any] = {"today": D2024, "by": None, "at": datetime(2024, 1, 2, tzinfo=UTC)}


def code(number: str, name: str, first: str | None = None, last: str | None = None) -> dict[str, Any]:
    more = {"parentCode": None, "level": "1", "shortName": "", "presentationName": "", "notes": ""}
    return {"code": number, "name": name, "validFrom": first, "validTo": last, **more}


CODES = {"codes": [code("9507", "Gammelby", "2020-01-01", "2024-01-01"), code("9508", "Nyby", "2024-01-01")]}
CODES_AT = {"codes": [code("3405", "Lillehammer"), code("3403", "Hamar")]}
CHANGES = {"codeChanges": [{"oldCode": "9507", "newCode": "9508", "changeOccurred": "2024-01-01"}]}
COUNTIES = {"codes": [code("95", "Prøve")]}
TO_COUNTIES = {
    "correspondenceItems": [
        {"sourceCode": "9508", "sourceName": "Nyby", "targetCode": "95", "targetName": "Prøve"},
        {"sourceCode": "9507", "sourceName": "Gammelby", "targetCode": "95", "targetName": "Prøve"},
    ]
}
ACROSS = {
    "correspondenceItems": [
        {"sourceCode": "9507", "sourceName": "Gammelby", "targetCode": "9508", "targetName": "Nyby"}
    ]
}
CODES_TABLE = (
    '"code";"parentCode";"level";"name";"shortName";"presentationName";"validFrom";"validTo";"notes"\n'
    '"9507";"";"1";"Gammelbø";"";"";"2020-01-01";"2024-01-01";""\n'
    '"9508";"";"1";"Nyby";"";"";"2024-01-01";"";""\n'
    "\n"
)
CHANGES_TABLE = "oldCode,oldName,newCode,newName,changeOccurred\n9507,Gammelbø,9508,Nyby,2024-01-01\n"
COUNTIES_TABLE = "sourceCode;sourceName;targetCode;targetName\n9507;Gammelbø;95;Prøve\n9508;Nyby;95;Prøve\n"


@pytest.fixture(autouse=True)
def _country() -> None:
    make_country()


def take(**files: Any) -> list[FileReport]:
    given = [
        (told if isinstance(told, bytes) else json.dumps(told).encode(), name.replace("_", "."))
        for name, told in files.items()
    ]
    return changes.import_registers(given, **WHEN)


def became(number: str) -> list[str]:
    found = CodeSuccession.objects.filter(predecessor__code=number)
    return list(found.values_list("successor__code", flat=True))


@pytest.mark.parametrize("counties", [COUNTIES, TO_COUNTIES])
def test_answers_that_were_saved_apart_are_one_register(counties: Any) -> None:
    (report,) = take(codes_json=CODES, changes_json=CHANGES, counties_json=counties)
    assert (report.file, report.refused) == ("codes.json, changes.json, counties.json", [])
    assert (report.layout, report.rows, report.stored) == ("Klass 131", 2, 2)
    nyby = MunicipalityCode.objects.get(code="9508")
    assert (nyby.name, nyby.county_code, nyby.county_name) == ("Nyby", "95", "Prøve")
    assert became("9507") == ["9508"]


def test_answers_that_were_joined_in_one_file_are_the_same() -> None:
    (report,) = take(klass_json=[CODES, CHANGES, COUNTIES])
    assert (report.refused, report.stored, became("9507")) == ([], 2, ["9508"])


def test_a_correspondence_between_two_divisions_tells_what_became_of_a_number() -> None:
    (report,) = take(codes_json=CODES, counties_json=COUNTIES, across_json=ACROSS)
    assert (report.refused, became("9507")) == ([], ["9508"])


def test_the_tables_that_klass_lets_download_are_read_with_norwegian_letters() -> None:
    (report,) = take(
        codes_csv=CODES_TABLE.encode("cp1252"),
        changes_csv=CHANGES_TABLE.encode(),
        counties_csv=COUNTIES_TABLE.encode(),
    )
    assert (report.refused, report.stored, became("9507")) == ([], 2, ["9508"])
    assert MunicipalityCode.objects.get(code="9507").name == "Gammelbø"


def test_codes_of_one_day_need_neither_days_nor_counties_that_we_know() -> None:
    (report,) = take(codesAt_json=CODES_AT)
    assert (report.refused, report.rows, report.stored) == ([], 2, 1)
    new = MunicipalityCode.objects.get(code="3405")
    hamar = MunicipalityCode.objects.get(code="3403", valid_to=None)
    assert (new.name, new.county_name, new.valid_to) == ("Lillehammer", hamar.county_name, None)
    assert new.valid_from > date(2005, 1, 1)


def test_the_same_files_twice_change_nothing() -> None:
    files = {"codes_json": CODES, "changes_json": CHANGES, "counties_json": COUNTIES}
    take(**files)
    (again,) = take(**files)
    assert (again.stored, again.unchanged) == (0, 2)


def test_a_table_of_our_own_beside_files_of_klass_is_taken_in_by_itself() -> None:
    own = b"code,name,county,county_name\n3405,Lillehammer,34,Innlandet\n"
    reports = take(codes_json=CODES, counties_json=COUNTIES, own_csv=own)
    assert [(report.layout, report.refused) for report in reports] == [
        ("Klass 131", []),
        ("municipality division", []),
    ]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"changes_json": CHANGES}, "No file has the municipality numbers themselves"),
        ({"codes_json": CODES}, "County 95 has no name here"),
        ({"noe_json": {"dataset": 1}}, "noe.json is no answer of Klass"),
        ({"noe_json": b"{"}, "noe.json is no answer of Klass"),
        ({"noe_json": b"[]"}, "noe.json is no answer of Klass"),
        ({"codes_json": {"codes": [{"code": "x"}]}}, "not municipality numbers as Klass answers"),
        ({"codes_json": {"codes": [{"name": "x"}]}}, "not municipality numbers as Klass answers"),
    ],
)
def test_what_lacks_or_is_no_answer_is_told(files: Any, words: str) -> None:
    with override("en"):
        (report,) = take(**files)
    assert words in report.refused[0].reason
    assert not MunicipalityCode.objects.filter(code="9508").exists()


def test_of_several_files_the_one_that_is_none_is_named() -> None:
    (report,) = take(codes_json=CODES, noe_json={"dataset": 1})
    assert "noe.json" in report.refused[0].reason


# On the page ----------------------------------------------------------------------------------------------


@pytest.fixture
def secretary(client: Client) -> Client:
    client.force_login(make_secretary())
    return client


def chosen(**files: Any) -> dict[str, Any]:
    given = [
        SimpleUploadedFile(
            name.replace("_", "."), told if isinstance(told, bytes) else json.dumps(told).encode()
        )
        for name, told in files.items()
    ]
    return {"chosen": given}


def test_read_register_judges_several_files_and_stores_them_when_that_is_confirmed(secretary: Client) -> None:
    assert "Filer fra Klass" in secretary.get("/data/hent/").text
    files = chosen(codes_json=CODES, changes_csv=CHANGES_TABLE.encode(), counties_json=COUNTIES)
    shown = secretary.post("/data/hent/kommunenumre/", files)
    assert (shown.status_code, "codes.json, changes.csv, counties.json" in shown.text) == (200, True)
    assert not MunicipalityCode.objects.filter(code="9508").exists()
    assert secretary.post("/data/hent/kommunenumre/lagre/", hidden(shown.text)).status_code == 302
    assert became("9507") == ["9508"]


def test_read_register_takes_a_table_of_our_own(secretary: Client) -> None:
    own = b"code,name,county,county_name\n3405,Lillehammer,34,Innlandet\n"
    shown = secretary.post("/data/hent/kommunenumre/", chosen(own_csv=own))
    assert secretary.post("/data/hent/kommunenumre/lagre/", hidden(shown.text)).status_code == 302
    assert MunicipalityCode.objects.filter(code="3405").exists()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "Velg en fil."),
        ({"noe_csv": b"a;b\n1;2\n", "codes_json": CODES}, "noe.csv er ikke noe svar fra Klass"),
        ({"codes_json": CODES}, "Fylke 95 har ikke noe navn her"),
    ],
)
def test_read_register_tells_what_is_wrong(files: Any, words: str, secretary: Client) -> None:
    shown = secretary.post("/data/hent/kommunenumre/", chosen(**files))
    assert (shown.status_code, words in shown.text) == (422, True)


def test_read_register_refuses_more_than_the_server_can_hold(
    secretary: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dugnad.indicators.forms.uploading.LARGEST_REGISTER", 0)
    shown = secretary.post("/data/hent/kommunenumre/", chosen(codes_json=CODES))
    assert (shown.status_code, "større enn 0 MB" in shown.text) == (422, True)


def test_the_address_that_takes_the_files_leads_to_the_list_when_it_is_read(secretary: Client) -> None:
    answer = secretary.get("/data/hent/kommunenumre/")
    assert (answer.status_code, answer["Location"]) == (302, "/data/hent/")


def test_the_hint_of_the_upload_names_every_kind_of_file_that_is_read(secretary: Client) -> None:
    shown = secretary.get("/data/les-inn/").text
    assert [
        kind for kind in (".xlsx", "JSON-stat 2 fra SSB eller Eurostat", "CSV") if kind not in shown
    ] == []
