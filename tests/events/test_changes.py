"""Meetings from the plan to the approved minutes: every verb, and every no."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client

from dugnad.documents.states import State
from dugnad.events import changes
from dugnad.events.models import AgendaItem, Event, Note, Outcome, Participation
from dugnad.events.queries import agenda, decisions, minutes
from dugnad.events.queries.agenda import backlog_of
from dugnad.events.queries.links import answer_key, participation_with
from dugnad.events.states import Answer, Attendance, EventState, ItemState, Lasting, OutcomeState
from dugnad.kit.access import Role
from dugnad.kit.clock import OSLO
from dugnad.kit.models import OutgoingMail
from dugnad.members.kinds import SeatRole
from dugnad.members.rules import Viewer
from tests.factories.documents import make_picture
from tests.factories.events import (
    AFTER,
    AT,
    LONG_AFTER,
    NOBODY,
    STARTS,
    make_announced,
    make_event,
    make_group,
    make_item,
    make_meeting,
    make_outcome,
    make_participation,
)
from tests.factories.members import make_alliance, make_person, make_seat
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def kari():
    return make_person("Kari Nordmann", "kari@hamar.example")


def ola():
    return make_person("Ola Hansen", "ola@lunner.example")


def test_an_event_ends_after_it_begins():
    with refused("ends", field="ends"):
        make_event(ends=STARTS)


def test_two_events_of_one_name_and_day_have_addresses_of_their_own():
    assert [make_event().slug, make_event().slug] == [
        "faggruppe-for-klima-og-miljo-2021-05-20",
        "faggruppe-for-klima-og-miljo-2021-05-20-2",
    ]


def test_a_year_is_planned_by_its_days_as_the_series_usually_is():
    body = make_group(kari())
    series = changes.create_series(kind="meeting", title_nb="Klimagruppen", body=body, minutes=150, **NOBODY)
    days = [date(2021, 11, 3), date(2021, 3, 17)]
    made = changes.plan_year(series, days, starts=time(9), **NOBODY)
    assert [(event.starts, event.ends) for event in made] == [
        (datetime(2021, 3, 17, 9, tzinfo=OSLO), datetime(2021, 3, 17, 11, 30, tzinfo=OSLO)),
        (datetime(2021, 11, 3, 9, tzinfo=OSLO), datetime(2021, 11, 3, 11, 30, tzinfo=OSLO)),
    ]
    assert {event.body for event in made} == {body}
    with refused("days", field="days"):
        changes.plan_year(series, [date(2021, 1, 13), date(2021, 3, 17)], starts=time(9), **NOBODY)
    assert series.events.count() == 2


def test_an_agenda_is_built_of_standing_points_the_last_minutes_and_open_tasks_once():
    body = make_group(kari())
    series = changes.create_series(kind="meeting", title_nb="Klimagruppen", body=body, **NOBODY)
    changes.add_standing_item(
        series, kind="decision", title_nb="Godkjenning av referat", approves_minutes=True, **NOBODY
    )
    changes.add_standing_item(series, kind="information", title_nb="Eventuelt", is_last=True, **NOBODY)
    first, second = changes.plan_year(
        series, [date(2021, 3, 17), date(2021, 5, 20)], starts=time(9), **NOBODY
    )
    Event.objects.filter(pk=first.pk).update(state=EventState.HELD)
    first.refresh_from_db()
    item = make_item(first, "Klimastatus")
    make_outcome(item, "task", "Sende inn en historie", owner=kari_again(), on=date(2021, 3, 17))
    made = changes.build_agenda(second, **NOBODY)
    assert [item.title for item in second.items.all()] == [
        "Godkjenning av referat (17. mars 2021)",
        "Åpne oppgaver",
        "Eventuelt",
    ]
    assert second.items.first().approves == first
    assert [link.title for link in second.items.get(title_nb="Åpne oppgaver").links.all()] == [
        "Sende inn en historie"
    ]
    assert len(made) == 3
    assert changes.build_agenda(second, **NOBODY) == []


def test_each_meeting_whose_minutes_wait_has_a_point_of_its_own_on_the_next_agenda():
    make_alliance()
    body = make_group(kari())
    series = changes.create_series(kind="meeting", title_nb="Klimagruppen", body=body, **NOBODY)
    changes.add_standing_item(
        series, kind="decision", title_nb="Godkjenning av referat", approves_minutes=True, **NOBODY
    )
    days = [date(2021, 1, 13), date(2021, 3, 17), date(2021, 3, 26), date(2021, 5, 20)]
    trip, first, second, third = changes.plan_year(series, days, starts=time(9), **NOBODY)
    (waiting,) = changes.build_agenda(third, **NOBODY)
    assert (waiting.title, waiting.approves) == ("Godkjenning av referat", None)
    Event.objects.filter(pk__in=[trip.pk, first.pk, second.pk]).update(state=EventState.HELD)
    for event in (first, second):
        event.refresh_from_db()
        changes.write_note(make_item(event), text="Drøftet.", revision=0, **NOBODY)
        changes.send_minutes(event, **AFTER)
    changes.build_agenda(third, **NOBODY)
    waiting.refresh_from_db()
    assert [item.title for item in third.items.all()] == [
        "Godkjenning av referat (17. mars 2021)",
        "Godkjenning av referat (26. mars 2021)",
    ]
    assert waiting.approves == first
    assert agenda.unapproved_before(third) == [first, second]
    assert agenda.unapproved_before(make_event(starts=STARTS)) == []


def kari_again():
    return make_person("Kari A", "kari.a@hamar.example")


def test_a_new_point_stands_before_those_that_end_every_agenda():
    body = make_group(kari())
    series = changes.create_series(kind="meeting", title_nb="Klimagruppen", body=body, **NOBODY)
    changes.add_standing_item(series, kind="information", title_nb="Eventuelt", is_last=True, **NOBODY)
    (event,) = changes.plan_year(series, [date(2021, 5, 20)], starts=time(9), **NOBODY)
    changes.build_agenda(event, **NOBODY)
    make_item(event, "Klimastatus")
    assert [item.title for item in event.items.all()] == ["Klimastatus", "Eventuelt"]


def test_a_proposal_waits_is_taken_up_or_told_why_not():
    event = make_meeting(kari())
    first = changes.propose_item(event.body, title="Ladestasjoner", kind="discussion", **NOBODY)
    second = changes.propose_item(event.body, title="Sykkelveier", kind="discussion", **NOBODY)
    assert list(agenda.backlog_of(event.body)) == [first, second]
    changes.take_up(first, event, **NOBODY)
    changes.decline_item(second, because="Tas i en annen gruppe.", **NOBODY)
    assert list(agenda.backlog_of(event.body)) == []
    assert [item.title for item in event.items.all()] == ["Ladestasjoner"]
    with refused("state"):
        changes.take_up(first, event, **NOBODY)
    with refused("state"):
        changes.decline_item(second, because="-", **NOBODY)


def test_points_are_arranged_and_unknown_numbers_passed_over():
    event = make_meeting(kari())
    one, two, three = (make_item(event, title) for title in ("En", "To", "Tre"))
    changes.arrange_items(event, [three.pk, 999_999, one.pk], **NOBODY)
    assert list(event.items.all()) == [three, one, two]
    changes.arrange_items(event, [three.pk, one.pk, two.pk], **NOBODY)
    assert list(event.items.all()) == [three, one, two]


def test_the_notice_numbers_the_cases_and_invites_everybody_once():
    person, other = kari(), ola()
    event = make_meeting(person, other)
    make_seat(event.body, person)  # who holds two places is asked once
    make_item(event, "En")
    assert changes.announce_event(event, **NOBODY) == 2
    assert [item.case for item in event.items.all()] == ["1/21"]
    assert changes.announce_event(event, **NOBODY) == 0
    assert sorted(OutgoingMail.objects.values_list("to", "method")) == [
        ("kari@hamar.example", "REQUEST"),
        ("ola@lunner.example", "REQUEST"),
    ]


def test_case_numbers_run_through_the_year_of_the_body_and_are_never_given_again():
    first = make_announced(kari())
    make_item(first, "En")
    make_item(first, "To")
    changes.announce_event(first, **NOBODY)
    second = make_event(body=first.body, starts=STARTS + timedelta(days=30))
    item = make_item(second, "Tre")
    next_year = make_event(body=first.body, starts=STARTS + timedelta(days=300))
    other = make_item(next_year, "Fire")
    for event in (second, next_year):
        changes.announce_event(event, **NOBODY)
    item.refresh_from_db()
    other.refresh_from_db()
    assert (item.case, other.case) == ("3/21", "1/22")
    with refused("case"):
        changes.remove_item(item, **NOBODY)


def test_a_change_is_told_to_calendars_with_the_same_identity_and_a_higher_sequence():
    event = make_announced(kari())
    event.refresh_from_db()
    changes.edit_event(event, revision=event.revision, place="Rådhuset", **NOBODY)
    assert changes.announce_event(event, **NOBODY) == 1
    first, second = OutgoingMail.objects.order_by("pk")
    assert "SEQUENCE:0" in first.calendar
    assert "SEQUENCE:1" in second.calendar
    uids = {
        line for mail in (first, second) for line in mail.calendar.splitlines() if line.startswith("UID:")
    }
    assert len(uids) == 1
    assert "Rådhuset" in second.text


def test_a_correction_that_no_calendar_shows_leaves_the_sequence():
    event = make_announced(kari())
    event.refresh_from_db()
    changes.edit_event(event, revision=event.revision, quorum=3, **NOBODY)
    assert event.sequence == 0


def test_of_two_who_change_an_event_at_once_the_second_is_told():
    event = make_meeting(kari())
    changes.edit_event(event, revision=1, place="Rådhuset", **NOBODY)
    with refused("revision"):
        changes.edit_event(event, revision=1, place="Teams", **NOBODY)


def test_what_is_called_off_leaves_the_calendars_and_says_why():
    event = make_announced(kari())
    with refused("because", field="because"):
        changes.cancel_event(event, because=" ", **NOBODY)
    assert changes.cancel_event(event, because="For få kan komme.", **NOBODY) == 1
    mail = OutgoingMail.objects.get(method="CANCEL")
    assert "METHOD:CANCEL" in mail.calendar
    assert "STATUS:CANCELLED" in mail.calendar
    assert "For få kan komme." in mail.text
    with refused("state"):
        changes.cancel_event(event, because="Igjen", **NOBODY)
    with refused("state"):
        changes.announce_event(event, **NOBODY)
    with refused("state"):
        make_item(event)


def test_a_plan_that_nobody_was_told_of_is_called_off_without_mail():
    event = make_meeting(kari())
    assert changes.cancel_event(event, because="Flyttet", **NOBODY) == 0


def test_an_answer_counts_until_the_meeting_begins():
    event = make_announced(kari())
    one = event.participations.get()
    changes.answer_invitation(one, "yes", **NOBODY)
    changes.answer_invitation(one, "no", note="Ferie", **NOBODY)
    one.refresh_from_db()
    assert (one.answer, one.note) == (Answer.NO, "Ferie")
    with refused("answer", field="answer"):
        changes.answer_invitation(one, "kanskje", **NOBODY)
    with refused("state"):
        changes.answer_invitation(one, "yes", **AFTER)


def test_a_link_in_the_mail_opens_ones_own_place_and_nobody_elses():
    event = make_announced(kari())
    one = event.participations.get()
    assert participation_with(answer_key(one)) == one
    assert participation_with(answer_key(one)[:-1]) is None
    assert participation_with("1") is None
    assert answer_key(one) in OutgoingMail.objects.get().text


def test_a_deputy_is_called_in_for_who_cannot_come():
    person = kari()
    event = make_meeting(person)
    seat = event.body.seats.get()
    deputy = make_person("Vara Varesen", "vara@hamar.example")
    make_seat(event.body, deputy, role=SeatRole.DEPUTY, deputy_for=seat)
    changes.announce_event(event, **NOBODY)
    assert event.participations.count() == 1
    one = event.participations.get()
    there = changes.call_in_deputy(one, deputy, **NOBODY)
    one.refresh_from_db()
    assert (one.answer, there.stands_in_for, there.role) == (Answer.NO, one, "deputy")
    assert OutgoingMail.objects.filter(to="vara@hamar.example").count() == 1
    changes.call_in_deputy(one, deputy, **NOBODY)
    assert event.participations.count() == 2
    with refused("state"):
        changes.call_in_deputy(one, deputy, **AFTER)


def test_who_was_there_is_noted_when_it_has_begun():
    event = make_announced(kari())
    one = event.participations.get()
    with refused("state"):
        changes.note_attendance(event, {one.pk: "present"}, **NOBODY)
    assert changes.note_attendance(event, {one.pk: "present", 999: "absent"}, **AFTER) == 1
    one.refresh_from_db()
    assert one.attendance == Attendance.PRESENT


def test_a_meeting_is_held_after_it_has_begun():
    event = make_announced(kari())
    with refused("state"):
        changes.hold_event(event, **NOBODY)
    changes.hold_event(event, **AFTER)
    assert event.state == EventState.HELD


def test_two_write_two_points_at_once_and_nobody_overwrites_the_other():
    event = make_announced(kari())
    one, two = make_item(event, "En"), make_item(event, "To")
    changes.write_note(one, text="Sagt om en.", revision=0, **NOBODY)
    changes.write_note(two, text="Sagt om to.", revision=0, **NOBODY)
    with refused("revision"):
        changes.write_note(one, text="Noe annet.", revision=0, **NOBODY)
    changes.write_note(one, text="Sagt om en, rettet.", revision=1, **NOBODY)
    assert sorted(Note.objects.values_list("text", flat=True)) == ["Sagt om en, rettet.", "Sagt om to."]
    one.refresh_from_db()
    assert one.state == ItemState.TREATED


def test_the_same_words_written_twice_are_no_conflict():
    item = make_item(make_announced(kari()))
    changes.write_note(item, text="Likt.", revision=0, **NOBODY)
    assert changes.write_note(item, text="Likt.", revision=0, **NOBODY).text == "Likt."


def test_minutes_are_written_before_the_notice_too_and_never_of_a_meeting_that_was_called_off():
    item = make_item(make_meeting(kari()))
    assert changes.write_note(item, text="Et utkast.", revision=0, **NOBODY).text == "Et utkast."
    assert make_outcome(item).text == "Saken tas til orientering."
    changes.cancel_event(item.event, because="Flyttet", **NOBODY)
    with refused("state"):
        changes.write_note(item, text="Likevel.", revision=1, **NOBODY)
    waiting = changes.propose_item(item.body, title="Venter", kind="discussion", **NOBODY)
    with refused("state"):
        changes.write_note(waiting, text="Uten møte.", revision=0, **NOBODY)


def test_a_task_needs_somebody_who_does_it_and_comes_back_until_it_is_closed():
    event = make_announced(kari())
    item = make_item(event)
    with refused("owner", field="owner"):
        make_outcome(item, "task", "Lage en mal")
    task = make_outcome(item, "task", "Lage en mal", owner=ola(), due=date(2021, 6, 1))
    later = make_event(body=event.body, starts=STARTS + timedelta(days=60))
    assert agenda.open_tasks_of(later) == [task]
    with refused("on", field="on"):
        changes.settle_outcome(task, "done", on=date(2021, 12, 1), **NOBODY)
    changes.settle_outcome(task, "done", on=date(2021, 5, 3), note="Ligger ute.", **NOBODY)
    assert agenda.open_tasks_of(later) == []
    with refused("state"):
        changes.settle_outcome(task, "done", on=date(2021, 5, 3), **NOBODY)
    changes.reopen_task(task, **NOBODY)
    assert agenda.open_tasks_of(later) == [task]
    with refused("state"):
        changes.reopen_task(task, **NOBODY)


def test_a_decision_stands_until_a_later_one_replaces_it():
    event = make_announced(kari())
    old = make_outcome(make_item(event, "En"), on=date(2021, 1, 13))
    new = make_outcome(make_item(event, "To"), text="Ny ordlyd.", replaces=old, on=date(2021, 5, 3))
    old.refresh_from_db()
    assert (old.state, old.replaced_by) == (OutcomeState.SUPERSEDED, new)
    states = {row.outcome: row.state for row in decisions.register(staff(), on=date(2021, 5, 2))}
    assert states[old] == Lasting.IN_FORCE
    states = {row.outcome: row.state for row in decisions.register(staff(), on=date(2021, 5, 3))}
    assert states[old] == Lasting.SUPERSEDED
    with refused("replaces"):
        make_outcome(make_item(event, "Tre"), replaces=old)
    with refused("replaces"):
        changes.remove_outcome(new, **NOBODY)


def staff():
    return Viewer(roles=frozenset({Role.SECRETARIAT}))


def test_minutes_are_gathered_sent_and_approved_at_the_next_meeting():
    make_alliance()
    event = make_announced(kari())
    with refused("minutes"):
        changes.send_minutes(event, **AFTER)
    item = make_item(event, "Klimastatus")
    changes.write_note(item, text="Gruppen drøftet utkastet.", revision=0, **NOBODY)
    make_outcome(item, text="Utkastet sendes på høring.")
    changes.hold_event(event, **AFTER)
    document = changes.send_minutes(event, **AFTER)
    text = minutes.minutes_text(event)
    assert "Gruppen drøftet utkastet." in text
    assert "Utkastet sendes på høring." in text
    assert document.state == State.IN_REVIEW
    following = make_event(body=event.body, starts=STARTS + timedelta(days=60))
    assert agenda.unapproved_before(following) == [event]
    point = make_item(following, "Godkjenning av referat", kind="decision", approves=event)
    changes.approve_minutes(point, **LONG_AFTER)
    document.refresh_from_db()
    event.refresh_from_db()
    assert document.state == State.APPROVED
    assert agenda.unapproved_before(following) == []
    assert minutes.approved_in(event) == point
    with refused("state"):
        changes.approve_minutes(point, **LONG_AFTER)
    item = AgendaItem.objects.select_related("event__minutes").get(pk=item.pk)
    with refused("state"):
        changes.write_note(item, text="Etterpå.", revision=1, **AFTER)


def test_minutes_sent_again_are_a_new_text_of_the_same_document():
    make_alliance()
    event = make_announced(kari())
    item = make_item(event)
    changes.write_note(item, text="En.", revision=0, **NOBODY)
    document = changes.send_minutes(event, **AFTER)
    changes.write_note(item, text="To.", revision=1, **NOBODY)
    assert changes.send_minutes(event, **AFTER) == document


def test_nothing_is_approved_that_was_not_written():
    event = make_announced(kari())
    point = make_item(
        event, kind="decision", approves=make_event(body=event.body, starts=STARTS - timedelta(days=60))
    )
    with refused("early"):
        changes.approve_minutes(point, **NOBODY)
    with refused("minutes"):
        changes.approve_minutes(point, **AFTER)


def test_a_point_that_is_put_off_stays_and_waits_anew():
    event = make_announced(kari())
    item = make_item(event)
    changes.link_item(item, "activity", "2021/klimastatus", "Klimastatus", **NOBODY)
    later = changes.put_off(item, **NOBODY)
    assert (item.state, later.state, later.put_off_from) == (ItemState.PUT_OFF, ItemState.PROPOSED, item)
    assert [link.title for link in later.links.all()] == ["Klimastatus"]
    with refused("state"):
        changes.put_off(item, **NOBODY)


def test_points_of_a_meeting_that_is_called_off_wait_for_a_later_one_and_its_page_says_where_they_went():
    first = make_announced(kari())
    series = changes.create_series(kind="meeting", title_nb="Klimagruppen", body=first.body, **NOBODY)
    for title in ("Eventuelt", "Økonomi"):
        changes.add_standing_item(series, kind="information", title_nb=title, **NOBODY)
    called_off = make_event(body=first.body, series=series, starts=STARTS + timedelta(days=30))
    item = make_item(first, "Utsatt sak")
    changes.put_off(item, to=called_off, **NOBODY)
    changes.build_agenda(called_off, **NOBODY)
    own = called_off.items.get(title_nb="Økonomi")
    changes.edit_item(own, text="Regnskapet for 2020.", **NOBODY)
    changes.announce_event(called_off, **NOBODY)
    changes.cancel_event(called_off, because="Streik", **NOBODY)
    waiting = list(backlog_of(first.body))
    assert sorted(one.title for one in waiting) == ["Utsatt sak", "Økonomi"]
    assert {one.put_off_from.event for one in waiting} == {called_off}
    last = make_event(body=first.body, series=series, starts=STARTS + timedelta(days=44))
    page = Client().get(f"/moter/{called_off.slug}/").content.decode()
    assert "Utsatt; den venter på et senere møte." in page
    changes.take_up_all(waiting, last, **NOBODY)
    changes.announce_event(last, **NOBODY)
    page = Client().get(f"/moter/{called_off.slug}/").content.decode()
    assert f"/moter/{last.slug}/#sak-" in page


def test_an_event_of_nobody_s_body_is_called_off_without_a_backlog():
    event = make_event("ministry_meeting", "Møte i departementet")
    make_item(event)
    changes.cancel_event(event, because="Syk", **NOBODY)
    assert [item.state for item in event.items.all()] == [ItemState.PLACED]


def test_what_was_entered_by_mistake_is_taken_away_and_the_trail_keeps_it():
    item = make_item(make_announced(kari()))
    outcome = make_outcome(item)
    changes.edit_outcome(outcome, text="Rettet.", **NOBODY)
    changes.remove_outcome(outcome, **NOBODY)
    assert not Outcome.objects.exists()


def test_a_point_that_is_taken_off_goes_back_to_the_backlog_and_a_standing_one_is_dropped():
    body = make_group(kari())
    series = changes.create_series(kind="meeting", title_nb="Klimagruppen", body=body, **NOBODY)
    standing = changes.add_standing_item(series, kind="information", title_nb="Eventuelt", **NOBODY)
    (event,) = changes.plan_year(series, [date(2021, 5, 20)], starts=time(9), **NOBODY)
    changes.build_agenda(event, **NOBODY)
    item = make_item(event, "Ladestasjoner")
    for each in list(event.items.all()):
        changes.remove_item(each, **NOBODY)
    assert [one.pk for one in agenda.backlog_of(body)] == [item.pk]
    changes.edit_standing_item(standing, minutes=5, **NOBODY)
    changes.remove_standing_item(standing, **NOBODY)
    assert not series.standing_items.exists()


def test_a_paper_is_judged_by_its_content_and_can_be_taken_off():
    item = make_item(make_announced(kari()))
    with refused("kind", field="file"):
        changes.add_paper(item, b"MZ not a paper", "sak.pdf", title="", is_restricted=False, **NOBODY)
    paper = changes.add_paper(item, make_picture(), "kart.jpg", title="", is_restricted=True, **NOBODY)
    assert paper.title == "kart.jpg"
    assert [row.papers for row in agenda.agenda_of(item.event, restricted=False, closed=False)] == [[]]
    assert [row.papers for row in agenda.agenda_of(item.event, restricted=True, closed=True)] == [[paper]]
    changes.remove_paper(paper, **NOBODY)
    assert [row.papers for row in agenda.agenda_of(item.event, restricted=True, closed=True)] == [[]]


def test_others_are_invited_beside_those_who_hold_a_place():
    event = make_announced(kari())
    guest = make_participation(event, ola())
    assert changes.invite(event, [guest.person], **NOBODY) == []
    assert changes.announce_event(event, **NOBODY) == 1
    assert Participation.objects.filter(event=event).count() == 2
    assert AT < STARTS


def test_a_point_with_something_written_about_it_or_a_paper_is_not_taken_off():
    event = make_meeting(kari())
    written, with_paper, empty = (make_item(event, title) for title in ("Sagt", "Med papir", "Tom"))
    changes.write_note(written, text="Drøftet.", revision=0, **NOBODY)
    changes.add_paper(with_paper, b"%PDF-1.7 a", "a.pdf", title="A", is_restricted=False, **NOBODY)
    for item in (written, with_paper):
        with refused("written"):
            changes.remove_item(item, **NOBODY)
    changes.remove_item(empty, **NOBODY)
    assert [item.title for item in event.items.all()] == ["Sagt", "Med papir"]


def test_a_task_that_was_given_after_the_agenda_was_built_comes_to_those_that_stand_there():
    body, owner = make_group(kari()), kari_again()
    earlier = make_event(body=body, starts=STARTS - timedelta(days=60))
    make_outcome(make_item(earlier), "task", "Lage en mal", owner=owner, on=date(2021, 3, 21))
    event = make_event(body=body)
    (item,) = changes.build_agenda(event, **NOBODY)
    between = make_event(body=body, starts=STARTS - timedelta(days=10))
    make_outcome(make_item(between), "task", "Ringe Lier", owner=owner, on=date(2021, 5, 10))
    assert changes.build_agenda(event, **NOBODY) == [item]
    assert {link.title for link in item.links.all()} == {"Lage en mal", "Ringe Lier"}
    assert changes.build_agenda(event, **NOBODY) == []
