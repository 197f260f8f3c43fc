"""Groups: what who is new reads, files, and what is handed over when somebody leaves a place."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dugnad.events import changes
from dugnad.events.models import GroupFile
from dugnad.events.queries import groups, meetings
from dugnad.events.queries.handing_over import left_open
from dugnad.events.states import Answer
from dugnad.kit.access import Role
from dugnad.kit.models import Change, OutgoingMail
from dugnad.members.changes import elect_to_seat
from dugnad.members.kinds import BodyKind, SeatRole
from dugnad.members.queries import places_in, subregion_of_members
from dugnad.members.rules import Viewer
from tests.factories.documents import make_picture
from tests.factories.events import (
    AT,
    NOBODY,
    STARTS,
    make_announced,
    make_event,
    make_group,
    make_item,
    make_outcome,
)
from tests.factories.members import (
    make_body,
    make_municipality,
    make_person,
    make_seat,
    make_secretary,
    make_subregion,
    make_user,
)
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
DAY = date(2021, 5, 3)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def staff() -> Client:
    return signed_in(make_secretary())


def page(client: Client, body, more: str = "") -> str:
    response = client.get(f"/moter/grupper/{body.slug}/{more}")
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_places_are_gathered_by_the_sub_region_that_sends_somebody():
    hamar = make_municipality("Hamar", subregion="Hamarregionen")
    body = make_body(name_nb="Klimagruppen")
    make_seat(body, make_person("Kari"), organisation=hamar)
    make_seat(body, make_person("Ola"), organisation=make_subregion("Hamarregionen"))
    make_seat(body, make_person("Observatør"), role=SeatRole.OBSERVER)
    found = groups.sendings_of(places_in(body, on=DAY), subregion_of_members(on=DAY))
    told = {str(one.sender): len(one.places) for one in found}
    assert told == {"Hamarregionen": 2, "None": 1}


def test_who_is_new_finds_chair_term_contacts_and_deputies(staff):
    chair = make_person("Lise Leder", "lise@hamar.example", phone="900 00 000")
    body = make_group(chair, make_person("Mari Medlem"), mandate_text="Gi **råd** om klima.")
    seat = body.seats.get(person=chair)
    make_seat(body, make_person("Vara Varesen"), role=SeatRole.DEPUTY, deputy_for=seat)
    shown = page(staff, body)
    for words in ("<strong>råd</strong>", "Lise Leder", "lise@hamar.example", "900 00 000", "Vara Varesen",
                  "siden 1. januar 2019", "sekretariat@demo.example"):  # fmt: skip
        assert words in shown
    stranger = page(Client(), body)
    assert "Lise Leder" not in stranger
    assert ">sekretariat@demo.example</a></li><li>" not in stranger


def test_the_last_minutes_are_those_that_the_viewer_may_read(staff):
    from tests.factories.members import make_alliance

    make_alliance()
    event = make_announced(make_person())
    changes.write_note(make_item(event), text="Sagt.", revision=0, **NOBODY)
    changes.hold_event(event, by=None, at=STARTS + timedelta(hours=4))
    changes.send_minutes(event, by=None, at=STARTS + timedelta(hours=4))
    read = partial(meetings.group_of, event.body, at=STARTS + timedelta(days=1))
    assert read(Viewer(roles=frozenset({"secretariat"}))).minutes == event
    assert read(Viewer()).minutes is None
    assert "Siste referat" in page(staff, event.body)


def test_a_file_is_put_up_and_taken_away_by_who_runs_the_group(staff):
    user, member = make_user("leder@demo.example"), make_user("medlem@demo.example")
    body = make_group(user.person, member.person)
    address = f"/moter/grupper/{body.slug}/filer/ny/"
    typed = {"file": SimpleUploadedFile("mandat.jpg", make_picture()), "title": "Mandat"}
    assert signed_in(member).get(address).status_code == 404
    assert signed_in(user).post(address, typed).status_code == 302
    file = GroupFile.objects.get()
    assert "Mandat" in page(signed_in(member), body)
    own = f"/moter/grupper/{body.slug}/filer/{file.pk}/"
    assert b"".join(signed_in(member).get(own)) == make_picture()
    assert signed_in(make_user()).get(own).status_code == 404
    wrong = staff.post(address, {"file": SimpleUploadedFile("virus.pdf", b"MZ")})
    assert wrong.status_code == 422
    assert signed_in(user).post(f"{own}ta-bort/").status_code == 302
    assert signed_in(member).get(own).status_code == 404
    assert signed_in(user).get(f"{own}ta-bort/").status_code == 404
    assert Client().get(own).status_code == 302


def leaving():
    """Somebody who leaves, with a task, a point and an invitation; who takes over; the place."""
    old, new = make_person("Gamle Gro", "gro@hamar.example"), make_person("Nye Nils", "nils@hamar.example")
    event = make_announced(make_person("Leder", "leder@hamar.example"), old, title="Faggruppen")
    seat = event.body.seats.get(person=old)
    item = make_item(event, "Klimastatus", presenter=old)
    changes.add_paper(item, make_picture(), "kart.jpg", title="Kart", is_restricted=False, **NOBODY)
    changes.propose_item(event.body, title="Mal", kind="discussion", presenter=old, **NOBODY)
    task = make_outcome(make_item(event, "Oppgaver"), "task", "Ringe rundt", owner=old)
    elect_to_seat(seat, new, on=DAY, **NOBODY)
    return seat, old, new, event, item, task


def test_what_somebody_leaves_open_is_seen_on_one_page(staff):
    seat, old, new, event, _item, task = leaving()
    other = make_event(body=make_body(name_nb="Andre"))
    changes.announce_event(other, **NOBODY)
    make_outcome(make_item(other), "task", "Annet", owner=old)
    found = left_open(seat, old, at=AT)
    assert (found.tasks, [point.title for point in found.points]) == ([task], ["Klimastatus", "Mal"])
    assert ([one.event for one in found.meetings], found.successor) == ([event], new)
    shown = page(staff, event.body, f"overlevering/{seat.pk}/")
    for words in ("Ringe rundt", "Kart", "Faggruppen", "Nye Nils"):
        assert words in shown
    assert "Annet" not in shown
    assert "Gamle Gro sitter ikke lenger her" in page(staff, event.body)


def test_one_press_hands_it_all_over_and_the_trail_and_a_mail_tell_of_it(staff):
    seat, old, new, event, item, task = leaving()
    address = f"/moter/grupper/{event.body.slug}/overlevering/{seat.pk}/"
    assert staff.post(address, {"to": old.pk}).status_code == 422
    assert staff.post(address, {"to": new.pk}).status_code == 302
    task.refresh_from_db()
    item.refresh_from_db()
    assert (task.owner, item.presenter) == (new, new)
    assert event.participations.get(person=old).answer == Answer.NO
    there = event.participations.get(person=new)
    assert (there.role, there.answer, there.sequence_sent) == ("member", Answer.AWAITED, 0)
    kinds = OutgoingMail.objects.filter(to=new.email).values_list("subject", "method")
    assert sorted(method for _subject, method in kinds) == ["", "REQUEST"]
    letter = OutgoingMail.objects.get(to=new.email, method="")
    assert "Ringe rundt" in letter.text
    assert "Klimastatus" in letter.text
    assert Change.objects.filter(verb="hand_over_seat").get().after == {
        "person": new.pk, "tasks": 1, "points": 2, "meetings": 1,
    }  # fmt: skip
    with refused("empty"):
        changes.hand_over_seat(seat, old, new, **NOBODY)
    assert "Ingenting er åpent" in page(staff, event.body, f"overlevering/{seat.pk}/")


def test_who_takes_the_place_on_a_later_day_is_named_and_takes_nothing_over_before(staff):
    old, new = make_person("Gamle Gro"), make_person("Nye Nils", "nils@hamar.example")
    event = make_announced(make_person("Leder"), old, title="Faggruppen")
    seat = event.body.seats.get(person=old)
    assert left_open(seat, old, at=AT).coming is None
    elect_to_seat(seat, new, on=date(2021, 8, 1), **NOBODY)
    shown = page(staff, event.body, f"overlevering/{seat.pk}/")
    assert "Nye Nils har plassen fra 1. august 2021" in shown
    assert "Ingen er valgt til plassen ennå" not in shown
    with refused("early", field="to"):
        changes.hand_over_seat(seat, old, new, **NOBODY)
    make_seat(event.body, new, role=SeatRole.OBSERVER)
    assert changes.hand_over_seat(seat, old, new, **NOBODY).meetings == 1


def test_it_is_not_handed_to_the_one_who_leaves_and_others_are_not_let_in():
    seat, old, _new, event, _item, _task = leaving()
    with refused("same", field="to"):
        changes.hand_over_seat(seat, old, old, **NOBODY)
    member = make_user("medlem@demo.example")
    make_seat(event.body, member.person)
    path = f"/moter/grupper/{event.body.slug}/overlevering/{seat.pk}/"
    assert signed_in(member).get(path).status_code == 404
    assert signed_in(make_user()).get(path).status_code == 404


def test_who_takes_over_and_is_asked_already_is_not_asked_twice():
    seat, old, new, event, _item, _task = leaving()
    changes.invite(event, [new], **NOBODY)
    new.email = None
    new.save()
    done = changes.hand_over_seat(seat, old, new, **NOBODY)
    assert (done.meetings, event.participations.filter(person=new).count()) == (1, 1)
    assert not OutgoingMail.objects.filter(to="nils@hamar.example").exists()


def test_the_secretariat_of_a_group_is_whoever_works_there():
    make_secretary()
    body = make_group(make_person("Lise Leder"))
    reader = Viewer(roles=frozenset({Role.GUEST}))
    _places, working = groups.people_of(body, reader, on=DAY)
    assert [str(seat.person) for seat in working] == ["Sekretariat"]
    assert groups.people_of(body, Viewer(), on=DAY)[1] == []
    assert BodyKind.SECRETARIAT in groups.STAFF_KINDS


def test_a_group_tells_its_next_and_last_meetings_and_those_who_begin_a_series_hear_of_it(staff):
    body = make_group(make_person("Lise Leder"))
    for week in range(-6, 6):
        make_event(body=body, starts=STARTS + timedelta(weeks=week, hours=1))
    series = changes.create_series(kind="meeting", title_nb="Klimagruppen", body=body, **NOBODY)
    sees = Viewer(roles=frozenset({Role.SECRETARIAT}))
    told = meetings.group_of(body, sees, at=STARTS)
    assert [event.starts for event in told.coming] == [STARTS + timedelta(weeks=n, hours=1) for n in range(4)]
    assert [event.starts for event in told.held] == [
        STARTS + timedelta(weeks=n, hours=1) for n in range(-1, -5, -1)
    ]
    assert told.series == [series]
    reader = Viewer(roles=frozenset({Role.BODY_MEMBER}))
    assert meetings.group_of(body, reader, at=STARTS).series == []
    make_event(body=body, series=series, starts=STARTS + timedelta(hours=2))
    assert meetings.group_of(body, reader, at=STARTS).series == [series]
    assert meetings.group_of(body, Viewer(), at=STARTS).series == []


def test_the_page_of_a_group_asks_for_files_series_and_proposals_only_where_there_are_any(
    staff, django_assert_num_queries
):
    body = make_group(make_person("Lise Leder"))
    with django_assert_num_queries(8):
        page(staff, body)
    for number in range(2):
        changes.add_group_file(body, b"tall", f"tall-{number}.txt", title=f"Fil {number}", **NOBODY)
        changes.create_series(kind="meeting", title_nb=f"Rekke {number}", body=body, **NOBODY)
        changes.propose_item(body, title=f"Forslag {number}", kind="discussion", **NOBODY)
        with django_assert_num_queries(11):
            shown = page(staff, body)
        for words in ("Fil", "Rekke", "Forslag"):
            assert f"{words} {number}" in shown


def test_a_group_that_does_not_exist_is_not_found(staff):
    assert staff.get("/moter/grupper/ingen/").status_code == 404
