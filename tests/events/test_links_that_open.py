"""No page leads its reader to what they cannot open; lists count those who still have their place."""

from datetime import timedelta

import pytest
from django.test import Client

from dugnad.events import changes
from dugnad.events.models import Event
from dugnad.events.queries.meetings import answers_to, event_rows
from dugnad.members.changes import vacate_seat
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
)
from tests.factories.members import make_alliance, make_person, make_seat, make_secretary, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
DAY = AT.date()
LATER = {"starts": STARTS + timedelta(days=30)}


@pytest.fixture
def staff():
    return signed_in(make_secretary())


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def shown(client, event, more=""):
    response = client.get(f"/moter/{event.slug}/{more}")
    assert response.status_code == 200
    return response.content.decode()


def put_off():
    """A point that was put off from a meeting that everybody knows of to one that is planned."""
    event = make_announced(make_person("Kari"), title="Møtet nå")
    planned = make_event(body=event.body, title="Møtet etter", **LATER)
    changes.put_off(make_item(event, "Tungtransport"), to=planned, **NOBODY)
    return event, planned


def test_a_stranger_is_told_to_when_a_point_was_put_off_and_led_to_no_plan(staff):
    event, planned = put_off()
    words, address = "Utsatt til møtet 19. juni 2021", f"/moter/{planned.slug}/"
    page = shown(Client(), event)
    assert words in page
    assert address not in page
    assert address in shown(staff, event)
    assert f"/moter/{event.slug}/" in shown(staff, planned)
    changes.announce_event(planned, **NOBODY)
    assert address in shown(Client(), event)
    assert f'href="/moter/{event.slug}/#' in shown(Client(), planned)


def test_what_was_put_off_from_a_plan_that_came_to_nothing_leads_a_stranger_nowhere(staff):
    plan = make_meeting(make_person("Kari"), title="Planen")
    following = make_event(body=plan.body, title="Møtet etter", **LATER)
    changes.put_off(make_item(plan, "Tungtransport"), to=following, **NOBODY)
    changes.cancel_event(plan, because="Flyttet", **NOBODY)
    changes.announce_event(following, **NOBODY)
    page = shown(Client(), following)
    assert "Utsatt fra møtet 20. mai 2021" in page
    assert f"/moter/{plan.slug}/" not in page
    assert f"/moter/{plan.slug}/" in shown(staff, following)


def test_minutes_that_wait_for_a_plan_say_so_and_lead_no_stranger_there(staff):
    make_alliance()
    kari = make_person("Kari")
    event = make_announced(kari, title="Møtet nå")
    guest = make_user("gro@firma.example")
    changes.invite(event, [guest.person], **NOBODY)
    changes.write_note(make_item(event), text="Drøftet.", revision=0, **NOBODY)
    changes.send_minutes(event, **AFTER)
    planned = make_event(body=event.body, title="Møtet etter", **LATER)
    make_item(planned, "Godkjenning av referat", approves=event)
    address = f"/moter/{planned.slug}/"
    for more in ("", "referat/les/"):
        page = shown(signed_in(guest), event, more)
        assert "19. juni 2021" in page
        assert address not in page
        assert address in shown(staff, event, more)


def test_a_guest_of_this_meeting_is_led_to_no_minutes_of_the_one_before(staff):
    make_alliance()
    before = make_announced(make_person("Kari"), title="Møtet før")
    changes.write_note(make_item(before), text="Drøftet.", revision=0, **NOBODY)
    changes.send_minutes(before, **AFTER)
    event = make_event(body=before.body, title="Møtet nå", **LATER)
    make_item(event, "Godkjenning av referat", approves=before)
    changes.announce_event(event, **NOBODY)
    guest = make_user("gro@firma.example")
    changes.invite(event, [guest.person], **NOBODY)
    address = f"/moter/{before.slug}/referat/les/"
    assert signed_in(guest).get(address).status_code == 404
    assert address not in shown(signed_in(guest), event)
    assert address in shown(staff, event)


def test_a_deputy_is_offered_where_the_place_has_one_and_as_long_as_one_can_be_called_in(staff, settings):
    event = make_meeting(make_person("Kari"), make_person("Ola"))
    kari, _ola = event.body.seats.order_by("pk")
    vara = make_person("Vara", "vara@demo.example")
    make_seat(event.body, vara, role=SeatRole.DEPUTY, deputy_for=kari)
    address = f"/moter/{event.slug}/vara/"
    assert address not in shown(staff, event)
    changes.announce_event(event, **NOBODY)
    one = event.participations.get(seat=kari)
    page = shown(staff, event)
    assert page.count(address) == 1
    assert f"{address}{one.pk}/" in page
    settings.DEMO_TODAY = "2021-05-21"
    assert address not in shown(staff, event)


def test_nobody_can_be_called_in_where_there_is_no_body(staff):
    event = make_event("ministry_meeting", "Møte med departementet")
    changes.invite(event, [make_person("Kari", "k@demo.example")], **NOBODY)
    changes.announce_event(event, **NOBODY)
    assert f"/moter/{event.slug}/vara/" not in shown(staff, event)


def coming(event):
    row = event_rows(Event.objects.filter(pk=event.pk), Viewer(), at=AT)[0]
    return row.coming, row.asked


def test_a_list_counts_who_has_their_place_to_this_day():
    event = make_announced(make_person("Kari"), make_person("Ola"), make_person("Per"))
    first, second, _third = event.participations.order_by("pk")
    changes.answer_invitation(first, "yes", **NOBODY)
    changes.answer_invitation(second, "yes", **NOBODY)
    assert coming(event) == (2, 3)
    vacate_seat(first.seat, on=DAY, **NOBODY)
    assert coming(event) == (1, 2)
    assert "1 av 2 kommer" in Client().get("/moter/").content.decode()


def test_who_left_after_the_meeting_is_counted_at_it_and_the_successor_once():
    event = make_announced(make_person("Kari"), make_person("Ola"))
    first, second = event.participations.order_by("pk")
    vacate_seat(first.seat, on=STARTS.date(), **NOBODY)
    assert coming(event) == (0, 2)
    new = make_person("Nora")
    make_seat(event.body, new)
    changes.hand_over_seat(second.seat, second.person, new, **NOBODY)
    assert coming(event) == (0, 2)


def test_the_vote_of_who_left_counts_when_it_was_given_and_not_when_it_was_not():
    event = make_meeting(
        make_person("Kari"), make_person("Ola"), make_person("Per"),
        kind="written_procedure", starts=AT - timedelta(days=1), ends=STARTS,
    )  # fmt: skip
    item = make_item(event, "Uttalelse", kind="decision", proposal="Uttalelsen sendes.")
    changes.announce_event(event, **NOBODY)
    first, second, _third = event.participations.order_by("pk")
    changes.take_position(item, first, "for", **NOBODY)
    assert answers_to(event, on=DAY) == (1, 3)
    for one in (first, second):
        vacate_seat(one.seat, on=DAY - timedelta(days=1), **NOBODY)
    assert answers_to(event, on=DAY) == (1, 2)
    assert coming(event) == (1, 2)


def test_a_meeting_that_is_over_tells_who_was_there_and_not_who_comes(settings):
    event = make_announced(make_person("Kari"), make_person("Ola"), make_person("Per"))
    first, second, _third = event.participations.order_by("pk")
    changes.answer_invitation(first, "yes", **NOBODY)
    changes.answer_invitation(second, "yes", **NOBODY)
    assert "2 av 3 kommer" in listed()
    settings.DEMO_TODAY = "2021-05-21"
    assert "2 av 3 hadde sagt ja" in listed()
    changes.note_attendance(event, {first.pk: "present"}, **AFTER)
    assert "1 var til stede" in listed()
    assert "hadde sagt ja" not in listed()


def test_nobody_is_said_to_come_to_what_is_called_off():
    event = make_announced(make_person("Kari"))
    assert "0 av 1 kommer" in listed()
    changes.cancel_event(event, because="Streik", **NOBODY)
    assert "Avlyst" in listed()
    assert "0 av 1" not in listed()


def test_who_opens_the_answer_too_late_or_too_early_is_told_so_on_the_page_of_the_meeting(settings):
    user = make_user("kari@demo.example")
    event, plan = make_announced(user.person), make_meeting(user.person, title="Høstmøte")
    changes.invite(plan, [user.person], **NOBODY)
    client = signed_in(user)
    early = client.get(f"/moter/{plan.slug}/svar/", follow=True)
    assert "Du kan svare når innkallingen er sendt." in early.content.decode()
    settings.DEMO_TODAY = "2021-05-21"
    address = f"/moter/{event.slug}/"
    late = client.get(f"{address}svar/", follow=True)
    assert late.redirect_chain == [(address, 302)]
    assert "Svaret kan ikke lenger endres." in late.content.decode()
    kept = client.post(f"{address}svar/", {"answer": "yes", "note": "Kommer med toget"}).content.decode()
    assert "Kommer med toget" in kept


def listed():
    return Client().get("/moter/").content.decode()
