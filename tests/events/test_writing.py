"""Deciding in writing: positions, the record, what becomes a decision and what waits for a meeting."""

from datetime import timedelta

import pytest

from dugnad.events import changes
from dugnad.events.kinds import Role
from dugnad.events.models import Note, Outcome
from dugnad.events.queries import agenda, writing
from dugnad.events.rules.writing import Verdict
from dugnad.events.states import EventState
from tests.factories.events import AT, NOBODY, STARTS, make_item, make_meeting, make_participation
from tests.factories.members import make_person
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
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
    assert [writing.label_of(voice) for voice in writing.voices(item)].count("Ikke svart") == 2


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
    assert writing.with_vote(None) == []
