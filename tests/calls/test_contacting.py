"""What was said on the phone: kept by day and person, read by the secretariat alone, and it can go again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from dugnad.calls import changes, queries
from dugnad.calls.models import ContactNote, Reply
from dugnad.kit.models import Change
from tests.factories.calls import AT, make_hamar, make_reply, save, submit
from tests.factories.members import make_approver, make_editor, make_municipality, make_secretary
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
CALL = "/innhenting/klimastatus-2021/"
NOTES = f"{CALL}hamar/notater/"
TODAY, FRIDAY = date(2021, 5, 3), date(2021, 5, 7)
SAID = "Ringte. Svarer på fredag."
LATER = AT + timedelta(hours=1)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def note(**values: Any) -> ContactNote:
    reply = Reply.objects.first() or make_reply()
    wanted = {"text": SAID, "day": AT.date(), "by": None, "at": AT} | values
    return changes.note_contact(reply, **wanted)


def test_note_contact_keeps_day_person_and_words_and_tells_the_trail_only_that_there_was_one() -> None:
    person = make_editor(make_hamar()).person
    kept = note(person=person, text=f"  {SAID} ")
    assert (kept.day, kept.person, kept.text, str(kept)) == (AT.date(), person, SAID, "Hamar, 2021-04-20")
    told = Change.objects.get(verb="note_contact")
    assert (told.noun, told.organisation_id, told.after) == (
        "calls.contactnote",
        None,
        {"reply": kept.reply_id, "day": "2021-04-20"},
    )


def test_note_contact_with_a_day_promises_silence_until_then() -> None:
    kept = note(expected_on=FRIDAY)
    kept.reply.refresh_from_db()
    assert (kept.reply.expected_on, kept.reply.reason) == (FRIDAY, "")


def test_note_contact_refuses_nothing_too_much_and_days_to_come() -> None:
    with refused("text", field="text"):
        note(text=" ")
    with refused("text", field="text"):
        note(text="x" * 501)
    with refused("day", field="day"):
        note(day=AT.date() + timedelta(days=1))
    with refused("on", field="expected_on"):
        note(expected_on=date(2021, 4, 19))
    assert not ContactNote.objects.exists()


def test_note_contact_of_one_who_has_answered_expects_nothing() -> None:
    reply = make_reply(measures="A", cars=1)
    submit(reply)
    with refused("state", field="expected_on"):
        note(expected_on=FRIDAY)
    assert note().text == SAID


def test_retract_contact_takes_the_words_away_once() -> None:
    kept = note(person=make_editor(make_hamar()).person)
    for _time in range(2):
        changes.retract_contact(kept, by=None, at=AT)
    kept.refresh_from_db()
    assert (kept.text, kept.person, kept.removed_at) == ("", None, AT)
    assert Change.objects.filter(verb="retract_contact").count() == 1
    assert list(queries.contact_notes_of(kept.reply)) == []


def test_retract_contact_takes_the_day_back_that_it_promised() -> None:
    kept = note(expected_on=FRIDAY)
    assert changes.retract_contact(kept, by=None, at=AT) is True
    kept.reply.refresh_from_db()
    assert kept.reply.expected_on is None
    assert Change.objects.filter(verb="take_back_promise").get().before["expected_on"] == "2021-05-07"


def test_retract_contact_lets_the_day_hold_that_was_agreed_before() -> None:
    reply = make_reply()
    changes.expect_reply(reply, on=date(2021, 5, 4), reason="Ferie", by=None, at=AT)
    changes.retract_contact(note(expected_on=FRIDAY, at=LATER), by=None, at=LATER)
    reply.refresh_from_db()
    assert (reply.expected_on, reply.reason) == (date(2021, 5, 4), "Ferie")


def test_retract_contact_leaves_what_was_agreed_since_and_what_was_never_promised() -> None:
    promised, plain = note(expected_on=FRIDAY), note(text="Ringte igjen")
    changes.expect_reply(promised.reply, on=date(2021, 5, 10), by=None, at=LATER)
    for kept in (promised, plain):
        assert changes.retract_contact(kept, by=None, at=LATER) is False
    promised.reply.refresh_from_db()
    assert promised.reply.expected_on == date(2021, 5, 10)


def test_retract_contact_of_a_promise_that_was_kept_changes_nothing() -> None:
    kept = note(expected_on=FRIDAY)
    save(kept.reply, measures="A", cars=1)
    submit(kept.reply)
    assert changes.retract_contact(kept, by=None, at=LATER) is False


def test_the_page_says_that_the_day_went_with_the_note() -> None:
    kept = note(expected_on=FRIDAY)
    client = signed_in(make_secretary())
    said = "Notatet er tatt bort, og med det dagen som ble lovet."
    assert said in client.post(f"{NOTES}{kept.pk}/ta-bort/", follow=True).text
    assert "7. mai" not in client.get(CALL).text


def test_the_chase_list_shows_the_newest_note_and_its_files_have_it() -> None:
    person = make_editor(make_hamar()).person
    first = note(text="Ringte uten svar", day=date(2021, 4, 12))
    changes.note_contact(first.reply, text=SAID, day=AT.date(), person=person, by=None, at=AT)
    rows = queries.chase_list(first.reply.call, at=AT).rows
    assert [row.note.text for row in rows if row.note] == [SAID]
    client = signed_in(make_secretary())
    page = client.get(CALL).text
    assert (SAID in page, "uten svar" in page) == (True, False)
    assert f"20. april 2021, {person}: {SAID}" in client.get(f"{CALL}eksport.csv").text


def test_the_secretariat_notes_and_takes_away_on_one_page() -> None:
    person = make_editor(make_hamar()).person
    make_reply()
    client = signed_in(make_secretary())
    assert "Ingenting er notert ennå." in client.get(NOTES).text
    empty = client.post(NOTES, {"text": "", "day": "2021-05-03", "expected_on": "2021-05-07"})
    assert (empty.status_code, "2021-05-07" in empty.text) == (422, True)
    past = client.post(NOTES, {"text": SAID, "day": "2021-05-03", "expected_on": "2021-05-01"})
    assert (past.status_code, SAID in past.text) == (422, True)
    words = {"text": SAID, "day": "2021-05-03", "person": str(person.pk), "expected_on": "2021-05-07"}
    shown = client.post(NOTES, words, follow=True).text
    assert (SAID in shown, str(person) in shown) == (True, True)
    assert SAID in client.get(f"{CALL}hamar/").text
    kept = ContactNote.objects.get()
    assert client.get(f"{NOTES}{kept.pk}/ta-bort/").status_code == 302
    assert client.post(f"{NOTES}{10**30}/ta-bort/").status_code == 404
    assert client.post(f"{CALL}stange/notater/{kept.pk}/ta-bort/").status_code == 404
    assert SAID not in client.post(f"{NOTES}{kept.pk}/ta-bort/", follow=True).text
    assert client.post(f"{NOTES}{kept.pk}/ta-bort/").status_code == 404


def test_the_page_of_one_who_has_answered_offers_no_day() -> None:
    submit(make_reply(measures="A", cars=1))
    assert 'name="expected_on"' not in signed_in(make_secretary()).get(NOTES).text


def test_no_member_reads_what_was_noted_of_it_or_of_another() -> None:
    """Not its page, its trail, its first page, its files, nor the programs' door."""
    kept = note(text="Ringte: rådgiveren er sykmeldt.", expected_on=FRIDAY)
    save(kept.reply, measures="A")
    for user in (
        make_editor(),
        make_approver(),
        make_editor(make_municipality("Stange", "3413"), "s@demo.example"),
    ):
        client = signed_in(user)
        assert client.get(NOTES).status_code == 404
        assert client.post(NOTES, {"text": "Hei", "day": "2021-05-03"}).status_code == 404
        assert client.post(f"{NOTES}{kept.pk}/ta-bort/").status_code == 404
        for page in ("/", CALL, f"{CALL}hamar/", f"{CALL}hamar/les/", "/medlemmer/hamar/"):
            assert "sykmeldt" not in client.get(page).text
    assert ContactNote.objects.get().text == "Ringte: rådgiveren er sykmeldt."
