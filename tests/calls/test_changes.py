"""Verbs of calls and replies: what they write, what they refuse, what they tell."""

import json
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dugnad.calls import changes, queries
from dugnad.calls.kinds import CallKind, QuestionKind
from dugnad.calls.models import Call, EarlierAnswer, Question, Reply, ReplyVersion
from dugnad.documents.models import Attachment, Document
from dugnad.documents.queries import attachments_in, newest_version
from dugnad.kit import history
from dugnad.kit.errors import Conflict, Refused
from dugnad.kit.mail import Letter
from dugnad.kit.models import Change, OutgoingMail
from dugnad.kit.tables import write_tables
from dugnad.members.kinds import Mandate
from dugnad.members.models import Person
from tests.factories.calls import (
    AFTER_DUE,
    AT,
    CHOICES,
    DUE,
    STORY,
    WORDS_300,
    make_call,
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
    make_office,
    make_person,
    make_subregion,
)
from tests.factories.programme import make_activity
from tests.refusals import refused

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
CAPTION = {"licence": "alliance", "consent": "not_needed", "alt_text": "En båt", "credit": "Kari"}


def trail(noun: Any) -> list[str]:
    return [change.verb for change in history.changes_of(noun).order_by("id")]


def mail() -> list[tuple[str, str]]:
    return [(m.to, m.subject) for m in OutgoingMail.objects.order_by("id")]


# Calls ---------------------------------------------------------------------------------------------------


def test_create_call_from_template_asks_what_klimastatus_asks() -> None:
    call = changes.create_call_from_template(year=2021, by=None, at=AT)
    keys = [question.key for question in queries.questions_of(call)]
    assert (call.slug, call.state, str(call), call.due_day) == (
        "klimastatus-2021",
        "draft",
        "Klimastatus 2021",
        DUE,
    )
    assert keys == [
        "emissions-total",
        "emissions-road-traffic",
        "climate-plan-adopted",
        "climate-plan",
        "target-year",
        "target-reduction",
        "climate-budget",
        "measures",
        "procurement",
        "adaptation",
        "story",
        "climate-school",
        "contact-name",
        "contact-email",
        "comments",
    ]
    road = question_of(call, "emissions-road-traffic")
    assert (road.indicator, road.indicator_sector, road.indicator_year) == (
        "ghg-emissions",
        "road_traffic",
        2019,
    )
    assert road.label_nn == "Utslepp frå vegtrafikk i 2019"


def test_the_story_of_2020_is_counted_in_characters_and_that_of_2021_in_words() -> None:
    lengths = []
    for year in (2019, 2020, 2021, 2022):
        call = changes.create_call_from_template(year=year, by=None, at=AT)
        story = question_of(call, "story")
        lengths.append((story.least, story.most, story.length_unit))
    assert lengths == [(700, 1000, "characters")] * 2 + [(250, 500, "words")] * 2


def test_create_call_gives_each_call_an_address_of_its_own() -> None:
    other = {"kind": CallKind.OTHER, "year": 2021, "by": None, "at": AT}
    slugs = [changes.create_call_from_template(**other).slug for _ in range(3)]
    assert slugs == [f"sporsmal-til-kommunene-2021{end}" for end in ("", "-2", "-3")]


def test_what_comes_every_year_is_asked_once_a_year() -> None:
    source = changes.create_call_from_template(year=2021, by=None, at=AT)
    with refused("year", field="year"):
        changes.create_call_from_template(year=2021, by=None, at=AT)
    days = {"opens": date(2022, 3, 1), "due_day": date(2022, 4, 29)}
    changes.copy_call(source, year=2022, by=None, at=AT, **days)
    with refused("year", field="year"):
        changes.copy_call(source, year=2022, by=None, at=AT, **days)
    assert queries.next_year(CallKind.KLIMASTATUS, date(2021, 5, 3)) == 2023
    assert queries.next_year(CallKind.OTHER, date(2021, 5, 3)) == 2021


def test_open_call_writes_one_letter_to_each_who_answers() -> None:
    stange = make_municipality("Stange", code="3413")
    kari = make_editor(make_hamar(), email="kari@demo.example")
    make_office(kari.person, stange, mandate=Mandate.EDITOR)
    call = make_call(state="draft")
    changes.open_call(call, by=None, at=AT, members=[make_hamar()])
    assert mail() == [("kari@demo.example", "Klimastatus 2021: svarene deres innen 30. april")]
    changes.close_call(call, by=None, at=AT)
    changes.open_call(call, by=None, at=LATER, members=[make_hamar(), stange])
    letters = [mail.text for mail in OutgoingMail.objects.order_by("id")]
    assert [("/hamar/" in text, "/stange/" in text) for text in letters] == [(True, False), (False, True)]


def test_discard_call_takes_a_draft_away_and_the_trail_keeps_what_it_asked() -> None:
    call = make_call({"cars": {"label_nb": "Hvor mange elbiler?"}}, state="draft")
    changes.discard_call(call, by=None, at=LATER)
    assert (Call.objects.count(), Question.objects.count()) == (0, 0)
    told = Change.objects.get(verb="discard_call")
    assert told.before["questions"] == ["Hvor mange elbiler?"]
    with refused("state"):
        changes.discard_call(make_call(), by=None, at=LATER)


def test_create_call_refuses_what_cannot_be() -> None:
    with refused("slug", field="slug"):
        make_call(slug="ny")
    with refused("due_day", field="due_day"):
        make_call(due_day=date(2021, 3, 14))


def test_copy_call_moves_the_years_along() -> None:
    source = changes.create_call_from_template(year=2021, by=None, at=AT)
    changes.retire_question(question_of(source, "comments"), by=None, at=AT)
    copied = changes.copy_call(
        source, year=2022, opens=date(2022, 3, 1), due_day=date(2022, 4, 29), by=None, at=AT
    )
    road = question_of(copied, "emissions-road-traffic")
    assert (copied.title_nb, copied.due_time, copied.state) == ("Klimastatus 2022", time(16), "draft")
    assert (road.label_nb, road.indicator_year) == ("Utslipp fra veitrafikk i 2020", 2020)
    assert [q.key for q in queries.questions_of(copied)] == [
        q.key for q in queries.questions_of(source) if q.key != "comments"
    ]


def test_open_call_awaits_a_reply_from_each_member_of_the_day() -> None:
    hamar = make_hamar()
    make_municipality("Vang", "3414", member_to=date(2021, 1, 1))
    call = make_call()
    assert [(reply.organisation, reply.state) for reply in call.replies.all()] == [(hamar, "awaited")]
    assert trail(call) == ["create_call", "open_call"]


def test_open_call_again_asks_only_those_who_were_not_asked() -> None:
    make_hamar()
    call = make_call(state="closed")
    stange = make_municipality("Stange", "3413")
    changes.open_call(call, by=None, at=LATER, members=[make_hamar(), stange])
    assert [reply.organisation.name for reply in call.replies.all()] == ["Hamar", "Stange"]


def test_calls_refuse_steps_out_of_order() -> None:
    with refused("questions"):
        make_call(questions={})
    call = make_call(slug="a")
    with refused("state"):
        changes.open_call(call, by=None, at=LATER)
    changes.close_call(call, by=None, at=LATER)
    with refused("state"):
        changes.close_call(call, by=None, at=LATER)


def test_edit_call_writes_what_differs() -> None:
    call = make_call()
    changes.edit_call(call, grace_minutes=30, due_day=DUE, by=None, at=LATER)
    call.refresh_from_db()
    assert call.grace_minutes == 30
    assert history.changes_of(call).first().after == {"grace_minutes": 30}  # type: ignore[union-attr]
    with refused("due_day"):
        changes.edit_call(call, due_day=date(2020, 1, 1), by=None, at=LATER)


def test_edit_call_tells_the_trail_the_number_of_what_it_serves() -> None:
    call, activity, person = make_call(), make_activity(), make_person()
    changes.edit_call(call, activity=activity, contact=person, by=None, at=LATER)
    changes.edit_call(call, activity=None, contact=person, by=None, at=LATER)
    last, first = history.changes_of(call)[:2]
    assert first.after == {"activity": activity.pk, "contact": person.pk}
    assert (last.before, last.after) == ({"activity": activity.pk}, {"activity": None})


# Questions -----------------------------------------------------------------------------------------------


def test_a_question_that_somebody_has_answered_is_never_edited() -> None:
    call = make_call()
    measures = question_of(call, "measures")
    changes.edit_question(measures, label_nb="Hva er gjort?", by=None, at=LATER)
    save(make_reply(call), measures="Elbåt")
    with refused("answered"):
        changes.edit_question(measures, label_nb="Hva gikk galt?", by=None, at=LATER)
    save(make_reply(call), measures="")
    with refused("answered"):
        changes.edit_question(measures, label_nb="Hva gikk galt?", by=None, at=LATER)
    measures.refresh_from_db()
    assert measures.label_nb == "Hva er gjort?"


def test_a_retired_question_is_asked_no_more_and_its_answers_stay() -> None:
    call = make_call()
    reply = make_reply(call, measures="Elbåt")
    measures = question_of(call, "measures")
    changes.retire_question(measures, by=None, at=LATER)
    assert [q.key for q in queries.questions_of(call)] == ["cars"]
    assert reply.answers.get().value == "Elbåt"
    with refused("state"):
        changes.retire_question(measures, by=None, at=LATER)


def test_questions_and_sections_move_up_and_down() -> None:
    call = make_call({"a": {}, "b": {}, "c": {}})
    second = changes.add_section(call, title_nb="Til slutt", by=None, at=AT)
    changes.add_question(second, kind=QuestionKind.TEXT, label_nb="Å øve på æ", by=None, at=AT)
    changes.move_question(question_of(call, "c"), up=True, by=None, at=AT)
    changes.move_question(question_of(call, "a"), up=True, by=None, at=AT)
    assert [q.key for q in queries.questions_of(call)] == ["a", "c", "b", "a-ove-pa-ae"]
    changes.move_question(question_of(call, "a"), up=False, by=None, at=AT)
    changes.move_section(second, up=True, by=None, at=AT)
    assert [q.key for q in queries.questions_of(call)] == ["a-ove-pa-ae", "c", "a", "b"]
    changes.edit_section(second, title_nb="Aller først", by=None, at=AT)
    assert [str(s) for s in queries.sections_of(call, with_retired=True)] == ["Aller først", "Tiltak"]


def test_add_question_refuses_what_nobody_could_answer() -> None:
    call = make_call()
    section = call.sections.get()
    with refused("choices", field="choices"):
        changes.add_question(
            section, kind=QuestionKind.CHOICE, label_nb="?", choices=CHOICES[:1], by=None, at=AT
        )
    with refused("least", field="least"):
        changes.add_question(section, kind=QuestionKind.TEXT, label_nb="?", least=5, most=4, by=None, at=AT)
    first, again = (
        changes.add_question(section, kind=QuestionKind.TEXT, label_nb="!", by=None, at=AT) for _ in "ab"
    )
    assert (first.key, again.key) == ("question", "question-2")
    changes.close_call(call, by=None, at=AT)
    with refused("state"):
        changes.add_section(call, title_nb="For sent", by=None, at=AT)


# Drafts --------------------------------------------------------------------------------------------------


def test_open_reply_notes_the_first_time_only() -> None:
    reply = make_reply()
    again = changes.open_reply(reply.call, reply.organisation, by=None, at=LATER)
    assert (again.pk, again.opened_at, trail(reply)) == (reply.pk, AT, ["open_reply"])


def test_save_draft_stores_answers_and_notes() -> None:
    kari = make_person("Kari")
    reply = make_reply()
    changes.save_draft(
        reply,
        {"measures": " Elbåt ", "cars": "1 250,5"},
        expected_revision=0,
        by=kari,
        at=AT,
        notes={"cars": "Ca."},
    )
    stored = {a.question.key: (a.value, a.note, a.revision, a.by) for a in reply.answers.all()}
    assert stored == {"measures": ("Elbåt", "", 1, kari), "cars": (1250.5, "Ca.", 1, kari)}
    assert (reply.revision, reply.answered, reply.saved_at) == (1, 2, AT)
    assert history.changes_of(reply).first().after == {"answers": ["cars", "measures"], "revision": 1}  # type: ignore[union-attr]


def test_save_draft_with_nothing_new_writes_nothing() -> None:
    reply = make_reply(measures="Elbåt")
    save(reply, measures="Elbåt")
    assert (reply.revision, trail(reply)) == (1, ["open_reply", "save_draft"])


def test_a_note_alone_leaves_the_answer() -> None:
    reply = make_reply(cars="12")
    changes.save_draft(reply, {}, expected_revision=1, by=None, at=AT, notes={"cars": "Anslag"})
    assert [(a.value, a.note) for a in reply.answers.all()] == [(12, "Anslag")]


def test_save_draft_stores_nothing_when_a_value_is_not_understood() -> None:
    reply = make_reply()
    with pytest.raises(Refused) as refusal:
        save(reply, measures="Elbåt", cars="mange", planes="1")
    assert (refusal.value.code, refusal.value.field) == ("invalid", "cars")
    assert set(refusal.value.details) == {"cars", "planes"}
    assert (reply.answers.count(), reply.revision) == (0, 0)


def test_two_who_write_different_answers_both_keep_theirs() -> None:
    reply = make_reply()
    save(reply, seen=0, measures="Elbåt")
    save(reply, seen=0, cars="12")
    assert {a.question.key: a.value for a in reply.answers.all()} == {"measures": "Elbåt", "cars": 12}


def test_what_you_did_not_touch_stays_your_colleagues() -> None:
    reply = make_reply(measures="Elbåt", cars="12")
    save(reply, seen=1, measures="Elbåt og sykler")
    save(reply, seen=1, measures="Elbåt", cars="13")
    assert {a.question.key: a.value for a in reply.answers.all()} == {
        "measures": "Elbåt og sykler",
        "cars": 13,
    }


def test_two_who_write_the_same_answer_get_both_texts_and_the_rest_is_stored() -> None:
    kari = make_person("Kari")
    reply = make_reply(measures="Elbåt")
    save(reply, by=kari, seen=1, measures="Karis tekst")
    with pytest.raises(Conflict) as conflict:
        save(reply, seen=1, measures="Min tekst", cars="13")
    details = conflict.value.details
    assert details["theirs"] == {"measures": "Karis tekst"}
    assert details["yours"] == {"measures": "Min tekst"}
    assert (details["by"], details["revision"], conflict.value.field) == ("Kari", 3, "measures")
    assert {a.question.key: a.value for a in reply.answers.all()} == {"measures": "Karis tekst", "cars": 13}
    save(reply, seen=3, measures="Min tekst")
    assert [e.value for e in EarlierAnswer.objects.all()] == ["Elbåt", "Karis tekst"]


def test_no_draft_is_saved_when_the_reply_is_accepted_or_the_call_closed() -> None:
    reply = make_reply(measures="Elbåt")
    submit(reply)
    changes.accept_reply(reply, by=None, at=LATER)
    with refused("state"):
        save(reply, measures="Nytt")
    changes.return_reply(reply, note="Skriv mer.", by=None, at=LATER)
    changes.close_call(reply.call, by=None, at=LATER)
    with refused("state"):
        save(reply, measures="Nytt")


STEPS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["open", "measures", "cars"]), st.integers(0, 3)),
    min_size=2,
    max_size=14,
)


@given(STEPS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_schedule_of_two_writers_overwrites_anything_unseen(steps: list[tuple[int, str, int]]) -> None:
    """Each writer knows what was stored when they opened; what they did not see may not disappear."""
    reply = make_reply(make_call(slug=f"call-{Call.objects.count()}"))
    seen: list[tuple[int, dict[str, Any]]] = [(0, {}), (0, {})]
    for writer, what, number in steps:
        if what == "open":
            seen[writer] = (reply.revision, _stored(reply))
            continue
        revision, view = seen[writer]
        before, typed = _stored(reply), f"{number}" if what == "measures" else number
        told = _told_of_a_conflict(reply, revision, what, typed)
        after = _stored(reply)
        if told:
            assert told == ({what: before.get(what)}, {what: typed})
            assert after == before
        else:
            assert after | {what: None} == before | {what: None}
            assert before.get(what) in {after[what], view.get(what)}


def _told_of_a_conflict(reply: Reply, revision: int, what: str, typed: Any) -> Any:
    try:
        save(reply, seen=revision, **{what: typed})
    except Conflict as conflict:
        return conflict.details["theirs"], conflict.details["yours"]
    return None


def _stored(reply: Reply) -> dict[str, Any]:
    return {a.question.key: a.value for a in reply.answers.select_related("question")}


# Files ---------------------------------------------------------------------------------------------------


def test_attach_file_counts_as_an_answer_and_detach_takes_it_back() -> None:
    reply = make_reply(make_call({"plan": {"kind": QuestionKind.FILE}}))
    question = question_of(reply.call, "plan")
    file = changes.attach_file(reply, question, make_picture(), "plan.jpg", by=None, at=AT, **CAPTION)
    assert (reply.answered, reply.revision, file.is_picture) == (1, 1, True)
    changes.detach_file(file, by=None, at=LATER)
    assert (reply.answered, reply.revision, queries.files_of(reply)) == (0, 2, {})
    assert trail(reply) == ["open_reply", "attach_file", "detach_file"]


def test_attach_file_refuses_what_does_not_belong() -> None:
    reply = make_reply(make_call({"measures": {}, "story": {"kind": QuestionKind.STORY}}))
    with refused("kind", field="file"):
        changes.attach_file(
            reply, question_of(reply.call, "measures"), make_picture(), "a.jpg", by=None, at=AT, **CAPTION
        )
    with refused("kind"):
        changes.attach_file(
            reply, question_of(reply.call, "story"), b"%PDF-1.7", "a.pdf", by=None, at=AT, **CAPTION
        )
    changes.close_call(reply.call, by=None, at=AT)
    with refused("state"):
        changes.attach_file(
            reply, question_of(reply.call, "story"), make_picture(), "a.jpg", by=None, at=AT, **CAPTION
        )


def test_a_file_is_not_typed() -> None:
    reply = make_reply(make_call({"plan": {"kind": QuestionKind.FILE}}))
    with refused("invalid", field="plan"):
        save(reply, plan="plan.pdf")
    save(reply, plan=None)
    assert reply.answers.count() == 0


# Submitting ----------------------------------------------------------------------------------------------


def test_submit_reply_freezes_what_was_written_and_mails_the_receipt() -> None:
    hamar = make_hamar()
    editor, approver = make_editor(hamar, "kari@demo.example"), make_approver(hamar, "ola@demo.example")
    approver.person.language = "nn"
    approver.person.save()
    reply = make_reply(measures="Elbåt")
    version = changes.submit_reply(
        reply, idempotency_key="k1", by=approver.person, at=LATER, first_byte_at=LATER - timedelta(seconds=9)
    )
    content = json.loads(bytes(version.content))
    assert (content["organisation"], content["version"]) == ("hamar", 1)
    assert content["answers"] == {"measures": {"note": "", "value": "Elbåt"}}
    assert (reply.state, reply.submitted_at, reply.first_byte_at) == (
        "submitted",
        LATER,
        LATER - timedelta(seconds=9),
    )
    assert queries.is_intact(version)
    assert version.receipt == {
        "id": f"{reply.pk}-1",
        "received_at": LATER.isoformat(),
        "sha256": version.sha256,
        "version": 1,
    }
    assert mail() == [
        (editor.email, "Kvittering: svaret fra Hamar på Klimastatus 2021"),
        (approver.email, "Kvittering: svaret frå Hamar på Klimastatus 2021"),
    ]
    assert version.sha256 in OutgoingMail.objects.first().text  # type: ignore[union-attr]
    assert trail(reply)[-1] == "submit_reply"


def test_submit_reply_with_the_same_key_gives_the_same_receipt() -> None:
    kari = make_person("Kari", "kari@demo.example")
    reply = make_reply(measures="Elbåt")
    first = submit(reply, "k1", by=kari)
    save(reply, measures="Elbåt og sykler")
    again = submit(reply, "k1", by=kari, at=LATER)
    assert (again.pk, again.sha256, ReplyVersion.objects.count()) == (first.pk, first.sha256, 1)
    assert len(mail()) == 1


def test_a_key_belongs_to_one_person_and_one_reply() -> None:
    kari = make_person("Kari", "kari@demo.example")
    call = make_call()
    reply, other = (
        make_reply(call, measures="A"),
        make_reply(call, make_municipality("Stange", "3413"), measures="B"),
    )
    submit(reply, "k1", by=kari)
    with refused("key"):
        submit(other, "k1", by=kari)
    submit(other, "k1", by=make_person("Ola"))
    for wrong in ("", "x" * 201):
        with refused("key"):
            submit(reply, wrong, by=kari)


def test_the_database_itself_keeps_versions_apart() -> None:
    version = submit(make_reply(measures="Elbåt"))
    version.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)


def test_submit_reply_again_adds_a_version_and_keeps_the_time_of_the_first() -> None:
    reply = make_reply(measures="Elbåt")
    first = submit(reply, "k1")
    save(reply, measures="Elbåt og sykler")
    second = submit(reply, "k2", at=AFTER_DUE)
    assert (second.number, reply.submitted_at) == (2, AT)
    first.refresh_from_db()
    assert queries.answers_in(first)["measures"]["value"] == "Elbåt"


def test_submit_reply_refuses_what_is_not_complete() -> None:
    call = make_call(
        {
            "measures": {"required": True},
            "text": {"least": 3, "most": 4},
            "short": {"least": 3, "most": 5, "length_unit": "characters"},
        }
    )
    reply = make_reply(call, text="to ord", short="altfor langt")
    with pytest.raises(Refused) as refusal:
        submit(reply)
    assert (refusal.value.code, refusal.value.field) == ("incomplete", "measures")
    assert refusal.value.details == {
        "measures": "Dette må besvares.",
        "text": "Teksten har 2 ord; minst 3 trengs. Det mangler 1.",
        "short": "Teksten har 12 tegn; høyst 5 er lov. Det er 7 for mye.",
    }
    save(reply, measures="Elbåt", text="nå tre ord", short="passe")
    assert submit(reply).number == 1


def test_submit_reply_refuses_when_somebody_has_written_since_it_was_read() -> None:
    reply = make_reply(measures="Elbåt")
    with pytest.raises(Conflict) as conflict:
        changes.submit_reply(reply, "k1", None, AT, expected_revision=0)
    assert conflict.value.details["revision"] == 1
    assert changes.submit_reply(reply, "k1", None, AT, expected_revision=1).first_byte_at == AT


def test_submit_reply_refuses_a_closed_call_and_an_accepted_reply() -> None:
    reply = make_reply(measures="Elbåt")
    changes.close_call(reply.call, by=None, at=AT)
    with refused("closed"):
        submit(reply)
    changes.open_call(reply.call, by=None, at=AT)
    submit(reply)
    changes.accept_reply(reply, by=None, at=LATER)
    with refused("state"):
        submit(reply, "k2")


def test_withdraw_reply_is_a_version_and_the_earlier_one_stays() -> None:
    reply = make_reply(measures="Elbåt")
    first = submit(reply, at=AT)
    withdrawal = changes.withdraw_reply(reply, reason="Feil tall.", by=None, at=LATER)
    assert (withdrawal.number, withdrawal.is_withdrawal) == (2, True)
    assert queries.read_version(withdrawal)["reason"] == "Feil tall."
    assert (reply.state, reply.submitted_at) == ("awaited", None)
    assert queries.is_intact(ReplyVersion.objects.get(pk=first.pk))
    assert queries.newest_submission(reply.call, reply.organisation) is None
    submit(reply, "k2", at=AFTER_DUE)
    assert reply.submitted_at == AFTER_DUE
    with refused("reason", field="reason"):
        changes.withdraw_reply(reply, reason=" ", by=None, at=LATER)


def test_decline_reply_keeps_the_reason_and_leaves_the_door_open() -> None:
    reply = make_reply(measures="Elbåt")
    changes.expect_reply(reply, on=date(2021, 5, 20), reason="Ferie", by=None, at=AFTER_DUE)
    assert (reply.state, reply.expected_on, reply.reason) == ("awaited", date(2021, 5, 20), "Ferie")
    changes.decline_reply(reply, reason="Vi har ikke kapasitet.", by=None, at=AFTER_DUE)
    assert (reply.state, reply.expected_on, reply.reason) == (
        "will_not_answer",
        None,
        "Vi har ikke kapasitet.",
    )
    changes.expect_reply(reply, on=date(2021, 5, 21), by=None, at=AFTER_DUE)
    assert reply.state == "awaited"
    submit(reply, at=AFTER_DUE)
    assert (reply.state, reply.expected_on, reply.reason) == ("submitted", None, "")
    with refused("state"):
        changes.decline_reply(reply, reason="Nei", by=None, at=AFTER_DUE)


def test_expect_reply_wants_a_day_that_has_not_passed() -> None:
    with refused("on", field="on"):
        changes.expect_reply(make_reply(), on=date(2021, 4, 19), by=None, at=AT)


def test_ask_for_approval_mails_those_who_may_submit() -> None:
    hamar = make_hamar()
    editor, approver = make_editor(hamar, "kari@demo.example"), make_approver(hamar, "ola@demo.example")
    reply = make_reply(measures="Elbåt")
    told = changes.ask_for_approval(reply, by=editor.person, at=LATER)
    assert (told, reply.ready_by, reply.ready_at) == ([approver.person], editor.person, LATER)
    assert mail() == [(approver.email, "Svaret fra Hamar på Klimastatus 2021 er klart for deg")]


def test_ask_for_approval_says_when_there_is_nobody_to_ask() -> None:
    with refused("approver"):
        changes.ask_for_approval(make_reply(), by=None, at=AT)


def test_a_sub_region_that_answers_for_its_own_is_told() -> None:
    hamar = make_municipality(subregion="Hamarregionen")
    region = make_subregion("Hamarregionen")
    region.answers_for_members = True
    region.save()
    adviser = make_approver(region, "regionen@demo.example")
    reply = make_reply(organisation=hamar)
    assert changes.ask_for_approval(reply, by=None, at=AT) == [adviser.person]
    assert queries.answerers_of(reply, at=AT) == [adviser.person]


# Reviewing -----------------------------------------------------------------------------------------------


def test_return_reply_tells_the_member_what_to_change() -> None:
    hamar = make_hamar()
    editor = make_editor(hamar, "kari@demo.example")
    reply = make_reply(measures="Elbåt")
    submit(reply)
    OutgoingMail.objects.all().delete()
    changes.return_reply(reply, note="Hvor mange båter?", by=None, at=LATER)
    assert (reply.state, reply.notes.get().text) == ("returned", "Hvor mange båter?")
    assert mail() == [(editor.email, "Svaret fra Hamar på Klimastatus 2021 er sendt tilbake med en merknad")]
    assert "Hvor mange båter?" in OutgoingMail.objects.get().text
    save(reply, measures="To elbåter")
    assert submit(reply, "k2").number == 2


def test_return_reply_needs_a_note() -> None:
    reply = make_reply(measures="Elbåt")
    submit(reply)
    with refused("note", field="note"):
        changes.return_reply(reply, note=" ", by=None, at=LATER)


def test_accept_reply_makes_a_document_of_the_story_with_its_picture() -> None:
    call = make_call({"story": {"kind": QuestionKind.STORY, "least": 250, "most": 500}})
    reply = make_reply(
        call, story=STORY | {"funding": "Klimasats", "effect_value": "12", "effect_unit": "t_co2e_a"}
    )
    picture = make_picture()
    changes.attach_file(reply, question_of(call, "story"), picture, "båt.jpg", by=None, at=AT, **CAPTION)
    submit(reply)
    save(reply, story=STORY | {"title": "Skrevet etterpå"})
    changes.accept_reply(reply, note="Flott!", by=None, at=LATER)
    document = Document.objects.get()
    version = newest_version(document)
    assert (reply.state, reply.accepted_at, document.owner, document.year) == (
        "accepted",
        LATER,
        reply.organisation,
        2021,
    )
    assert (version.title, version.body, version.story.funding) == ("Elbåt", WORDS_300, "Klimasats")
    assert (version.story.original_call, version.story.effect_value) == ("klimastatus-2021", 12)
    assert Attachment.objects.get().credit == "Kari"
    assert reply.answers.get().document == document


def test_accept_reply_again_writes_on_in_the_same_document() -> None:
    reply = make_reply(make_call({"story": {"kind": QuestionKind.STORY}}), story=STORY)
    submit(reply)
    changes.accept_reply(reply, by=None, at=LATER)
    changes.return_reply(reply, note="Ny tittel?", by=None, at=LATER)
    save(reply, story=STORY | {"title": "Elferge"})
    submit(reply, "k2")
    changes.accept_reply(reply, by=None, at=AFTER_DUE)
    assert [newest_version(document).title for document in Document.objects.all()] == ["Elferge"]


def test_the_document_of_a_story_follows_the_files_of_the_version() -> None:
    reply = make_reply(make_call({"story": {"kind": QuestionKind.STORY}}), story=STORY)
    asked = question_of(reply.call, "story")
    boat, bus = make_picture(), make_picture(width=41)
    first = changes.attach_file(reply, asked, boat, "båt.jpg", by=None, at=AT, **CAPTION)
    submit(reply)
    changes.attach_file(reply, asked, bus, "buss.jpg", by=None, at=AT, **CAPTION)
    changes.accept_reply(reply, by=None, at=LATER)
    document = Document.objects.get()
    assert [file.name for file in attachments_in(newest_version(document))] == ["båt.jpg"]
    changes.return_reply(reply, note="Er det rett bilde?", by=None, at=LATER)
    changes.detach_file(first, by=None, at=LATER)
    submit(reply, "k2")
    changes.accept_reply(reply, by=None, at=AFTER_DUE)
    assert [file.name for file in attachments_in(newest_version(document))] == ["buss.jpg"]


def test_a_file_that_was_taken_out_after_the_submission_is_still_part_of_it() -> None:
    reply = make_reply(make_call({"story": {"kind": QuestionKind.STORY}}), story=STORY)
    file = changes.attach_file(
        reply, question_of(reply.call, "story"), make_picture(), "båt.jpg", by=None, at=AT, **CAPTION
    )
    submit(reply)
    changes.detach_file(file, by=None, at=LATER)
    changes.accept_reply(reply, by=None, at=LATER)
    assert Attachment.objects.get().name == "båt.jpg"


def test_accept_reply_refuses_when_a_newer_version_has_come() -> None:
    reply = make_reply(measures="Elbåt")
    submit(reply)
    submit(reply, "k2")
    with pytest.raises(Conflict) as conflict:
        changes.accept_reply(reply, by=None, at=LATER, version=1)
    assert conflict.value.details == {"version": 2}
    changes.accept_reply(reply, by=None, at=LATER, version=2)
    assert reply.state == "accepted"


def test_accept_reply_can_leave_the_story_where_it_is() -> None:
    reply = make_reply(
        make_call({"story": {"kind": QuestionKind.STORY}, "measures": {}}), story=STORY, measures="A"
    )
    with refused("state"):
        changes.accept_reply(reply, by=None, at=LATER)
    submit(reply)
    changes.accept_reply(reply, by=None, at=LATER, make_stories=False)
    assert Document.objects.count() == 0


# Reminding -----------------------------------------------------------------------------------------------


def test_send_reminder_goes_once_for_each_reason_and_due_day() -> None:
    hamar = make_hamar()
    person = make_editor(hamar, "kari@demo.example").person
    reply = make_reply()
    sent = [
        changes.send_reminder(reply, person, kind, by=None, at=AT)
        for kind in ("coming", "coming", "overdue", "expected", "last")
    ]
    changes.edit_call(reply.call, due_day=date(2021, 5, 14), by=None, at=AT)
    sent.append(changes.send_reminder(reply, person, "coming", by=None, at=AT))
    assert sent == [True, False, True, True, True, True]
    subject = "Klimastatus 2021: vi gleder oss til svarene deres innen fredag 30. april 2021 kl. 16.00"
    assert mail()[0] == ("kari@demo.example", subject)
    assert "http://127.0.0.1:8000/innhenting/klimastatus-2021/hamar/" in OutgoingMail.objects.first().text  # type: ignore[union-attr]


def test_nobody_who_has_answered_or_said_no_is_reminded() -> None:
    hamar = make_hamar()
    person = make_editor(hamar, "kari@demo.example").person
    reply = make_reply(measures="Elbåt")
    submit(reply)
    with refused("answered"):
        changes.send_reminder(reply, person, "overdue", by=None, at=AFTER_DUE)
    assert changes.remind_members([reply], "overdue", {}, by=None, at=AFTER_DUE) == 0
    nobody = make_reply(reply.call, make_municipality("Stange", "3413"))
    assert changes.send_reminder(nobody, make_person("Uten e-post"), "overdue", by=None, at=AT) is False


@pytest.mark.parametrize("answer", ["submit", "decline", "expect"])
def test_a_reminder_that_waits_is_taken_back_when_the_member_has_answered(answer: str) -> None:
    person = make_editor(make_hamar(), "kari@demo.example").person
    reply = make_reply(measures="Elbåt")
    neighbour = make_reply(reply.call, make_municipality("Stange", "3413"))
    for one in (reply, neighbour):
        changes.send_reminder(one, person, "coming", by=None, at=AT)
    steps: dict[str, Any] = {
        "submit": lambda: submit(reply),
        "decline": lambda: changes.decline_reply(reply, reason="Ingen tid", by=None, at=AT),
        "expect": lambda: changes.expect_reply(reply, on=date(2021, 5, 20), by=None, at=AT),
    }
    steps[answer]()
    reminders = OutgoingMail.objects.filter(key__startswith="reminder:")
    assert [mail.key.split(":")[2] for mail in reminders] == [str(neighbour.organisation_id)]


def test_remind_members_writes_to_each_in_their_language() -> None:
    stange = make_municipality("Stange", "3413")
    for place, language in ((make_hamar(), "nb"), (stange, "nn")):
        person = make_editor(place, f"{place.slug}@demo.example").person
        Person.objects.filter(pk=person.pk).update(language=language)
    call = make_call()
    letters = {"nb": Letter("Purring til {municipality}", "Hei {name}! {link}")}
    sent = changes.remind_members(list(call.replies.all()), "overdue", letters, by=None, at=AFTER_DUE)
    assert sent == 2
    assert mail() == [
        ("hamar@demo.example", "Purring til Hamar"),
        ("stange@demo.example", "Klimastatus 2021: vi ventar framleis på Stange"),
    ]


# Workbooks -----------------------------------------------------------------------------------------------


def workbook(tmp_path: Path, reply: Reply, **cells: tuple[Any, str]) -> Path:
    """The reply's workbook with these answers and notes filled in."""
    from openpyxl import load_workbook

    path = tmp_path / "svar.xlsx"
    path.write_bytes(queries.reply_workbook(reply, on=AT.date()))
    book = load_workbook(path)
    page = book.worksheets[1]
    for row in page.iter_rows(min_row=2):
        if (key := str(row[0].value)) in cells:
            row[5].value, row[6].value = cells[key]
    book.save(path)
    return path


def test_import_reply_stores_a_filled_workbook_as_a_draft(tmp_path: Path) -> None:
    call = make_call(
        {
            "measures": {},
            "cars": {"kind": QuestionKind.NUMBER, "unit": "biler"},
            "budget": {"kind": QuestionKind.CHOICE, "choices": CHOICES},
            "adopted": {"kind": QuestionKind.DATE},
            "total": {"kind": QuestionKind.FIGURE},
        }
    )
    reply = make_reply(call, adopted="2019-06-20", total={"right": False, "value": 10, "reason": "Feil"})
    cells: dict[str, Any] = {"measures": ("Elbåt", ""), "cars": (12.5, "Anslag"), "budget": ("Ja", "")}
    path = workbook(tmp_path, reply, **cells, **{"total.value": ("1 000", "")})
    report = changes.import_reply(reply, path, by=None, at=LATER)
    assert (report.errors, report.stored, report.rows, len(report.changes)) == ([], True, 7, 4)
    assert {a.question.key: (a.value, a.note) for a in reply.answers.all()} == {
        "measures": ("Elbåt", ""),
        "cars": (12.5, "Anslag"),
        "budget": ("yes", ""),
        "adopted": ("2019-06-20", ""),
        "total": ({"right": False, "value": 1000, "reason": "Feil"}, ""),
    }
    again = changes.import_reply(reply, workbook(tmp_path, reply), by=None, at=LATER)
    assert (again.changes, reply.revision) == ([], 2)


def test_import_reply_names_every_wrong_cell_and_stores_nothing(tmp_path: Path) -> None:
    call = make_call({"cars": {"kind": QuestionKind.NUMBER}, "adopted": {"kind": QuestionKind.DATE}})
    reply = make_reply(call)
    path = workbook(tmp_path, reply, cars=("mange", ""), adopted=("i fjor", ""))
    report = changes.import_reply(reply, path, by=None, at=LATER)
    assert [(e.row, e.column, e.reason) for e in report.errors] == [
        (2, "Svar", "Skriv et tall, for eksempel 1 250 eller 12,5."),
        (3, "Svar", "Skriv en dato, for eksempel 3.5.2021."),
    ]
    assert (report.stored, reply.answers.count()) == (False, 0)


def test_import_reply_refuses_rows_of_another_call_and_rows_twice(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    reply = make_reply()
    path = workbook(tmp_path, reply)
    book = load_workbook(path)
    own = "klimastatus-2021/hamar"
    book.worksheets[1].append(["cars", "", "", "", "", 1, "", 0, own])
    book.worksheets[1].append(["planes", "", "", "", "", 1, "", 0, own])
    book.worksheets[1].append(["cars", "", "", "", "", 1, "", 0, "klimastatus-2021/stange"])
    book.save(path)
    report = changes.import_reply(reply, path, by=None, at=LATER)
    assert [(error.row, error.letter) for error in report.errors] == [(6, "I"), (4, "A"), (5, "A")]


def test_import_reply_meets_a_colleague_with_both_texts(tmp_path: Path) -> None:
    reply = make_reply(measures="Elbåt")
    path = workbook(tmp_path, reply, measures=("Fra regnearket", ""))
    save(reply, measures="Fra siden")
    for seen in (None, 1):
        report = changes.import_reply(reply, path, by=None, at=LATER, expected_revision=seen)
        assert [(error.row, error.column, error.reason) for error in report.errors] == [
            (2, "Svar", "Noen har skrevet noe annet her siden du hentet regnearket: Fra siden")
        ]
    assert (report.stored, reply.answers.get().value) == (False, "Fra siden")


def test_import_reply_leaves_what_a_colleague_wrote_in_cells_that_nobody_touched(tmp_path: Path) -> None:
    reply = make_reply(measures="Elbåt", cars="1")
    path = workbook(tmp_path, reply, cars=("2", ""))
    save(reply, measures="Kollegaens lange tekst")
    report = changes.import_reply(reply, path, by=None, at=LATER)
    assert (report.errors, [change.name for change in report.changes]) == ([], ["cars"])
    assert {a.question.key: a.value for a in reply.answers.all()} == {
        "measures": "Kollegaens lange tekst",
        "cars": 2,
    }


def test_import_reply_names_rows_that_are_not_asked_or_stand_twice(tmp_path: Path) -> None:
    reply = make_reply(measures="Elbåt")
    rows = list(queries.workbook_rows(reply, on=DUE))
    sheet = [*rows, rows[0], rows[0] | {"key": "unknown"}]
    path = tmp_path / "svar.xlsx"
    path.write_bytes(write_tables([(queries.REPLY, sheet)]))
    report = changes.import_reply(reply, path, by=None, at=AT)
    assert (report.stored, len(report.errors)) == (False, 2)
    assert [error.row for error in report.errors] == [len(rows) + 2, len(rows) + 3]
