"""Invitations: read before they go, guests from outside, one's own page by the link, a deputy."""

from datetime import timedelta

import pytest
from django.test import Client

from dugnad.events import changes
from dugnad.events.queries.links import answer_key
from dugnad.events.queries.taking_part import is_sign_up, own_row, standing_of, to_be_told
from dugnad.events.states import Answer
from dugnad.kit.models import OutgoingMail
from dugnad.members.kinds import SeatRole
from dugnad.members.rules import Viewer
from tests.factories.events import (
    AFTER,
    AT,
    NOBODY,
    STARTS,
    make_announced,
    make_event,
    make_item,
    make_meeting,
    make_outcome,
    make_session,
)
from tests.factories.members import make_person, make_seat, make_secretary, make_user
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
DAY = AT.date()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def staff() -> Client:
    return signed_in(make_secretary())


def kari():
    return make_person("Kari Nordmann", "kari@hamar.example")


def with_deputy(person=None):
    """A meeting that was announced, whose member has a personal deputy."""
    event = make_meeting(person or kari(), title="Faggruppen", link="https://teams.example/x")
    deputy = make_person("Vara Varesen", "vara@hamar.example")
    make_seat(event.body, deputy, role=SeatRole.DEPUTY, deputy_for=event.body.seats.get())
    changes.announce_event(event, **NOBODY)
    return event, event.participations.get(), deputy


def own_page(one, more: str = "") -> str:
    return f"/moter/delta/{answer_key(one)}/{more}"


def test_the_notice_is_read_before_it_goes_with_the_numbers_that_points_will_get(staff):
    event = make_meeting(kari(), title="Faggruppen")
    make_item(event, "Klimastatus")
    address = f"/moter/{event.slug}/kunngjor/"
    page = staff.post(address, {"message": "Ta med tall.", "look": "1"}).content.decode()
    for words in ("Slik leser Kari Nordmann den", "Klimastatus (1/21)", "Ta med tall.", "1 person innkalles"):
        assert words in page
    assert not OutgoingMail.objects.exists()
    assert event.items.get().case == ""
    assert staff.post(address, {"message": "Ta med tall."}).status_code == 302
    assert "Ta med tall." in OutgoingMail.objects.get().text
    page = staff.get(address).content.decode()
    assert "Ingen får e-post" in page
    assert "1 person har denne innkallingen" in page


def test_an_event_without_a_body_shows_its_points_without_numbers():
    event = make_event("ministry_meeting", "Departementet")
    changes.invite(event, [kari()], **NOBODY)
    make_item(event, "Klimastatus")
    _one, letter = changes.draft_notice(event, "", on=DAY)
    assert "1. Klimastatus\n" in letter.text


def test_a_new_agenda_goes_to_everybody_and_their_calendars_have_nothing_to_do():
    event = make_announced(kari())
    make_item(event, "Ny sak")
    assert changes.announce_event(event, **NOBODY) == 0
    later = {"by": None, "at": AT + timedelta(hours=1)}
    assert changes.announce_event(event, to_all=True, **later) == 1
    first, second = OutgoingMail.objects.order_by("pk")
    assert "SEQUENCE:0" in first.calendar
    assert "SEQUENCE:0" in second.calendar
    assert "Ny sak" in second.text


def test_a_new_text_about_the_meeting_is_news_to_calendars_and_the_way_is_shown_there():
    event = make_announced(kari())
    event.refresh_from_db()
    changes.edit_event(event, revision=event.revision, about_nb="Ta med kart.", way="in_person", **NOBODY)
    assert event.sequence == 1
    changes.announce_event(event, **NOBODY)
    calendar = OutgoingMail.objects.order_by("pk").last().calendar
    assert "Ta med kart." in calendar
    assert "Fysisk" in calendar


def test_who_is_told_is_the_same_as_who_is_written_to():
    event = make_meeting(kari(), make_person("Uten adresse"))
    assert [str(one) for one in to_be_told(event, on=DAY)] == ["Kari Nordmann"]
    changes.announce_event(event, **NOBODY)
    assert to_be_told(event, on=DAY) == []
    assert [str(one) for one in to_be_told(event, on=DAY, to_all=True)] == ["Kari Nordmann"]


def test_somebody_from_outside_is_asked_by_name_and_address_and_answers_by_the_link(staff):
    event = make_announced(kari())
    address = f"/moter/{event.slug}/inviter/"
    typed = {"name": "Ida Berg", "email": "Ida@stat.example", "employer": "Statsforvalter", "language": "nn",
             "role": "speaker"}  # fmt: skip
    assert staff.post(address, typed).status_code == 302
    one = event.participations.get(email="ida@stat.example")
    assert (one.name, one.role, one.language) == ("Ida Berg", "speaker", "nn")
    changes.announce_event(event, **NOBODY)
    assert "Hei, Ida Berg!" in OutgoingMail.objects.get(to="ida@stat.example").text
    assert Client().post(own_page(one), {"answer": "yes"}).status_code == 302
    one.refresh_from_db()
    assert one.answer == Answer.YES


def test_a_guest_needs_name_and_address_and_is_asked_once(staff):
    event = make_announced(kari())
    address = f"/moter/{event.slug}/inviter/"
    typed = {"language": "nb", "role": "guest"}
    assert "Velg noen" in staff.post(address, typed).content.decode()
    assert "trenger både navn" in staff.post(address, typed | {"name": "Ida"}).content.decode()
    assert "trenger både navn" in staff.post(address, typed | {"email": "ida@stat.example"}).content.decode()
    twice = staff.post(address, typed | {"name": "Kari", "email": "kari@hamar.example"})
    assert "står allerede på listen" in twice.content.decode()
    known = make_person("Per Olsen", "per@hamar.example")
    assert staff.post(address, typed | {"person": known.pk}).status_code == 302
    assert event.participations.count() == 2


def test_ones_own_page_holds_all_that_is_needed_to_decide():
    event, one, _deputy = with_deputy()
    make_item(event, "Klimastatus")
    page = Client().get(own_page(one)).content.decode()
    for words in ("Kari Nordmann, kommer du?", "Klimastatus", "https://teams.example/x", "vara"):
        assert words in page


def test_who_has_said_yes_draws_back_by_the_same_link_until_it_begins(settings):
    _event, one, _deputy = with_deputy()
    client = Client()
    client.post(own_page(one), {"answer": "yes"})
    assert "Endre svaret mitt" in client.get(own_page(one)).content.decode()
    client.post(own_page(one), {"answer": "no", "note": "Syk"})
    one.refresh_from_db()
    assert (one.answer, one.note) == (Answer.NO, "Syk")
    assert "teams.example" not in client.get(own_page(one)).content.decode()
    settings.DEMO_TODAY = "2021-05-21"
    late = client.get(own_page(one)).content.decode()
    assert "Svaret kan ikke lenger endres" in late
    assert client.post(own_page(one), {"answer": "yes"}).status_code == 422


def test_a_deputy_is_called_in_by_oneself_without_an_account(settings):
    event, one, deputy = with_deputy()
    client, address = Client(), own_page(one, "vara/")
    assert "Vara Varesen" in client.get(address).content.decode()
    assert client.post(address, {"deputy": deputy.pk}).status_code == 302
    one.refresh_from_db()
    assert one.answer == Answer.NO
    assert event.participations.get(person=deputy).stands_in_for == one
    assert "Vara Varesen er kalt inn for deg" in client.get(own_page(one)).content.decode()
    own = own_page(event.participations.get(person=deputy))
    assert "for Kari Nordmann" in client.get(own).content.decode()
    assert client.get("/moter/delta/1~galt/vara/").status_code == 404
    settings.DEMO_TODAY = "2021-05-21"
    assert client.get(address).status_code == 404


def test_who_has_no_deputy_is_not_offered_one():
    event = make_announced(kari())
    one = event.participations.get()
    assert Client().get(own_page(one, "vara/")).status_code == 404
    assert "vara/" not in Client().get(own_page(one)).content.decode()


def test_who_is_signed_in_finds_the_way_to_their_deputy():
    user = make_user("kari@demo.example")
    event, one, deputy = with_deputy(user.person)
    page = signed_in(user).get(f"/moter/{event.slug}/svar/").content.decode()
    address = f"/moter/{event.slug}/vara/{one.pk}/"
    assert address in page
    client = signed_in(user)
    assert client.post(address, {"deputy": deputy.pk}).status_code == 302
    assert event.participations.get(person=deputy).stands_in_for == one
    assert signed_in(make_user()).get(address).status_code == 404


def test_who_signed_up_by_themselves_draws_back_and_the_next_one_gets_the_place():
    event = make_session(capacity=1)
    one = changes.sign_up(event, name="Kari", email="kari@hamar.example", language="nb", at=AT)
    two = changes.sign_up(event, name="Ola", email="ola@lunner.example", language="nb", at=AT)
    assert is_sign_up(one)
    page = Client().get(own_page(two)).content.decode()
    assert "du er påmeldt" in page
    assert "/moter/delta/" not in page.replace(own_page(two), "")
    assert Client().post(own_page(one)).status_code == 302
    two.refresh_from_db()
    assert two.answer == Answer.YES
    gone = Client().get(own_page(one)).content.decode()
    assert "du har meldt deg av" in gone
    assert Client().post(own_page(one)).status_code == 422


def test_a_supplier_does_not_read_the_confidential_points_on_their_own_page():
    event = make_event("supplier_dialogue", "Leverandørdialog")
    changes.ask_to_sign_up(event, closes=STARTS, **NOBODY)
    make_item(event, "Hemmelig sak", is_confidential=True)
    changes.announce_event(event, **NOBODY)
    one = changes.sign_up(event, name="Firma", email="post@firma.example", language="nb", at=AT)
    page = Client().get(own_page(one)).content.decode()
    assert "Hemmelig sak" not in page
    assert "Bare for deltakerne" in page


def test_a_meeting_that_was_called_off_says_so_on_ones_own_page():
    event, one, _deputy = with_deputy()
    changes.cancel_event(event, because="Leder er syk", **NOBODY)
    assert "Avlyst: Leder er syk" in Client().get(own_page(one)).content.decode()


def test_who_takes_over_a_meeting_that_nobody_was_told_of_is_told_with_the_others():
    person, new = kari(), make_person("Nye Nils", "nils@hamar.example")
    event = make_meeting(person)
    (one,) = changes.invite(event, [person], **NOBODY)
    there = changes.invite_instead(one, new, **NOBODY)
    assert there.sequence_sent == -1
    assert not OutgoingMail.objects.exists()
    with refused("state"):
        changes.call_in_deputy(one, new, **AFTER)


def test_who_has_given_up_a_place_gets_it_out_of_the_calendar_and_reads_nothing_restricted():
    person, new = kari(), make_person("Nye Nils", "nils@hamar.example")
    event = make_announced(make_person(), title="Møte i gruppa")
    (one,) = changes.invite(event, [person], role="member", **NOBODY)
    changes.announce_event(event, **NOBODY)
    one.refresh_from_db()
    viewer = Viewer(person=person)
    assert standing_of(event, viewer, own_row(event, viewer, on=DAY), on=DAY).takes_part
    changes.invite_instead(one, new, **NOBODY)
    mail = OutgoingMail.objects.get(method="CANCEL")
    assert (mail.to, "METHOD:CANCEL" in mail.calendar) == (person.email, True)
    assert "gitt plassen din" in mail.text
    assert not standing_of(event, viewer, own_row(event, viewer, on=DAY), on=DAY).takes_part


def test_a_point_that_was_put_off_is_in_no_new_notice():
    event = make_announced(kari())
    off = make_item(event, "Utsatt sak")
    make_item(event, "Sak som blir")
    changes.put_off(off, **NOBODY)
    changes.announce_event(event, to_all=True, **NOBODY)
    text = OutgoingMail.objects.order_by("-pk").first().text
    assert "Sak som blir" in text
    assert "Utsatt sak" not in text


def test_a_browser_that_hides_where_it_comes_from_can_answer_by_the_link():
    _event, one, _deputy = with_deputy()
    client = Client(enforce_csrf_checks=True)
    response = client.post(own_page(one), {"answer": "no"}, headers={"origin": "null"})
    assert response.status_code == 302
    assert response["Referrer-Policy"] == "no-referrer"


def test_ones_own_page_is_in_ones_own_language_until_one_chooses_another():
    event = make_announced(make_person("Nils Nynorsk", "nils@vinje.example", language="nn"))
    one = event.participations.get()
    assert "Nils Nynorsk, kjem du?" in Client().get(own_page(one)).content.decode()
    chosen = Client()
    chosen.cookies["language"] = "en"
    assert "Nils Nynorsk, are you coming?" in chosen.get(own_page(one)).content.decode()


def test_the_notice_says_that_open_tasks_are_not_on_the_agenda_and_offers_to_build_it_anew(staff):
    event = make_meeting(kari(), title="Faggruppen", starts=STARTS)
    item = make_item(make_event(body=event.body, starts=STARTS - timedelta(days=20)), "Oppgaver")
    address = f"/moter/{event.slug}/kunngjor/"
    assert "ikke på sakslisten" not in staff.get(address).content.decode()
    make_outcome(item, "task", "Ringe rundt", owner=make_person("Ola"))
    page = staff.get(address).content.decode()
    assert "1 åpen oppgave er ikke på sakslisten." in page
    changes.build_agenda(event, **NOBODY)
    assert "ikke på sakslisten" not in staff.get(address).content.decode()
