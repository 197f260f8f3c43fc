"""Proposals: taken up from the group and from the meeting, put off to a named one, declined by mail."""

from datetime import timedelta

import pytest
from django.test import Client

from dugnad.events import changes
from dugnad.events.models import AgendaItem
from dugnad.events.queries import agenda
from dugnad.events.states import ItemState
from dugnad.kit.models import OutgoingMail
from tests.factories.documents import make_picture
from tests.factories.events import AT, NOBODY, STARTS, make_event, make_group, make_item, make_meeting
from tests.factories.members import make_body, make_person, make_secretary, make_user
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def staff() -> Client:
    return signed_in(make_secretary())


def proposed(body, title="Ladestasjoner", by=None) -> AgendaItem:
    return changes.propose_item(body, title=title, kind="discussion", by=by, at=AT)


def test_a_proposal_is_taken_up_from_the_page_of_the_group_and_its_proposer_is_told(staff):
    event = make_meeting(make_person())
    item = proposed(event.body, by=make_person("Per", "per@hamar.example", language="nn"))
    address = f"/moter/grupper/{event.body.slug}/forslag/{item.pk}/ta-opp/"
    assert "20. mai 2021" in staff.get(address).content.decode()
    response = staff.post(address, {"event": event.pk})
    assert response["Location"] == f"/moter/{event.slug}/#sak-{item.pk}"
    item.refresh_from_db()
    assert (item.event, item.state) == (event, ItemState.PLACED)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("per@hamar.example", "Blir teken opp 20. mai: Ladestasjoner")
    assert staff.get(address).status_code == 404


def test_several_that_wait_are_taken_up_from_the_page_of_the_meeting(staff):
    event = make_meeting(make_person())
    one, two = proposed(event.body, "En"), proposed(event.body, "To")
    address = f"/moter/{event.slug}/saksliste/forslag/"
    assert "En · 10 min" in staff.get(address).content.decode()
    assert staff.post(address, {}).status_code == 422
    assert staff.post(address, {"items": [one.pk, two.pk]}).status_code == 302
    assert [item.title for item in event.items.all()] == ["En", "To"]
    assert "Ingenting venter" in staff.get(address).content.decode()
    assert staff.get(f"/moter/{make_event().slug}/saksliste/forslag/").status_code == 404


def test_a_proposal_goes_to_a_meeting_of_its_own_body_once():
    event = make_meeting(make_person())
    item = proposed(event.body)
    with refused("body"):
        changes.take_up(item, make_event(body=make_body(name_nb="Annet")), **NOBODY)
    changes.take_up(item, event, **NOBODY)
    with refused("state"):
        changes.take_up(item, event, **NOBODY)
    with refused("state"):
        changes.decline_item(item, because="Nei", **NOBODY)


def test_who_proposed_reads_in_a_mail_why_it_is_not_taken_up(staff):
    body = make_group(make_person())
    item = proposed(body, by=make_person("Per", "per@hamar.example"))
    address = f"/moter/grupper/{body.slug}/forslag/{item.pk}/avvis/"
    assert staff.post(address, {"because": "Tas i en annen gruppe."}).status_code == 302
    mail = OutgoingMail.objects.get()
    assert "Tas i en annen gruppe." in mail.text
    assert f"/moter/grupper/{body.slug}/" in mail.text


def test_nobody_is_written_to_of_their_own_decision_or_without_an_address():
    body = make_group(make_person())
    own = make_person("Leder", "leder@hamar.example")
    changes.decline_item(proposed(body, by=own), because="Nei", by=own, at=AT)
    changes.decline_item(proposed(body, by=make_person("Uten adresse")), because="Nei", by=own, at=AT)
    changes.decline_item(proposed(body), because="Nei", by=own, at=AT)
    assert not OutgoingMail.objects.exists()


def test_the_chair_settles_proposals_and_a_member_does_not():
    chair, member = make_user("leder@demo.example"), make_user("medlem@demo.example")
    body = make_group(chair.person, member.person)
    item = proposed(body)
    address = f"/moter/grupper/{body.slug}/forslag/{item.pk}/avvis/"
    assert signed_in(member).get(address).status_code == 404
    assert signed_in(chair).post(address, {"because": "Nei"}).status_code == 302


def test_a_point_is_put_off_to_a_meeting_that_is_named_with_papers_and_links(staff):
    event = make_meeting(make_person())
    later = make_event(body=event.body, starts=STARTS + timedelta(days=30))
    item = make_item(event, "Klimastatus")
    changes.link_item(item, "activity", "2021/klimastatus", "Klimastatus", **NOBODY)
    paper = changes.add_paper(item, make_picture(), "kart.jpg", title="Kart", is_restricted=True, **NOBODY)
    gone = changes.add_paper(item, make_picture(), "gammelt.jpg", title="", is_restricted=False, **NOBODY)
    changes.remove_paper(gone, **NOBODY)
    address = f"/moter/{event.slug}/sak/{item.pk}/utsett/"
    assert "19. juni 2021" in staff.get(address).content.decode()
    assert staff.post(address, {"to": later.pk}).status_code == 302
    became = later.items.get()
    assert (became.put_off_from, became.state) == (item, ItemState.PLACED)
    assert [(one.title, one.is_restricted, one.file) for one in became.papers.all()] == [
        ("Kart", True, paper.file)
    ]
    assert "Utsatt til møtet 19. juni 2021" in staff.get(f"/moter/{event.slug}/").content.decode()
    shown = staff.get(f"/moter/{later.slug}/").content.decode()
    assert "Utsatt fra møtet 20. mai 2021" in shown
    assert 'href="/program/2021/klimastatus/"' in shown


def test_a_point_is_put_off_only_to_a_later_meeting_of_the_same_body():
    event = make_meeting(make_person())
    item = make_item(event)
    with refused("to", field="to"):
        changes.put_off(item, to=event, **NOBODY)
    item.refresh_from_db()
    other = make_event(body=make_body(name_nb="Annet"), starts=STARTS + timedelta(days=30))
    with refused("to", field="to"):
        changes.put_off(item, to=other, **NOBODY)


def test_one_that_was_put_off_without_a_meeting_waits_and_says_where_it_came_from(staff):
    event = make_meeting(make_person())
    item = make_item(event, "Klimastatus", proposed_for=None)
    assert staff.post(f"/moter/{event.slug}/sak/{item.pk}/utsett/", {"to": ""}).status_code == 302
    assert "utsatt fra møtet 20. mai 2021" in staff.get(f"/moter/grupper/{event.body.slug}/").content.decode()
    assert "Utsatt; den venter" in staff.get(f"/moter/{event.slug}/").content.decode()
    waiting = agenda.backlog_of(event.body).get()
    changes.take_up(waiting, make_event(body=event.body, starts=STARTS + timedelta(days=9)), **NOBODY)
    assert not OutgoingMail.objects.exists()


def test_points_longer_than_the_meeting_are_told_where_they_are_arranged_and_announced(staff):
    event = make_meeting(make_person())
    make_item(event, "En", minutes=120)
    make_item(event, "To", minutes=90)
    for more in ("", "saksliste/rekkefolge/", "kunngjor/"):
        assert "30 minutter mer" in staff.get(f"/moter/{event.slug}/{more}").content.decode()


def test_a_point_put_off_in_an_event_without_a_body_can_only_wait(staff):
    event = make_event("ministry_meeting", "Departementet")
    item = make_item(event)
    assert "Ikke noe møte ennå" in staff.get(f"/moter/{event.slug}/sak/{item.pk}/utsett/").content.decode()
