"""What anybody may sign up for: room and closing day are changed after it is announced, and are told."""

from datetime import timedelta

import pytest
from django.test import Client

from dugnad.events import changes
from dugnad.events.models import SignUp
from dugnad.events.states import Answer
from dugnad.kit.models import OutgoingMail
from tests.factories.events import AT, NOBODY, STARTS, make_announced, make_event, make_session
from tests.factories.members import make_person, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
CLOSED = "Påmeldingen er stengt."


@pytest.fixture
def staff():
    client = Client()
    client.force_login(make_secretary())
    return client


def dialogue(**asked):
    event = make_event("supplier_dialogue", "Leverandørmøte")
    changes.ask_to_sign_up(event, **({"closes": STARTS} | asked), **NOBODY)
    changes.announce_event(event, **NOBODY)
    event.refresh_from_db()
    return event


def signed_up(event, name):
    return changes.sign_up(event, name=name, email=f"{name}@firma.example".lower(), language="nb", at=AT)


def typed(event, **more):
    told = {"title_nb": event.title_nb, "starts": "2021-05-20T09:00", "ends": "2021-05-20T12:00",
            "way": "online", "closes": "2021-05-20T09:00", "capacity": "",
            "seen": event.revision}  # fmt: skip
    return told | more


def test_a_dialogue_that_gets_room_for_more_lets_those_in_who_have_waited(staff):
    event = dialogue(capacity=1)
    first, second, third = (signed_up(event, name) for name in ("Anne", "Bo", "Cato"))
    address = f"/moter/{event.slug}/rediger/"
    page = staff.get(address).content.decode()
    assert 'name="capacity" value="1"' in page
    assert staff.post(address, typed(event, capacity="2", closes="2021-05-18T12:00")).status_code == 302
    asked = SignUp.objects.get()
    assert (asked.capacity, asked.closes) == (2, STARTS - timedelta(days=1, hours=21))
    answers = []
    for one in (first, second, third):
        one.refresh_from_db()
        answers.append(one.answer)
    assert answers == [Answer.YES, Answer.YES, Answer.WAITING]
    letters = OutgoingMail.objects.filter(key__contains=":moved_up:")
    assert [letter.to for letter in letters] == ["bo@firma.example"]


def test_a_dialogue_refuses_room_for_nobody_and_a_closing_after_the_end_at_their_fields(staff):
    event = dialogue(capacity=5)
    address = f"/moter/{event.slug}/rediger/"
    for wrong, words in (
        ({"capacity": "0"}, "Skriv et helt tall fra 1 til 10000"),
        ({"closes": "2021-05-21T09:00"}, "Påmeldingen må stenge"),
        ({"closes": "når som helst"}, "Skriv dag og klokkeslett"),
    ):
        response = staff.post(address, typed(event, **wrong))
        assert response.status_code == 422
        assert words in response.content.decode()
    assert SignUp.objects.get().capacity == 5


def test_a_meeting_to_which_people_are_asked_has_no_sign_up_to_change(staff):
    event = make_announced(make_person())
    page = staff.get(f"/moter/{event.slug}/rediger/").content.decode()
    assert 'name="capacity"' not in page
    assert "Meld deg på innen" not in staff.get(f"/moter/{event.slug}/").content.decode()


def test_the_page_of_a_dialogue_says_until_when_and_whether_there_is_room():
    event = dialogue(capacity=1)
    page = Client().get(f"/moter/{event.slug}/").content.decode()
    assert "Meld deg på innen" in page
    assert "1 av 1 plasser er ledig." in page
    signed_up(event, "Anne")
    page = Client().get(f"/moter/{event.slug}/").content.decode()
    assert "Den eneste plassen er tatt." in page
    assert "Sett deg på ventelisten" in page


def test_a_dialogue_that_is_announced_says_that_the_sign_up_is_open(staff):
    event = make_event("supplier_dialogue", "Leverandørmøte")
    address = f"/moter/{event.slug}/kunngjor/"
    response = staff.post(address, {"message": ""}, follow=True)
    assert "Det er kunngjort, og påmeldingen er åpen." in response.content.decode()
    response = staff.post(address, {"message": ""}, follow=True)
    assert "Alle har allerede denne innkallingen" in response.content.decode()
    other = make_event("supplier_dialogue", "Et annet")
    changes.invite(other, [make_person("Kari", "k@demo.example")], **NOBODY)
    page = staff.post(f"/moter/{other.slug}/kunngjor/", {"message": ""}, follow=True).content.decode()
    assert "påmeldingen er åpen. Innkallingen er sendt til 1 person." in page


def test_the_form_says_who_sees_the_names():
    session, meeting = make_session(), dialogue()
    page = Client().get(f"/klimaskolen/{session.slug}/pamelding/").content.decode()
    assert "Bare sekretariatet ser hvem som er påmeldt" in page
    page = Client().get(f"/moter/{meeting.slug}/pamelding/").content.decode()
    assert "Bare sekretariatet ser" not in page
    assert "Sekretariatet og de andre som deltar, ser hvem som er påmeldt" in page


def test_a_link_to_a_sign_up_that_is_closed_leads_to_the_event_and_says_so(settings):
    session, meeting = make_session(closes=AT + timedelta(days=2)), dialogue(closes=AT + timedelta(days=2))
    settings.DEMO_TODAY = "2021-05-10"
    for event, room in ((session, "klimaskolen"), (meeting, "moter")):
        address = f"/{room}/{event.slug}/"
        response = Client().get(f"{address}pamelding/", follow=True)
        assert response.redirect_chain == [(address, 302)]
        assert CLOSED in response.content.decode()


def test_who_was_writing_when_it_closed_is_told_and_keeps_what_was_written(settings):
    event = make_session(closes=AT + timedelta(days=2))
    settings.DEMO_TODAY = "2021-05-10"
    said = {
        "name": "Kari Nordmann",
        "email": "kari@kommune.example",
        "employer": "Kommunen",
        "note": "Hvor mye?",
    }
    response = Client().post(f"/klimaskolen/{event.slug}/pamelding/", said)
    assert response.status_code == 422
    page = response.content.decode()
    assert CLOSED in page
    assert "Hvor mye?" in page
