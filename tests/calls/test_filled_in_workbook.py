"""What the page has filled in stands in the workbook too, and counts there when it is said to be true."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from dugnad.calls import changes
from dugnad.calls.changes.starting import ReplyReport
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Answer, Reply
from dugnad.calls.queries import reply_workbook
from dugnad.declarations.models import Point, Wording
from dugnad.declarations.states import WordingState
from dugnad.kit.spreadsheets import LONGEST_CELL, TINT
from dugnad.members.models import Person
from tests.calls.test_consenting import COUNCIL
from tests.calls.test_points import CHOICES
from tests.factories.calls import AT, make_call, make_hamar, make_reply, save
from tests.factories.consent import endorsed, offered
from tests.factories.declarations import make_point, make_progress, make_wording
from tests.factories.members import make_editor, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
PAGE = "/innhenting/klimastatus-2021/hamar/"
KEY = "kutt-utslipp"
WHO: dict[str, Any] = {"by": None, "at": AT}
ANSWER, FILLED_IN, MARK = 5, 7, 8
TOLD = {"state": "under_way", "done": "Femti ladere."}
CELLS = {"state": "I gang", "done": "Femti ladere."}
PART_OF_PAGE = {"På plass": "in_place", "I gang": "under_way"}


@pytest.fixture
def point() -> Point:
    make_hamar()
    wording: Wording = make_wording(state=WordingState.ADOPTED)
    return make_point(wording, title_nn="Punkt 1", title_en="Point 1", text_nn="Gjere.", text_en="Do.")


@pytest.fixture
def reply(point: Point) -> Reply:
    """A reply about a point of which Hamar told the year before."""
    make_progress(point, make_hamar(), 2020, **TOLD)
    asked = {"kind": QuestionKind.POINT, "point": KEY, "required": True, "choices": CHOICES}
    return make_reply(make_call({KEY: asked, "measures": {}}))


def opened(reply: Reply, language: str = "nb") -> Any:
    with translation.override(language):
        return load_workbook(BytesIO(reply_workbook(reply, on=AT.date())))


def rows_of(book: Any) -> dict[str, Any]:
    return {row[0].value: row for row in book.worksheets[1].iter_rows(min_row=2)}


def upload(reply: Reply, book: Any, tmp_path: Path, by: Person | None = None) -> ReplyReport:
    book.save(tmp_path / "svar.xlsx")
    reply.refresh_from_db()
    return changes.import_reply(reply, tmp_path / "svar.xlsx", by=by, at=AT)


def stored(reply: Reply) -> Any:
    found = Answer.objects.filter(reply=reply, question__key=KEY).first()
    return found.value if found else None


# What the workbook has -----------------------------------------------------------------------------------


def test_last_years_answer_stands_in_its_cells_with_a_look_of_its_own_and_where_it_is_from(
    reply: Reply,
) -> None:
    rows = rows_of(opened(reply))
    assert {part: rows[f"{KEY}.{part}"][ANSWER].value for part in CELLS} == CELLS
    cell = rows[f"{KEY}.done"][ANSWER]
    assert (cell.fill.start_color.rgb[2:], cell.font.italic, cell.protection.locked) == (TINT, True, False)
    assert rows[f"{KEY}.done"][FILLED_IN].value == "Fra svaret i 2020 – bekreft"
    assert (rows[f"{KEY}.next_step"][ANSWER].value, rows[f"{KEY}.next_step"][FILLED_IN].value) == (None, None)
    assert rows["measures"][ANSWER].fill.fill_type is None


def test_one_cell_a_point_says_that_it_is_still_true(reply: Reply) -> None:
    book = opened(reply)
    rows = rows_of(book)
    lists = {
        str(cell): rule.formula1
        for rule in book.worksheets[1].data_validations.dataValidation
        for cell in rule.sqref.ranges
    }
    assert lists[rows[f"{KEY}.state"][MARK].coordinate] == '"Ja,Nei"'
    open_marks = [key for key, row in rows.items() if not row[MARK].protection.locked]
    assert open_marks == [f"{KEY}.state"]
    assert "«Stemmer det fortsatt?»" in book.worksheets[0]["A5"].value


def test_a_workbook_in_which_nothing_is_filled_in_is_as_before() -> None:
    book = opened(make_reply())
    assert (book.worksheets[1].max_column, book.worksheets[0].max_row) == (9, 4)


def test_what_the_register_holds_stands_in_the_cells_and_counts_with_the_mark(tmp_path: Path) -> None:
    make_hamar()
    offered()
    endorsed(make_hamar(), way="council", body_name="Kommunestyret", case_number="21/34")
    call = changes.create_call_from_template(year=2021, kind="consent", **WHO)
    changes.open_call(call, tell=False, **WHO)
    reply = make_reply(call)
    book = opened(reply)
    rows = rows_of(book)
    assert rows["consent.way"][FILLED_IN].value == "Fra registeret – bekreft"
    assert rows["consent.on"][ANSWER].value.date() == date(2021, 4, 8)
    rows["consent.stance"][MARK].value = "Ja"
    assert upload(reply, book, tmp_path).errors == []
    assert Answer.objects.get().value == COUNCIL


# What is made of it --------------------------------------------------------------------------------------


def test_an_unchanged_workbook_confirms_nothing_and_says_so(reply: Reply) -> None:
    client, stream = Client(), BytesIO()
    client.force_login(make_editor(reply.organisation))
    opened(reply).save(stream)
    file = SimpleUploadedFile("svar.xlsx", stream.getvalue())
    page = client.post(f"{PAGE}regneark/", {"file": file}, follow=True, headers={"Accept-Language": "nb"})
    assert not reply.answers.exists()
    assert "is not confirmed" in page.text or "er ikke bekreftet og teller ikke" in page.text
    assert "Ingenting var nytt" not in page.text


@pytest.mark.parametrize("cells", [
    {}, {"done": "Hundre ladere."}, {"state": "På plass"}, {"done": None}, {"next_step": "Flere."},
    {"state": None, "done": None},
])  # fmt: skip
@pytest.mark.parametrize("mark", [True, False])
def test_page_and_workbook_give_the_same_stored_answers(
    reply: Reply, cells: dict[str, Any], mark: bool, tmp_path: Path
) -> None:
    book = opened(reply)
    rows = rows_of(book)
    for part, words in cells.items():
        rows[f"{KEY}.{part}"][ANSWER].value = words
    rows[f"{KEY}.state"][MARK].value = "Ja" if mark else None
    report = upload(reply, book, tmp_path)
    by_workbook = stored(reply)
    assert report.errors == []
    _begin_anew(reply)
    client = Client()
    client.force_login(make_editor(reply.organisation))
    typed = {part: PART_OF_PAGE.get(words or "", words or "") for part, words in (CELLS | cells).items()}
    sent = {f"{KEY}.{part}": words for part, words in typed.items()} | {f"{KEY}.seen": "0"}
    client.post(PAGE, sent | ({"reuse": KEY} if mark else {}))
    assert by_workbook == stored(reply)


@pytest.mark.parametrize("note", ["Ring oss om dette.", ""])
def test_a_page_that_saves_itself_for_a_note_says_nothing_of_what_was_filled_in(
    reply: Reply, note: str
) -> None:
    changes.save_draft(reply, {}, 0, None, AT, notes={KEY: "Ved arket."})
    client = Client()
    client.force_login(make_editor(reply.organisation))
    typed = {"state": "under_way", "done": CELLS["done"], "next_step": "", "help_wanted": "", "note": note}
    sent = {f"{KEY}.{part}": words for part, words in typed.items()} | {f"{KEY}.seen": "1"}
    assert client.post(f"{PAGE}lagre/", sent).status_code == 200
    answer = Answer.objects.filter(reply=reply, question__key=KEY).first()
    assert (answer.value, answer.note) == (None, note) if answer else note == ""


def _begin_anew(reply: Reply) -> None:
    """The reply as it was when nobody had written."""
    Answer.objects.filter(reply=reply).delete()
    reply.revision, reply.answered = 0, 0
    reply.save(update_fields=["revision", "answered"])


def test_the_words_of_another_language_are_the_same_answer(reply: Reply, tmp_path: Path) -> None:
    book = opened(reply, "en")
    assert rows_of(book)[f"{KEY}.state"][ANSWER].value == "Under way"
    with translation.override("nn"):
        report = upload(reply, book, tmp_path)
    assert (report.unconfirmed, report.changes, report.errors, stored(reply)) == (1, [], [], None)


def test_a_note_beside_what_nobody_confirmed_is_stored_alone(reply: Reply, tmp_path: Path) -> None:
    book = opened(reply)
    rows_of(book)[f"{KEY}.state"][6].value = "Ring Kari."
    assert upload(reply, book, tmp_path).unconfirmed == 1
    assert list(reply.answers.values_list("value", "note")) == [(None, "Ring Kari.")]


def test_a_note_alone_leaves_what_was_filled_in_on_the_page_and_in_the_next_workbook(
    reply: Reply, tmp_path: Path
) -> None:
    book = opened(reply)
    rows_of(book)[f"{KEY}.state"][6].value = "Ring Kari."
    upload(reply, book, tmp_path)
    client = Client()
    client.force_login(make_editor(reply.organisation))
    page = client.get(PAGE).text
    assert "Femti ladere.</textarea>" in page
    assert "Ring Kari.</textarea>" in page
    book = opened(reply)
    rows = rows_of(book)
    assert {part: rows[f"{KEY}.{part}"][ANSWER].value for part in CELLS} == CELLS
    assert not rows[f"{KEY}.state"][MARK].protection.locked
    assert upload(reply, book, tmp_path).unconfirmed == 1
    rows[f"{KEY}.state"][MARK].value = "Ja"
    assert upload(reply, book, tmp_path).errors == []
    assert list(reply.answers.values_list("value", "note")) == [(TOLD, "Ring Kari.")]


def test_the_workbook_with_the_note_is_uploaded_again_with_a_yes_by_the_one_who_wrote_it(
    reply: Reply, tmp_path: Path
) -> None:
    kari = make_person("Kari")
    book = opened(reply)
    rows = rows_of(book)
    rows[f"{KEY}.state"][6].value = "Ring Kari."
    upload(reply, book, tmp_path, by=kari)
    rows[f"{KEY}.state"][MARK].value, rows[f"{KEY}.state"][6].value = "Ja", "Ring Ola."
    assert upload(reply, book, tmp_path, by=kari).errors == []
    assert list(reply.answers.values_list("value", "note")) == [(TOLD, "Ring Ola.")]


@pytest.mark.parametrize("emptied", [True, False])
def test_a_note_that_came_in_a_workbook_is_edited_and_taken_away_on_the_page(
    reply: Reply, emptied: bool, tmp_path: Path
) -> None:
    book = opened(reply)
    rows_of(book)[f"{KEY}.state"][6].value = "Ring Kari."
    upload(reply, book, tmp_path)
    client = Client()
    client.force_login(make_editor(reply.organisation))
    note = "" if emptied else "Ring Ola."
    client.post(PAGE, {f"{KEY}.note": note, f"{KEY}.seen": "1"})
    assert reply.answers.get().note == note
    assert "Femti ladere.</textarea>" in client.get(PAGE).text
    client.post(PAGE, {f"{KEY}.note": "Likevel", f"{KEY}.seen": "2"})  # typed before the page was drawn anew
    assert reply.answers.get().note == "Likevel"


def test_a_mark_that_is_neither_yes_nor_no_is_told_with_its_cell(reply: Reply, tmp_path: Path) -> None:
    book = opened(reply)
    cell = rows_of(book)[f"{KEY}.state"][MARK]
    cell.value = "Kanskje"
    report = upload(reply, book, tmp_path)
    assert [error.place for error in report.errors] == [f"Svar!{cell.coordinate}"]
    assert stored(reply) is None


def test_a_cell_that_cannot_be_read_is_told_although_something_was_filled_in(
    reply: Reply, tmp_path: Path
) -> None:
    book = opened(reply)
    cell = rows_of(book)[f"{KEY}.state"][ANSWER]
    cell.value = "Kanskje"
    assert [error.place for error in upload(reply, book, tmp_path).errors] == [f"Svar!{cell.coordinate}"]


def test_rows_that_were_left_out_keep_what_was_filled_in(reply: Reply, tmp_path: Path) -> None:
    book = opened(reply)
    row = rows_of(book)[f"{KEY}.done"]
    rows_of(book)[f"{KEY}.state"][ANSWER].value = "På plass"
    book.worksheets[1].delete_rows(row[0].row)
    assert upload(reply, book, tmp_path).errors == []
    assert stored(reply) == TOLD | {"state": "in_place"}


def test_a_colleague_who_has_answered_since_is_not_overwritten_by_what_was_filled_in(
    reply: Reply, tmp_path: Path
) -> None:
    book = opened(reply)
    theirs = {"state": "in_place", "done": "Alt."}
    save(reply, **{KEY: theirs})
    report = upload(reply, book, tmp_path)
    assert (report.errors, stored(reply)) == ([], theirs)
    rows_of(book)[f"{KEY}.state"][MARK].value = "Ja"
    assert [error.row for error in upload(reply, book, tmp_path).errors] == [2]
    assert stored(reply) == theirs


def test_a_text_that_is_longer_than_a_cell_is_not_cut_when_it_is_still_true(
    point: Point, tmp_path: Path
) -> None:
    long = ("ord " * 10_000).strip()
    make_progress(point, make_hamar(), 2020, state="under_way", done=long)
    reply = make_reply(make_call({KEY: {"kind": QuestionKind.POINT, "point": KEY, "choices": CHOICES}}))
    book = opened(reply)
    rows_of(book)[f"{KEY}.next_step"][ANSWER].value = "Flere."
    assert upload(reply, book, tmp_path).errors == []
    assert stored(reply)["done"] == long
    assert len(long) > LONGEST_CELL
