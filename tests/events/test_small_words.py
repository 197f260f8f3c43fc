"""Words that say what is: answers in writing, hours that there are, one member, names without additions."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from dugnad.events import changes
from dugnad.events.models import Event, Outcome
from dugnad.events.queries import feeds, papers
from dugnad.events.queries.links import answer_key
from dugnad.events.queries.meetings import event_rows, visible_events
from dugnad.events.sources.attendance import read_attendance_list
from dugnad.kit.clock import OSLO
from dugnad.kit.models import OutgoingMail
from dugnad.members.rules import Viewer
from tests.factories.events import (
    AFTER,
    AT,
    NOBODY,
    STARTS,
    make_announced,
    make_event,
    make_group,
    make_item,
    make_meeting,
    make_outcome,
    make_participation,
    make_session,
)
from tests.factories.members import make_municipality, make_person, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(make_secretary())
    return client


def procedure() -> Event:
    people = [make_person(f"Person {number}") for number in range(2)]
    event = make_meeting(*people, kind="written_procedure", starts=AT, ends=STARTS, title="Skriftlig")
    item = make_item(event, proposal="Ja.", minutes=0)
    changes.announce_event(event, **NOBODY)
    make_participation(event)  # a guest, who has no vote
    changes.take_position(item, event.participations.order_by("pk").first(), "for", **NOBODY)
    return event


def dialogue() -> Event:
    event = make_event("supplier_dialogue", "Dialog om bygg", starts=STARTS)
    changes.announce_event(event, **NOBODY)
    return event


def test_a_written_procedure_says_how_many_have_answered_and_no_hour(staff):
    event = procedure()
    said = "1 av 2 med stemmerett har svart"
    assert said in Client().get("/moter/").content.decode()
    page = staff.get(f"/moter/{event.slug}/").content.decode()
    assert said in page
    assert "0 min" not in page
    assert "Hvem som er spurt" in page
    assert "har ikke svart." not in page.replace(said, "")


def test_the_list_counts_answers_by_one_query_for_any_number(staff, django_assert_num_queries):
    procedure()
    for _more in range(2):
        with django_assert_num_queries(3):
            event_rows(visible_events(Viewer()), Viewer(), at=AT)
        procedure()


def test_who_is_signed_in_reads_own_answers_by_the_same_questions(django_assert_num_queries):
    event = procedure()
    own = event.participations.filter(person__isnull=False).order_by("pk")[0]
    viewer = Viewer(person=own.person)
    with django_assert_num_queries(3):
        row = event_rows(visible_events(viewer), viewer, at=AT)[0]
    assert row.own == own
    assert event_rows(visible_events(Viewer()), Viewer(), at=AT)[0].own is None


def test_a_page_of_the_list_comes_with_its_rows_by_one_question(staff, django_assert_num_queries):
    body = make_group(make_person())
    for week in range(42):
        make_event(body=body, title=f"Uke {week}.", starts=AT - timedelta(weeks=week + 1))
    staff.get("/moter/")
    pages = []
    for address, questions in (("/moter/", 7), ("/moter/?page=2", 7), ("/moter/?ar=1999", 6)):
        with django_assert_num_queries(questions):
            pages.append(staff.get(address).content.decode())
    assert ["Uke 0." in page for page in pages] == [True, False, False]
    assert ["Uke 39." in page for page in pages] == [True, False, False]
    assert ["Uke 40." in page for page in pages] == [False, True, False]
    assert ["Uke 41." in page for page in pages] == [False, True, False]


def test_one_member_is_one_member(staff):
    event = make_session()
    hamar = make_municipality("Hamar")
    changes.sign_up(event, name="I", email="i@a.no", language="nb", at=AT, organisation=hamar)
    assert "1 fra 1 medlem<" in staff.get(f"/klimaskolen/{event.slug}/").content.decode()


def test_an_extract_names_the_body_once(monkeypatch):
    event = make_announced(make_person(), title="Styret")
    event.body.name_nb = "Styret"
    event.body.save()
    outcome = make_outcome(make_item(event), on=AT.date())
    told = {}
    monkeypatch.setattr(papers, "compile_pdf", lambda _path, data, _files, at: told.update(data) or b"")
    found = Outcome.objects.select_related("item__event", "body").get(pk=outcome.pk)
    papers.extract(found, present=[], language="nb", at=AT)
    assert told["lead"] == "Styret, 20. mai 2021"


def test_what_teams_writes_behind_a_name_is_no_part_of_it():
    content = (
        "Name\tDuration\tEmail\nIda Berg (Guest)\t40 min\t\nOla (Ekstern)\t40 min\t\nKari (Hamar)\t40 min\t\n"
    )
    assert [one.name for one in read_attendance_list(content.encode())] == ["Ida Berg", "Ola", "Kari (Hamar)"]


def test_the_feed_tells_of_nothing_that_is_yet_to_come():
    event = procedure()
    for one in event.participations.order_by("pk")[1:2]:
        changes.take_position(event.items.get(), one, "for", **NOBODY)
    changes.close_procedure(event, **NOBODY)
    atom = feeds.atom(at=AT + timedelta(hours=1))
    assert "Ny utslippsstatistikk" in atom
    assert "2021-05-20" not in atom.split("<entry>", 1)[1].split("<updated>", 1)[1][:10]
    assert datetime(2021, 5, 3, tzinfo=OSLO).isoformat()[:10] in atom


def test_anybody_signs_up_for_a_dialogue_and_its_guests_are_named_to_each_other_alone(staff):
    event = dialogue()
    address = f"/moter/{event.slug}/pamelding/"
    assert address in Client().get(f"/moter/{event.slug}/").content.decode()
    typed = {"name": "Ida Berg", "email": "ida@firma.example", "employer": "Firma AS"}
    assert Client().get(address).status_code == 200
    assert Client().post(address, typed | {"email": ""}).status_code == 422
    assert Client().post(address, typed).status_code == 302
    one = event.participations.get()
    assert "Ida Berg" not in Client().get(f"/moter/{event.slug}/").content.decode()
    changes.sign_up(event, name="Per Dal", email="per@annen.example", language="nb", at=AT)
    page = Client().get(f"/moter/delta/{answer_key(one)}/").content.decode()
    assert "Per Dal" in page
    changes.draw_back(one, **NOBODY)
    assert address in OutgoingMail.objects.order_by("-pk").first().text
    closed = make_announced(make_person(), title="Lukket møte")
    assert Client().get(f"/moter/{closed.slug}/pamelding/").status_code == 404


def test_links_to_change_a_point_are_folded_when_the_meeting_is_held_and_go_when_it_is_approved(staff):
    event = make_announced(make_person(), title="Møtet")
    item = make_item(event)
    address, link = f"/moter/{event.slug}/", f"/moter/{event.slug}/sak/{item.pk}/rediger/"
    page = staff.get(address).content.decode()
    assert link in page
    assert "<summary>Endre saken" not in page
    changes.hold_event(event, **AFTER)
    assert "<summary>Endre saken" in staff.get(address).content.decode()
    Event.objects.filter(pk=event.pk).update(minutes_approved_at=AT)
    assert link not in staff.get(address).content.decode()
