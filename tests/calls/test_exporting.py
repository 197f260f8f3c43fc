"""One member's answers taken along: CSV, JSON, and rows of the Common Reporting Framework."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from dugnad.calls import changes, queries
from dugnad.calls.kinds import crf
from dugnad.calls.models import ReplyVersion
from dugnad.indicators.kinds import SECTORS
from tests.factories.calls import (
    AT,
    CHOICES,
    STORY,
    make_call,
    make_figures,
    make_hamar,
    make_reply,
    save,
    submit,
)
from tests.factories.members import make_editor, make_guest, make_municipality, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
HAMAR = "/innhenting/klimastatus-2021/hamar/"
EMISSIONS = {"kind": "figure", "unit": "tonn CO2e", "indicator": "ghg-emissions", "indicator_year": 2019}
ROAD = EMISSIONS | {"indicator_sector": "road_traffic", "label_en": "Emissions from road traffic"}


def submitted(questions: dict[str, Any] | None = None, **answers: Any) -> ReplyVersion:
    """Hamar's submitted reply to a call with these questions."""
    make_hamar()
    reply = make_reply(make_call(questions), **answers)
    submit(reply)
    version = queries.submitted_version(reply)
    assert version is not None
    return version


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


# What stands for the member ------------------------------------------------------------------------------


def test_only_what_is_submitted_and_stands_can_be_taken_along() -> None:
    reply = make_reply(measures="Sykkelvei")
    assert queries.submitted_version(reply) is None
    submit(reply)
    save(reply, measures="Noe nytt som ikke er sendt")
    version = queries.submitted_version(reply)
    assert version is not None
    assert "Sykkelvei" in queries.reply_as_csv(version)
    assert "Noe nytt" not in queries.reply_as_json(version) + queries.reply_as_csv(version)
    changes.withdraw_reply(reply, reason="Feil", by=None, at=AT)
    assert queries.submitted_version(reply) is None


def test_the_json_is_what_was_submitted_with_its_receipt() -> None:
    version = submitted(measures="Sykkelvei", cars=12)
    shape = json.loads(queries.reply_as_json(version))
    content = {key: value for key, value in shape.items() if key not in {"receipt", "state"}}
    assert content == queries.read_version(version)
    assert shape["state"] == "submitted"
    assert shape["receipt"]["sha256"] == version.sha256
    assert shape["receipt"]["received_at"] == "2021-04-20T09:00:00+02:00"


def test_the_csv_has_a_row_for_each_part_of_each_answer() -> None:
    version = submitted(
        {
            "measures": {},
            "cars": {"kind": "number", "unit": "stk"},
            "topics": {"kind": "choices", "choices": CHOICES},
            "road": ROAD,
            "empty": {},
        },
        measures="=1+1",
        cars=12.5,
        topics=["yes", "no"],
        road={"right": False, "value": 90, "reason": "Egen telling"},
    )
    rows = table(queries.reply_as_csv(version))
    assert [(row["key"], row["part"], row["value"], row["unit"]) for row in rows] == [
        ("measures", "", "'=1+1", ""),
        ("cars", "", "12.5", "stk."),
        ("topics", "", "yes;no", ""),
        ("road", "reason", "Egen telling", ""),
        ("road", "right", "false", ""),
        ("road", "value", "90", "tonn CO2e"),
        ("empty", "", "", ""),
    ]
    assert {row["received_at"] for row in rows} == {"2021-04-20T09:00:00+02:00"}
    assert rows[2]["text"] == "Ja; Nei"


def test_the_csv_says_what_is_not_asked_of_a_member() -> None:
    call = make_call({"plan": {"kind": "choice", "choices": CHOICES}}, state="draft")
    changes.add_question(
        call.sections.get(), key="which", kind="text", label_nb="Hvilken", by=None, at=AT,
        only_if=call.questions.get(key="plan"), only_if_choices=["yes"],
    )  # fmt: skip
    changes.open_call(call, by=None, at=AT)
    reply = make_reply(call, plan="no")
    submit(reply)
    version = queries.submitted_version(reply)
    assert version is not None
    marks = [(row["key"], row["not_applicable"]) for row in table(queries.reply_as_csv(version))]
    assert marks == [("plan", ""), ("which", "true")]


# The Common Reporting Framework --------------------------------------------------------------------------


def crf_table(version: ReplyVersion) -> list[dict[str, str]]:
    return table(queries.crf_as_csv(version))


def test_crf_rows_tell_whose_figure_it_is_and_where_it_belongs() -> None:
    make_municipality()
    make_figures((2019, "road_traffic", 100.0), (2019, "heating", 50.0))
    heating = EMISSIONS | {"indicator_sector": "heating"}
    version = submitted(
        {"road": ROAD, "heat": heating, "total": EMISSIONS, "plan": {}},
        road={"right": True},
        heat={"right": False, "value": 40, "reason": "Fjernvarme"},
        plan="Vedtatt",
    )
    road, heat, total = crf_table(version)
    assert (road["GPC ref. no."], road["CRF - Sector"], road["CRF - Sub-sector"], road["Scope"]) == (
        "II.1.1", "Transportation", "On-road", "1",
    )  # fmt: skip
    assert road["Inventory year"] == "2019"
    assert float(road["GHGs (metric tonnes CO2e) - Total CO2e"]) == 100
    assert road["Activity data - Source"] == (
        "Miljødirektoratet, as seen 2021-02-25; confirmed by the municipality"
    )
    assert road["Activity data - Description"] == "Emissions from road traffic"
    assert road["Note"] == ""
    assert (heat["CRF - Sector"], heat["CRF - Sub-sector"], heat["GPC ref. no."]) == (
        "Stationary energy", "", "",
    )  # fmt: skip
    assert heat["Activity data - Source"] == "The municipality, in its reply to Klimastatus 2021"
    assert heat["Note"].startswith("Sub-sector left open")
    assert heat["Note"].endswith("Fjernvarme")
    assert (total["CRF - Sector"], total["Activity data - Source"]) == ("", "")
    assert "write a notation key" in total["Note"]
    assert {row["Notation key"] for row in (road, heat, total)} == {""}


def test_a_figure_in_another_unit_or_of_another_indicator_is_no_row_of_the_inventory() -> None:
    people = {"kind": "figure", "indicator": "population", "unit": "personer"}
    tonnes = EMISSIONS | {"unit": "1000 tonn"}
    version = submitted(
        {"people": people, "tonnes": tonnes},
        people={"right": False, "value": 1, "reason": "x"},
        tonnes={"right": False, "value": 1, "reason": "x"},
    )
    assert queries.crf_rows(version) == []


def test_the_workbook_has_the_inventory_the_other_answers_and_what_is_left_open() -> None:
    version = submitted(
        {"road": ROAD, "target-year": {"kind": "year"}, "measures": {}, "empty": {}},
        road={"right": False, "value": 90, "reason": "Egen telling"},
        measures="Sykkelvei",
        **{"target-year": 2030},
    )
    book = load_workbook(BytesIO(queries.crf_workbook(version)))
    assert book.sheetnames == ["eCRF_3", "Other answers", "Notes"]
    assert [cell.value for cell in book["eCRF_3"][1]] == [*crf.COLUMNS, "Note"]
    others = [[cell.value for cell in row][:3] for row in book["Other answers"].iter_rows(min_row=2)]
    assert others == [
        ["4. Target Setting", "Target-Year", "2030"],
        ["No place that is certain", "Measures", "Sykkelvei"],
    ]
    notes = [row[0].value for row in book["Notes"].iter_rows(min_row=2)]
    assert notes[0] == "GCoM Common Reporting Framework, version 6.1, 13 September 2018"
    assert version.sha256 in notes[-1]


def test_the_workbook_for_the_framework_is_in_english_whoever_fetches_it() -> None:
    choices = [
        {"key": "plan", "nb": "Ikke ennå, men det er vedtatt", "en": "Not yet, but decided"},
        {"key": "no", "nb": "Nei"},
    ]
    version = submitted(
        {
            "climate-plan": {"kind": "choice", "choices": choices, "label_en": "Climate plan"},
            "saved": {"kind": "number", "unit": "tonn CO2e"},
        },
        **{"climate-plan": "plan"},
        saved="1250,5",
    )
    with translation.override("nb"):
        book = load_workbook(BytesIO(queries.crf_workbook(version)))
    rows = [[cell.value for cell in row][1:4] for row in book["Other answers"].iter_rows(min_row=2)]
    assert rows == [
        ["Climate plan", "Not yet, but decided", None],
        ["Saved", "1,250.5 tonnes CO2e", "tonnes CO2e"],
    ]


def test_the_workbook_leaves_out_what_only_the_secretariat_reads_and_the_own_copy_does_not() -> None:
    version = submitted(
        {"measures": {}, "who": {"is_confidential": True}}, measures="Sykkelvei", who="Kari på loftet"
    )
    book = load_workbook(BytesIO(queries.crf_workbook(version)))
    assert [row[1].value for row in book["Other answers"].iter_rows(min_row=2)] == ["Measures"]
    assert "Kari på loftet" in queries.reply_as_csv(version)


def test_every_sector_of_the_statistic_has_a_place_or_says_why_it_has_none() -> None:
    assert set(crf.PLACES) == set(SECTORS)
    for sector in SECTORS:
        place = crf.place_of_sector(sector)
        assert (place.reference and place.sector and place.subsector) or place.note
        assert bool(place.reference) == bool(place.subsector)
    assert crf.place_of_sector("").note
    assert crf.place_of_sector("01.1").note


# The addresses -------------------------------------------------------------------------------------------

FILES = {
    "svar.csv": "text/csv; charset=utf-8",
    "svar.json": "application/json",
    "gcom.csv": "text/csv; charset=utf-8",
    "gcom.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pytest.mark.parametrize("file", FILES)
def test_the_member_takes_its_answers_along(client: Client, file: str) -> None:
    submitted(measures="Sykkelvei")
    client.force_login(make_editor(make_hamar()))
    assert HAMAR + "svar.csv" in client.get(HAMAR).content.decode()
    answer = client.get(HAMAR + file)
    assert (answer.status_code, answer["Content-Type"]) == (200, FILES[file])
    assert answer["Content-Disposition"].startswith('attachment; filename="klimastatus-2021-hamar-v1.')
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("file", FILES)
def test_before_it_is_submitted_there_is_nothing_to_take_along(client: Client, file: str) -> None:
    make_reply(measures="Sykkelvei")
    client.force_login(make_editor(make_hamar()))
    assert client.get(HAMAR + file).status_code == 404
    assert HAMAR + "svar.csv" not in client.get(HAMAR).content.decode()


@pytest.mark.parametrize("file", FILES)
def test_nobody_takes_another_members_answers_along(client: Client, file: str) -> None:
    submitted(measures="Sykkelvei")
    for user in (make_editor(make_municipality("Løten", "3412")), make_guest()):
        client.force_login(user)
        assert client.get(HAMAR + file).status_code == 404
    client.force_login(make_secretary())
    assert client.get(HAMAR + file).status_code == 200


def test_a_story_goes_along_part_by_part() -> None:
    rows = table(queries.reply_as_csv(submitted({"story": {"kind": "story"}}, story=STORY)))
    assert [(row["key"], row["part"]) for row in rows] == [
        ("story", "text"), ("story", "theme"), ("story", "title"),
    ]  # fmt: skip


@pytest.mark.parametrize(("code", "unit"), [("nb", "kaier"), ("nn", "kaiar"), ("en", "quays")])
def test_a_unit_of_ones_own_stands_in_the_files_in_the_language_of_the_reader(code: str, unit: str) -> None:
    version = submitted({"quays": {"kind": "number", "unit": "kaier | kaiar | quays"}}, quays=3)
    with translation.override(code):
        shape, rows = json.loads(queries.reply_as_json(version)), table(queries.reply_as_csv(version))
    assert shape["questions"]["quays"]["unit"] == unit
    assert [(row["unit"], row["text"]) for row in rows] == [(unit, f"3 {unit}")]


def test_a_unit_that_we_know_is_the_same_in_both_columns_of_the_english_file() -> None:
    make_hamar()
    make_figures((2019, "road_traffic", 100.0))
    version = submitted({"road": ROAD}, road={"right": True})
    with translation.override("en"):
        rows = {row["part"]: row for row in table(queries.reply_as_csv(version))}
        shape = json.loads(queries.reply_as_json(version))
    assert (rows["value"]["unit"], rows["unit"]["value"]) == ("tonnes CO2e", "tonnes CO2e")
    assert shape["answers"]["road"]["value"]["unit"] == "tonnes CO2e"
