"""A workbook is filled in with notes, corrected and uploaded again: nothing of it is lost."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from dugnad.calls import changes, queries
from dugnad.calls.changes.starting import ReplyReport
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Reply
from dugnad.declarations.states import WordingState
from dugnad.kit.spreadsheets import GREY, LONGEST_CELL
from dugnad.members.models import Person
from tests.factories.calls import AT, make_call, make_figures, make_hamar, make_reply, save
from tests.factories.declarations import make_point, make_wording
from tests.factories.members import make_editor, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
PAGE = "/innhenting/klimastatus-2021/hamar/"
ANSWER, NOTE = 5, 6


@pytest.fixture
def reply() -> Reply:
    """A reply to a call that asks about a figure, in several rows, and about cars, in one."""
    make_hamar()
    make_figures((2019, "", 143814))
    total = {"kind": QuestionKind.FIGURE, "indicator": "ghg-emissions"}
    return make_reply(make_call({"total": total, "cars": {"kind": QuestionKind.NUMBER}}))


def opened(reply: Reply) -> Any:
    return load_workbook(BytesIO(queries.reply_workbook(reply, on=AT.date())))


def rows_of(book: Any) -> dict[str, Any]:
    return {row[0].value: row for row in book.worksheets[1].iter_rows(min_row=2)}


def upload(reply: Reply, book: Any, tmp_path: Path, by: Person | None = None) -> ReplyReport:
    book.save(tmp_path / "svar.xlsx")
    reply.refresh_from_db()
    with translation.override("nb"):
        return changes.import_reply(reply, tmp_path / "svar.xlsx", by=by, at=AT)


def note_of(reply: Reply, key: str = "total") -> str:
    return str(reply.answers.get(question__key=key).note)


# The note of a question ----------------------------------------------------------------------------------


def test_the_note_is_open_in_the_first_row_of_a_question_and_grey_in_the_others(reply: Reply) -> None:
    rows = rows_of(opened(reply))
    assert [key for key, row in rows.items() if not row[NOTE].protection.locked] == ["total.right", "cars"]
    assert rows["total.value"][NOTE].fill.start_color.rgb[2:] == GREY
    assert rows["total.right"][NOTE].fill.fill_type is None


def test_a_note_in_another_row_of_the_question_is_its_note(reply: Reply, tmp_path: Path) -> None:
    book = opened(reply)
    rows = rows_of(book)
    rows["total.right"][ANSWER].value, rows["total.value"][ANSWER].value = "Nei", 8000
    rows["total.reason"][ANSWER].value = "Feil i trafikken"
    rows["total.value"][NOTE].value = "Se vedlegg."
    report = upload(reply, book, tmp_path)
    assert (report.errors, note_of(reply)) == ([], "Se vedlegg.")
    assert (len(report.changes), report.questions) == (3, 1)


def test_notes_in_several_rows_stand_on_lines_of_their_own_and_once(reply: Reply, tmp_path: Path) -> None:
    book = opened(reply)
    rows = rows_of(book)
    for part, note in {"right": "En.", "value": "To.", "reason": "En."}.items():
        rows[f"total.{part}"][NOTE].value = note
    assert upload(reply, book, tmp_path).errors == []
    assert note_of(reply) == "En.\nTo."
    assert upload(reply, book, tmp_path).changes == []
    assert note_of(reply) == "En.\nTo."


def test_a_note_is_kept_where_the_first_row_was_left_out(reply: Reply, tmp_path: Path) -> None:
    changes.save_draft(reply, {}, 0, None, AT, notes={"total": "Fra før."})
    book = opened(reply)
    rows = rows_of(book)
    rows["total.value"][NOTE].value = "Se vedlegg."
    book.worksheets[1].delete_rows(rows["total.right"][0].row)
    assert upload(reply, book, tmp_path).errors == []
    assert note_of(reply) == "Fra før.\nSe vedlegg."


def test_a_note_that_is_longer_than_a_cell_is_not_cut_by_its_own_workbook(
    reply: Reply, tmp_path: Path
) -> None:
    long = ("ord " * 10_000).strip()
    changes.save_draft(reply, {}, 0, None, AT, notes={"total": long})
    assert upload(reply, opened(reply), tmp_path).changes == []
    assert len(note_of(reply)) == len(long) > LONGEST_CELL


def test_who_uploads_is_told_how_many_questions_the_rows_belong_to(reply: Reply, client: Client) -> None:
    client.force_login(make_editor(make_hamar(), "kari@demo.example"))
    book, stream = opened(reply), BytesIO()
    rows = rows_of(book)
    rows["total.right"][ANSWER].value, rows["total.value"][ANSWER].value = "Nei", 8000
    rows["cars"][ANSWER].value = 12
    book.save(stream)
    page = client.post(
        f"{PAGE}regneark/", {"file": SimpleUploadedFile("svar.xlsx", stream.getvalue())}, follow=True
    )
    assert "3 rader er lagret. De hører til 2 spørsmål." in page.text


# The same workbook again ---------------------------------------------------------------------------------


def corrected(reply: Reply, tmp_path: Path, kari: Person) -> Any:
    """The workbook that Kari has uploaded with 12 cars, now with 13."""
    book = opened(reply)
    rows_of(book)["cars"][ANSWER].value = 12
    assert upload(reply, book, tmp_path, by=kari).errors == []
    rows_of(book)["cars"][ANSWER].value = 13
    return book


def test_who_corrects_a_workbook_and_uploads_it_again_clashes_with_nobody(
    reply: Reply, tmp_path: Path
) -> None:
    kari = make_person("Kari")
    book = corrected(reply, tmp_path, kari)
    assert upload(reply, book, tmp_path, by=kari).errors == []
    rows_of(book)["cars"][ANSWER].value = 14
    assert upload(reply, book, tmp_path, by=kari).errors == []
    assert reply.answers.get().value == 14


def test_a_colleague_who_uploads_a_workbook_of_the_same_day_is_told_who_has_written(
    reply: Reply, tmp_path: Path
) -> None:
    book = corrected(reply, tmp_path, make_person("Kari"))
    for who in (make_person("Ola"), None):
        errors = upload(reply, book, tmp_path, by=who).errors
        assert [error.reason for error in errors] == [
            "Kari har skrevet noe annet her siden du hentet regnearket: 12"
        ]


@pytest.mark.parametrize("last", [True, False])
def test_what_one_wrote_on_the_page_in_between_is_told_with_you_and_not_overwritten(
    reply: Reply, last: bool, tmp_path: Path
) -> None:
    kari = make_person("Kari")
    book = corrected(reply, tmp_path, kari)
    save(reply, by=kari, cars=20)
    if not last:
        newer = opened(reply)
        rows_of(newer)["cars"][ANSWER].value = 21
        assert upload(reply, newer, tmp_path, by=kari).errors == []
    errors = upload(reply, book, tmp_path, by=kari).errors
    assert [error.reason for error in errors] == [
        f"Du har skrevet noe annet her siden du hentet regnearket: {20 if last else 21}"
    ]


# What is stored and not yet complete ---------------------------------------------------------------------


def test_who_uploads_is_told_by_cell_what_must_be_mended_before_it_is_sent_in(client: Client) -> None:
    make_hamar()
    make_point(make_wording(state=WordingState.ADOPTED))
    points = {f"p{n}": {"kind": QuestionKind.POINT, "point": "kutt-utslipp"} for n in range(3)}
    reply = make_reply(make_call(points))
    client.force_login(make_editor(make_hamar(), "kari@demo.example"))
    book, stream = opened(reply), BytesIO()
    rows = rows_of(book)
    for key in points:
        rows[f"{key}.state"][ANSWER].value = "Ikke begynt"
        rows[f"{key}.link"][ANSWER].value = "kommunen vår"
        rows[f"{key}.decision_case"][ANSWER].value = "21/34"
    book.save(stream)
    file = SimpleUploadedFile("svar.xlsx", stream.getvalue())
    page = client.post(f"{PAGE}regneark/", {"file": file}, follow=True).text
    link, body = (rows[f"p0.{part}"][ANSWER].coordinate for part in ("link", "decision_body"))
    assert f"Svar!{link}: Skriv hele adressen" in page
    assert f"Svar!{body}: Skriv hvilket organ" in page
    assert "og 1 til." in page
    assert reply.answers.filter(value__link="kommunen vår").count() == 3
