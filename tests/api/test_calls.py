"""Calls and replies, as programs reach them."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from dugnad.calls import changes
from dugnad.calls.models import Objection, Reply, ReplyVersion
from dugnad.calls.queries import REPLY as REPLY_SHEET
from dugnad.calls.queries import read_version
from dugnad.kit.history import changes_of
from dugnad.members.models import User
from tests.api.doors import ask, key_of
from tests.factories.calls import AT, CHOICES, make_call, make_figures, make_hamar, make_reply
from tests.factories.members import (
    make_approver,
    make_body_member,
    make_editor,
    make_guest,
    make_municipality,
    make_organisation,
    make_secretary,
    make_subregion,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
REPLY = "calls/klimastatus-2021/replies/3403"
WORKBOOK = "calls/klimastatus-2021/workbook/3403"
ANSWERS = "calls/klimastatus-2021/answers/3403"


@pytest.fixture
def editor() -> User:
    return make_editor(make_hamar())


@pytest.fixture
def approver() -> User:
    return make_approver(make_hamar())


def put(client: Client, user: User, answers: Any, address: str = REPLY, **headers: str) -> Any:
    return ask(client, address, method="PUT", key=key_of(user), body={"answers": answers}, **headers)


def submit(client: Client, user: User, **headers: str) -> Any:
    return ask(client, f"{REPLY}/submit", method="POST", key=key_of(user), **headers)


# Calls ---------------------------------------------------------------------------------------------------


def test_a_call_has_the_shape_that_programs_rely_on(client: Client, editor: User) -> None:
    make_call({"cars": {"kind": "number", "unit": "stk", "required": True, "label_nb": "Elbiler"}})
    answer = ask(client, "calls/klimastatus-2021", key=key_of(editor))
    assert answer.json() == {
        "id": "klimastatus-2021",
        "title": "Klimastatus 2021",
        "kind": "klimastatus",
        "due": "2021-04-30T16:00:00+02:00",
        "state": "open",
        "asks_basis": False,
        "questions": [
            {
                "key": "cars",
                "kind": "number",
                "label": "Elbiler",
                "unit": "stk",
                "required": True,
                "confidential": False,
                "topic": None,
                "point": None,
                "indicator": None,
                "only_if": None,
                "parts": [{"key": "", "label": "", "kind": "number", "choices": []}],
            }
        ],
    }


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_calls_asks_the_same_for_one_and_for_three(
    client: Client, editor: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for year in range(2021, 2021 + number):
        make_call(slug=f"call-{year}", year=year)
    key = key_of(editor)
    with django_assert_num_queries(7):
        answer = ask(client, "calls", key=key).json()
    assert [len(row["questions"]) for row in answer["items"]] == [2] * number


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_calls_asks_the_same_however_many_questions_hang_on_what_is_asked_no_more(
    client: Client, editor: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for year in range(2021, 2021 + number):
        hinge = {"kind": "choice", "choices": CHOICES}
        call = make_call({"port": hinge, "ships": {}, "power": {}}, slug=f"call-{year}", year=year)
        call.questions.exclude(key="port").update(only_if=call.questions.get(key="port"))
        call.questions.filter(key="port").update(retired_at=AT)
    key = key_of(editor)
    with django_assert_num_queries(8):
        answer = ask(client, "calls", key=key).json()
    hinges = {question["only_if"]["question"] for row in answer["items"] for question in row["questions"]}
    assert hinges == {"port"}


def test_a_call_tells_what_can_be_chosen(client: Client, editor: User) -> None:
    make_call({"budget": {"kind": "choice", "choices": CHOICES}})
    (question,) = ask(client, "calls/klimastatus-2021", key=key_of(editor)).json()["questions"]
    assert question["parts"][0]["choices"] == [{"key": "yes", "label": "Ja"}, {"key": "no", "label": "Nei"}]


def test_calls_are_known_to_those_who_have_signed_in_and_drafts_to_the_secretariat(client: Client) -> None:
    make_call()
    make_call(slug="utkast", state="draft")
    keys = {"stranger": "", "guest": key_of(make_guest()), "secretary": key_of(make_secretary())}
    listed = {
        who: sorted(item["id"] for item in ask(client, "calls", key=key).json()["items"])
        for who, key in keys.items()
    }
    assert listed == {
        "stranger": [],
        "guest": ["klimastatus-2021"],
        "secretary": ["klimastatus-2021", "utkast"],
    }
    assert ask(client, "calls/utkast", key=keys["guest"]).status_code == 404
    assert ask(client, "calls/klimastatus-2021").status_code == 404


# Reading and writing -------------------------------------------------------------------------------------


def test_a_reply_has_the_shape_that_programs_rely_on(client: Client, editor: User) -> None:
    make_reply(measures="Elbåt")
    answer = ask(client, REPLY, key=key_of(editor))
    assert answer["ETag"] == '"1"'
    assert answer.json() == {
        "version": 1,
        "state": "awaited",
        "standing": "late",
        "due": "2021-04-30T16:00:00+02:00",
        "late": True,
        "submitted_at": None,
        "answers": {"measures": "Elbåt"},
        "not_applicable": [],
        "prefilled": {},
        "basis": None,
        "spoken_by": None,
        "confirmation": None,
        "confirm_by": None,
    }


def test_an_organisation_is_named_by_its_code_or_its_slug(client: Client, editor: User) -> None:
    make_reply()
    assert ask(client, "calls/klimastatus-2021/replies/hamar", key=key_of(editor)).status_code == 200


def test_put_saves_a_draft_on_top_of_the_version_that_was_read(client: Client, editor: User) -> None:
    make_reply()
    first = put(client, editor, {"measures": "Elbåt"}, If_Match='"0"')
    second = put(client, editor, {"cars": "1 200"}, If_Match=first["ETag"])
    assert (second.status_code, second["ETag"]) == (200, '"2"')
    assert second.json()["answers"] == {"measures": "Elbåt", "cars": 1200}


def test_put_begins_the_reply_of_a_member_who_joined_late(client: Client) -> None:
    make_call()
    asker = make_municipality("Asker", "3025")
    answer = put(client, make_editor(asker), {"measures": "Elbåt"}, "calls/klimastatus-2021/replies/3025")
    assert (answer.status_code, Reply.objects.get(organisation=asker).revision) == (200, 1)


def test_put_begins_no_reply_for_one_who_is_no_member(client: Client) -> None:
    make_call()
    other = make_organisation("Ruter")
    answer = put(client, make_secretary(), {"measures": "–"}, "calls/klimastatus-2021/replies/ruter")
    assert (answer.status_code, Reply.objects.filter(organisation=other).count()) == (404, 0)


def test_two_colleagues_who_write_to_one_question_get_both_texts(client: Client, editor: User) -> None:
    make_reply()
    colleague = make_editor(make_hamar())
    put(client, editor, {"measures": "Elbåt", "cars": 1}, If_Match='"0"')
    answer = put(client, colleague, {"measures": "Solceller", "cars": 1}, If_Match='"0"')
    problem = answer.json()
    assert (answer.status_code, problem["theirs"], problem["yours"], problem["version"]) == (
        409,
        {"measures": "Elbåt"},
        {"measures": "Solceller"},
        1,
    )
    assert (problem["status"], problem["field"]) == (409, "measures")
    answer = put(client, colleague, {"measures": "Elbåt og solceller"}, If_Match='"1"')
    assert answer.json()["answers"]["measures"] == "Elbåt og solceller"


def test_put_without_a_version_never_overwrites_a_colleague(client: Client, editor: User) -> None:
    make_reply()
    put(client, editor, {"measures": "Elbåt"})
    put(client, editor, {"measures": "Elbåter"})
    answer = put(client, make_editor(make_hamar()), {"measures": "Solceller"})
    assert (answer.status_code, answer.json()["theirs"]) == (409, {"measures": "Elbåter"})


def test_a_key_that_no_database_can_hold_is_no_question_of_the_call(client: Client, editor: User) -> None:
    reply = make_reply()
    answer = put(client, editor, {"n\x00": "x", "\ud800": "y"})
    assert answer.status_code == 422
    assert reply.answers.count() == 0


def test_a_wrong_answer_is_named_with_its_field_and_nothing_is_stored(client: Client, editor: User) -> None:
    reply = make_reply()
    answer = put(client, editor, {"measures": "Elbåt", "cars": "mange"})
    assert (answer.status_code, answer.json()["field"]) == (422, "cars")
    assert reply.answers.count() == 0


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (b"{", 400, None),
        (b"[" * 100_000, 400, None),
        (b'{"answers": []}', 422, "answers"),
        (b"{}", 422, "answers"),
        (b'{"answers": {}, "extra": 1}', 422, "extra"),
        (b'{"answers": {"measures": "a\\u0000b"}}', 422, "measures"),
        (b'{"answers": {"measures": "\\ud800"}}', 422, "measures"),
        (b'{"answers": {"cars": NaN}}', 422, "cars"),
        (b'{"answers": {"cars": 1e999}}', 422, "cars"),
        (b'{"answers": {"nothing": 1}}', 422, "nothing"),
    ],
)
def test_a_body_that_cannot_be_kept_is_refused(
    client: Client, editor: User, body: bytes, status: int, field: str | None
) -> None:
    reply = make_reply()
    answer = ask(client, REPLY, method="PUT", key=key_of(editor), body=body)
    assert (answer.status_code, answer.json().get("field")) == (status, field)
    assert reply.answers.count() == 0


@pytest.mark.parametrize("version", ["three", '"-1"', '"99999999999"'])
def test_a_version_that_is_none_is_refused(client: Client, editor: User, version: str) -> None:
    make_reply()
    answer = put(client, editor, {"measures": "–"}, If_Match=version)
    assert (answer.status_code, answer.json()["field"]) == (422, "If-Match")


def test_any_version_is_written_with_a_star(client: Client, editor: User) -> None:
    make_reply()
    assert put(client, editor, {"measures": "–"}, If_Match="*").status_code == 200


# Submitting ----------------------------------------------------------------------------------------------


def test_submit_gives_a_receipt_and_the_same_key_gives_the_same(client: Client, approver: User) -> None:
    make_reply(measures="Elbåt", cars=3)
    first = submit(client, approver, Idempotency_Key="abc", If_Match='"1"')
    receipt = first.json()["receipt"]
    assert (first.status_code, sorted(receipt), len(receipt["sha256"])) == (
        200,
        ["id", "received_at", "sha256", "version"],
        64,
    )
    assert submit(client, approver, Idempotency_Key="abc", If_Match='"1"').json() == first.json()
    assert Reply.objects.get().versions.count() == 1


def test_submit_notes_when_the_request_began_and_when_it_was_whole(client: Client, approver: User) -> None:
    make_reply(measures="Elbåt")
    submit(client, approver, Idempotency_Key="abc")
    version = Reply.objects.get().versions.get()
    assert version.first_byte_at < version.received_at
    assert version.received_at - version.first_byte_at < timedelta(seconds=10)


def test_submit_refuses_what_was_changed_after_it_was_read(client: Client, approver: User) -> None:
    make_reply(measures="Elbåt")
    answer = submit(client, approver, Idempotency_Key="abc", If_Match='"0"')
    assert (answer.status_code, answer.json()["version"]) == (409, 1)


def test_submit_names_the_answer_that_is_lacking(client: Client, approver: User) -> None:
    make_reply(make_call({"status": {"kind": "number", "required": True}}))
    answer = submit(client, approver, Idempotency_Key="abc").json()
    assert (answer["status"], answer["field"]) == (422, "status")
    assert answer["errors"] == [{"field": "status", "message": answer["detail"]}]


def test_submit_asks_for_a_key(client: Client, approver: User) -> None:
    make_reply(measures="Elbåt")
    answer = submit(client, approver)
    assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")


def test_an_editor_may_write_and_not_submit(client: Client, editor: User) -> None:
    make_reply(measures="Elbåt")
    answer = submit(client, editor, Idempotency_Key="abc")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert Reply.objects.get().state == "awaited"


def test_the_secretariat_submits_on_behalf_of_a_member_and_it_is_said_so(client: Client) -> None:
    make_reply(measures="Elbåt")
    submit(client, make_secretary(), Idempotency_Key="abc")
    assert Reply.objects.get().versions.get().on_behalf is True


# What one may not see is not there -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_answers_of_another_type_are_refused_with_the_type_that_is_right(
    client: Client, editor: User, kind: str
) -> None:
    make_reply(make_call({"measures": {"kind": "text", "label_nb": "Tiltak"}}))
    headers = {"Authorization": f"Bearer {key_of(editor)}", "Accept-Language": "en"}
    answer = client.put(
        f"/api/v1/{REPLY}", '{"answers": {"measures": "Sol"}}', content_type=kind, headers=headers
    )
    assert (answer.status_code, answer["Content-Type"]) == (415, "application/problem+json")
    assert answer.json()["detail"] == "Send the answers as application/json."
    assert Reply.objects.get().answers.count() == 0


@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
@pytest.mark.parametrize("make", ["neighbour", make_guest, make_body_member])
def test_a_reply_that_is_not_yours_answers_with_the_same_bytes_as_none(
    client: Client, method: str, make: Any
) -> None:
    make_reply(measures="Hemmelig")
    lillestrom = make_municipality("Lillestrøm", "3030")
    user = make_approver(lillestrom) if make == "neighbour" else make()
    addresses = {
        "GET": ["replies/{}", "workbook/{}", "answers/{}"],
        "PUT": ["replies/{}"],
        "POST": ["replies/{}/submit", "replies/{}/confirm", "replies/{}/object", "workbook/{}"],
    }[method]
    body = {"answers": {"measures": "–"}} if method == "PUT" else b""
    for address in addresses:
        answers = [
            ask(
                client,
                f"calls/klimastatus-2021/{address.format(name)}",
                method=method,
                key=key_of(user),
                body=body,
                Idempotency_Key="x",
            )
            for name in ("3403", "9999", "nobody")
        ]
        assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[2].content)}
        assert {json.dumps(dict(answer.headers), sort_keys=True) for answer in answers} == {
            json.dumps(dict(answers[2].headers), sort_keys=True)
        }


@pytest.mark.parametrize("address", [REPLY, WORKBOOK, ANSWERS])
def test_without_a_key_there_is_no_reply(client: Client, address: str) -> None:
    make_reply(measures="Hemmelig")
    answer = ask(client, address)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="dugnad"')
    assert answer.content == ask(client, address.replace("3403", "9999")).content


def test_two_members_cannot_be_told_apart_by_what_they_have_not_published(client: Client) -> None:
    """The lists of a third member are the same to the byte, whatever Hamar has in its draft."""
    call = make_call()
    make_reply(call)
    asker = make_municipality("Asker", "3025")
    key = key_of(make_approver(asker))
    addresses = [
        "calls",
        "calls/klimastatus-2021",
        "search?q=klimastatus",
        "members",
        "documents",
        "activities",
    ]
    before = [ask(client, address, key=key).content for address in addresses]
    make_reply(call, measures="klimastatus hemmelig")
    assert [ask(client, address, key=key).content for address in addresses] == before
    assert ask(client, "search?q=hemmelig", key=key).json()["items"] == []


# Workbooks -----------------------------------------------------------------------------------------------


def book(client: Client, user: User, **cells: Any) -> bytes:
    """The workbook as it is handed out, with answers written into it."""
    answer = ask(client, WORKBOOK, key=key_of(user))
    workbook = load_workbook(io.BytesIO(answer.content))
    sheet = workbook.worksheets[1]
    column = [column.key for column in REPLY_SHEET.columns].index("answer") + 1
    for row in sheet.iter_rows(min_row=2):
        if row[0].value in cells:
            sheet.cell(row=row[0].row, column=column, value=cells[row[0].value])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def test_the_workbook_goes_out_and_comes_back_filled(client: Client, editor: User) -> None:
    make_reply()
    answer = ask(client, WORKBOOK, key=key_of(editor))
    assert answer["Content-Disposition"] == 'attachment; filename="klimastatus-2021-3403.xlsx"'
    content = book(client, editor, measures="Elbåt", cars=12)
    answer = ask(client, WORKBOOK, method="POST", key=key_of(editor), body=content)
    (report,) = answer.json()["files"]
    assert (answer.status_code, len(report.pop("sha256"))) == (200, 64)
    assert report == {
        "file": "workbook.xlsx",
        "layout": "reply",
        "rows": 2,
        "stored": 2,
        "unchanged": 0,
        "refused": [],
    }
    assert ask(client, REPLY, key=key_of(editor)).json()["answers"] == {"measures": "Elbåt", "cars": 12}


def test_a_workbook_may_come_as_a_form(client: Client, editor: User) -> None:
    make_reply()
    file = io.BytesIO(book(client, editor, cars=12))
    file.name = "svar.xlsx"
    headers = {"Authorization": f"Bearer {key_of(editor)}"}
    answer = client.post(f"/api/v1/{WORKBOOK}", {"file": file}, headers=headers)
    assert (answer.status_code, answer.json()["files"][0]["file"]) == (200, "svar.xlsx")


def test_a_form_without_a_file_is_asked_for_one(client: Client, editor: User) -> None:
    make_reply()
    headers = {"Authorization": f"Bearer {key_of(editor)}"}
    answer = client.post(f"/api/v1/{WORKBOOK}", {"note": "–"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "empty")


def test_a_cell_that_cannot_be_taken_is_named_and_nothing_is_stored(client: Client, editor: User) -> None:
    reply = make_reply()
    content = book(client, editor, measures="Elbåt", cars="mange")
    answer = ask(client, WORKBOOK, method="POST", key=key_of(editor), body=content)
    (refused,) = answer.json()["files"][0]["refused"]
    assert (answer.status_code, refused["row"]) == (422, 3)
    assert (refused["sheet"], refused["column"]) == (
        str(REPLY_SHEET.label),
        str(REPLY_SHEET.columns[5].label),
    )
    assert refused["reason"]
    assert reply.answers.count() == 0


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"PK\x03\x04 not a workbook", b"hei"])
def test_what_is_no_workbook_is_refused(client: Client, editor: User, content: bytes) -> None:
    make_reply()
    answer = ask(client, WORKBOOK, method="POST", key=key_of(editor), body=content)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


# Who stands behind an answer, and what is asked of whom ---------------------------------------------------

DECIDED = {
    "basis": "decided", "decided_by": "kommunestyret", "case_number": "38/21", "decided_on": "2021-04-28",
}  # fmt: skip


def submit_as(client: Client, user: User, body: Any, address: str = REPLY) -> Any:
    key = {"key": key_of(user), "Idempotency_Key": "abc"}
    return ask(client, f"{address}/submit", method="POST", body=body, **key)


def test_submit_says_who_stands_behind_the_answer(client: Client, approver: User) -> None:
    make_reply(make_call(asks_basis=True), make_hamar(), measures="Elbåt")
    assert ask(client, "calls/klimastatus-2021", key=key_of(approver)).json()["asks_basis"] is True
    assert submit_as(client, approver, {"basis": DECIDED}).status_code == 200
    assert ask(client, REPLY, key=key_of(approver)).json()["basis"] == DECIDED
    assert read_version(ReplyVersion.objects.get())["basis"] == DECIDED


def test_submit_without_a_word_is_an_officers_answer(client: Client, approver: User) -> None:
    make_reply(make_call(asks_basis=True), make_hamar(), measures="Elbåt")
    assert submit(client, approver, Idempotency_Key="abc").status_code == 200
    assert ask(client, REPLY, key=key_of(approver)).json()["basis"] == {"basis": "officer"}


@pytest.mark.parametrize(
    ("basis", "asks", "field"),
    [
        ({"basis": "decided"}, True, "decided_by"),
        (DECIDED | {"decided_on": "2021-05-30"}, True, "decided_on"),
        ({"basis": "mayor"}, True, "basis.basis"),
        (DECIDED | {"decided_by": "\x00"}, True, "basis.decided_by"),
        ({"basis": "officer"}, False, "basis"),
    ],
)
def test_submit_names_what_is_wrong_about_who_stands_behind(
    client: Client, approver: User, basis: Any, asks: bool, field: str
) -> None:
    make_reply(make_call(asks_basis=asks), make_hamar(), measures="Elbåt")
    answer = submit_as(client, approver, {"basis": basis})
    assert (answer.status_code, answer.json()["field"].endswith(field)) == (422, True)
    assert ReplyVersion.objects.count() == 0


def test_a_sub_region_submits_for_its_member_and_the_member_is_asked(client: Client) -> None:
    region = make_approver(make_subregion("Hedmarken", answers_for_members=True), "region@demo.example")
    stange = make_municipality("Stange", "3413", subregion="Hedmarken")
    make_reply(make_call(), stange, measures="Felles")
    address = "calls/klimastatus-2021/replies/3413"
    assert submit_as(client, region, {}, address).status_code == 200
    shown = ask(client, address, key=key_of(region)).json()
    assert (shown["spoken_by"], shown["confirmation"]) == ("hedmarken", "awaited")


def test_a_question_says_on_what_it_hangs_and_a_reply_what_does_not_apply(
    client: Client, editor: User
) -> None:
    call = make_call({"port": {"kind": "choice", "choices": CHOICES}, "power": {}})
    hinge = {"only_if": call.questions.get(key="port"), "only_if_choices": ["yes"]}
    changes.edit_question(call.questions.get(key="power"), by=None, at=AT, **hinge)
    make_reply(call, make_hamar(), port="no")
    asked = ask(client, "calls/klimastatus-2021", key=key_of(editor)).json()["questions"]
    conditions = {question["key"]: question["only_if"] for question in asked}
    assert conditions == {"port": None, "power": {"question": "port", "choices": ["yes"]}}
    assert ask(client, REPLY, key=key_of(editor)).json()["not_applicable"] == ["power"]


def test_the_description_tells_how_to_say_who_stands_behind(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    [submission] = [
        operation
        for path, operations in schema["paths"].items()
        if path.endswith("/submit")
        for operation in operations.values()
    ]
    assert "Submission" in json.dumps(submission["requestBody"])
    assert schema["components"]["schemas"]["Behind"]["properties"].keys() == DECIDED.keys()
    assert submission["requestBody"].get("required", False) is False


# A sub-region has answered --------------------------------------------------------------------------------


@pytest.fixture
def spoken() -> Reply:
    """Hamar's reply, which its sub-region has submitted."""
    region = make_approver(make_subregion("Hedmarken", answers_for_members=True), "region@demo.example")
    reply = make_reply(make_call(), make_municipality(subregion="Hedmarken"), measures="Felles")
    changes.submit_reply(reply, "spoken", region.person, AT)
    return reply


def judge(client: Client, user: User, verb: str, body: Any = None, **headers: str) -> Any:
    return ask(client, f"{REPLY}/{verb}", method="POST", key=key_of(user), body=body, **headers)


def test_a_member_confirms_what_was_answered_for_it_and_again_changes_nothing(
    client: Client, spoken: Reply
) -> None:
    user = make_editor(spoken.organisation)
    shown = ask(client, REPLY, key=key_of(user)).json()
    assert (shown["confirmation"], shown["confirm_by"]) == ("awaited", "2021-05-04")
    first, again = judge(client, user, "confirm"), judge(client, user, "confirm")
    assert (first.status_code, first.json()["confirmation"]) == (200, "confirmed")
    assert (again.status_code, again.content, again["ETag"]) == (200, first.content, first["ETag"])
    assert changes_of(spoken).filter(verb="confirm_reply").count() == 1
    late = judge(client, user, "object", {"reason": "Nei"}, Accept_Language="en")
    assert (late.status_code, late["Content-Type"]) == (409, "application/problem+json")
    problem = late.json()
    assert (problem["code"], problem["title"]) == ("confirmation", "This does not fit where the reply stands")
    assert problem["detail"] == "There is nothing to object to here any more."


def test_a_member_objects_with_a_reason_and_the_reply_is_its_own_again(client: Client, spoken: Reply) -> None:
    user = make_editor(spoken.organisation)
    for body in (None, {}, {"reason": "  "}):
        wrong = judge(client, user, "object", body)
        assert (wrong.status_code, wrong.json()["field"]) == (422, "reason")
    for body in ({"reason": "x" * 2001}, {"reason": 7}, {"reason": "\x00"}, {"reason": "Nei", "why": "x"}):
        wrong = judge(client, user, "object", body)
        assert (wrong.status_code, wrong.json()["field"] in {"reason", "why"}) == (422, True)
    first = judge(client, user, "object", {"reason": "Vi har en egen plan"})
    again = judge(client, user, "object", {"reason": "Vi har en egen plan"})
    assert (first.status_code, first.json()["state"], first.json()["confirmation"]) == (
        200, "awaited", "objected",
    )  # fmt: skip
    assert (again.status_code, again.content) == (200, first.content)
    assert (spoken.versions.count(), first.json()["answers"]) == (2, {"measures": "Felles"})
    assert judge(client, user, "confirm").status_code == 409


def test_a_member_that_nobody_has_answered_for_has_nothing_to_say_yes_or_no_to(
    client: Client, editor: User
) -> None:
    make_reply(measures="Elbåt")
    for verb, body in (("confirm", None), ("object", {"reason": "Nei"})):
        answer = judge(client, editor, verb, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "unspoken")


def test_what_was_answered_stands_when_the_days_are_over_or_the_call_is_closed(
    client: Client, spoken: Reply, settings: Any
) -> None:
    user = make_editor(spoken.organisation)
    settings.DEMO_TODAY = "2021-05-05"
    passed = judge(client, user, "object", {"reason": "Nei"})
    assert (passed.status_code, passed.json()["code"]) == (409, "confirmation")
    changes.close_call(spoken.call, by=None, at=AT)
    for verb, body in (("confirm", None), ("object", {"reason": "Nei"})):
        closed = judge(client, user, verb, body)
        assert (closed.status_code, closed.json()["code"]) == (409, "closed")
    assert Reply.objects.get().confirmation == "awaited"


def test_only_the_members_own_people_say_yes_or_no(client: Client, spoken: Reply) -> None:
    region = User.objects.get(person__email="region@demo.example")
    for user in (region, make_secretary()):
        for verb, body in (("confirm", None), ("object", {"reason": "Nei"})):
            answer = judge(client, user, verb, body, Accept_Language="en")
            assert (answer.status_code, answer.json()["detail"]) == (
                403, "Only the member's own people can confirm the answer or object to it.",
            )  # fmt: skip
    assert Reply.objects.get().confirmation == "awaited"


def test_the_description_tells_how_to_confirm_and_to_object(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    (confirm,) = [one["post"] for path, one in paths.items() if path.endswith("/confirm")]
    (protest,) = [one["post"] for path, one in paths.items() if path.endswith("/object")]
    assert "409" in confirm["description"]
    assert ("Protest" in json.dumps(protest["requestBody"]), "requestBody" in confirm) == (True, False)


# A published figure that is not right ---------------------------------------------------------------------


def test_an_objection_to_a_published_figure_is_an_answer_like_any_other(
    client: Client, approver: User
) -> None:
    make_figures((2019, "road_traffic", 50000))
    figure = {"kind": "figure", "indicator": "ghg-emissions", "unit": "t CO2e", "label_nb": "Utslipp"}
    make_reply(make_call({"total": figure}), make_hamar())
    assert ask(client, REPLY, key=key_of(approver)).json()["prefilled"]["total"]["value"] == 50000
    bare = put(client, approver, {"total": {"right": False}})
    assert (bare.status_code, submit(client, approver, Idempotency_Key="a").status_code) == (200, 422)
    said = {"right": False, "value": 43000, "reason": "Feil trafikktall"}
    assert put(client, approver, {"total": said}).status_code == 200
    assert submit(client, approver, Idempotency_Key="b").status_code == 200
    objection = Objection.objects.get()
    assert (objection.published, objection.proposed, objection.reason) == (50000, 43000, "Feil trafikktall")
    assert put(client, approver, {"total": {"right": True}}).status_code == 200
    assert submit(client, approver, Idempotency_Key="c").status_code == 200
    assert Objection.objects.get().dropped_at is not None


# Taking the answers along --------------------------------------------------------------------------------


def test_what_was_submitted_can_be_taken_along_in_four_forms(client: Client, approver: User) -> None:
    assert ask(client, ANSWERS, key=key_of(approver)).status_code == 404
    reply = make_reply(measures="Sykkelvei")
    assert ask(client, ANSWERS, key=key_of(approver)).status_code == 404
    submit(client, approver, Idempotency_Key="x")
    whole = ask(client, ANSWERS, key=key_of(approver))
    version = reply.versions.get()
    assert whole.json()["answers"] == {"measures": {"note": "", "value": "Sykkelvei"}}
    assert whole["ETag"] == f'"{version.sha256}"'
    assert whole["Content-Disposition"] == 'attachment; filename="klimastatus-2021-hamar-v1.json"'
    csv = ask(client, f"{ANSWERS}?format=csv", key=key_of(approver))
    assert (csv["Content-Type"], b"Sykkelvei" in csv.content) == ("text/csv; charset=utf-8", True)
    assert ask(client, f"{ANSWERS}?format=crf", key=key_of(approver)).content.startswith(b"Inventory year,")
    assert ask(client, f"{ANSWERS}?format=crf.xlsx", key=key_of(approver)).content.startswith(b"PK")
    assert ask(client, f"{ANSWERS}?format=xml", key=key_of(approver)).status_code == 422
