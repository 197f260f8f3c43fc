"""The workbook of a reply: lists to choose from, locked cells, and read in as it was written."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dugnad.calls import changes, queries
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Answer, EarlierAnswer, Reply
from dugnad.indicators.models import Indicator, Source
from dugnad.kit.spreadsheets import LISTS, LONGEST_CELL
from tests.factories.calls import AT, CHOICES, DUE, make_call, make_figures, make_hamar, make_reply, submit
from tests.factories.members import make_editor

PAGE = "/innhenting/klimastatus-2021/hamar/"
pytestmark = pytest.mark.django_db
LONG = [{"key": f"c{n}", "nb": f"Et langt valg, nummer {n}"} for n in range(30)]
ASKED: dict[str, dict[str, Any]] = {
    "measures": {},
    "cars": {"kind": QuestionKind.NUMBER, "unit": "biler"},
    "budget": {"kind": QuestionKind.CHOICE, "choices": CHOICES},
    "wishes": {"kind": QuestionKind.CHOICES, "choices": CHOICES},
    "long": {"kind": QuestionKind.CHOICE, "choices": LONG},
    "since": {"kind": QuestionKind.YEAR},
    "adopted": {"kind": QuestionKind.DATE},
    "total": {"kind": QuestionKind.FIGURE, "indicator": "ghg-emissions"},
}


def opened(reply: Reply) -> Any:
    return load_workbook(BytesIO(queries.reply_workbook(reply, on=AT.date())))


def rows_of(book: Any) -> dict[str, Any]:
    return {row[0].value: row for row in book.worksheets[1].iter_rows(min_row=2)}


def lists_of(book: Any) -> dict[str, str]:
    rules = book.worksheets[1].data_validations.dataValidation
    return {str(cell): rule.formula1 for rule in rules for cell in rule.sqref.ranges}


def test_the_first_sheet_says_in_three_lines_how_to_fill_in() -> None:
    book = opened(make_reply())
    first = [row[0].value for row in book.worksheets[0].iter_rows()]
    assert first[0] == "Klimastatus 2021: Hamar"
    assert [line[0] for line in first[1:]] == ["1", "2", "3"]
    assert "Svar" in first[1]


def test_the_workbook_says_when_it_was_due_once_that_has_passed() -> None:
    book = load_workbook(BytesIO(queries.reply_workbook(make_reply(), on=DUE + timedelta(days=1))))
    last = book.worksheets[0]["A4"].value
    assert "Fristen var" in last
    assert "svaret tas fortsatt imot" in last


def test_the_workbook_has_last_years_answers_and_says_what_must_be_answered() -> None:
    asked = {"measures": {"required": True}, "cars": {"kind": QuestionKind.NUMBER}}
    submit(make_reply(make_call(asked, slug="klimastatus-2020", year=2020), measures="Sykkelvei"), "a")
    rows = rows_of(opened(make_reply(make_call(asked))))
    assert rows["measures"][2].value.split("\n") == [
        "Measures",
        "Må besvares.",
        "I fjor svarte du: Sykkelvei",
    ]
    assert rows["cars"][2].value == "Cars"


def test_only_answers_and_notes_can_be_written_and_the_header_stays() -> None:
    page = opened(make_reply()).worksheets[1]
    assert page.protection.sheet
    assert page.protection.password is None
    assert page.freeze_panes == "A2"
    open_cells = {
        cell.column_letter for row in page.iter_rows() for cell in row if not cell.protection.locked
    }
    assert open_cells == {"F", "G"}


def test_choices_are_offered_in_the_language_of_the_reader_and_long_lists_from_a_hidden_sheet() -> None:
    reply = make_reply(make_call(ASKED))
    book = opened(reply)
    rows, lists = rows_of(book), lists_of(book)
    assert lists[rows["budget"][5].coordinate] == '"Ja,Nei"'
    assert lists[rows["total.right"][5].coordinate] == '"Ja,Nei"'
    assert lists[rows["long"][5].coordinate] == f"'{LISTS}'!$A$1:$A$30"
    assert book[LISTS].sheet_state == "hidden"
    assert [cell.value for cell in book[LISTS]["A"]] == [row["nb"] for row in LONG]
    with translation.override("en"):
        book = opened(reply)
    assert lists_of(book)[rows_of(book)["budget"][5].coordinate] == '"Yes,No"'


def test_cells_have_the_format_of_what_belongs_in_them() -> None:
    make_hamar()
    make_figures((2019, "", 143814))
    reply = make_reply(make_call(ASKED), adopted="2019-06-20")
    rows = rows_of(opened(reply))
    assert rows["adopted"][5].number_format == "dd.mm.yyyy"
    assert rows["adopted"][5].value.date().isoformat() == "2019-06-20"
    assert (rows["measures"][5].number_format, rows["since"][5].number_format) == ("@", "0")
    assert rows["cars"][3].value == "biler"


def test_an_error_names_sheet_and_cell(tmp_path: Path) -> None:
    reply = make_reply()
    book = opened(reply)
    rows_of(book)["cars"][5].value = "mange"
    book.save(tmp_path / "svar.xlsx")
    report = changes.import_reply(reply, tmp_path / "svar.xlsx", by=None, at=AT)
    assert [error.place for error in report.errors] == ["Svar!F3"]


@pytest.mark.parametrize(("key", "typed", "said"), [
    ("since", "i fjor", "Skriv et årstall fra 1900 til 2199, for eksempel 2021."),
    ("since", "2.021", "Skriv et årstall fra 1900 til 2199, for eksempel 2021."),
    ("plan", "Kanskje", "Velg ett av disse: «Ja», «Ikke ennå, men vedtatt»"),
])  # fmt: skip
def test_a_cell_that_cannot_be_read_is_told_in_the_words_of_its_question(
    key: str, typed: str, said: str, tmp_path: Path
) -> None:
    choices = [{"key": "yes", "nb": "Ja"}, {"key": "planned", "nb": "Ikke ennå, men vedtatt"}]
    asked = {"since": {"kind": QuestionKind.YEAR}, "plan": {"kind": QuestionKind.CHOICE, "choices": choices}}
    reply = make_reply(make_call(asked))
    book = opened(reply)
    rows_of(book)[key][5].value = typed
    book.save(tmp_path / "svar.xlsx")
    with translation.override("nb"):
        report = changes.import_reply(reply, tmp_path / "svar.xlsx", by=None, at=AT)
    assert [error.reason for error in report.errors] == [said]


def test_the_same_workbook_again_is_told_to_hold_nothing_new(client: Client) -> None:
    reply = make_reply()
    client.force_login(make_editor(make_hamar(), "kari@demo.example"))
    book = opened(reply)
    rows_of(book)["cars"][5].value = 12
    stream = BytesIO()
    book.save(stream)
    said = []
    for _number in range(2):
        file = SimpleUploadedFile("svar.xlsx", stream.getvalue())
        said.append(client.post(f"{PAGE}regneark/", {"file": file}, follow=True).text)
    assert "1 rad er lagret" in said[0]
    assert "Ingenting var nytt" in said[1]
    assert "0 rader" not in said[1]


def test_an_answer_that_is_longer_than_a_cell_is_not_cut_by_its_own_workbook(tmp_path: Path) -> None:
    long = "ord " * 10_000
    reply = make_reply(measures=long)
    path = tmp_path / "svar.xlsx"
    path.write_bytes(queries.reply_workbook(reply, on=AT.date()))
    report = changes.import_reply(reply, path, by=None, at=AT)
    assert (report.errors, report.changes) == ([], [])
    assert len(reply.answers.get().value) == len(long.strip()) > LONGEST_CELL


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=80)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "measures": TEXT,
        "cars": st.one_of(
            st.integers(0, 10**14),
            st.decimals(0, 1_000_000, places=3, allow_nan=False).map(float),
        ),
        "budget": st.sampled_from(["yes", "no"]),
        "wishes": st.lists(st.sampled_from(["yes", "no"]), max_size=2),
        "long": st.sampled_from([row["key"] for row in LONG]),
        "since": st.integers(1900, 2199),
        "adopted": st.dates().map(lambda day: day.replace(year=max(day.year, 1901)).isoformat()),
        "total": st.fixed_dictionaries({"right": st.just(False), "reason": TEXT}),
    },
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=ANSWERS, note=TEXT)
def test_what_is_written_out_reads_in_unchanged(db: None, answers: dict[str, Any], note: str) -> None:
    EarlierAnswer.objects.all().delete()
    Answer.objects.all().delete()
    found = Reply.objects.first() or make_reply(make_call(ASKED))
    changes.save_draft(found, answers, found.revision, None, AT, notes={"cars": note})
    before = list(found.answers.values_list("question__key", "value", "note", "revision"))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "svar.xlsx"
        path.write_bytes(queries.reply_workbook(found, on=AT.date()))
        report = changes.import_reply(found, path, by=None, at=AT)
    assert (report.errors, report.changes, report.stored) == ([], [], True)
    assert list(found.answers.values_list("question__key", "value", "note", "revision")) == before


def make_conditional(hinge: str = "budget") -> Reply:
    """Hamar's reply to a call in which cars are asked only of those who have a budget."""
    call = make_call({"budget": ASKED["budget"], "wishes": ASKED["wishes"], "cars": ASKED["cars"]})
    cars = call.questions.get(key="cars")
    condition = {"only_if": call.questions.get(key=hinge), "only_if_choices": ["yes"]}
    changes.edit_question(cars, by=None, at=AT, **condition)
    return make_reply(call)


def test_a_row_says_who_should_answer_and_which_words_can_be_chosen() -> None:
    rows = rows_of(opened(make_conditional()))
    assert rows["cars"][2].value == "Cars\nSvar bare hvis dere svarer «Ja» på «Budget»."
    assert rows["wishes"][2].value == "Wishes\nVelg én eller flere, med semikolon mellom: Ja; Nei"


def test_a_row_says_where_our_figure_comes_from() -> None:
    make_hamar()
    make_figures((2019, "", 143814))
    rows = rows_of(opened(make_reply(make_call({"total": ASKED["total"]}))))
    source = Indicator.objects.get(key="ghg-emissions").source.publisher
    told = f"Vårt tall er fra {source}, 2019, sett 25. februar 2021."
    assert [told in rows[key][2].value for key in ("total.right", "total.value")] == [True, False]
    assert (rows["total.right"][4].value, rows["total.value"][4].value) == (143814, None)


def test_a_figure_that_is_made_up_says_so_in_its_row() -> None:
    make_hamar()
    make_figures((2019, "", 143814))
    Source.objects.update(is_official=False)
    rows = rows_of(opened(make_reply(make_call({"total": ASKED["total"]}))))
    assert rows["total.right"][2].value.endswith("Illustrasjonstall")


def test_an_answer_to_what_is_not_asked_is_kept_and_not_submitted(tmp_path: Path) -> None:
    reply = make_conditional()
    book = opened(reply)
    rows = rows_of(book)
    rows["budget"][5].value, rows["cars"][5].value = "Nei", 12
    book.save(tmp_path / "svar.xlsx")
    report = changes.import_reply(reply, tmp_path / "svar.xlsx", by=None, at=AT)
    assert (report.errors, [change.name for change in report.changes]) == ([], ["budget", "cars"])
    content = queries.read_version(submit(reply))
    assert (content["answers"].keys(), content["not_applicable"]) == ({"budget"}, ["cars"])


def test_the_workbook_names_the_day_of_the_member_itself() -> None:
    reply = make_reply()
    changes.extend_deadline(reply, to=DUE + timedelta(days=5), reason="Sykdom", by=None, at=AT)
    last = opened(reply).worksheets[0]["A4"].value
    assert "5. mai 2021" in last
    assert "30. april" not in last


@pytest.mark.parametrize("cell", ["#DIV/0!", "#N/A", "=1/0"])
def test_an_error_in_a_cell_is_told_with_its_place_and_nothing_is_stored(
    client: Client, tmp_path: Path, cell: str
) -> None:
    reply = make_reply(make_call(ASKED))
    book = opened(reply)
    rows = rows_of(book)
    rows["measures"][5].value = "Sykkelvei"
    rows["cars"][5].value = cell
    book.save(tmp_path / "svar.xlsx")
    client.force_login(make_editor(make_hamar(), "kari@demo.example"))
    content = (tmp_path / "svar.xlsx").read_bytes()
    page = client.post(f"{PAGE}regneark/", {"file": SimpleUploadedFile("svar.xlsx", content)})
    assert page.status_code == 422
    assert f"Svar!{rows['cars'][5].coordinate}" in page.text
    assert f"«{cell}»" in page.text
    assert not Answer.objects.exists()
