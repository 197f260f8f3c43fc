"""Pages on which a call is put together: without a script, nothing lost, few questions to the database."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dugnad.calls import changes, queries
from dugnad.calls.forms import QuestionForm
from dugnad.calls.forms.questions import choices_from
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Call, Question
from dugnad.indicators import changes as indicators
from tests.factories.calls import AT, CHOICES, make_call, make_hamar, make_reply, question_of, save
from tests.factories.members import make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
CALL = "/innhenting/klimastatus-2021/"
NOBODY: dict[str, Any] = {"by": None, "at": AT}
CHOICE: dict[str, Any] = {"kind": QuestionKind.CHOICE, "choices": CHOICES}


def secretary(language: str = "nb") -> Client:
    client = Client()
    client.force_login(make_secretary(f"sekretariat-{language}@demo.example"))
    client.cookies["language"] = language
    return client


def filled(form: Any) -> dict[str, Any]:
    """What a form would send if nobody touched it."""
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def keys(call: Call) -> list[str]:
    return [question.key for question in queries.questions_of(call)]


# A new call ----------------------------------------------------------------------------------------------


def test_a_new_call_begins_with_nothing_and_is_due_in_four_weeks() -> None:
    client = secretary()
    sent = {"begin": "other", "year": "2021", "title": "Lading ved hyttene 2021"}
    assert client.post("/innhenting/ny/", sent)["Location"] == (
        "/innhenting/lading-ved-hyttene-2021/rediger/"
    )
    call = Call.objects.get()
    assert (call.title_nb, call.title_nn, call.sections.count()) == ("Lading ved hyttene 2021", "", 0)
    assert (call.opens.isoformat(), call.due_day.isoformat()) == ("2021-05-03", "2021-05-31")


def test_a_new_call_begins_with_an_earlier_one_on_the_same_days_of_the_week() -> None:
    make_call({"measures": {"label_nb": "Tiltak i 2020?"}})
    client = secretary()
    assert "Klimastatus 2021" in client.get("/innhenting/ny/").text
    sent = {"begin": "copy:klimastatus-2021", "year": "2023"}
    assert client.post("/innhenting/ny/", sent)["Location"] == "/innhenting/klimastatus-2023/rediger/"
    copy = Call.objects.get(year=2023)
    assert (copy.due_day.isoformat(), f"{copy.due_day:%a}") == ("2023-04-28", "Fri")
    assert str(question_of(copy, "measures")) == "Tiltak i 2022?"
    page = client.get("/innhenting/klimastatus-2023/sporsmal/").text
    assert "<ins>2022?</ins>" in page
    twice = client.post("/innhenting/ny/", sent)
    assert (twice.status_code, twice.context["form"].errors.keys()) == (422, {"year"})


def test_a_title_is_written_in_a_language_of_the_call() -> None:
    words = {"languages": "nn", "title_nb": "", "title_nn": "Planane 2021"}
    make_call(kind="other", slug="planane", state="draft", **words)
    sent = {"begin": "copy:planane", "year": "2022", "title": "Andre planar 2022"}
    secretary().post("/innhenting/ny/", sent)
    assert Call.objects.get(year=2022).title_nn == "Andre planar 2022"
    make_hamar()
    client = secretary("en")
    client.post("/innhenting/ny/", {"begin": "other", "year": "2022", "title": "Boats"})
    assert Call.objects.get(title_en="Boats").title_nb == ""


def test_the_title_is_asked_for_in_the_language_that_was_chosen() -> None:
    call = make_call(state="draft")
    client = secretary()
    page = client.get(f"{CALL}rediger/")
    sent = filled(page.context["form"]) | {"languages": "nn", "title_nn": ""}
    answer = client.post(f"{CALL}rediger/", sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["title_nn"])
    assert client.post(f"{CALL}rediger/", sent | {"title_nn": "Status", "title_nb": ""}).status_code == 302
    call.refresh_from_db()
    assert str(call) == "Status"
    assert client.post(f"{CALL}rediger/", sent | {"languages": "de"}).status_code == 422


# Sections and questions ----------------------------------------------------------------------------------


def test_a_call_of_twenty_questions_in_three_sections_takes_few_steps() -> None:
    client = secretary()
    made = client.post("/innhenting/ny/", {"begin": "other", "year": "2021", "title": "Elbiler"})
    edit = client.get(made["Location"])
    questions = client.post(made["Location"], filled(edit.context["form"]) | {"languages": "nb"})["Location"]
    steps = 2
    for number, title in enumerate(("Biler", "Lading", "Planer")):
        place = client.post(f"{questions}del/", {"title_nb": title})["Location"]
        lines = "\n".join(f"{n}. Hva gjør dere med {title.lower()} {n}?" for n in range(1, 8 - number % 2))
        rows = client.post(place, {"lines": lines, "lay_out": "1"})
        back = client.post(place, filled(rows.context["form"]))
        steps += 3
    assert back["Location"].startswith(questions)
    call = Call.objects.get()
    assert (steps, len(keys(call)), call.sections.count()) == (11, 20, 3)
    make_hamar()
    assert "Åpne innhentingen" in client.get(questions).text
    client.post(f"/innhenting/{call.slug}/apne/")
    call.refresh_from_db()
    assert call.state == "open"


def test_the_page_before_opening_offers_its_button_only_when_it_can_be_pressed() -> None:
    call = make_call({}, state="draft", languages="all", title_nn="Klimastatus 2021")
    client, press = secretary(), '<div class="form-actions"><button'
    nothing = client.get(f"{CALL}apne/").text
    assert ("Legg til minst ett spørsmål" in nothing, press in nothing) == (True, False)
    section = changes.add_section(call, title_nb="Tiltak", title_nn="Tiltak", title_en="Measures", **NOBODY)
    changes.add_question(section, key="plan", kind="text", label_nb="Plan", label_nn="Plan", **NOBODY)
    lacking = client.get(f"{CALL}apne/").text
    assert ("Skriv det som mangler" in lacking, press in lacking) == (True, False)
    assert 'href="/innhenting/klimastatus-2021/tekster/"' in lacking
    call.sections.update(title_nn="Tiltak")
    changes.edit_call(call, languages="nn", by=None, at=AT)
    ready = client.get(f"{CALL}apne/").text
    assert ("Skriv det som mangler" in ready, press in ready) == (False, True)


def test_a_call_that_lacks_texts_is_not_opened_and_the_list_of_them_is_shown() -> None:
    call = make_call({}, state="draft", languages="all")
    client = secretary()
    answer = client.post(f"{CALL}apne/", follow=True)
    assert answer.redirect_chain == [(f"{CALL}sporsmal/", 302)]
    assert f"{CALL}tekster/" in answer.text
    call.refresh_from_db()
    assert call.state == "draft"


def test_rows_become_questions_of_their_kinds() -> None:
    call = make_call({}, state="draft")
    place = f"{CALL}sporsmal/del/{call.sections.get().pk}/flere/"
    client = secretary()
    sent = filled(client.get(place).context["form"]) | {
        "label-1": "Har dere en plan?",
        "kind-1": "choice",
        "label-2": "Hvordan lader dere?",
        "kind-2": "choices",
        "more-2": "Hjemme; På jobb ;",
        "label-4": "Hvor mange?",
        "kind-4": "number",
        "more-4": "biler",
        "required-4": "on",
        "label-5": "Hvem kan vi spørre?",
        "kind-5": "email",
    }
    assert client.post(place, sent)["Location"].endswith(f"#del-{call.sections.get().pk}")
    plan, how, many, whom = queries.questions_of(call)
    assert (plan.kind, [row["en"] for row in plan.choices]) == ("choice", ["Yes", "No"])
    assert [row["nb"] for row in how.choices] == ["Hjemme", "På jobb"]
    assert (many.kind, many.unit, many.required, whom.kind) == ("number", "biler", True, "email")


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"label-1": "Når?", "kind-1": "year", "more-1": "Ja; Nei"}, "more-1"),
        ({"more-3": "Ja; Nei"}, "label-3"),
        ({"required-3": "on"}, "label-3"),
        ({"label-2": "Hva?", "kind-2": "slider"}, "kind-2"),
        ({"label-2": "x" * 301}, "label-2"),
        ({"label-8": "Hva?", "kind-8": "choice", "more-8": "Ja"}, "more-8"),
        ({"label-8": "Hva?", "kind-8": "number", "more-8": "x" * 41}, "more-8"),
        ({}, "__all__"),
    ],
)
def test_what_is_wrong_in_a_row_is_told_there_and_nothing_typed_is_lost(
    row: dict[str, str], field: str
) -> None:
    call = make_call({}, state="draft")
    place = f"{CALL}sporsmal/del/{call.sections.get().pk}/flere/"
    answer = secretary().post(
        place, {"rows": "8", "label-5": "Og du?", "kind-5": "text"} | row if row else {}
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not row or "Og du?" in answer.text
    assert keys(call) == []


def test_a_choice_without_another_is_told_how_rows_are_written() -> None:
    call = make_call({}, state="draft")
    place = f"{CALL}sporsmal/del/{call.sections.get().pk}/flere/"
    row = {"rows": "8", "label-1": "Eier dere?", "kind-1": "choice", "more-1": "Leid"}
    answer = secretary().post(place, row)
    assert list(answer.context["form"].errors) == ["more-1"]
    assert "Kjøpt; Leid" in answer.context["form"].errors["more-1"][0]


def test_a_list_from_elsewhere_is_laid_out_in_rows() -> None:
    call = make_call({}, state="draft")
    place = f"{CALL}sporsmal/del/{call.sections.get().pk}/flere/"
    client = secretary()
    lines = "1. Hva gjør dere?\n\n• Hvor mange?\tTall med enhet\tbiler\n3) Når, 2021?\tår\n- Annet\tukjent"
    page = client.post(place, {"lines": lines, "lay_out": "1"})
    drawn = [(r.label.value(), r.kind.value(), r.more.value()) for r in page.context["form"].drawn[:5]]
    assert drawn == [
        ("Hva gjør dere?", "text", ""),
        ("Hvor mange?", "number", "biler"),
        ("Når, 2021?", "year", ""),
        ("Annet", "text", ""),
        (None, "text", None),
    ]
    assert (len(page.context["form"].drawn), keys(call)) == (8, [])
    many = client.post(place, {"lines": "\n".join(["Hva?"] * 150), "lay_out": "1"})
    assert len(many.context["form"].drawn) == 102
    assert client.post(place, {"lines": "", "lay_out": "1"}).status_code == 422


@pytest.mark.parametrize("rows", ["", "0", "-1", "x", "9" * 30])
def test_a_number_of_rows_that_was_tampered_with_breaks_nothing(rows: str) -> None:
    call = make_call({}, state="draft")
    place = f"{CALL}sporsmal/del/{call.sections.get().pk}/flere/"
    answer = secretary().post(place, {"rows": rows, "label-1": "Hva?"})
    assert answer.status_code in {302, 422}


def test_the_next_question_is_written_without_a_detour() -> None:
    call = make_call({}, state="draft")
    section = call.sections.get()
    place = f"{CALL}sporsmal/del/{section.pk}/nytt/"
    sent = {"label_nb": "Hva?", "kind": "text", "length_unit": "words"}
    client = secretary()
    assert client.post(place, sent | {"next": "1"})["Location"] == place
    assert client.post(place, sent)["Location"] == f"{CALL}sporsmal/#del-{section.pk}"
    assert keys(call) == ["hva", "hva-2"]


def test_a_form_asks_only_in_the_languages_of_its_call_and_keeps_the_others() -> None:
    words = {"label_nb": "Hva?", "label_en": "What?", "choices": CHOICES, "kind": "choice"}
    call = make_call({"what": words}, state="draft")
    client, what = secretary(), question_of(call, "what")
    page = client.get(f"{CALL}sporsmal/{what.pk}/")
    assert not {"label_nn", "label_en", "help_en"} & set(page.context["form"].fields)
    assert page.context["form"]["choices"].value() == "Ja\nNei"
    sent = filled(page.context["form"]) | {"label_nb": "Hva da?", "choices": "Nei\nKanskje"}
    client.post(f"{CALL}sporsmal/{what.pk}/", sent)
    what.refresh_from_db()
    assert (what.label_nb, what.label_en) == ("Hva da?", "What?")
    assert what.choices == [CHOICES[1], {"key": "1", "nb": "Kanskje", "nn": "", "en": ""}]


def test_choices_are_read_in_the_languages_of_the_call() -> None:
    written = choices_from("Kjøpt | Kjøpte | Bought\nVet ikke\n", [], "nb", "nn", "en")
    assert written == [
        {"key": "1", "nb": "Kjøpt", "nn": "Kjøpte", "en": "Bought"},
        {"key": "2", "nb": "Vet ikke", "nn": "Veit ikkje", "en": "Do not know"},
    ]
    again = choices_from("Vet ikke\nKjøpt | Kjøpt", written, "nb", "nn", "en")
    assert again == [
        {"key": "2", "nb": "Vet ikke", "nn": "", "en": ""},
        {"key": "1", "nb": "Kjøpt", "nn": "Kjøpt", "en": ""},
    ]
    assert [row["key"] for row in choices_from("A\nA", [], "en")] == ["1", "2"]
    assert len(choices_from("A\n" * 1200, [], "nb")) == 1200


def test_an_indicator_is_chosen_among_those_that_we_have() -> None:
    call = make_call({"total": {"kind": QuestionKind.FIGURE, "indicator": "long-gone"}}, state="draft")
    indicators.load_reference_indicators(**NOBODY)
    client, total = secretary(), question_of(call, "total")
    page = client.get(f"{CALL}sporsmal/{total.pk}/")
    offered = dict(page.context["form"].fields["indicator"].choices)
    assert {"", "ghg-emissions", "long-gone"} <= set(offered)
    sent = filled(page.context["form"])
    for name in ("indicator", "becomes", "indicator_sector"):
        answer = client.post(f"{CALL}sporsmal/{total.pk}/", sent | {name: "no such"})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [name])
    client.post(f"{CALL}sporsmal/{total.pk}/", sent | {"indicator": "population"})
    total.refresh_from_db()
    assert total.indicator == "population"


def test_a_condition_is_ticked_at_one_question_and_refused_at_its_place() -> None:
    call = make_call({"plan": CHOICE, "goal": CHOICE, "when": {}}, state="draft")
    client, when = secretary(), question_of(call, "when")
    plan, goal = (f"only_if_{question_of(call, key).pk}" for key in ("plan", "goal"))
    place = f"{CALL}sporsmal/{when.pk}/"
    sent = filled(client.get(place).context["form"])
    both = client.post(place, sent | {plan: ["yes"], goal: ["no"]})
    assert (both.status_code, list(both.context["form"].errors)) == (422, [goal])
    client.post(place, sent | {plan: ["yes"]})
    when.refresh_from_db()
    assert (when.only_if, when.only_if_choices) == (question_of(call, "plan"), ["yes"])
    changes.remove_question(question_of(call, "goal"), **NOBODY)
    early = client.get(f"{CALL}sporsmal/{question_of(call, 'plan').pk}/")
    gone = filled(early.context["form"]) | {"choices": "Nei\nKanskje"}
    answer = client.post(f"{CALL}sporsmal/{question_of(call, 'plan').pk}/", gone)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["choices"])
    assert "Ja" in client.get(f"{CALL}sporsmal/").text
    client.post(place, sent)
    when.refresh_from_db()
    assert when.only_if is None


def test_a_refused_condition_is_told_at_the_question_that_it_hangs_on() -> None:
    call = make_call({"plan": CHOICE, "goal": CHOICE, "when": {}}, state="draft")
    hinges = [question_of(call, key) for key in ("plan", "goal")]
    names = [f"only_if_{hinge.pk}" for hinge in hinges]
    words = {"label_nb": "Når?", "kind": "text", "length_unit": "words"}
    for ticked, place in (({}, names[0]), ({names[1]: ["no"]}, names[1])):
        form = QuestionForm(words | ticked, call=call, hinges=hinges)
        assert form.is_valid()
        assert form.place_of_error("only_if_choices") == place
    assert QuestionForm(words, call=call).place_of_error("answered") is None


def test_questions_and_sections_are_removed_retired_and_asked_again() -> None:
    call = make_call({"a": {}, "b": {}}, state="draft")
    client = secretary()
    client.post(f"{CALL}sporsmal/{question_of(call, 'a').pk}/fjern/")
    assert keys(call) == ["b"]
    empty = changes.add_section(call, title_nb="Tom", **NOBODY)
    page = client.get(f"{CALL}sporsmal/").text
    assert f"/sporsmal/del/{empty.pk}/fjern/" in page
    client.post(f"{CALL}sporsmal/del/{empty.pk}/fjern/")
    assert call.sections.count() == 1
    b = question_of(call, "b")
    changes.open_call(call, members=[make_hamar()], tell=False, **NOBODY)
    assert "/fjern/" not in client.get(f"{CALL}sporsmal/").text
    client.post(f"{CALL}sporsmal/{b.pk}/fjern/")
    client.post(f"{CALL}sporsmal/{b.pk}/ta-ut/")
    assert keys(call) == []
    assert "/igjen/" in client.get(f"{CALL}sporsmal/").text
    client.post(f"{CALL}sporsmal/{b.pk}/igjen/")
    assert keys(call) == ["b"]
    assert client.post(f"{CALL}sporsmal/{b.pk}/igjen/").status_code == 404


def test_a_refused_section_comes_back_with_the_reason() -> None:
    make_call(state="closed")
    client = secretary()
    answer = client.post(f"{CALL}sporsmal/del/", {"title_nb": "Mer"}, follow=True)
    assert [str(message.level_tag) for message in answer.context["messages"]] == ["error"]


def test_new_words_are_a_new_version_on_the_page_too() -> None:
    call = make_call()
    client, measures = secretary(), question_of(call, "measures")
    assert (
        client.get(f"{CALL}sporsmal/{measures.pk}/ny-ordlyd/")["Location"] == f"{CALL}sporsmal/{measures.pk}/"
    )
    save(make_reply(call), measures="Elbåt")
    place = f"{CALL}sporsmal/{measures.pk}/ny-ordlyd/"
    sent = filled(client.get(place).context["form"])
    assert client.post(place, sent).status_code == 422
    assert client.post(place, sent | {"label_nb": "Hva er gjort?"}).status_code == 302
    assert str(queries.question_keyed(call, "measures")) == "Hva er gjort?"
    again = client.get(f"{CALL}sporsmal/").text
    assert ("Measures" in again, "/igjen/" in again) == (True, False)


# Texts ---------------------------------------------------------------------------------------------------


def test_missing_texts_are_written_on_one_page_and_the_same_only_once() -> None:
    three = [{"key": "1", "nb": "Kjøpt"}, {"key": "2", "nb": "Leid"}]
    kinds: dict[str, Any] = {
        "kind": QuestionKind.CHOICE,
        "choices": three,
        "label_nn": "Kva?",
        "label_en": "?",
    }
    call = make_call({"a": kinds, "b": kinds}, languages="all", state="draft", title_nn="S", title_en="S")
    changes.edit_section(call.sections.get(), title_nn="Tiltak", title_en="Measures", **NOBODY)
    client = secretary()
    assert f"{CALL}tekster/" in client.get(f"{CALL}sporsmal/").text
    form = client.get(f"{CALL}tekster/").context["form"]
    assert [(text.source, len(fields)) for text, fields in form.drawn] == [("Kjøpt", 2), ("Leid", 2)]
    sent = {name: {"nn": "Kjøpt", "en": "Owned"}[name[-2:]] for name in form.fields}
    assert client.post(f"{CALL}tekster/", sent)["Location"] == f"{CALL}sporsmal/"
    assert {question.choices[0]["en"] for question in call.questions.all()} == {"Owned"}
    assert queries.missing_texts(call) == []
    assert not client.get(f"{CALL}tekster/").context["form"].fields
    assert len(client.get(f"{CALL}tekster/?alle").context["form"].fields) > 4


def test_a_text_that_is_too_long_or_stands_fast_meanwhile_is_told_and_kept() -> None:
    call = make_call({"a": {}}, state="draft", languages="all", title_nn="S", title_en="S")
    client = secretary()
    names = list(client.get(f"{CALL}tekster/").context["form"].fields)
    answer = client.post(f"{CALL}tekster/", {names[-1]: "x" * 301})
    assert (answer.status_code, "x" * 301 in answer.text) == (422, True)
    changes.edit_section(call.sections.get(), title_nb="Tiltak", **NOBODY)
    Call.objects.update(state="open")
    Question.objects.update(label_nb="x")
    save(make_reply(call), a="Svar")
    assert client.post(f"{CALL}tekster/", {names[-1]: "New"}).status_code == 302
    assert question_of(call, "a").label_en == ""


# The bank, the preview, the file -------------------------------------------------------------------------


def test_questions_are_picked_from_the_bank() -> None:
    make_call({"buses": {"label_nb": "Busser?", "topic": "transport"}}, year=2020, slug="old")
    call = make_call({}, state="draft")
    place = f"{CALL}sporsmal/del/{call.sections.get().pk}/hent/"
    client = secretary()
    assert "Busser?" in client.get(f"{place}?text=buss&topic=transport").text
    assert "Busser?" not in client.get(f"{place}?text=tog").text
    assert "Busser?" in client.get(f"{place}?topic=cats").text
    nothing = client.post(place, {})
    assert (nothing.status_code, "error-summary" in nothing.text) == (422, True)
    assert client.post(place, {"key": ["buses"]}).status_code == 302
    assert keys(call) == ["buses"]


def test_the_preview_is_for_any_member_and_says_that_it_is_one() -> None:
    client = secretary()
    call = make_call({"plan": CHOICE | {"is_profile": True}, "when": {}}, state="draft")
    values = {"only_if": question_of(call, "plan"), "only_if_choices": ["yes"]}
    changes.edit_question(question_of(call, "when"), **values, **NOBODY)
    assert client.get(f"{CALL}forhandsvis/").status_code == 200
    make_hamar()
    page = client.get(f"{CALL}forhandsvis/?medlem=hamar")
    assert (page.context["member"].name, call.replies.count()) == ("Hamar", 0)
    assert 'data-only-if="plan"' in page.text
    assert client.get(f"{CALL}forhandsvis/?medlem=nowhere").context["member"].name == "Hamar"


def test_a_call_goes_out_as_a_file_and_comes_in_again() -> None:
    make_call({"plan": CHOICE}, kind="other", slug="planer")
    client = secretary()
    answer = client.get("/innhenting/planer/skjema.json")
    assert answer["Content-Type"] == "application/schema+json"
    assert answer["Content-Disposition"] == 'attachment; filename="planer.schema.json"'

    def sent(content: bytes) -> Any:
        return client.post("/innhenting/ny/skjema/", {"file": SimpleUploadedFile("a.json", content)})

    assert client.get("/innhenting/ny/skjema/").status_code == 200
    assert client.post("/innhenting/ny/skjema/", {}).status_code == 422
    wrong = json.loads(answer.content)
    wrong["x-dugnad"]["call"]["year"] = "?"
    refused = sent(json.dumps(wrong).encode())
    assert (refused.status_code, "/x-dugnad/call/year" in refused.text) == (422, True)
    assert sent(b" " * (1024 * 1024 + 1)).status_code == 422
    assert Call.objects.count() == 1
    made = sent(answer.content)
    assert made["Location"] == f"/innhenting/{Call.objects.exclude(slug='planer').get().slug}/sporsmal/"


# What the pages cost -------------------------------------------------------------------------------------


def make_large(sections: int) -> Call:
    """A draft of so many sections of three questions, one of which hangs on another."""
    call = make_call({}, state="draft", languages="all")
    for number in range(sections):
        section = changes.add_section(call, title_nb=f"Del {number}", **NOBODY)
        plan = changes.add_question(section, label_nb="Plan?", **CHOICE, **NOBODY)
        for label in ("Når?", "Hva?"):
            values: dict[str, Any] = {"only_if": plan, "only_if_choices": ["yes"]}
            changes.add_question(section, label_nb=label, kind=QuestionKind.TEXT, **values, **NOBODY)
    return call


@pytest.mark.parametrize("sections", [1, 4])
@pytest.mark.parametrize(
    ("page", "count"), [("sporsmal/", 14), ("tekster/", 7), ("forhandsvis/", 7), ("skjema.json", 6)]
)
def test_the_pages_ask_as_many_questions_for_a_short_call_as_for_a_long_one(
    page: str,
    count: int,
    sections: int,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    make_large(sections)
    make_hamar()
    client = secretary()
    client.get(f"{CALL}{page}")
    with django_assert_num_queries(count):
        assert client.get(f"{CALL}{page}").status_code == 200


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_is_there_in_each_language(language: str) -> None:
    call = make_large(1)
    section = call.sections.last()
    client = secretary(language)
    assert section
    for page in (
        "sporsmal/",
        "tekster/",
        f"sporsmal/del/{section.pk}/flere/",
        f"sporsmal/del/{section.pk}/nytt/",
        f"sporsmal/del/{section.pk}/hent/",
        "rediger/",
    ):
        found = client.get(f"{CALL}{page}")
        assert (found.status_code, re.search(r'<html lang="(\w+)"', found.text)[1]) == (200, language)  # type: ignore[index]
