"""Being shown and being forgotten: by address and by person, with sign-ups, positions and certificates."""

from datetime import timedelta

import pytest
from django.test import Client

from dugnad.events import changes, commands
from dugnad.events.models import Certificate, Participation, Position
from dugnad.kit.errors import Conflict
from dugnad.kit.history import broken_entries
from dugnad.kit.models import Change, OutgoingMail
from dugnad.members.models import Person
from tests.factories.events import (
    AFTER,
    AT,
    NOBODY,
    STARTS,
    make_announced,
    make_item,
    make_meeting,
    make_outcome,
    make_session,
)
from tests.factories.members import make_alliance, make_person, make_secretary
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
KARI = "kari@hamar.example"


def held_with_certificate(**fields):
    event = make_session()
    one = changes.sign_up(
        event,
        name="Kari Nordmann",
        email=KARI,
        language="nb",
        note="Hva koster det?",
        wish="Skog",
        at=AT,
        **fields,
    )
    changes.note_attendance(event, {one.pk: "present"}, **AFTER)
    changes.hold_event(event, **AFTER)
    changes.issue_certificates(event, **AFTER)
    return one


def test_a_guest_is_shown_all_that_is_kept_of_them():
    one = held_with_certificate()
    told = changes.export_address("Kari@hamar.example", **NOBODY)
    (event,) = told["events"]
    assert (told["email"], event["name"], event["note"], event["wish"]) == (
        "Kari@hamar.example",
        "Kari Nordmann",
        "Hva koster det?",
        "Skog",
    )
    assert event["certificate"]["code"] == Certificate.objects.get().code
    assert Change.objects.filter(verb="export_guest", object_id=one.pk).count() == 1


def test_a_person_is_shown_their_tasks_proposals_points_and_comments():
    make_alliance()
    kari, ola = make_person("Kari Nordmann", KARI), make_person("Ola")
    event = make_announced(kari, ola, title="Faggruppen")
    item = make_item(event, "Klimabudsjett", presenter=kari)
    changes.write_note(item, text="Drøftet.", revision=0, **NOBODY)
    for owner, text in ((kari, "Lage en mal"), (ola, "Ringe rundt")):
        make_outcome(item, "task", text, owner=owner, due=STARTS.date())
    changes.propose_item(event.body, title="Tungtransport", kind="discussion", text="Lading", by=kari, at=AT)
    changes.propose_item(event.body, title="Annet", kind="discussion", by=ola, at=AT)
    changes.send_minutes(event, **AFTER)
    changes.comment(event, "Det var i mars.", by=kari, at=AFTER["at"])
    told = changes.export_person(kari, **NOBODY)
    (task,), (proposal,), (comment,) = told["tasks"], told["proposals"], told["comments"]
    assert (task["text"], task["due"], task["state"]) == ("Lage en mal", "2021-05-20", "open")
    assert (proposal["title"], proposal["text"]) == ("Tungtransport", "Lading")
    assert told["points_presented"] == [{"title": "Klimabudsjett", "event": "Faggruppen"}]
    assert (comment["on"], comment["text"]) == ("Faggruppen", "Det var i mars.")
    assert commands.export_person(KARI)["tasks"] == [task]
    changes.propose_item(event.body, title="Venter", kind="discussion", presenter=ola, **NOBODY)
    waiting = changes.export_person(ola, **NOBODY)
    assert waiting["points_presented"] == [{"title": "Venter", "event": None}]
    assert waiting["tasks"][0]["text"] == "Ringe rundt"


def test_a_person_is_shown_sign_ups_and_positions_too():
    person = make_person("Kari Nordmann", KARI)
    held_with_certificate()
    answer_in_writing(person)
    told = commands.export_person(KARI)
    assert told["name"] == "Kari Nordmann"
    assert [len(event["positions"]) for event in told["events"]] == [1, 0]
    assert len(changes.export_person(person, **NOBODY)["events"]) == 2


def answer_in_writing(person):
    event = make_meeting(person, kind="written_procedure", starts=STARTS - timedelta(days=10), ends=STARTS)
    item = make_item(event, kind="decision", proposal="Vedtas.")
    changes.announce_event(event, **NOBODY)
    own = event.participations.get(person=person)
    changes.take_position(item, own, "for", text="Jeg støtter dette", **NOBODY)


def test_forgetting_an_address_leaves_that_somebody_was_there_and_no_name():
    person = make_person("Kari Nordmann", KARI)
    held_with_certificate()
    answer_in_writing(person)
    assert commands.would_erase(KARI) == {
        "person": "Kari Nordmann",
        "events": ["Faggruppe for klima og miljø", "Klimaskolen: klimabudsjett"],
    }
    assert commands.erase_person(KARI) == {"erased": KARI, "events": 2}
    rows = Participation.objects.values_list("name", "email", "note", "wish")
    assert set(rows) == {("", "", "", "")}
    assert Certificate.objects.get().name == ""
    assert (Position.objects.get().stance, Position.objects.get().text) == ("for", "")
    assert Person.objects.get(pk=person.pk).erased_at is not None
    assert not OutgoingMail.objects.filter(to=KARI).exists()
    told = [str(change.before) + str(change.after) for change in Change.objects.all()]
    assert not any(
        word in text for text in told for word in ("Nordmann", "hamar.example", "støtter", "koster")
    )


def test_a_person_is_forgotten_with_what_they_signed_up_for_by_the_same_address():
    person = make_person("Kari Nordmann", KARI)
    held_with_certificate()
    assert changes.erase_person(person, **NOBODY) == 1
    assert Participation.objects.get().email == ""
    with refused("erased"):
        changes.erase_person(person, **NOBODY)


def test_an_address_that_nobody_has_is_told():
    with refused("unknown", field="email"):
        commands.erase_person("ingen@hamar.example")
    with refused("unknown", field="email"):
        commands.export_person("ingen@hamar.example")


def test_in_time_the_mails_that_a_guest_got_are_empty_too_and_those_that_wait_stay():
    one = held_with_certificate()
    email = one.email
    OutgoingMail.objects.filter(to=email).update(state=OutgoingMail.State.SENT)
    waiting = OutgoingMail.objects.filter(to=email).order_by("pk").last()
    OutgoingMail.objects.filter(pk=waiting.pk).update(state=OutgoingMail.State.QUEUED)
    assert changes.erase_old_guests(at=one.event.ends + timedelta(days=181)) == 1
    assert list(OutgoingMail.objects.filter(to=email)) == [waiting]
    assert not OutgoingMail.objects.exclude(pk=waiting.pk).exclude(text="").exists()


def test_in_time_the_words_of_a_person_are_forgotten_and_their_certificate_stays():
    person = make_person("Kari Nordmann", KARI)
    one = held_with_certificate(person=person)
    late = one.event.ends + timedelta(days=181)
    assert changes.erase_old_guests(at=late) == 1
    one.refresh_from_db()
    assert (one.email, one.note, one.person, one.erased_at) == ("", "", person, None)
    assert Certificate.objects.get().name == "Kari Nordmann"
    assert changes.erase_old_guests(at=late) == 0


def test_who_is_erased_is_named_in_no_mail_to_others_and_on_no_page_and_the_chain_stays_whole():
    anne, amir = make_person("Anne Bakken", "anne@hamar.example"), make_person("Amir", "amir@hamar.example")
    event = make_meeting(anne)
    changes.announce_event(event, **NOBODY)
    one = event.participations.get()
    changes.edit_event(event, revision=event.revision, place="Rådhuset", by=anne, at=AT)
    changes.hand_over_seat(one.seat, anne, amir, **NOBODY)
    assert OutgoingMail.objects.filter(subject__contains="Anne Bakken").exists()
    commands.erase_person("anne@hamar.example")
    for part in ("subject", "text", "calendar"):
        assert not OutgoingMail.objects.filter(**{f"{part}__contains": "Anne Bakken"}).exists()
    client = Client()
    client.force_login(make_secretary())
    page = client.get(f"/moter/{event.slug}/").content.decode()
    assert "Anne Bakken" not in page
    assert "Slettet person" in page
    with pytest.raises(Conflict) as clash:
        changes.edit_event(event, revision=1, place="Kulturhuset", **NOBODY)
    assert clash.value.details["by"] == "Slettet person"
    assert broken_entries() == []
