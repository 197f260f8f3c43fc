"""Klimaskolen: signing up without an account, the waiting list, who was there, certificates, coverage."""

from datetime import date, timedelta

import pytest

from dugnad.events import changes
from dugnad.events.models import Certificate, Participation, Topic
from dugnad.events.queries import coverage, school
from dugnad.events.queries.taking_part import name_of
from dugnad.events.sources.attendance import Present
from dugnad.events.states import Answer, Attendance
from dugnad.kit.models import OutgoingMail
from tests.factories.events import AFTER, AT, NOBODY, STARTS, make_event, make_meeting, make_session
from tests.factories.members import make_municipality, make_person
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def sign_up(event, name="Kari Nordmann", email="kari@hamar.example", **fields):
    return changes.sign_up(event, name=name, email=email, language="nb", at=fields.pop("at", AT), **fields)


def test_only_what_has_a_sign_up_can_be_asked_for():
    with refused("kind"):
        changes.ask_to_sign_up(make_meeting(make_person()), closes=STARTS, **NOBODY)
    session = make_event("school_session", "Klimaskolen")
    with refused("closes", field="closes"):
        changes.ask_to_sign_up(session, closes=session.ends + timedelta(hours=1), **NOBODY)
    changes.ask_to_sign_up(session, closes=STARTS, **NOBODY)
    assert changes.ask_to_sign_up(session, closes=STARTS, capacity=5, **NOBODY).capacity == 5


def test_anybody_signs_up_with_a_name_and_a_work_address_and_gets_a_place_in_their_calendar():
    one = sign_up(make_session())
    mail = OutgoingMail.objects.get(to="kari@hamar.example")
    assert (one.answer, one.person, mail.method) == (Answer.YES, None, "REQUEST")


def test_the_same_address_in_any_case_is_the_same_place():
    event = make_session()
    sign_up(event)
    before = OutgoingMail.objects.count()
    sign_up(event, name="Ond Vilje", email=" Kari@Hamar.example ", at=AT + timedelta(minutes=1))
    assert [one.name for one in event.participations.all()] == ["Kari Nordmann"]
    assert OutgoingMail.objects.count() == before + 1  # whoever has forgotten gets the way to their page


def test_the_link_is_in_no_calendar_before_it_goes_out_to_all():
    event = make_session()
    changes.edit_event(event, revision=event.revision, link="https://teams.example/x", **NOBODY)
    sign_up(event)
    assert "teams.example" not in OutgoingMail.objects.get().calendar
    changes.send_due_letters(at=STARTS - timedelta(days=2))
    assert "teams.example" in OutgoingMail.objects.order_by("-pk").first().calendar


def test_a_sign_up_that_has_closed_says_so():
    with refused("closed"):
        sign_up(make_session(), at=STARTS)


def test_who_comes_late_waits_and_moves_up_when_a_place_is_free():
    event = make_session(capacity=1)
    first = sign_up(event)
    second = sign_up(event, "Ola Hansen", "ola@lunner.example")
    third = sign_up(event, "Åse Lie", "ase@lier.example")
    assert [one.answer for one in (second, third)] == [Answer.WAITING, Answer.WAITING]
    changes.draw_back(first, **NOBODY)
    assert dict(event.participations.values_list("name", "answer")) == {
        "Kari Nordmann": "no",
        "Ola Hansen": "yes",
        "Åse Lie": "waiting",
    }
    assert "ola@lunner.example" in OutgoingMail.objects.order_by("-pk").first().to
    counts = school.counts_of(event)
    assert (counts.taken, counts.waiting) == (1, 1)
    with refused("state"):
        changes.draw_back(first, **NOBODY)


def test_who_drew_back_and_signs_up_again_stands_last():
    event = make_session(capacity=1)
    first = sign_up(event)
    sign_up(event, "Ola Hansen", "ola@lunner.example")
    changes.draw_back(first, **NOBODY)
    assert sign_up(event, at=AT + timedelta(hours=1)).answer == Answer.WAITING


def test_letters_go_when_their_time_has_come_each_once():
    event = make_session()
    changes.edit_event(event, revision=event.revision, link="https://teams.example/x", **NOBODY)
    sign_up(event)
    event.sign_up.recording = "https://film.example/x"
    event.sign_up.save()
    OutgoingMail.objects.all().delete()
    assert changes.send_due_letters(at=AT) == 0
    assert changes.send_due_letters(at=STARTS - timedelta(days=2)) == 1
    assert changes.send_due_letters(at=STARTS - timedelta(days=2)) == 0
    assert changes.send_due_letters(at=STARTS - timedelta(minutes=30)) == 1
    assert changes.send_due_letters(at=event.ends + timedelta(days=1)) == 1
    texts = list(OutgoingMail.objects.order_by("pk").values_list("text", flat=True))
    assert "https://teams.example/x" in texts[0]
    assert len(texts) == 3


def test_a_list_from_the_meeting_notes_who_was_there_by_address_and_else_by_name():
    event = make_session()
    kari, ola, ase = (
        sign_up(event),
        sign_up(event, "Ola Hansen", "ola@lunner.example"),
        sign_up(event, "Åse Lie", "ase@lier.example"),
    )
    rows = [
        Present("K. Nordmann (Hamar)", "kari@hamar.example", 90, 2),
        Present("ola  hansen", "", 12, 3),
        Present("Gjest", "", 90, 4),
    ]
    with refused("state"):
        changes.read_attendance(event, rows, **NOBODY)
    preview = changes.read_attendance(event, rows, dry_run=True, **AFTER)
    assert (preview.count, ase.attendance) == (2, Attendance.UNKNOWN)
    report = changes.read_attendance(event, rows, **AFTER)
    assert ([name_of(one) for one in report.present], [name_of(one) for one in report.short]) == (
        ["Kari Nordmann"],
        ["Ola Hansen"],
    )
    assert [one.name for one in report.unknown] == ["Gjest"]
    there = dict(event.participations.values_list("name", "attendance"))
    assert there == {"Kari Nordmann": "present", "Ola Hansen": "absent", "Åse Lie": "absent"}
    assert changes.read_attendance(event, rows, **AFTER).count == 2
    assert event.participations.count() == 3
    assert {kari.pk, ola.pk, ase.pk} == set(event.participations.values_list("pk", flat=True))


def test_a_name_that_two_have_is_no_proof():
    event = make_session()
    sign_up(event, "Kari Nordmann", "kari@hamar.example")
    sign_up(event, "Kari Nordmann", "kari@lier.example")
    report = changes.read_attendance(event, [Present("Kari Nordmann", "", 90, 2)], **AFTER)
    assert (report.present, len(report.unknown)) == ([], 1)


def held_with(*names):
    event = make_session()
    rows = [sign_up(event, name, f"{number}@hamar.example") for number, name in enumerate(names)]
    changes.note_attendance(event, {rows[0].pk: "present"}, **AFTER)
    changes.hold_event(event, **AFTER)
    return event


def test_a_certificate_is_for_who_was_there_once_and_can_be_taken_back():
    event = held_with("Kari Nordmann", "Ola Hansen")
    (certificate,) = changes.issue_certificates(event, **AFTER)
    assert certificate.name == "Kari Nordmann"
    assert "16. november 2021" in OutgoingMail.objects.order_by("-pk").first().text
    with refused("because", field="because"):
        changes.revoke_certificate(certificate, because=" ", **AFTER)
    assert changes.issue_certificates(event, **AFTER) == []
    assert school.certificate_with(certificate.code) == certificate
    changes.revoke_certificate(certificate, because="Feil person", **AFTER)
    with refused("state"):
        changes.revoke_certificate(certificate, because="Igjen", **AFTER)


def test_guests_are_forgotten_and_that_somebody_was_there_stays():
    event = held_with("Kari Nordmann")
    changes.issue_certificates(event, **AFTER)
    assert changes.erase_old_guests(at=event.ends + timedelta(days=179)) == 0
    assert changes.erase_old_guests(at=event.ends + timedelta(days=181)) == 1
    one = Participation.objects.get()
    assert (one.name, one.email, one.attendance, Certificate.objects.get().name) == ("", "", "present", "")
    assert changes.erase_old_guests(at=event.ends + timedelta(days=181)) == 0


def test_coverage_counts_members_and_not_people():
    hamar, lier = make_municipality("Hamar", "3403"), make_municipality("Lier", "3049")
    topic = changes.add_topic(key="klimabudsjett", title_nb="Klimabudsjett", **NOBODY)
    changes.edit_topic(topic, title_en="Climate budgets", **NOBODY)
    event = make_session(topic=topic)
    for number in range(2):
        sign_up(event, f"Person {number}", f"{number}@hamar.example", organisation=hamar)
    other = sign_up(event, "Ola", "ola@lier.example", organisation=lier)
    sign_up(event, "Ida", "ida@firma.example")  # from no member, and takes nobody off the list
    there = {one.pk: "present" for one in event.participations.exclude(pk=other.pk)}
    changes.note_attendance(event, there, **AFTER)
    changes.hold_event(event, **AFTER)
    (row,) = coverage.coverage(on=date(2021, 6, 1))
    assert (row.sessions, row.covered, row.missing) == (1, frozenset({hamar.pk}), [lier])
    assert coverage.never_there(on=date(2021, 6, 1)) == [lier]
    assert Topic.objects.count() == 1
    found = coverage.coverage_of_members(on=date(2021, 6, 1))
    assert [(line.member, line.there, line.is_never) for line in found.lines] == [
        (lier, (False,), True),
        (hamar, (True,), False),
    ]
    assert found.never == [line.member for line in found.lines if line.is_never]
    picture = coverage.picture_of(found)
    assert (picture.categories, picture.lines[0].values, picture.lines[0].beside) == (
        ("Klimabudsjett",),
        (1.0,),
        ("av 2",),
    )
