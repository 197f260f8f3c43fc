"""Calendars and feeds: of everybody, of a group, of a member, one's own whose address can be renewed."""

import icalendar
import pytest
from django.test import Client

from dugnad.events import changes
from dugnad.events.queries import feeds, meetings
from tests.factories.events import AT, NOBODY, make_announced, make_event, make_group, make_item, make_outcome
from tests.factories.members import (
    make_body,
    make_municipality,
    make_person,
    make_seat,
    make_subregion,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def titles(content: bytes) -> list[str]:
    return [str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT")]


def test_ones_own_address_is_renewed_and_the_old_one_is_dead():
    user = make_user("kari@demo.example")
    make_announced(user.person, title="Kunngjort")
    client = signed_in(user)
    old = feeds.own_address(user.person)
    page = client.get("/moter/kalender/min/")
    assert old in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    for _time in range(2):
        assert client.post("/moter/kalender/min/").status_code == 302
        new = feeds.own_address(user.person)
        assert new != old
        assert Client().get("/" + old.split("/", 3)[3]).status_code == 404
        assert titles(Client().get("/" + new.split("/", 3)[3]).content) == ["Kunngjort"]
        old = new


def test_a_group_has_a_calendar_and_a_feed_of_its_own():
    event = make_announced(make_person(), title="Vårt møte")
    make_outcome(make_item(event, "Vår sak"), on=AT.date())
    other = make_event(title="Deres møte", body=make_body(name_nb="Annet organ"))
    changes.announce_event(other, **NOBODY)
    address = f"/moter/grupper/{event.body.slug}/"
    assert titles(Client().get(f"{address}kalender.ics").content) == ["Vårt møte"]
    atom = Client().get(f"{address}atom.xml").content.decode()
    assert "Vårt møte, 20. mai 2021" in atom
    assert "Vår sak" in atom
    assert "Deres møte" not in atom
    page = Client().get(address).content.decode()
    assert (
        f'<link rel="alternate" type="application/atom+xml" title="{event.body}" href="{address}atom.xml">'
        in page
    )
    assert f"webcal://testserver{address}kalender.ics" in page
    assert Client().get("/moter/grupper/ukjent/atom.xml").status_code == 404


def test_what_concerns_a_member_is_where_its_people_sit_today_and_what_is_open_to_all():
    hamar = make_municipality("Hamar")
    body = make_group(make_person())
    make_seat(body, make_person(), organisation=hamar)
    former = make_body(name_nb="Tidligere")
    make_seat(former, make_person(), organisation=hamar, valid_to=AT.date().replace(year=2020))
    for title, own in (("Vårt", body), ("Før", former), ("Andres", make_body(name_nb="Andres"))):
        changes.announce_event(make_event(title=title, body=own), **NOBODY)
    make_event(title="Planlagt", body=body)
    assert [event.title_nb for event in meetings.concerning(hamar.pk, at=AT)] == ["Vårt"]
    assert titles(Client().get("/moter/kommune/hamar.ics").content) == ["Vårt"]
    page = Client().get("/moter/kommune/hamar/").content.decode()
    assert "Vårt" in page
    assert "Andres" not in page
    assert "/moter/kommune/hamar/" in Client().get("/medlemmer/hamar/").content.decode()
    assert Client().get("/moter/kommune/ukjent/").status_code == 404


def test_what_concerns_a_sub_region_concerns_its_municipalities():
    hamar = make_municipality("Hamar", subregion="Hamarregionen")
    body = make_group(make_person())
    make_seat(body, make_person(), organisation=make_subregion("Hamarregionen"))
    changes.announce_event(make_event(title="Vårt", body=body), **NOBODY)
    assert [event.title_nb for event in meetings.concerning(hamar.pk, at=AT)] == ["Vårt"]


def test_lists_lead_to_their_calendar_and_feed():
    page = Client().get("/moter/").content.decode()
    assert 'rel="alternate" type="application/atom+xml"' in page
    assert "webcal://testserver/moter/kalender.ics" in page
    assert "/moter/kalender/min/" not in page


def test_meetings_are_marked_in_the_navigation_on_each_of_their_pages():
    event = make_announced(make_person(), title="Faggruppen")
    for path, current in (
        ("/moter/", "page"),
        (f"/moter/{event.slug}/", "true"),
        (f"/moter/grupper/{event.body.slug}/", "true"),
        ("/moter/vedtak/", "true"),
    ):
        page = Client().get(path).content.decode()
        assert f'<a href="/moter/" aria-current="{current}">' in page
    crumbs = (
        Client().get(f"/moter/{event.slug}/").content.decode().split('class="crumbs"')[1].split("</nav>")[0]
    )
    assert f'href="/moter/grupper/{event.body.slug}/"' in crumbs
