"""Minutes: two who write at once, sent for comment, approved at the next meeting, corrected by a version."""

from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dugnad.documents.queries import newest_version
from dugnad.documents.states import State
from dugnad.events import changes
from dugnad.events.models import Note, Outcome
from dugnad.events.queries import agenda, minutes
from dugnad.events.queries.links import answer_key
from dugnad.events.states import Attendance, EventState
from dugnad.kit.access import Role
from dugnad.kit.errors import Conflict
from dugnad.kit.models import OutgoingMail
from dugnad.members.rules import Viewer
from tests.factories.events import (
    AFTER,
    LONG_AFTER,
    NOBODY,
    STARTS,
    make_announced,
    make_event,
    make_item,
    make_meeting,
    make_outcome,
)
from tests.factories.members import make_alliance, make_person, make_secretary
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
STRANGER, STAFF = Viewer(), Viewer(roles=frozenset({Role.SECRETARIAT}))


@pytest.fixture
def held():
    """A meeting with one point, held, with something written."""
    make_alliance()
    event = make_announced(make_person("Kari Nordmann", "kari@hamar.example"))
    changes.write_note(make_item(event, "Klimastatus"), text="Drøftet.", revision=0, **NOBODY)
    changes.hold_event(event, **AFTER)
    return event


@pytest.fixture
def approved(held):
    """The same, approved in the next meeting."""
    changes.send_minutes(held, **AFTER)
    changes.approve_minutes(point_that_approves(held), **LONG_AFTER)
    held.refresh_from_db()
    return held


def point_that_approves(event):
    following = make_event(body=event.body, starts=STARTS + timedelta(days=60))
    return make_item(following, "Godkjenning av referat", kind="decision", approves=event)


def correct(event, text, reason="Feil navn i sak 1.", **more):
    values = {"text": text, "reason": reason, "revision": event.minutes.revision} | more
    return changes.correct_minutes(event, **values, **AFTER)


def test_points_are_saved_together_and_what_two_have_written_is_told_with_both_texts():
    event = make_announced(make_person())
    one, two = make_item(event, "En"), make_item(event, "To")
    changes.write_note(one, text="Deres.", revision=0, **NOBODY)
    clashes = changes.write_notes(event, {one.pk: "Mitt.", two.pk: "Nytt."}, {one.pk: 0}, **NOBODY)
    told = {pk: (clash.details["yours"], clash.details["theirs"]) for pk, clash in clashes.items()}
    assert told == {one.pk: ({"text": "Mitt."}, {"text": "Deres."})}
    assert sorted(Note.objects.values_list("text", flat=True)) == ["Deres.", "Nytt."]
    seen = {one.pk: clashes[one.pk].details["seen"]}
    assert changes.write_notes(event, {one.pk: "Begges."}, seen, **NOBODY) == {}
    assert minutes.notes_of(event)[one.pk].text == "Begges."


def test_a_point_without_words_has_no_note_and_the_same_words_are_no_new_revision():
    item = make_item(make_announced(make_person()))
    assert changes.write_note(item, text=" \n", revision=0, **NOBODY) is None
    changes.write_note(item, text="Sagt.", revision=0, **NOBODY)
    assert changes.write_note(item, text="Sagt.", revision=1, **NOBODY).revision == 1
    assert changes.write_note(item, text="", revision=1, **NOBODY).text == ""


def test_who_was_there_is_counted_and_the_quorum_stands_in_the_minutes():
    people = [make_person(f"Rådgiver {number}", f"{number}@demo.example") for number in range(3)]
    event = make_announced(*people, quorum=2)
    assert minutes.turnout_of(event).is_quorate is None
    assert "vedtaksført" not in minutes.minutes_text(event)
    told = dict(zip(event.participations.order_by("pk"), ("present", "present", "absent"), strict=True))
    changes.note_attendance(event, {one.pk: said for one, said in told.items()}, **AFTER)
    turnout = minutes.turnout_of(event)
    assert (turnout.present, turnout.absent, turnout.unknown, turnout.voting) == (2, 1, 0, 2)
    assert turnout.is_quorate
    assert "vedtaksført: 2 med stemmerett" in minutes.minutes_text(event)
    event.quorum = 3
    assert minutes.turnout_of(event).is_quorate is False
    assert "ikke vedtaksført" in minutes.minutes_text(event)
    event.quorum = None
    assert minutes.turnout_of(event).is_quorate is None
    assert "vedtaksført" not in minutes.minutes_text(event)
    assert Attendance.ABSENT in {one.attendance for one in event.participations.all()}


def test_minutes_name_who_does_what_and_hide_what_is_only_for_those_who_take_part():
    event = make_announced(make_person(), ends=STARTS + timedelta(days=1))
    open_item = make_item(event, "Åpen")
    make_outcome(
        open_item, "task", "Lage en mal", owner=make_person("Ola", "o@x.example"), due=date(2021, 6, 1)
    )
    changes.write_note(
        make_item(event, "Lukket", is_confidential=True), text="Hemmelig.", revision=0, **NOBODY
    )
    changes.put_off(make_item(event, "Senere"), **NOBODY)
    text = minutes.minutes_text(event)
    assert "Utsatt til et senere møte." in text
    assert "Lage en mal (Ola, innen 1. juni 2021)" in text
    assert "Hemmelig" not in text
    assert "–" not in text.splitlines()[0]


def test_minutes_are_sent_to_everybody_who_was_asked_when_the_meeting_has_begun(held):
    with refused("state"):
        changes.send_minutes(held, **NOBODY)
    document = changes.send_minutes(held, comments_by=date(2021, 5, 27), **AFTER)
    mail = OutgoingMail.objects.get(key__startswith="minutes:")
    assert (mail.to, "27. mai 2021" in mail.text) == ("kari@hamar.example", True)
    assert f"/moter/delta/{answer_key(held.participations.get())}/referat/" in mail.text
    assert (document.state, held.comments_by) == (State.IN_REVIEW, date(2021, 5, 27))


def test_minutes_are_in_one_language_whoever_sends_them(held):
    from django.utils import translation

    with translation.override("en"):
        document = changes.send_minutes(held, language="nn", **AFTER)
    assert newest_version(document).title.startswith("Referat")
    assert not minutes.is_stale(held)


def test_what_is_written_after_they_were_sent_must_be_sent_anew_before_they_are_approved(held):
    changes.send_minutes(held, **AFTER)
    point = point_that_approves(held)
    changes.write_note(held.items.get(), text="Drøftet lenge.", revision=1, **AFTER)
    assert minutes.is_stale(held)
    with refused("stale"):
        changes.approve_minutes(point, **LONG_AFTER)
    changes.send_minutes(held, **AFTER)
    changes.approve_minutes(point, **LONG_AFTER)
    assert minutes.is_approved(held)
    assert not minutes.is_stale(held)


def test_those_who_were_there_comment_while_the_minutes_are_out(held):
    with refused("state"):
        changes.comment(held, "For tidlig.", **AFTER)
    changes.send_minutes(held, **AFTER)
    said = changes.comment(held, " Det var i mars. ", item=held.items.get(), **AFTER)
    told = minutes.minutes_of(held, STRANGER, is_inside=True, closed=True)
    assert (told.comments, told.is_open, str(said)) == ([said], True, "Det var i mars.")
    assert minutes.minutes_of(held, STRANGER, is_inside=False, closed=False) is None
    changes.approve_minutes(point_that_approves(held), **LONG_AFTER)
    with refused("state"):
        changes.comment(held, "For sent.", **AFTER)


def test_a_meeting_without_minutes_has_none_to_read():
    event = make_meeting(make_person())
    assert minutes.minutes_of(event, STAFF, is_inside=True, closed=True) is None
    assert not minutes.is_stale(event)


def test_approved_minutes_take_no_words_and_no_outcomes_and_are_linked_both_ways(approved):
    item = approved.items.get()
    for verb in (
        lambda: changes.write_note(item, text="Etterpå.", revision=1, **AFTER),
        lambda: make_outcome(item),
        lambda: changes.send_minutes(approved, **AFTER),
    ):
        with refused("state"):
            verb()
    point = minutes.approved_in(approved)
    assert (point.approves, point.state) == (approved, "treated")


def test_a_correction_is_a_new_version_with_its_reason_and_waits_for_the_next_meeting(approved):
    version = correct(approved, "## 1. Klimastatus\n\nDrøftet av alle.")
    assert (version.number, version.reason) == (2, "Feil navn i sak 1.")
    first = version.document.versions.get(number=1)
    assert first.is_frozen
    assert "Drøftet." in first.body
    assert OutgoingMail.objects.filter(key__startswith="minutes_corrected:").count() == 1
    later = make_event(body=approved.body, starts=STARTS + timedelta(days=90))
    assert agenda.unapproved_before(later) == [approved]
    assert minutes.is_approved(approved)
    assert minutes.minutes_of(approved, STAFF, is_inside=True, closed=True).version == version
    changes.approve_minutes(make_item(later, "Godkjenning", approves=approved), **LONG_AFTER)
    assert newest_version(approved.minutes).is_frozen
    assert minutes.minutes_to_approve(approved.body) == []


def test_a_second_correction_before_the_meeting_keeps_both_reasons(approved):
    correct(approved, "En.", "Første.")
    approved.refresh_from_db()
    assert correct(approved, "To.", "Andre.").reason == "Første.\nAndre."


def test_a_correction_needs_a_reason_and_a_change_and_minutes_that_were_approved(approved):
    text = newest_version(approved.minutes).body
    with refused("reason", field="reason"):
        correct(approved, "Nytt.", " ")
    with refused("text", field="text"):
        correct(approved, text)
    with refused("state"):
        changes.correct_minutes(make_meeting(make_person()), text="–", reason="–", revision=1, **AFTER)


def test_of_two_who_correct_at_once_the_second_sees_both_texts(approved):
    seen = approved.minutes.revision
    correct(approved, "Karis rettelse.")
    with pytest.raises(Conflict) as refusal:
        correct(approved, "Olas rettelse.", revision=seen)
    assert refusal.value.details["theirs"] == {"text": "Karis rettelse."}
    assert refusal.value.details["yours"] == {"text": "Olas rettelse."}


def test_minutes_that_nobody_has_written_wait_and_a_written_procedure_has_none(held):
    procedure = make_event("written_procedure", body=held.body, starts=STARTS + timedelta(days=1))
    procedure.state = EventState.HELD
    procedure.save()
    later = make_event(body=held.body, starts=STARTS + timedelta(days=30))
    assert agenda.unapproved_before(later) == [held]
    assert held in minutes.minutes_to_approve(held.body)


def test_an_event_of_no_body_has_no_earlier_minutes_and_no_tasks():
    event = make_event("ministry_meeting")
    assert agenda.unapproved_before(event) == []
    assert agenda.open_tasks_of(event) == []


def test_tasks_that_came_back_stand_under_their_point_until_and_after_they_are_closed():
    event = make_announced(make_person())
    task = make_outcome(make_item(event), "task", "Lage en mal", owner=make_person("Ola", "o@x.example"))
    later = make_event(body=event.body, starts=STARTS + timedelta(days=60))
    (item,) = changes.build_agenda(later, **NOBODY)
    rows = agenda.agenda_of(later, restricted=True, closed=True)
    assert minutes.returning_tasks(rows) == {item.pk: [task]}
    changes.settle_outcome(task, "done", on=date(2021, 5, 3), settled_in=item, **NOBODY)
    assert minutes.returning_tasks(rows) == {item.pk: [Outcome.objects.get(pk=task.pk)]}
    assert minutes.returning_tasks([]) == {}
    (again,) = agenda.agenda_of(later, restricted=True, closed=True)
    assert ([link.ended for link in rows[0].links], [link.ended for link in again.links]) == (
        [""],
        ["Ferdig"],
    )


def test_a_task_of_a_confidential_point_comes_back_only_for_those_who_may_read_it():
    event = make_announced(make_person())
    open_one = make_outcome(make_item(event), "task", "Lage en mal", owner=make_person("Ola", "o@x.example"))
    hidden = make_outcome(
        make_item(event, "Personalsak", is_confidential=True), "task", "Snakke med Ola", owner=open_one.owner
    )
    later = make_event(body=event.body, starts=STARTS + timedelta(days=60))
    changes.build_agenda(later, **NOBODY)

    def told(closed: bool) -> list[str]:
        (row,) = agenda.agenda_of(later, restricted=True, closed=closed)
        return [link.title for link in row.links]

    assert told(closed=True) == [open_one.text, hidden.text]
    assert told(closed=False) == [open_one.text]
    page = Client().get(f"/moter/{later.slug}/").content.decode()
    assert hidden.text not in page


def test_points_of_approved_minutes_keep_their_words_and_stay_where_they_are(held):
    item, kept = make_item(held, "Personalsak", is_confidential=True), make_item(held, "Klimabudsjett")
    held.minutes_approved_at = STARTS
    held.save()
    with refused("state"):
        changes.edit_item(item, is_confidential=False, **NOBODY)
    with refused("state"):
        changes.remove_item(item, **NOBODY)
    with refused("state"):
        changes.put_off(kept, **NOBODY)
    with refused("state"):
        changes.arrange_items(held, [kept.pk, item.pk], **NOBODY)
    with refused("state"):
        changes.add_item(held, title="Etterpå", kind="information", **NOBODY)
    item.refresh_from_db()
    assert item.is_confidential


def test_a_task_keeps_somebody_who_does_it_when_it_is_corrected():
    item = make_item(make_announced(make_person()))
    task = make_outcome(item, "task", "Lage en mal", owner=make_secretary().person)
    with refused("owner", field="owner"):
        changes.edit_outcome(task, owner=None, **NOBODY)
    assert changes.edit_outcome(task, text="Lage to maler", **NOBODY)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("ab"), st.booleans(), st.integers(0, 1)), max_size=8))
def test_in_no_schedule_of_two_writers_is_a_text_overwritten_unseen(steps):
    """Each has a page open and saves a point, or reads the page anew; a text that was not seen stays."""
    event = make_announced(make_person())
    items = [make_item(event, name) for name in ("En", "To")]
    pages = {writer: {item.pk: ("", 0) for item in items} for writer in "ab"}
    for number, (writer, reads, which) in enumerate(steps):
        before = {pk: (note.text, note.revision) for pk, note in minutes.notes_of(event).items()}
        if reads:
            pages[writer] = {item.pk: before.get(item.pk, ("", 0)) for item in items}
            continue
        pk, text = items[which].pk, f"{writer} skrev {number}"
        seen = pages[writer][pk]
        clashes = changes.write_notes(event, {pk: text}, {pk: seen[1]}, **NOBODY)
        is_unseen = before.get(pk, ("", 0)) != seen
        assert (pk in clashes) is is_unseen
        note = minutes.notes_of(event)[pk]
        assert note.text == (before[pk][0] if is_unseen else text)
        if not is_unseen:
            pages[writer][pk] = (note.text, note.revision)
