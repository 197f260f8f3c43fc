"""Minutes by the link in the mail: who was asked reads them, also a deputy or a guest without an account."""

import pytest
from django.test import Client

from dugnad.documents.changes import publish
from dugnad.events import changes
from dugnad.events.kinds import Role
from dugnad.events.models import Comment
from dugnad.events.queries.links import answer_key
from dugnad.kit.models import OutgoingMail
from dugnad.members.changes import vacate_seat
from tests.factories.events import AFTER, AT, NOBODY, make_announced, make_event, make_item
from tests.factories.members import make_alliance, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
WORDS = {"revision": 0, **NOBODY}


@pytest.fixture
def event():
    make_alliance()
    event = make_announced(make_person("Kari Moen", "kari@hamar.example"), title="Faggruppen")
    changes.write_note(make_item(event, "Klimabudsjett"), text="Det ble drøftet.", **WORDS)
    closed = make_item(event, "Personalsak", is_confidential=True)
    changes.write_note(closed, text="Noe lukket.", **WORDS)
    return event


def guest_of(event, **more):
    told = {"name": "Gro Gjest", "email": "gro@firma.example", "language": "nn"} | more
    return changes.invite_guest(event, **told, **NOBODY)


def own(one, more="referat/"):
    return f"/moter/delta/{answer_key(one)}/{more}"


def shown(address, status=200):
    response = Client().get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_mail_opens_the_minutes_for_a_guest_without_an_account_but_for_closed_points(event):
    guest = guest_of(event)
    changes.send_minutes(event, **AFTER)
    letter = OutgoingMail.objects.get(to="gro@firma.example")
    assert own(guest) in letter.text
    assert "svar på e-posten" in letter.text
    page = shown(own(guest))
    assert "Det ble drøftet." in page
    assert "Noe lukket." not in page
    assert "<form" not in page.partition("<main")[2]
    assert Client().post(own(guest), {"text": "Feil."}).status_code == 403
    assert Client().get(own(guest, "referat.pdf")).content.startswith(b"%PDF")
    assert own(guest) in shown(own(guest, ""))


def test_who_holds_a_place_reads_closed_points_and_comments_by_the_link(event):
    kari = event.participations.get()
    changes.send_minutes(event, **AFTER)
    letter = OutgoingMail.objects.get(key__startswith="minutes:")
    assert own(kari) in letter.text
    assert "svar på e-posten" not in letter.text
    assert "Noe lukket." in shown(own(kari))
    refusal = Client().post(own(kari), {"text": ""})
    assert refusal.status_code == 422
    response = Client().post(own(kari), {"text": "Det var i mars."})
    said = Comment.objects.get()
    assert response["Location"] == f"{own(kari)}#kommentar-{said.pk}"
    assert said.person == kari.person
    assert "Det var i mars." in shown(own(kari))


def test_before_they_are_sent_there_are_no_minutes_and_no_link_to_them(event):
    kari = event.participations.get()
    shown(own(kari), 404)
    shown(own(kari, "referat.pdf"), 404)
    assert own(kari) not in shown(own(kari, ""))


def test_who_has_left_the_place_reads_them_no_more(event):
    kari = event.participations.get()
    changes.send_minutes(event, **AFTER)
    vacate_seat(kari.seat, on=AT.date(), **NOBODY)
    shown(own(kari), 410)


def test_who_has_signed_up_is_written_to_about_no_minutes_until_everybody_may_read_them():
    make_alliance()
    dialogue = make_event("supplier_dialogue", "Leverandørmøte")
    changes.announce_event(dialogue, **NOBODY)
    supplier = changes.sign_up(
        dialogue, name="Ola Leverandør", email="ola@firma.example", language="nb", at=AT
    )
    invited = guest_of(dialogue, role=Role.SPEAKER)
    changes.write_note(make_item(dialogue, "Behov"), text="Det ble spurt.", **WORDS)
    changes.send_minutes(dialogue, **AFTER)
    told = OutgoingMail.objects.filter(key__startswith="minutes:").values_list("to", flat=True)
    assert list(told) == [invited.email]
    shown(own(supplier), 404)
    document = dialogue.minutes
    changes.approve_minutes(make_item(make_event(), "Referat", approves=dialogue), **AFTER)
    document.refresh_from_db()
    publish(document, **AFTER)
    page = shown(own(supplier))
    assert "Det ble spurt." in page
    assert "Kommentarer" not in page
