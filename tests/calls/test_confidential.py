"""Some answers only the secretariat reads: whoever asks so keeps the promise in every paper and figure."""

import importlib
import io
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import translation
from docx import Document
from openpyxl import load_workbook

from dugnad.calls import changes, queries
from dugnad.calls.kinds import QuestionKind, ready_sketches
from dugnad.calls.models import Call, Question
from dugnad.kit import clock
from tests.factories.calls import AT, CHOICES, make_call, make_hamar, make_reply, submit
from tests.factories.members import make_editor, make_secretary
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
CALL = "/innhenting/klimastatus-2021/"
KEPT = {"is_confidential": True}
PROMISE = "Av alliansen leser bare sekretariatet dette svaret."
ASKED: dict[str, dict[str, Any]] = {"measures": {}, "who": KEPT | {"label_nb": "Hvem kan vi snakke med?"}}
CHOICE: dict[str, Any] = {"kind": QuestionKind.CHOICE, "choices": CHOICES}
WHO: dict[str, Any] = {"by": None, "at": AT}


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def answered(call: Call, **answers: Any) -> Any:
    reply = make_reply(call, make_hamar(), **({"measures": "Elbåt", "who": "Kari Nordmann"} | answers))
    submit(reply)
    return reply


def paper(client: Client, place: str = "") -> str:
    content = client.get(f"{CALL}svar/{place}svar.docx").content
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def cells(client: Client, place: str = "") -> list[list[list[Any]]]:
    book = load_workbook(io.BytesIO(client.get(f"{CALL}svar/{place}svar.xlsx").content))
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]


def question(call: Call, key: str) -> Question:
    return call.questions.get(key=key, retired_at__isnull=True)


# What leaves the secretariat ------------------------------------------------------------------------------


def test_a_case_paper_says_that_the_answers_are_kept_and_tells_none_of_them() -> None:
    answered(make_call(ASKED))
    client = signed_in(make_secretary())
    for place in ("", "who/"):
        said = paper(client, place)
        assert "og bare sekretariatet leser svarene på dette spørsmålet" in said
        assert ("Kari Nordmann" in said, "1 av 1 medlemmer har svart." in said) == (False, True)
    assert "Elbåt" in paper(client)


def test_a_case_paper_keeps_figures_choices_files_and_notes_too() -> None:
    call = make_call({"plan": CHOICE | KEPT, "cars": {"kind": QuestionKind.NUMBER, **KEPT}})
    reply = make_reply(call, make_hamar())
    notes = {"plan": "Hemmelig merknad"}
    changes.save_draft(reply, {"plan": "yes", "cars": "4321"}, 0, None, AT, notes=notes)
    submit(reply)
    said = paper(signed_in(make_secretary()))
    assert [words in said for words in ("Hemmelig", "4321", "Ja", "Hamar")] == [False] * 4


def test_the_secretariat_reads_everything_and_is_told_to_keep_it() -> None:
    answered(make_call(ASKED))
    client = signed_in(make_secretary())
    page = client.get(f"{CALL}svar/who/").text
    assert ["Kari Nordmann" in page, "Bare sekretariatet leser disse svarene." in page] == [True, True]
    assert "disse svarene" not in client.get(f"{CALL}svar/measures/").text
    assert "Bare sekretariatet leser svarene" in client.get(f"{CALL}svar/").text
    with translation.override("nb"):
        answers, asked = cells(client)
        assert answers[0][3:] == ["Measures", "Hvem kan vi snakke med? (bare for sekretariatet)"]
        assert answers[1][3:] == ["Elbåt", "Kari Nordmann"]
        assert [row[-1] for row in asked] == ["Hvem leser svarene", None, "bare sekretariatet"]
        one, summary = cells(client, "who/")
        assert one[0][3] == "Svar (bare for sekretariatet)"
        assert ["Hvem leser svarene", "bare sekretariatet"] in summary
        assert cells(client, "measures/")[0][0][3] == "Svar"


def test_answers_to_an_earlier_wording_stay_kept_when_the_new_words_promise_nothing() -> None:
    call = make_call(ASKED)
    answered(call)
    changes.reword_question(
        question(call, "who"), **WHO, label_nb="Hvem har ansvaret?", is_confidential=False
    )
    client = signed_in(make_secretary())
    assert "Kari Nordmann" not in paper(client)
    assert "Bare sekretariatet leser disse svarene." in client.get(f"{CALL}svar/who/").text


def test_accepted_answers_that_others_are_told_leave_out_what_is_kept() -> None:
    call = make_call(ASKED)
    changes.accept_reply(answered(call), **WHO)
    assert queries.accepted_answers(call) == {make_hamar().pk: {"measures": "Elbåt"}}


def test_a_member_takes_its_own_answers_along_whole_but_not_in_the_file_that_is_sent_on() -> None:
    reply = answered(make_call(ASKED))
    client = signed_in(make_editor(make_hamar()))
    for name in ("svar.csv", "svar.json"):
        assert "Kari Nordmann" in client.get(f"{CALL}hamar/{name}").content.decode()
    book = load_workbook(io.BytesIO(queries.crf_workbook(reply.versions.get())))
    told = [cell for row in book["Other answers"].iter_rows(values_only=True) for cell in row]
    assert "Elbåt" in told
    assert "Kari Nordmann" not in told


# What is refused ------------------------------------------------------------------------------------------


def test_what_only_the_secretariat_reads_becomes_no_figure() -> None:
    call = make_call({"cars": {"kind": QuestionKind.NUMBER, "unit": "biler"}})
    with refused("confidential", field="becomes"):
        changes.edit_question(question(call, "cars"), **WHO, **KEPT, becomes="electric-cars")
    assert question(call, "cars").is_confidential is False


@pytest.mark.parametrize("kind", [QuestionKind.STORY, QuestionKind.FIGURE])
def test_a_story_and_a_published_figure_are_for_others_too(kind: QuestionKind) -> None:
    with refused("confidential", field="is_confidential"):
        make_call({"asked": {"kind": kind, **KEPT}})


def test_who_is_asked_next_would_tell_what_was_answered() -> None:
    call = make_call({"ill": CHOICE | KEPT, "plan": CHOICE, "why": {}}, state="draft")
    hangs = {"only_if": question(call, "ill"), "only_if_choices": ["yes"]}
    with refused("confidential", field="is_confidential"):
        changes.edit_question(question(call, "why"), **WHO, **hangs)
    changes.edit_question(question(call, "why"), **WHO, **KEPT, **hangs)
    assert question(call, "why").only_if == question(call, "ill")


def test_a_question_that_another_hangs_on_is_kept_only_with_it() -> None:
    call = make_call({"plan": CHOICE, "why": {}})
    hangs = {"only_if": question(call, "plan"), "only_if_choices": ["yes"]}
    changes.edit_question(question(call, "why"), **WHO, **hangs)
    with refused("confidential", field="is_confidential"):
        changes.edit_question(question(call, "plan"), **WHO, **KEPT)
    make_reply(call, make_hamar(), plan="yes")
    with refused("confidential", field="is_confidential"):
        changes.reword_question(question(call, "plan"), **WHO, **KEPT)
    changes.edit_question(question(call, "why"), **WHO, **KEPT)
    new = changes.reword_question(question(call, "plan"), **WHO, **KEPT)
    assert (new.is_confidential, question(call, "why").only_if) == (True, new)


# Asked, asked again, and told ------------------------------------------------------------------------------


def test_the_form_marks_a_question_and_says_what_cannot_be() -> None:
    call = make_call({"cars": {"kind": QuestionKind.NUMBER}}, state="draft")
    client = signed_in(make_secretary())
    address = f"{CALL}sporsmal/{question(call, 'cars').pk}/"
    sent = {"label_nb": "Elbiler", "kind": "number", "length_unit": "words", "is_confidential": "on"}
    wrong = client.post(address, sent | {"becomes": "electric-cars"})
    assert (wrong.status_code, "de kan ikke bli tall som alle ser" in wrong.text) == (422, True)
    assert 'value="electric-cars"' in wrong.text
    assert client.post(address, sent).status_code == 302
    assert question(call, "cars").is_confidential
    assert "Bare sekretariatet leser svarene" in client.get(f"{CALL}sporsmal/").text


def test_the_mark_comes_along_when_a_call_is_asked_again_and_a_change_is_told() -> None:
    call = make_call(ASKED)
    days = {"opens": call.opens.replace(year=2022), "due_day": call.due_day.replace(year=2022)}
    copy = changes.copy_call(call, year=2022, **days, **WHO)
    assert [q.is_confidential for q in queries.questions_of(copy)] == [False, True]
    changes.edit_question(question(copy, "who"), **WHO, is_confidential=False)
    lineage = queries.lineage_of(copy)
    assert lineage is not None
    with translation.override("nb"):
        told = [(str(d.what), d.before, d.now) for row in lineage.changed for d in row.differences]
    assert told == [("Bare sekretariatet leser svarene", "Ja", "–")]


def test_the_ready_questions_about_whom_to_talk_to_are_kept_also_from_the_bank() -> None:
    kept = {sketch.key for sketch in ready_sketches() if sketch.is_confidential}
    assert kept == {"contact-name", "contact-email"}
    call = make_call({}, kind="other", state="draft")
    changes.pick_questions(call.sections.get(), ["contact-name", "contact-email"], **WHO)
    assert {q.key for q in call.questions.filter(is_confidential=True)} == kept
    client = signed_in(make_secretary())
    other = make_call({}, slug="annet", year=2022, state="draft")
    page = client.get(f"/innhenting/annet/sporsmal/del/{other.sections.get().pk}/hent/").text
    assert page.count("Bare sekretariatet leser svarene") == 2


def test_who_answers_is_told_on_every_page_and_in_the_workbook() -> None:
    call = make_call(ASKED)
    reply = make_reply(call, make_hamar(), who="Kari")
    client = signed_in(make_editor(make_hamar()))
    for page in ("", "les/"):
        assert client.get(f"{CALL}hamar/{page}").text.count(PROMISE) == 1
    with translation.override("nb"):
        rows = queries.workbook_rows(reply, on=clock.today())
        assert [PROMISE in row["question"] for row in rows] == [False, True]
    assert PROMISE in signed_in(make_secretary()).get(f"{CALL}forhandsvis/").text


def test_a_file_and_help_that_stands_there_already_tell_it_too() -> None:
    help_nb = KEPT | {"help_nb": "Navn & stilling."}
    make_reply(make_call({"who": help_nb, "plan": {"kind": QuestionKind.FILE, **KEPT}}), make_hamar())
    page = signed_in(make_editor(make_hamar())).get(f"{CALL}hamar/").text
    assert (page.count(PROMISE), f"Navn &amp; stilling. {PROMISE}" in page) == (2, True)


def test_the_contacts_of_calls_that_were_asked_before_are_kept_from_now_on() -> None:
    call = make_call({
        "contact-name": {}, "contact-email": {"kind": QuestionKind.EMAIL}, "measures": {},
        "contact-other": {},
    })  # fmt: skip
    make_call({"contact-name": {"kind": QuestionKind.NUMBER, "becomes": "contacts"}}, slug="own", year=2022)
    migration = importlib.import_module("dugnad.calls.migrations.0003_confidential_questions")
    migration.keep_contacts(apps, None)
    kept = Question.objects.filter(is_confidential=True)
    assert {(q.call_id, q.key) for q in kept} == {(call.pk, "contact-name"), (call.pk, "contact-email")}
