"""Questions about calls: shapes for programs, prefilled figures, what is waiting, what is found."""

from datetime import date

import pytest

from dugnad.calls import changes, queries
from dugnad.calls.kinds import CallKind, QuestionKind
from dugnad.calls.models import Answer, Call, EarlierAnswer, Question, Reply, ReplyFile, ReviewNote, Section
from dugnad.members.models import User
from dugnad.members.queries import viewer_of
from dugnad.members.rules import Viewer
from tests.factories.calls import (
    AFTER_DUE,
    AT,
    make_call,
    make_figures,
    make_hamar,
    make_reply,
    question_of,
    save,
    submit,
)
from tests.factories.documents import make_picture
from tests.factories.members import (
    make_approver,
    make_editor,
    make_municipality,
    make_organisation,
    make_secretary,
    make_user,
)
from tests.factories.programme import make_activity

pytestmark = pytest.mark.django_db
EMISSIONS = {"kind": QuestionKind.FIGURE, "indicator": "ghg-emissions"}
FIGURES = {
    "total": EMISSIONS | {"indicator_year": 2019, "required": True},
    "road": EMISSIONS | {"indicator_sector": "road_traffic"},
    "measures": {},
}


def viewer(user: User) -> Viewer:
    return viewer_of(user, on=AFTER_DUE.date())


def test_calls_and_replies_are_found_by_their_names() -> None:
    reply = make_reply()
    assert queries.call_named("klimastatus-2021") == reply.call
    assert queries.call_named("klimastatus-2031") is None
    assert queries.reply_of(reply.call, reply.organisation) == reply
    assert queries.reply_of(reply.call, make_organisation("Viken")) is None


def test_call_as_shape_is_what_programs_were_promised() -> None:
    call = make_call(FIGURES)
    shape = queries.call_as_shape(call)
    assert shape | {"questions": []} == {
        "id": "klimastatus-2021",
        "title": "Klimastatus 2021",
        "kind": "klimastatus",
        "due": "2021-04-30T16:00:00+02:00",
        "state": "open",
        "asks_basis": False,
        "questions": [],
    }
    assert shape["questions"][0] == {
        "key": "total",
        "kind": "figure",
        "label": "Total",
        "unit": "",
        "required": True,
        "confidential": False,
        "topic": None,
        "point": None,
        "indicator": "ghg-emissions",
        "only_if": None,
    }


def test_reply_as_shape_holds_answers_and_what_we_know() -> None:
    make_hamar()
    make_figures((2018, "road_traffic", 50000), (2019, "road_traffic", 48200), (2019, "heating", 1800.5))
    reply = make_reply(make_call(FIGURES), measures="Elbåt", total=True)
    shape = queries.reply_as_shape(reply, at=AFTER_DUE)
    assert (shape["version"], shape["state"], shape["late"], shape["submitted_at"]) == (
        1,
        "awaited",
        True,
        None,
    )
    known = {"unit": "t CO2e", "year": 2019, "vintage": "2021-02-25", "source": "Miljødirektoratet"}
    assert shape["answers"] == {"total": {"right": True, "value": 50000.5, **known}, "measures": "Elbåt"}
    assert shape["prefilled"] == {
        "total": {"value": 50000.5, "is_official": True, **known},
        "road": {"value": 48200, "is_official": True, **known},
    }


def test_nothing_is_prefilled_where_nothing_is_known() -> None:
    call = make_call(FIGURES | {"other": {"kind": QuestionKind.FIGURE, "indicator": "unknown"}})
    reply = make_reply(call)
    questions = queries.questions_of(call)
    assert queries.prefilled_for(reply, questions, on=AT.date()) == {}
    make_figures((2018, "road_traffic", 5), seen_on="2021-04-01")
    assert queries.prefilled_for(reply, questions, on=date(2021, 3, 1)) == {}
    found = queries.prefilled_for(reply, questions, on=AT.date())
    assert {key: (figure.value, str(figure)) for key, figure in found.items()} == {"road": (5, "5 tonn CO2e")}
    without_code = changes.open_reply(call, make_organisation("Viken"), by=None, at=AT)
    assert queries.prefilled_for(without_code, questions, on=AT.date()) == {}


def test_visible_replies_are_ones_own_and_all_for_the_secretariat() -> None:
    hamar, stange = make_hamar(), make_municipality("Stange", "3413")
    call = make_call()
    editor, secretary = make_editor(hamar), make_secretary()
    seen = {
        name: [reply.organisation for reply in queries.visible_replies(viewer(user))]
        for name, user in {"editor": editor, "secretary": secretary, "guest": make_user()}.items()
    }
    assert seen == {"editor": [hamar], "secretary": [hamar, stange], "guest": []}
    draft = make_call(slug="utkast", state="draft")
    changes.open_reply(draft, hamar, by=None, at=AT)
    assert [r.call for r in queries.visible_replies(viewer(editor))] == [call]
    assert list(queries.visible_calls(viewer(editor))) == [call]
    assert list(queries.visible_calls(Viewer())) == []


def test_waiting_for_tells_what_a_member_has_before_them() -> None:
    editor = make_editor(make_hamar())
    reply = make_reply()
    (row,) = queries.waiting_for(viewer(editor), at=AFTER_DUE)
    assert (row.reply, row.is_late) == (reply, True)
    save(reply, measures="Elbåt")
    submit(reply)
    assert queries.waiting_for(viewer(editor), at=AFTER_DUE) == []
    assert queries.states_in(reply.call) == {"submitted": 1}


def test_waiting_for_tells_of_notes_of_colleagues_who_asked_and_of_what_is_not_sent() -> None:
    editor, approver = make_editor(make_hamar()), make_approver(make_hamar())
    reply = make_reply(measures="Elbåt")
    changes.ask_for_approval(reply, by=editor.person, at=AT)
    rows = [queries.waiting_for(viewer(who), at=AT)[0] for who in (editor, approver)]
    assert [(row.is_ready, row.may_submit) for row in rows] == [(True, False), (True, True)]
    submit(reply)
    changes.save_draft(reply, {"measures": "Elferge"}, reply.revision, by=None, at=AFTER_DUE)
    (row,) = queries.waiting_for(viewer(editor), at=AFTER_DUE)
    assert (row.has_unsent, row.is_late, row.is_ready) == (True, False, False)
    changes.return_reply(reply, note="Si hvor stor båten er.", by=None, at=AFTER_DUE)
    (row,) = queries.waiting_for(viewer(editor), at=AFTER_DUE)
    assert (row.note, row.has_unsent) == ("Si hvor stor båten er.", False)


def test_search_finds_calls_by_their_questions_and_keeps_drafts_hidden() -> None:
    call = make_call({"bikes": {"label_nb": "Hvor mange sykler?"}})
    make_call(slug="utkast", state="draft")
    staff, guest = viewer(make_secretary()), viewer(make_user())
    assert [(hit.call, hit.snippet) for hit in queries.search("SYKLER", staff)] == [
        (call, "Hvor mange sykler?")
    ]
    assert len(queries.search("klimastatus", staff)) == 2
    assert [hit.call for hit in queries.search("klimastatus", guest)] == [call]
    assert queries.search(" ", staff) == []
    assert queries.search("fly", staff) == []


def test_calls_serving_an_activity_are_those_that_members_know() -> None:
    activity = make_activity()
    make_call(slug="utkast", state="draft", activity=activity)
    call = make_call(activity=activity)
    assert list(queries.calls_serving(activity)) == [call]


def test_last_years_answers_come_from_what_was_submitted() -> None:
    last = make_call({"measures": {}, "cars": {}, "plan": {}}, slug="klimastatus-2020", year=2020)
    reply = make_reply(last, measures="Sykkelvei", cars="Tre")
    this = make_reply(make_call({"measures": {}, "cars": {"kind": QuestionKind.NUMBER}, "plan": {}}))
    questions = queries.questions_of(this.call)
    assert queries.last_years_answers(this, questions) == {}
    submit(reply)
    save(reply, measures="Skrevet etterpå")
    assert queries.last_years_answers(this, questions) == {"measures": "Sykkelvei"}
    other = make_call(slug="annet", kind=CallKind.OTHER)
    assert queries.previous_call(other) is None
    assert queries.previous_call(last) is None


def test_accepted_answers_are_the_newest_of_accepted_replies() -> None:
    call = make_call()
    reply = make_reply(call, measures="Elbåt")
    submit(reply)
    save(reply, measures="Elferge")
    submit(reply, "k2")
    assert queries.accepted_answers(call) == {}
    changes.accept_reply(reply, by=None, at=AT)
    assert queries.accepted_answers(call) == {reply.organisation_id: {"measures": "Elferge"}}


def test_a_version_that_was_changed_is_told() -> None:
    version = submit(make_reply(measures="Elbåt"))
    version.content = bytes(version.content).replace("Elbåt".encode(), b"Elbil")
    assert not queries.is_intact(version)


def test_a_sheet_counts_what_is_answered_and_says_what_lacks() -> None:
    reply = make_reply(
        make_call({"measures": {"required": True}, "cars": {}, "plan": {"kind": QuestionKind.FILE}})
    )
    caption = {"licence": "internal", "consent": "not_needed"}
    changes.attach_file(
        reply, question_of(reply.call, "plan"), make_picture(), "a.jpg", by=None, at=AT, **caption
    )
    sheet = queries.sheet_of(reply, on=AT.date())
    assert (sheet.progress.answered, sheet.progress.asked, sheet.progress.is_complete) == (1, 3, False)
    assert [(item.question.key, part) for item, part, _message in sheet.complaints] == [("measures", "")]
    assert [item.is_answered for item in sheet.items] == [False, False, True]
    assert [(str(section), len(items)) for section, items in sheet.sections] == [("Tiltak", 3)]


def test_the_chase_list_orders_as_norwegians_do_and_knows_whom_to_ring() -> None:
    for name, code in (("Ås", "3021"), ("Asker", "3025"), ("Østre Toten", "3442")):
        make_municipality(name, code)
    make_editor(
        Reply._meta.get_field("organisation").related_model.objects.get(name="Asker"), "asker@demo.example"
    )
    call = make_call()
    chase = queries.chase_list(call, at=AFTER_DUE)
    assert [row.reply.organisation.name for row in chase.rows] == ["Asker", "Østre Toten", "Ås"]
    assert [[person.email for person in row.people] for row in chase.rows] == [["asker@demo.example"], [], []]
    assert [row.may_remind for row in chase.rows] == [True, False, False]
    assert (chase.everyone, chase.standings["late"], chase.subregions) == (3, 3, [])
    header, rows = queries.chase_listing(call, chase.rows[:1])
    assert dict(zip(header, rows[0], strict=True))["E-postadresse"] == "asker@demo.example"
    assert [queries.standing_label(state) for state in queries.STANDINGS][:3] == [
        "Sendt inn",
        "For sent",
        "Ventes senere",
    ]


def test_a_written_answer_is_known_as_it_stood_before() -> None:
    reply = make_reply(measures="En")
    save(reply, cars=1)
    save(reply, measures="To")
    answer = reply.answers.get(question__key="measures")
    assert [queries.written_at(answer, revision).value for revision in (0, 1, 2, 3)] == [
        None,
        "En",
        "En",
        "To",
    ]
    assert queries.written_at(None, 3).value is None


def test_nouns_say_what_they_are() -> None:
    call = make_call()
    reply = make_reply(call, measures="Elbåt")
    save(reply, measures="Elferge")
    version = submit(reply)
    changes.return_reply(reply, note="Mer?", by=None, at=AT)
    file = ReplyFile(name="a.jpg")
    assert [str(noun) for noun in (call, call.sections.get(), question_of(call, "measures"), reply)] == [
        "Klimastatus 2021",
        "Tiltak",
        "Measures",
        "Hamar, Klimastatus 2021",
    ]
    assert str(Answer.objects.get()) == "Elferge"
    assert str(EarlierAnswer.objects.get()) == f"{Answer.objects.get().pk}, 1"
    assert (str(version), str(ReviewNote.objects.get()), str(file)) == (f"{reply.pk}.1", "Mer?", "a.jpg")
    assert call.deadline == call.due
    assert (Call.objects.count(), Section.objects.count(), Question.objects.count()) == (1, 1, 2)
