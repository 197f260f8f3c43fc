"""What is told to a calendar: a deadline makes nobody busy, and what is taken out is a newer version."""

from datetime import date, timedelta

import icalendar
import pytest
from django.test import Client

from dugnad.events import changes
from dugnad.events.models import Event
from dugnad.kit.models import OutgoingMail
from tests.factories.events import AT, NOBODY, STARTS, make_announced, make_item, make_meeting, make_session
from tests.factories.members import make_person, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def told(mail: OutgoingMail) -> icalendar.Event:
    return icalendar.Calendar.from_ical(mail.calendar).walk("VEVENT")[0]


def asked(**fields: object) -> Event:
    return make_meeting(make_person("Kari Nordmann", "kari@demo.example"), **fields)


def test_a_written_procedure_stands_on_the_day_of_its_deadline_and_makes_nobody_busy():
    event = asked(kind="written_procedure", starts=AT, ends=STARTS, title="Uttalelse")
    make_item(event)
    changes.announce_event(event, **NOBODY)
    entry = told(OutgoingMail.objects.get())
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2021, 5, 20), date(2021, 5, 21))
    assert str(entry["TRANSP"]) == "TRANSPARENT"
    assert str(entry["SUMMARY"]) == "Svar innen kl. 09.00: Uttalelse"
    feed = Client().get("/moter/kalender.ics").content.decode()
    assert "TRANSP:TRANSPARENT" in feed
    meeting = make_announced(make_person("Ola", "ola@demo.example"), title="Møtet")
    entry = told(OutgoingMail.objects.get(to="ola@demo.example"))
    assert entry["DTSTART"].dt == meeting.starts
    assert "TRANSP" not in entry


def test_a_calendar_is_not_asked_for_an_answer_that_nobody_reads():
    event = asked()
    staff = Client()
    staff.force_login(make_secretary())
    page = staff.get(f"/moter/{event.slug}/kunngjor/").content.decode()
    assert "det kalenderen sender tilbake, blir ikke lest" in page
    changes.announce_event(event, **NOBODY)
    assert told(OutgoingMail.objects.get())["ATTENDEE"].params["RSVP"] == "FALSE"


def test_what_is_called_off_is_cancelled_in_a_newer_version_than_the_last_one():
    event = asked()
    changes.announce_event(event, **NOBODY)
    request = told(OutgoingMail.objects.get())
    changes.cancel_event(event, because="Snøstorm", **NOBODY)
    cancel = told(OutgoingMail.objects.get(method="CANCEL"))
    assert str(cancel["STATUS"]) == "CANCELLED"
    assert int(cancel["SEQUENCE"]) > int(request["SEQUENCE"])


def test_who_alone_is_taken_out_is_told_by_a_newer_version_and_so_is_who_comes_again():
    event = make_session()
    for _time in range(2):
        one = changes.sign_up(event, name="Ida", email="ida@hamar.example", language="nb", at=AT)
        changes.draw_back(one, by=None, at=AT + timedelta(minutes=_time))
    entries = [told(mail) for mail in OutgoingMail.objects.exclude(calendar="").order_by("pk")]
    assert [(int(one["SEQUENCE"]), str(one["STATUS"])) for one in entries[:2]] == [
        (0, "CONFIRMED"),
        (1, "CANCELLED"),
    ]
    sequences = [int(one["SEQUENCE"]) for one in entries]
    assert sequences == sorted(sequences)
