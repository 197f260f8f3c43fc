"""Leaving a place: what it gave ends with it, and what the place has said in writing goes on to the next."""

from datetime import date, timedelta

import pytest
from django.test import Client

from dugnad.events import changes
from dugnad.events.kinds import Role
from dugnad.events.queries import feeds, writing
from dugnad.events.queries.handing_over import left_open
from dugnad.events.queries.links import answer_key
from dugnad.events.queries.meetings import coming_up
from dugnad.events.queries.places import has_left, holder_now, left_ones
from dugnad.events.queries.taking_part import taking_part
from dugnad.events.rules import meeting as rules
from dugnad.events.states import Answer, Attendance
from dugnad.kit.models import OutgoingMail
from dugnad.members.changes import change_role, close_seat, elect_to_seat, vacate_seat
from dugnad.members.kinds import SeatRole
from dugnad.members.models import User
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
    make_participation,
)
from tests.factories.members import make_alliance, make_person, make_seat
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
DAY = AT.date()
TITLE = "Personalsak"


def anne():
    return make_person("Anne Bakken", "anne@hamar.example")


def confidential_meeting(*people):
    event = make_announced(*people, title="Faggruppen", link="https://teams.example/x")
    make_item(event, TITLE, is_confidential=True)
    return event


def given_to(event, person, *, on: date = DAY):
    """The place of the first who was asked, given to another."""
    seat = event.participations.order_by("pk").first().seat
    return elect_to_seat(seat, person, on=on, **NOBODY)


def procedure(*people):
    event = make_meeting(*people, kind="written_procedure", starts=AT, ends=STARTS, title="Skriftlig")
    make_item(event, "Uttalelse", kind="decision", proposal="Uttalelsen sendes.")
    changes.announce_event(event, **NOBODY)
    return event


def test_the_place_must_be_held_on_the_day_of_the_meeting_or_today_while_it_runs():
    event = make_meeting(starts=AT, ends=STARTS)
    days = [DAY - timedelta(days=9), DAY + timedelta(days=3), DAY + timedelta(days=90)]
    assert [rules.day_of_place(event, on=day) for day in days] == [DAY, days[1], STARTS.date()]


def test_what_a_place_gave_ends_with_it_by_the_link_and_by_the_account():
    event = confidential_meeting(anne(), make_person("Kari"))
    one = event.participations.order_by("pk").first()
    user = User.objects.create(email="anne@hamar.example", person=one.person, created_at=AT, password="!")
    given_to(event, make_person("Amir Lunde", "amir@hamar.example"))
    for more in ("", "vara/", "sakspapirer.pdf"):
        response = Client().get(f"/moter/delta/{answer_key(one)}/{more}")
        assert response.status_code == 410
        page = response.content.decode()
        assert "Plassen er gitt videre" in page
        assert TITLE not in page
        assert "teams.example" not in page
        assert "Kommer du" not in page
    assert Client().post(f"/moter/delta/{answer_key(one)}/", {"answer": "yes"}).status_code == 410
    signed_in = Client()
    signed_in.force_login(user)
    assert signed_in.get(f"/moter/{event.slug}/svar/").status_code == 404
    page = signed_in.get(f"/moter/{event.slug}/").content.decode()
    assert TITLE not in page
    assert "teams.example" not in page
    one.refresh_from_db()
    assert one.answer == Answer.AWAITED


def test_who_has_left_answers_no_more_is_sent_nothing_and_has_it_in_no_calendar():
    event = confidential_meeting(anne(), make_person("Kari", "kari@hamar.example"))
    one = event.participations.order_by("pk").first()
    assert list(feeds.own_events(one.person, on=DAY)) == [event]
    vacate_seat(one.seat, on=DAY, **NOBODY)
    with refused("left"):
        changes.answer_invitation(one, Answer.YES, **NOBODY)
    with refused("left"):
        changes.call_in_deputy(one, make_person("Vara"), **NOBODY)
    assert list(feeds.own_events(one.person, on=DAY)) == []
    assert coming_up(Viewer(person=one.person), at=AT) == []
    assert [str(each) for each in taking_part(event, on=DAY)] == ["Kari"]
    changes.edit_event(event, revision=event.revision, place="Rådhuset", **NOBODY)
    changes.announce_event(event, **NOBODY)
    methods = OutgoingMail.objects.filter(to="anne@hamar.example").values_list("method", flat=True)
    assert sorted(methods) == ["CANCEL", "REQUEST"]
    one.refresh_from_db()
    assert (one.role, one.answer) == (Role.GUEST, Answer.NO)
    with refused("left"):
        changes.answer_invitation(one, Answer.YES, **NOBODY)


def test_the_next_notice_asks_the_one_who_holds_the_place_now():
    event = confidential_meeting(anne())
    given_to(event, make_person("Amir Lunde", "amir@hamar.example"))
    changes.announce_event(event, **NOBODY)
    assert [str(each) for each in taking_part(event, on=DAY)] == ["Amir Lunde"]
    told = OutgoingMail.objects.filter(to="amir@hamar.example")
    assert [mail.method for mail in told] == ["REQUEST"]


def test_who_was_there_reads_what_they_could_read_then_and_not_what_came_later():
    first = confidential_meeting(anne())
    person = first.participations.get().person
    second = make_event(title="Det neste møtet", body=first.body, starts=STARTS + timedelta(days=30))
    make_item(second, "Ansettelse", is_confidential=True)
    changes.announce_event(second, **NOBODY)
    changes.note_attendance(first, {first.participations.get().pk: Attendance.PRESENT}, **AFTER)
    vacate_seat(first.participations.get().seat, on=STARTS.date() + timedelta(days=1), **NOBODY)
    later = STARTS.date() + timedelta(days=3)
    assert not has_left(first.participations.get(), on=later)
    assert has_left(second.participations.get(), on=later)
    assert list(feeds.own_events(person, on=later)) == [first]


def test_who_was_there_keeps_it_also_when_the_place_is_corrected_from_its_first_day():
    event = confidential_meeting(anne())
    one = event.participations.get()
    changes.note_attendance(event, {one.pk: Attendance.PRESENT}, **AFTER)
    elect_to_seat(one.seat, make_person("Amir"), on=one.seat.valid_from, **NOBODY)
    one.refresh_from_db()
    assert left_ones([one], on=DAY) == set()


def test_a_new_role_or_another_place_in_the_body_is_no_leaving():
    event = confidential_meeting(make_person("Leder"), anne())
    one = event.participations.get(role=Role.MEMBER)
    change_role(one.seat, SeatRole.DEPUTY_CHAIR, on=DAY, **NOBODY)
    assert not has_left(one, on=DAY)
    one.seat.refresh_from_db()
    vacate_seat(one.seat, on=DAY, **NOBODY)
    assert has_left(one, on=DAY)
    make_seat(event.body, one.person)
    assert not has_left(one, on=DAY)
    assert not has_left(make_participation(event, person=make_person("Gjest")), on=DAY)


def test_a_place_that_is_done_away_with_has_no_holder_and_neither_has_a_guest():
    event = confidential_meeting(anne())
    one = event.participations.get()
    close_seat(one.seat, on=DAY, **NOBODY)
    assert holder_now(one, event, on=DAY) is None
    assert holder_now(make_participation(event), event, on=DAY) is None


def test_minutes_are_sent_to_those_who_still_sit_or_were_there():
    event = confidential_meeting(anne(), make_person("Kari", "kari@hamar.example"))
    make_item(event, "Åpen sak")
    vacate_seat(event.participations.order_by("pk").first().seat, on=DAY, **NOBODY)
    make_alliance()
    changes.write_note(event.items.last(), text="Vi snakket.", revision=0, **AFTER)
    changes.send_minutes(event, **AFTER)
    told = OutgoingMail.objects.filter(subject__startswith="Referat").values_list("to", flat=True)
    assert list(told) == ["kari@hamar.example"]


def test_a_procedure_that_runs_goes_over_with_the_vote_that_was_given():
    event = procedure(anne(), make_person("Kari"))
    item, one = event.items.get(), event.participations.order_by("pk").first()
    changes.take_position(item, one, "for", text="Bra.", **NOBODY)
    amir = make_person("Amir Lunde", "amir@hamar.example")
    given_to(event, amir)
    at = AT + timedelta(days=1)
    assert [each.event for each in left_open(one.seat, one.person, at=at).meetings] == [event]
    changes.hand_over_seat(one.seat, one.person, amir, by=None, at=at)
    there = event.participations.get(person=amir)
    assert (there.role, there.positions.get().given_by) == (Role.CHAIR, one.person)
    letter = OutgoingMail.objects.get(to="amir@hamar.example", method="REQUEST")
    assert f"/moter/skriftlig/{answer_key(there)}/" in letter.text
    assert "skriftlig, svar innen" in OutgoingMail.objects.get(to="amir@hamar.example", method="").text
    (row,) = writing.record_rows(event, on=at.date())
    assert [str(voice.one) for voice in row.voices] == ["Kari", "Amir Lunde"]
    assert (row.told.counts["for"], row.told.silent) == (1, 1)
    assert "Amir Lunde (svart av Anne Bakken" in writing.record_of(item, row.verdict, on=at.date())
    response = Client().post(f"/moter/skriftlig/{answer_key(one)}/", {f"stance_{item.pk}": "against"})
    assert response.status_code == 410
    with refused("left"):
        changes.take_position(item, one, "against", by=None, at=at)
    changes.take_position(item, there, "against", by=amir, at=at)
    position = item.positions.get()
    assert (position.stance, position.given_by) == ("against", None)


def test_the_vote_of_who_left_without_handing_over_stands_and_a_silent_one_is_not_waited_for():
    event = procedure(anne(), make_person("Kari"), make_person("Ola"))
    item = event.items.get()
    one, silent, other = event.participations.order_by("pk")
    changes.take_position(item, one, "for", **NOBODY)
    changes.take_position(item, other, "for", **NOBODY)
    for each in (one, silent):
        vacate_seat(each.seat, on=DAY, **NOBODY)
    day = DAY + timedelta(days=1)
    assert [str(each) for each in writing.with_vote(event, on=day)] == ["Anne Bakken", "Ola"]
    assert writing.silent_in(event, on=day) == []
    changes.close_procedure(event, by=None, at=AT + timedelta(days=1))
    event.refresh_from_db()
    assert not has_left(event.participations.get(pk=one.pk), on=day)
    assert has_left(event.participations.get(pk=silent.pk), on=day)


def test_a_successor_who_votes_for_another_place_has_one_voice_more_only_where_it_was_given():
    event = procedure(anne(), make_person("Kari"))
    item, (one, kari) = event.items.get(), event.participations.order_by("pk")
    changes.take_position(item, one, "for", **NOBODY)
    changes.take_position(item, kari, "for", **NOBODY)
    changes.hand_over_seat(one.seat, one.person, kari.person, by=None, at=AT + timedelta(days=1))
    assert item.positions.filter(given_by=None).count() == 2
    assert len(writing.with_vote(event, on=DAY)) == 2


def test_who_comes_back_to_a_place_is_asked_again():
    event = confidential_meeting(anne())
    one = event.participations.get()
    amir = make_person("Amir")
    seat = given_to(event, amir)
    changes.invite_instead(one, amir, **NOBODY)
    elect_to_seat(seat, one.person, on=DAY, **NOBODY)
    changes.announce_event(event, **NOBODY)
    one.refresh_from_db()
    assert (one.role, one.answer) == (Role.CHAIR, Answer.AWAITED)
