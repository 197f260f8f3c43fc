"""Deciding in writing: positions, the record, what becomes a decision and what waits for a meeting."""

from datetime import timedelta

import pytest
from django.test import Client

from dugnad import periodic
from dugnad.events import changes
from dugnad.events.kinds import Role
from dugnad.events.models import Note, Outcome
from dugnad.events.queries import agenda, decisions, writing
from dugnad.events.queries.links import answer_key
from dugnad.events.rules.writing import Verdict
from dugnad.events.states import EventState
from dugnad.kit.models import OutgoingMail
from dugnad.members.models import User
from dugnad.members.rules import Viewer
from tests.factories.events import AT, NOBODY, STARTS, make_event, make_item, make_meeting, make_participation
from tests.factories.members import make_person
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
DAY = AT.date()
CLOSED = {"by": None, "at": STARTS + timedelta(days=1)}


@pytest.fixture
def procedure():
    people = [make_person(f"Ordfører {number}", f"{number}@demo.example") for number in range(3)]
    event = make_meeting(*people, kind="written_procedure", starts=AT, ends=STARTS)
    make_item(event, "Uttalelse", kind="decision", proposal="Uttalelsen sendes.")
    changes.announce_event(event, **NOBODY)
    return event


def answer(event, *stances):
    item = event.items.get()
    for one, stance in zip(event.participations.order_by("pk"), stances, strict=False):
        changes.take_position(item, one, stance, **NOBODY)
    return item


def test_more_for_than_against_is_a_decision_with_its_case_number(procedure):
    item = answer(procedure, "for", "for", "against")
    assert changes.close_procedure(procedure, **NOBODY) == {item.pk: Verdict.ADOPTED}
    decision = Outcome.objects.get()
    assert (decision.text, decision.item.case) == ("Uttalelsen sendes.", "1/21")
    assert procedure.state == EventState.HELD
    record = Note.objects.get().text
    assert "Ordfører 2" in record
    assert "Uttalelsen sendes." in record


def test_it_runs_until_everybody_has_answered_or_the_deadline(procedure):
    item = answer(procedure, "for")
    with refused("open"):
        changes.close_procedure(procedure, **NOBODY)
    assert changes.close_procedure(procedure, **CLOSED) == {item.pk: Verdict.ADOPTED}
    assert [writing.label_of(voice) for voice in writing.voices(item, on=DAY)].count("Ikke svart") == 2


def test_the_last_word_counts_until_the_deadline(procedure):
    item = answer(procedure, "for")
    one = procedure.participations.order_by("pk").first()
    changes.take_position(item, one, "against", text="Jeg har tenkt på det.", **NOBODY)
    assert item.positions.get().stance == "against"
    with refused("closed"):
        changes.take_position(item, one, "for", **CLOSED)


def test_one_who_asks_for_a_meeting_sends_the_point_there(procedure):
    item = answer(procedure, "for", "for", "wants_meeting")
    assert changes.close_procedure(procedure, **NOBODY) == {item.pk: Verdict.TO_A_MEETING}
    assert not Outcome.objects.exists()
    assert [one.title for one in agenda.backlog_of(procedure.body)] == ["Uttalelse"]


def test_what_is_not_adopted_is_no_decision(procedure):
    item = answer(procedure, "against", "against", "for")
    assert changes.close_procedure(procedure, **NOBODY) == {item.pk: Verdict.REJECTED}
    assert not Outcome.objects.exists()


def test_observers_have_no_vote(procedure):
    observer = make_participation(procedure, role=Role.OBSERVER)
    with refused("role"):
        changes.take_position(procedure.items.get(), observer, "for", **NOBODY)
    assert writing.with_vote(None, on=DAY) == []


def test_the_record_tells_everybodys_stance_the_verdict_and_where_each_point_went(procedure):
    item = answer(procedure, "for", "for", "wants_meeting")
    (open_row,) = writing.record_rows(procedure, on=DAY)
    assert (open_row.verdict, open_row.words) == (
        Verdict.TO_A_MEETING,
        str(writing.VERDICTS[Verdict.TO_A_MEETING]),
    )
    changes.close_procedure(procedure, **NOBODY)
    (row,) = writing.record_rows(procedure, on=DAY)
    assert [str(voice.one) for voice in row.wanting] == ["Ordfører 2"]
    assert dict(row.counts)["Ikke svart"] == 0
    assert (row.item, row.decision, row.later.put_off_from) == (item, None, item)


def test_what_was_adopted_stands_in_the_register_and_in_the_record(procedure):
    answer(procedure, "for", "for")
    changes.close_procedure(procedure, **CLOSED)
    (row,) = writing.record_rows(procedure, on=DAY)
    (entry,) = decisions.register(Viewer(), on=CLOSED["at"].date())
    assert (row.decision, row.verdict) == (entry.outcome, Verdict.ADOPTED)
    assert (row.later, dict(row.counts)["Ikke svart"]) == (None, 1)
    told = OutgoingMail.objects.filter(key__startswith="procedure_closed:")
    assert told.count() == 3
    assert "Vedtatt" in told.first().text


def test_a_record_stands_below_what_was_written_while_it_ran(procedure):
    item = answer(procedure, "for", "for", "for")
    changes.write_note(item, text="Utkastet var til gjennomlesing i mars.", revision=0, **NOBODY)
    changes.close_procedure(procedure, **NOBODY)
    text = Note.objects.get().text
    assert text.startswith("Utkastet var til gjennomlesing i mars.")
    assert "Uttalelsen sendes." in text


def test_the_notice_asks_for_an_answer_in_writing_by_a_link(procedure):
    mail = OutgoingMail.objects.first()
    assert "/moter/skriftlig/" in mail.text
    assert "Uttalelsen sendes." in mail.text


def test_the_silent_are_reminded_once_when_the_time_has_come(procedure):
    answer(procedure, "for")
    early, due = procedure.ends - timedelta(days=3), procedure.ends - timedelta(days=2)
    assert changes.remind_due_procedures(at=early) == 0
    assert changes.remind_due_procedures(at=due) == 2
    assert changes.remind_due_procedures(at=due + timedelta(hours=1)) == 0
    told = OutgoingMail.objects.filter(key__startswith="remind_in_writing:").values_list("to", flat=True)
    assert sorted(told) == ["1@demo.example", "2@demo.example"]


def test_the_secretariat_reminds_the_silent_while_they_can_answer(procedure):
    answer(procedure, "for")
    assert [str(one) for one in writing.silent_in(procedure, on=DAY)] == ["Ordfører 1", "Ordfører 2"]
    assert changes.remind_silent(procedure, **NOBODY) == 2
    with refused("closed"):
        changes.remind_silent(procedure, **CLOSED)


def test_the_worker_closes_what_is_past_its_deadline_and_leaves_what_runs_or_is_empty(procedure, settings):
    answer(procedure, "for", "for")
    empty = make_event("written_procedure", "Tom", starts=AT, ends=STARTS)
    item = make_item(empty)
    changes.announce_event(empty, **NOBODY)
    changes.remove_item(item, **NOBODY)
    assert changes.close_due_procedures(at=STARTS) == 0
    settings.DEMO_TODAY = "2021-05-21"
    assert periodic.tick()["jobs"]["written procedures"] == "1 closed, 0 queued"
    procedure.refresh_from_db()
    empty.refresh_from_db()
    assert (procedure.state, empty.state) == (EventState.HELD, EventState.ANNOUNCED)


def test_a_procedure_with_nothing_to_decide_is_not_sent_out():
    event = make_meeting(
        make_person("Kari", "kari@demo.example"), kind="written_procedure", starts=AT, ends=STARTS
    )
    with refused("empty"):
        changes.announce_event(event, **NOBODY)
    assert not OutgoingMail.objects.exists()


def test_a_procedure_that_cannot_be_closed_keeps_no_other_from_it(procedure):
    from dugnad.events.models import Event

    Event.objects.filter(pk=procedure.pk).update(minutes_approved_at=AT)  # its points take no more words
    assert changes.close_due_procedures(at=CLOSED["at"]) == 0


def test_as_what_somebody_is_asked_is_told_in_their_own_language(procedure):
    reader = make_person("Ida Reader", "ida@demo.example", language="en")
    make_participation(procedure, person=reader, role=Role.OBSERVER)
    changes.announce_event(procedure, **NOBODY)
    letter = OutgoingMail.objects.get(to="ida@demo.example")
    assert "You are asked as observer and have no vote" in letter.text


def test_an_observer_reads_along_and_is_told_why_there_is_no_vote(procedure):
    observer = make_participation(
        procedure, person=make_person("Ida Observatør", "ida@demo.example"), role=Role.OBSERVER
    )
    changes.announce_event(procedure, **NOBODY)
    letter = OutgoingMail.objects.get(to="ida@demo.example")
    assert "Du er spurt som observatør og har ikke stemmerett" in letter.text
    assert "si hva du mener" not in letter.text
    address = f"/moter/skriftlig/{answer_key(observer)}/"
    page = Client().get(address).content.decode()
    assert "Uttalelsen sendes." in page
    assert "har ikke stemmerett" in page
    assert "<form" not in page.partition("<main")[2]
    item = procedure.items.get()
    refusal = Client().post(address, {f"stance_{item.pk}": "for"})
    assert refusal.status_code == 403
    assert "har ikke stemmerett" in refusal.content.decode()
    assert not item.positions.exists()
    client = Client()
    client.force_login(
        User.objects.create(email="ida@demo.example", person=observer.person, created_at=AT, password="!")
    )
    shown = client.get(f"/moter/{procedure.slug}/").content.decode()
    assert "Si hva du mener" not in shown
    assert client.get(f"/moter/{procedure.slug}/sak/{item.pk}/standpunkt/")["Location"] == address
    changes.close_procedure(procedure, **CLOSED)
    assert "Ikke svart" in Client().get(address).content.decode()


def test_nobody_is_asked_whether_they_come_to_what_is_decided_in_writing(procedure):
    one = procedure.participations.first()
    address = f"/moter/skriftlig/{answer_key(one)}/"
    assert Client().get(f"/moter/delta/{answer_key(one)}/")["Location"] == address
    client = Client()
    client.force_login(
        User.objects.create(email="0@demo.example", person=one.person, created_at=AT, password="!")
    )
    assert client.get(f"/moter/{procedure.slug}/svar/")["Location"] == address


def test_a_procedure_that_changed_says_so_and_until_when_to_answer(procedure):
    changes.edit_event(procedure, revision=procedure.revision, title_nb="Uttalelsen, på nytt", **NOBODY)
    changes.announce_event(procedure, **NOBODY)
    letter = OutgoingMail.objects.order_by("-pk").first()
    for words in ("Noe er endret", "Svar innen", "Uttalelsen sendes."):
        assert words in letter.text
    assert "om du kommer" not in letter.text
