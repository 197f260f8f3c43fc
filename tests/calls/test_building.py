"""What a call asks is put together: sections, questions, conditions, wordings; nothing under an answer."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dugnad.calls import changes, queries
from dugnad.calls.changes.copying import in_length_of, in_years
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Call, Question, Section
from dugnad.documents import changes as documents
from dugnad.kit import history
from dugnad.kit.errors import Refused
from dugnad.kit.models import Change
from tests.factories.calls import (
    AT,
    CHOICES,
    make_call,
    make_hamar,
    make_reply,
    question_of,
    save,
    submit,
)
from tests.factories.members import make_municipality
from tests.refusals import refused

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
NOBODY: dict[str, Any] = {"by": None, "at": LATER}
CHOICE: dict[str, Any] = {"kind": QuestionKind.CHOICE, "choices": CHOICES}
DRAFT: dict[str, Any] = {"state": "draft"}


def keys(call: Call) -> list[str]:
    return [question.key for question in queries.questions_of(call)]


def hinged(call: Call, key: str, on: str, *choices: str) -> Question:
    """Let one question be asked only of those who give certain answers to another."""
    question = question_of(call, key)
    values = {"only_if": question_of(call, on), "only_if_choices": list(choices)}
    changes.edit_question(question, **values, **NOBODY)
    return question


def make_conditional(**values: Any) -> Call:
    """Has plan? If yes: when? And one more question."""
    call = make_call({"plan": CHOICE, "when": {}, "more": {}}, **values)
    hinged(call, "when", "plan", "yes")
    return call


# Sections ------------------------------------------------------------------------------------------------


def test_a_section_needs_a_title_in_one_of_the_languages() -> None:
    call = make_call(state="draft", languages="nn")
    with refused("title", field="title_nn"):
        changes.add_section(call, **NOBODY)
    section = changes.add_section(call, title_nn="Tiltak", **NOBODY)
    with refused("title", field="title_nn"):
        changes.edit_section(section, title_nn="", **NOBODY)
    changes.edit_section(section, title_nn="Planar", **NOBODY)
    assert [str(section) for section in call.sections.all()] == ["Tiltak", "Planar"]


def test_an_empty_section_can_go_and_one_with_questions_cannot() -> None:
    call = make_call(state="draft")
    empty = changes.add_section(call, title_nb="Tom", **NOBODY)
    changes.remove_section(empty, **NOBODY)
    assert [str(section) for section in call.sections.all()] == ["Tiltak"]
    assert Change.objects.get(verb="remove_section").before["title_nb"] == "Tom"
    with refused("questions"):
        changes.remove_section(call.sections.get(), **NOBODY)
    empty = changes.add_section(call, title_nb="Tom", **NOBODY)
    changes.open_call(call, **NOBODY)
    changes.close_call(call, **NOBODY)
    with refused("state"):
        changes.remove_section(empty, **NOBODY)


def test_a_new_section_stands_last_also_after_one_has_gone() -> None:
    call = make_call(state="draft")
    first = changes.add_section(call, title_nb="A", **NOBODY)
    changes.add_section(call, title_nb="B", **NOBODY)
    changes.remove_section(first, **NOBODY)
    changes.add_section(call, title_nb="C", **NOBODY)
    assert [str(section) for section in queries.sections_of(call)] == ["Tiltak", "B", "C"]


# Questions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({}, "label", "label_nb"),
        ({"label_nb": "Plan?", "kind": QuestionKind.CHOICE}, "choices", "choices"),
        ({"label_nb": "Plan?", "least": 9, "most": 3}, "least", "least"),
        ({"label_nb": "x" * 301}, "invalid", "label_nb"),
    ],
)
def test_a_question_that_nobody_could_answer_is_refused(
    values: dict[str, Any], code: str, field: str
) -> None:
    section = make_call(state="draft").sections.get()
    with refused(code, field=field):
        changes.add_question(section, **({"kind": QuestionKind.TEXT} | values), **NOBODY)


def test_a_question_can_be_asked_in_nynorsk_alone() -> None:
    call = make_call(state="draft", languages="nn", title_nb="", title_nn="Planane")
    question = changes.add_question(
        call.sections.get(), kind=QuestionKind.TEXT, label_nn="Kva gjer de?", **NOBODY
    )
    assert (question.key, str(question), str(call)) == ("kva-gjer-de", "Kva gjer de?", "Planane")
    with refused("title", field="title_nn"):
        changes.edit_call(call, title_nn="", **NOBODY)


def test_questions_with_the_same_words_get_keys_of_their_own() -> None:
    section = make_call(state="draft").sections.get()
    words: dict[str, Any] = {"kind": QuestionKind.TEXT, "label_nb": "Hva?"}
    found = [changes.add_question(section, **words, **NOBODY).key for _ in range(3)]
    assert found == ["hva", "hva-2", "hva-3"]
    marks = changes.add_question(section, kind=QuestionKind.TEXT, label_nb="???", **NOBODY)
    assert marks.key == "question"


def test_many_questions_come_at_once_or_not_at_all() -> None:
    call = make_call(state="draft")
    section = call.sections.get()
    rows = [{"kind": QuestionKind.TEXT, "label_nb": "Hva?"}, {"kind": QuestionKind.YEAR, "label_nb": "Når?"}]
    assert [q.key for q in changes.write_questions(section, rows, **NOBODY)] == ["hva", "nar"]
    with pytest.raises(Refused) as caught:
        changes.write_questions(
            section, [rows[0], {"kind": QuestionKind.CHOICE, "label_nb": "Ja?"}], **NOBODY
        )
    assert (caught.value.field, caught.value.details) == ("choices", {"row": 1})
    assert keys(call) == ["measures", "cars", "hva", "nar"]
    with refused("rows"):
        changes.write_questions(section, [], **NOBODY)


def test_what_a_closed_call_asks_stands_fast() -> None:
    call = make_call(state="closed")
    with refused("state"):
        changes.add_question(call.sections.get(), kind=QuestionKind.TEXT, label_nb="Mer?", **NOBODY)
    with refused("state"):
        changes.add_section(call, title_nb="Mer", **NOBODY)
    with refused("state"):
        changes.reword_question(question_of(call, "cars"), label_nb="Biler?", **NOBODY)


def test_a_question_can_be_taken_out_of_a_draft_and_the_trail_keeps_it() -> None:
    call = make_conditional(**DRAFT)
    with refused("hanging", field="choices"):
        changes.remove_question(question_of(call, "plan"), **NOBODY)
    changes.retire_question(question_of(call, "when"), **NOBODY)
    changes.remove_question(question_of(call, "plan"), **NOBODY)
    assert keys(call) == ["more"]
    told = Change.objects.get(verb="remove_question")
    assert told.before == {"question": "Plan", "section": "Tiltak"}
    with refused("state"):
        changes.remove_question(question_of(make_call(slug="open-one"), "cars"), **NOBODY)


def test_a_retired_question_can_be_asked_again_with_its_answers() -> None:
    call = make_call()
    reply = make_reply(call, measures="Elbåt")
    changes.retire_question(question_of(call, "measures"), **NOBODY)
    reply.refresh_from_db()
    assert reply.answered == 0
    changes.ask_again(question_of(call, "measures"), **NOBODY)
    reply.refresh_from_db()
    assert (keys(call), reply.answered) == (["measures", "cars"], 1)
    assert history.changes_of(question_of(call, "measures")).first().verb == "ask_again"  # type: ignore[union-attr]


def test_a_retired_question_waits_for_the_one_that_it_hangs_on() -> None:
    call = make_conditional()
    for key in ("when", "plan"):
        changes.retire_question(question_of(call, key), **NOBODY)
    with refused("only_if"):
        changes.ask_again(question_of(call, "when"), **NOBODY)
    for key in ("plan", "when"):
        changes.ask_again(question_of(call, key), **NOBODY)
    assert keys(call) == ["plan", "when", "more"]


def test_a_retired_question_hangs_on_the_newest_wording_when_it_is_asked_again() -> None:
    call = make_conditional()
    changes.retire_question(question_of(call, "when"), **NOBODY)
    save(make_reply(call), plan="yes")
    new = changes.reword_question(question_of(call, "plan"), label_nb="Har dere en plan?", **NOBODY)
    changes.ask_again(question_of(call, "when"), **NOBODY)
    assert question_of(call, "when").only_if == new


def test_an_older_wording_is_not_asked_again_beside_the_newer() -> None:
    call = make_call()
    make_reply(call, measures="Elbåt")
    old = question_of(call, "measures")
    changes.reword_question(old, label_nb="Hva er gjort?", **NOBODY)
    with refused("state"):
        changes.ask_again(old, **NOBODY)


# Order ---------------------------------------------------------------------------------------------------


def make_two_sections() -> tuple[Call, Section, Section]:
    """Two sections: a and b in the first, c and d in the second."""
    call = make_call({"a": CHOICE, "b": {}}, state="draft")
    second = changes.add_section(call, title_nb="Mer", **NOBODY)
    for key in ("c", "d"):
        changes.add_question(second, key=key, kind=QuestionKind.TEXT, label_nb=key, **NOBODY)
    return call, call.sections.get(title_nb="Tiltak"), second


def in_sections(call: Call) -> list[list[str]]:
    return [[q.key for q in section.asked] for section in queries.sections_of(call)]  # type: ignore[attr-defined]


def test_a_question_moves_over_the_edge_of_its_section() -> None:
    call, _first, _second = make_two_sections()
    changes.move_question(question_of(call, "c"), up=True, **NOBODY)
    assert in_sections(call) == [["a", "b", "c"], ["d"]]
    changes.move_question(question_of(call, "c"), up=False, **NOBODY)
    assert in_sections(call) == [["a", "b"], ["c", "d"]]
    changes.move_question(question_of(call, "a"), up=True, **NOBODY)
    changes.move_question(question_of(call, "d"), up=False, **NOBODY)
    changes.move_section(call.sections.get(title_nb="Mer"), up=False, **NOBODY)
    assert in_sections(call) == [["a", "b"], ["c", "d"]]


def test_a_retired_question_does_not_move() -> None:
    call = make_call(state="draft")
    changes.retire_question(question_of(call, "cars"), **NOBODY)
    with refused("state"):
        changes.move_question(question_of(call, "cars"), up=True, **NOBODY)


def test_a_question_never_comes_to_stand_before_the_one_that_it_hangs_on() -> None:
    call, first, second = make_two_sections()
    hinged(call, "b", "a", "yes")
    hinged(call, "c", "a", "yes")
    for step in (
        lambda: changes.move_question(question_of(call, "b"), up=True, **NOBODY),
        lambda: changes.move_question(question_of(call, "a"), up=False, **NOBODY),
        lambda: changes.move_section(second, up=True, **NOBODY),
        lambda: changes.move_section(first, up=False, **NOBODY),
    ):
        with refused("order"):
            step()
    assert in_sections(call) == [["a", "b"], ["c", "d"]]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans()), max_size=12))
def test_however_questions_move_all_are_still_asked_and_conditions_hold(
    moves: list[tuple[str, bool]],
) -> None:
    Question.objects.all().update(only_if=None)
    for noun in (Question, Section, Call):
        noun.objects.all().delete()
    call, _first, _second = make_two_sections()
    hinged(call, "d", "a", "no")
    refusals = set()
    for key, up in moves:
        try:
            changes.move_question(question_of(call, key), up=up, **NOBODY)
        except Refused as refusal:
            refusals.add(refusal.code)
    assert refusals <= {"order"}
    assert sorted(keys(call)) == ["a", "b", "c", "d"]
    assert keys(call).index("a") < keys(call).index("d")


# Conditions ----------------------------------------------------------------------------------------------


def test_a_condition_hangs_on_a_choice_that_stands_before() -> None:
    call = make_call({"free": {}, "plan": CHOICE, "when": {}, "late": CHOICE}, state="draft")
    other = question_of(make_call({"plan": CHOICE}, slug="other", year=2020), "plan")
    when = question_of(call, "when")
    for before, choices, field in (
        (question_of(call, "free"), ["yes"], "only_if"),
        (question_of(call, "late"), ["yes"], "only_if"),
        (other, ["yes"], "only_if"),
        (question_of(call, "plan"), [], "only_if_choices"),
        (question_of(call, "plan"), ["perhaps"], "only_if_choices"),
    ):
        with refused(field, field=field):
            changes.edit_question(when, only_if=before, only_if_choices=choices, **NOBODY)
    assert [q.key for q in queries.possible_hinges(call.sections.get())] == ["plan", "late"]
    assert [q.key for q in queries.possible_hinges(call.sections.get(), before=when)] == ["plan"]


def test_a_question_cannot_hang_on_itself_nor_two_on_each_other() -> None:
    call = make_call({"a": CHOICE, "b": CHOICE}, state="draft")
    with refused("only_if"):
        hinged(call, "a", "a", "yes")
    hinged(call, "b", "a", "yes")
    with refused("only_if"):
        hinged(call, "a", "b", "yes")


def test_a_condition_on_a_retired_question_is_refused() -> None:
    call = make_call({"plan": CHOICE, "when": {}}, state="draft")
    changes.retire_question(question_of(call, "plan"), **NOBODY)
    with refused("only_if"):
        hinged(call, "when", "plan", "yes")


def test_what_others_hang_on_keeps_the_choices_that_lead_to_them() -> None:
    call = make_conditional(**DRAFT)
    plan = question_of(call, "plan")
    three = [{"key": "yes", "nb": "Ja"}, {"key": "maybe", "nb": "Kanskje"}, {"key": "no", "nb": "Nei"}]
    changes.edit_question(plan, choices=three, **NOBODY)
    with refused("hanging", field="choices"):
        changes.edit_question(plan, choices=three[1:], **NOBODY)
    with refused("hanging"):
        changes.edit_question(plan, kind=QuestionKind.TEXT, **NOBODY)
    with refused("hanging"):
        changes.retire_question(plan, **NOBODY)
    plan.refresh_from_db()
    assert (plan.kind, plan.condition) == ("choice", "")
    with translation.override("en"):
        assert question_of(call, "when").condition == "“Ja”"


# Wordings ------------------------------------------------------------------------------------------------


def test_new_words_are_a_new_version_and_the_old_ones_keep_their_answers() -> None:
    call = make_call()
    reply = make_reply(call, measures="Elbåt")
    old = question_of(call, "measures")
    new = changes.reword_question(old, label_nb="Hva er gjort?", **NOBODY)
    old.refresh_from_db()
    assert (new.version, new.replaces, new.key, new.position) == (2, old, "measures", old.position)
    assert (str(old), old.retired_at, reply.answers.get(question=old).value) == ("Measures", LATER, "Elbåt")
    assert (keys(call), str(queries.question_keyed(call, "measures"))) == (
        ["measures", "cars"],
        "Hva er gjort?",
    )


def test_new_words_are_refused_where_they_make_no_sense() -> None:
    call = make_call()
    with refused("unanswered"):
        changes.reword_question(question_of(call, "measures"), label_nb="Hva?", **NOBODY)
    make_reply(call, measures="Elbåt")
    old = question_of(call, "measures")
    with refused("same"):
        changes.reword_question(old, label_nb="Measures", **NOBODY)
    changes.reword_question(old, label_nb="Hva?", **NOBODY)
    with refused("state"):
        changes.reword_question(old, label_nb="Hvem?", **NOBODY)


def test_those_that_hang_on_a_question_hang_on_its_new_wording() -> None:
    call = make_conditional()
    save(make_reply(call), plan="yes")
    old = question_of(call, "plan")
    with refused("hanging"):
        changes.reword_question(old, choices=[{"key": "no", "nb": "Nei"}, {"key": "x", "nb": "X"}], **NOBODY)
    new = changes.reword_question(old, label_nb="Har dere en plan?", **NOBODY)
    assert question_of(call, "when").only_if == new


def test_who_answered_the_old_words_is_offered_the_answer_where_it_still_fits() -> None:
    call = make_call({"plan": CHOICE, "measures": {}})
    reply = make_reply(call, plan="yes", measures="Elbåt")
    gone = [{"key": "no", "nb": "Nei"}, {"key": "maybe", "nb": "Kanskje"}]
    changes.reword_question(question_of(call, "plan"), choices=gone, **NOBODY)
    changes.reword_question(question_of(call, "measures"), kind=QuestionKind.NUMBER, **NOBODY)
    items = {item.question.key: item for item in queries.sheet_of(reply, on=LATER.date()).items}
    assert (items["plan"].earlier, items["measures"].earlier) == (None, None)
    again = make_call({"measures": {}}, slug="again", year=2020)
    other = make_reply(again, measures="Elbåt")
    changes.reword_question(question_of(again, "measures"), label_nb="Hva er gjort?", **NOBODY)
    (item,) = queries.sheet_of(other, on=LATER.date()).items
    assert (item.value, item.earlier.value if item.earlier else None) == (None, "Elbåt")


# The bank ------------------------------------------------------------------------------------------------


def banked(call: Call, **filters: str) -> dict[str, queries.Banked]:
    return {row.question.key: row for row in queries.question_bank(call.sections.first(), **filters)}  # type: ignore[arg-type]


def test_the_bank_has_what_was_asked_and_what_lies_ready() -> None:
    make_call({"buses": {"label_nb": "Hvor mange busser?", "topic": "transport"}}, slug="old", year=2019)
    make_call(
        {"buses": {"label_nb": "Hvor mange elbusser?"}}, year=2020, slug="newer", opens=date(2021, 3, 20)
    )
    call = make_call(state="draft")
    row = banked(call)["buses"]
    assert (str(row.question), row.times, row.is_here) == ("Hvor mange elbusser?", 2, False)
    assert row.last == Call.objects.get(slug="newer")
    ready = banked(call)["climate-budget"]
    assert (ready.last, ready.times, ready.sketch is not None) == (None, 0, True)


def test_the_bank_is_filtered_by_words_and_by_topic() -> None:
    make_call({"buses": {"label_nb": "Hvor mange BUSSER?", "topic": "transport"}}, year=2020, slug="old")
    call = make_call(state="draft")
    assert list(banked(call, text="mange busser")) == ["buses"]
    assert list(banked(call, text="busser", topic="energy")) == []
    assert list(banked(call, topic="transport"))[:1] == ["buses"]


def test_the_bank_offers_the_newest_wording_and_no_draft() -> None:
    old = make_call({"buses": {"label_nb": "Busser?"}, "trams": {}}, year=2020, slug="old")
    make_reply(old, buses="7")
    new = changes.reword_question(question_of(old, "buses"), label_nb="Elbusser?", **NOBODY)
    changes.move_question(new, up=False, **NOBODY)
    make_call({"boats": {}}, year=2019, slug="draft", state="draft")
    found = banked(make_call(state="draft"))
    assert (str(found["buses"].question), found["buses"].times, "boats" in found) == ("Elbusser?", 1, False)


def test_questions_are_picked_all_of_them_or_none() -> None:
    make_call({"buses": {"label_nb": "Busser i 2019?"}}, year=2019, slug="old")
    call = make_call({"cars": {}}, state="draft")
    section = call.sections.get()
    for chosen in ([], ["buses", "nothing"], ["cars"]):
        with refused("keys", field="keys"):
            changes.pick_questions(section, chosen, **NOBODY)
    changes.pick_questions(section, ["buses", "climate-budget"], **NOBODY)
    assert keys(call) == ["cars", "buses", "climate-budget"]
    assert str(question_of(call, "buses")) == "Busser i 2021?"


def test_a_condition_comes_along_from_the_bank_where_it_can_hold() -> None:
    make_conditional(year=2020, slug="old")
    both = make_call({}, state="draft")
    section = changes.add_section(both, title_nb="Ny", **NOBODY)
    changes.pick_questions(section, ["when", "plan"], **NOBODY)
    assert question_of(both, "when").only_if == question_of(both, "plan")
    alone = make_call({}, state="draft", slug="alone", kind="other")
    changes.pick_questions(alone.sections.get(), ["when"], **NOBODY)
    assert question_of(alone, "when").only_if is None
    others = [{"key": "1", "nb": "Ja"}, {"key": "2", "nb": "Nei"}]
    other = make_call({"plan": CHOICE | {"choices": others}}, state="draft", slug="others", kind="other")
    changes.pick_questions(other.sections.get(), ["when"], **NOBODY)
    assert question_of(other, "when").only_if is None


# Last year's call ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("Tiltak i 2020 og mål for 2030", "Tiltak i 2021 og mål for 2030"),
        ("Fra 2020–2021", "Fra 2021–2022"),
        ("Utslipp i 2019", "Utslipp i 2020"),
        ("Siden 1991 og 20210 kroner", "Siden 1991 og 20210 kroner"),
    ],
)
def test_the_years_of_a_call_move_and_goals_stay(text: str, moved: str) -> None:
    assert in_years(text, 2021, 1, 2019) == moved


def test_a_copied_call_takes_words_order_and_conditions_along() -> None:
    call = make_conditional(intro_nb="Svar for 2020.", asks_basis=True)
    changes.edit_section(call.sections.get(), title_nb="Tiltak i 2021", **NOBODY)
    days = {"opens": date(2022, 3, 1), "due_day": date(2022, 4, 29)}
    copy = changes.copy_call(call, year=2022, **days, **NOBODY)
    assert (copy.title_nb, copy.intro_nb, copy.asks_basis) == ("Klimastatus 2022", "Svar for 2021.", True)
    assert [str(section) for section in copy.sections.all()] == ["Tiltak i 2022"]
    when = question_of(copy, "when")
    assert (when.only_if, when.only_if_choices) == (question_of(copy, "plan"), ["yes"])


def lineage(call: Call) -> queries.Lineage:
    found = queries.lineage_of(call)
    assert found is not None
    return found


def test_the_first_call_of_its_kind_has_nothing_before_it() -> None:
    assert queries.lineage_of(make_call()) is None


def test_lineage_tells_what_is_new_gone_changed_and_moved() -> None:
    call = make_call(
        {
            "plan": CHOICE,
            "measures": {"label_nb": "Tiltak i 2020?", "help_nb": "Kort."},
            "cars": {"kind": QuestionKind.NUMBER},
            "gone": {},
        }
    )
    days = {"opens": date(2022, 3, 1), "due_day": date(2022, 4, 29)}
    copy = changes.copy_call(call, year=2022, **days, **NOBODY)
    assert (lineage(copy).since, lineage(copy).count) == (call, 0)
    assert [str(row.question) for row in lineage(copy).moved] == ["Tiltak i 2021?"]
    changes.remove_question(question_of(copy, "gone"), **NOBODY)
    changes.add_question(copy.sections.get(), kind=QuestionKind.TEXT, label_nb="Ny?", **NOBODY)
    changes.edit_question(
        question_of(copy, "measures"), label_nb="Hvilke tiltak?", help_nb="Langt.", **NOBODY
    )
    values = {"unit": "biler", "required": True, "least": 1, "most": 9, "topic": "transport", "point": "7"}
    changes.edit_question(question_of(copy, "cars"), **values, is_profile=True, becomes="elbiler", **NOBODY)
    hinged(copy, "cars", "plan", "yes")
    with translation.override("en"):
        found = lineage(copy)
    assert ([str(q) for q in found.added], [str(q) for q in found.gone]) == (["Ny?"], ["Gone"])
    measures, cars = found.changed
    assert [(str(d.what), d.before, d.now) for d in measures.differences] == [
        ("Wording", "Tiltak i 2020?", "Hvilke tiltak?"),
        ("Help", "Kort.", "Langt."),
    ]
    assert len(cars.differences) == 8
    assert any(piece.element == "ins" for piece in measures.differences[0].pieces)
    assert (found.moved, found.count) == ([], 4)


def test_lineage_sees_another_language_and_another_section() -> None:
    call = make_call({"a": {"label_nn": "Kva?"}, "b": {}})
    days = {"opens": date(2022, 3, 1), "due_day": date(2022, 4, 29)}
    copy = changes.copy_call(call, year=2022, **days, **NOBODY)
    changes.edit_question(question_of(copy, "a"), label_nn="Kva då?", **NOBODY)
    changes.add_section(copy, title_nb="Mer", **NOBODY)
    changes.move_question(question_of(copy, "b"), up=False, **NOBODY)
    first, second = lineage(copy).changed
    assert (first.differences[0].before, first.differences[0].now) == ("Kva?", "Kva då?")
    assert [(d.before, d.now) for d in second.differences] == [("Tiltak", "Mer")]


def test_lineage_of_a_call_that_was_not_copied_looks_at_last_years() -> None:
    make_call({"a": {}}, year=2020, slug="klimastatus-2020")
    assert str(lineage(make_call({"a": {}, "b": {}}, state="draft")).since) == "Klimastatus 2021"
    assert queries.lineage_of(make_call(kind="other", slug="other", state="draft")) is None


# Languages -----------------------------------------------------------------------------------------------


def test_a_call_opens_when_every_text_stands_in_its_languages() -> None:
    make_hamar()
    call = make_call({"plan": CHOICE, "a": {"help_nb": "Kort."}}, languages="all", state="draft")
    changes.edit_question(question_of(call, "plan"), choices=[{"key": "1", "nb": "Ja"}, CHOICES[1]], **NOBODY)
    with translation.override("en"):
        missing = [f"{row.language}: {row.what}" for row in queries.missing_texts(call)]
    assert (len(missing), missing[:4], missing[-2:]) == (
        12,
        [
            "nynorsk: the title of the call",
            "nynorsk: the title of the section “Tiltak”",
            "nynorsk: the question “Plan”",
            "nynorsk: the choices of “Plan”",
        ],
        ["English: the question “A”", "English: the help for “A”"],
    )
    with pytest.raises(Refused) as caught:
        changes.open_call(call, **NOBODY)
    assert caught.value.code == "languages"
    assert "11" in str(caught.value.message)
    written = {text.name: f"{text.source} ({text.code})" for text in queries.texts_of(call) if not text.words}
    assert changes.write_texts(call, written, **NOBODY) == len(written) == 12
    assert queries.missing_texts(call) == []
    plan = question_of(call, "plan")
    assert (plan.label_en, plan.choices[0]) == (
        "Plan (en)",
        {"key": "1", "nb": "Ja", "nn": "Ja (nn)", "en": "Ja (en)"},
    )
    changes.open_call(call, **NOBODY)


def test_one_missing_text_is_told_without_a_number() -> None:
    call = make_call({"a": {"label_nn": "A"}}, languages="nn", state="draft", title_nn="Tittel")
    with pytest.raises(Refused) as caught:
        changes.open_call(call, **NOBODY)
    assert "Tiltak" in str(caught.value.message)


def test_texts_that_somebody_has_answered_stand_fast_and_strangers_are_refused() -> None:
    call = make_call()
    call.languages = "all"
    call.save()
    before = {text.name for text in queries.texts_of(call)}
    answered = question_of(call, "measures")
    make_reply(call, measures="Elbåt")
    gone = before - {text.name for text in queries.texts_of(call)}
    assert gone == {f"question-{answered.pk}-label_nn", f"question-{answered.pk}-label_en"}
    with refused("text"):
        changes.write_texts(call, {gone.pop(): "x"}, **NOBODY)
    assert changes.write_texts(call, {}, **NOBODY) == 0


def test_a_text_knows_how_long_it_may_be_and_where_it_belongs() -> None:
    call = make_call({"plan": CHOICE | {"help_nb": "Kort."}}, languages="all", state="draft")
    found = {
        text.name.rpartition("-")[2] if text.choice is None else "choice": text
        for text in queries.texts_of(call)
    }
    assert (found["title_nn"].longest, found["label_nn"].longest) == (200, 300)
    assert (found["help_nn"].longest, found["choice"].longest) == (None, 300)
    assert (found["label_nn"].choices, found["title_nn"].choices) == (CHOICES, [])
    assert str(found["label_en"].language) == "engelsk"


# Preview and profile -------------------------------------------------------------------------------------


def test_the_preview_is_what_a_member_meets_and_stores_nothing() -> None:
    hamar = make_hamar()
    profile = {"coast": CHOICE | {"is_profile": True}, "boats": {}}
    old = make_call(profile, year=2020, slug="old")
    submit(make_reply(old, hamar, coast="no"))
    call = make_call(profile, state="draft")
    hinged(call, "boats", "coast", "yes")
    before = Change.objects.count()
    coast, boats = queries.preview_sheet(call, hamar, on=LATER.date()).items
    assert (coast.value, coast.known.call if coast.known else None) == ("no", old)
    assert (boats.is_asked, boats.because) == (False, "Nei")
    assert (call.replies.count(), Change.objects.count()) == (0, before)
    stange = make_municipality("Stange", "3413")
    assert [item.value for item in queries.preview_sheet(call, stange, on=LATER.date()).items] == [None, None]


def test_what_describes_a_member_is_brought_along_and_never_over_what_it_wrote() -> None:
    hamar = make_hamar()
    asked = {"coast": CHOICE | {"is_profile": True}, "size": {"is_profile": True}, "story": {}}
    submit(make_reply(make_call(asked, year=2019, slug="older"), hamar, coast="no", size="Stor"))
    submit(make_reply(make_call(asked, year=2020, slug="old"), hamar, coast="yes"), at=LATER)
    changed = {
        "coast": CHOICE | {"is_profile": True},
        "size": {"kind": QuestionKind.YEAR, "is_profile": True},
    }
    reply = make_reply(make_call(changed), hamar)
    assert {a.question.key: (a.value, a.by) for a in reply.answers.all()} == {"coast": ("yes", None)}
    save(reply, coast="no")
    changes.open_reply(reply.call, hamar, **NOBODY)
    assert reply.answers.get().value == "no"


def test_what_was_withdrawn_or_fits_no_longer_is_not_brought_along() -> None:
    hamar = make_hamar()
    asked = {"coast": CHOICE | {"is_profile": True}}
    old = make_reply(make_call(asked, year=2020, slug="old"), hamar, coast="yes")
    submit(old)
    others = [{"key": "a", "nb": "A"}, {"key": "b", "nb": "B"}]
    call = make_call({"coast": CHOICE | {"choices": others, "is_profile": True}}, year=2022, slug="c")
    assert not make_reply(call, hamar).answers.exists()
    changes.withdraw_reply(old, reason="Feil", **NOBODY)
    assert not make_reply(make_call(asked), hamar).answers.exists()


# How long a story is ---------------------------------------------------------------------------------------


def test_a_story_is_asked_for_in_the_length_of_the_calls_year() -> None:
    documents.set_story_length(year=2021, least=700, most=1000, unit="characters", by=None, at=AT)
    values = {
        "kind": "story",
        "help_nb": "250–500 ord, og et bilde.",
        "help_en": "250–500 words.",
        "least": 250,
    }
    found = in_length_of(2021, values)
    assert found["help_nb"] == "700–1 000 tegn, og et bilde."
    assert found["help_en"] == "700–1,000 characters."
    assert (found["least"], found["most"], found["length_unit"]) == (700, 1000, "characters")
    assert in_length_of(2020, values) == values
    assert in_length_of(2021, {"kind": "text", "least": 3}) == {"kind": "text", "least": 3}


def test_a_story_that_is_added_without_a_length_gets_the_years() -> None:
    documents.set_story_length(year=2021, least=100, most=200, unit="words", by=None, at=AT)
    section = make_call(state="draft").sections.get()
    free = changes.add_question(section, kind="story", label_nb="Fortell", by=None, at=AT)
    own = changes.add_question(section, kind="story", label_nb="Mer", most=50, by=None, at=AT)
    assert [(question.least, question.most) for question in (free, own)] == [(100, 200), (0, 50)]
