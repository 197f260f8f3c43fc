"""The worker: mail is sent, never lost, and never shown twice; periodic work is done once."""

import signal
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from functools import partial
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.contrib.sessions.models import Session

from dugnad import periodic
from dugnad.calls.changes import expect_reply
from dugnad.kit import changes
from dugnad.kit.clock import OSLO
from dugnad.kit.mail import Letter, message_id, with_calendar
from dugnad.kit.models import Change, Heartbeat, OutgoingMail, PeriodicRun
from tests.cli.home import Home, free_port, wait_for
from tests.factories.calls import make_call, make_hamar, make_reply
from tests.factories.documents import make_document
from tests.factories.members import AT, make_editor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_day")]
# The demo's clock has the demo's day and the real time of day: what is earlier or later is so by days.
EARLIER, LATER = AT - timedelta(days=2), AT + timedelta(days=2)
LETTER = Letter("Frist på fredag – «æøå»", "Hei!\n\nFristen er 30. april.\n")


class Postman:
    """A mail server on this machine that keeps what it was given, and can be told how to behave."""

    def __init__(self) -> None:
        self.received: list[dict[str, str]] = []
        self.messages: list[Message] = []
        self.answer = "250 OK"
        self.before_answer: Any = lambda: None
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            message = message_from_bytes(envelope.content)
            self.messages.append(message)
            words = next(part for part in message.walk() if part.get_content_type() == "text/plain")
            self.received.append(
                {
                    "id": message["Message-ID"],
                    "to": message["To"],
                    "subject": str(make_header(decode_header(message["Subject"]))),
                    "text": words.get_payload(decode=True).decode().replace("\r\n", "\n"),
                }
            )
        self.before_answer()
        return self.answer


@pytest.fixture
def postman(settings: Any) -> Iterator[Postman]:
    postman = Postman()
    postman.controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postman.port
    yield postman
    postman.controller.stop()


def queue(key: str = "reminder", to: str = "kari@demo.example", **more: Any) -> OutgoingMail:
    return changes.queue_mail(key, to, LETTER, at=EARLIER, **more)


def states() -> list[str]:
    return list(OutgoingMail.objects.order_by("id").values_list("state", flat=True))


# Mail ----------------------------------------------------------------------------------------------------


def test_the_worker_sends_what_waits_and_shows_that_it_lives(postman: Postman) -> None:
    for number in range(12):
        queue(f"reminder {number}")
    assert periodic.work(once=True) == 0
    assert len(postman.received) == 12
    assert postman.received[0] == {
        "id": message_id("reminder 0"),
        "to": "kari@demo.example",
        "subject": "Frist på fredag – «æøå»",
        "text": "Hei!\n\nFristen er 30. april.\n",
    }
    assert set(states()) == {"sent"}
    assert Heartbeat.objects.get().name == "worker"


def test_mail_that_is_not_due_waits(postman: Postman) -> None:
    queue(due_at=LATER)
    periodic.work(once=True)
    assert (postman.received, states()) == ([], ["queued"])


def test_mail_that_a_dead_worker_had_claimed_is_sent_with_the_same_message_id(postman: Postman) -> None:
    mail = queue()
    claimed = {"state": "sending", "lease_until": EARLIER, "attempts": 1}
    OutgoingMail.objects.filter(pk=mail.pk).update(**claimed)
    periodic.work(once=True)
    assert [letter["id"] for letter in postman.received] == [message_id("reminder")]


def test_mail_that_another_worker_is_sending_is_left_to_it(postman: Postman) -> None:
    mail = queue()
    claimed = {"state": "sending", "lease_until": LATER, "attempts": 1}
    OutgoingMail.objects.filter(pk=mail.pk).update(**claimed)
    periodic.work(once=True)
    assert (postman.received, states()) == ([], ["sending"])


def test_mail_that_is_refused_is_tried_again_and_does_not_stop_the_others(postman: Postman) -> None:
    postman.answer = "451 try again later"
    queue("first")
    queue("second")
    periodic.work(once=True)
    assert states() == ["queued", "queued"]
    first = OutgoingMail.objects.order_by("id")[0]
    assert "451" in first.last_error
    OutgoingMail.objects.update(due_at=EARLIER)
    postman.answer = "250 OK"
    periodic.work(once=True)
    assert [letter["id"] for letter in postman.received] == [message_id("first"), message_id("second")]


def test_mail_is_given_up_after_eight_attempts_and_can_be_taken_up_again(postman: Postman) -> None:
    postman.answer = "550 no such person"
    mail = queue()
    for _ in range(8):
        periodic.work(once=True)
        OutgoingMail.objects.update(due_at=EARLIER)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("dead", 8)
    postman.answer = "250 OK"
    changes.retry_mail(mail, at=EARLIER)
    periodic.work(once=True)
    assert (len(postman.received), states()) == (1, ["sent"])


def test_a_mail_server_that_is_away_loses_nothing(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    queue()
    periodic.work(once=True)
    mail = OutgoingMail.objects.get()
    assert (mail.state, "ConnectionRefused" in mail.last_error) == ("queued", True)


@pytest.mark.parametrize("killed", ["before the answer", "after the answer"])
def test_a_worker_killed_while_it_sends_loses_nothing(postman: Postman, home: Home, killed: str) -> None:
    """A real process, killed at the worst moments; the next one sends again under the same Message-ID."""
    home.rows(
        "insert into kit_outgoingmail"
        " (key, 'to', subject, text, language, calendar, method, state, created_at, due_at, attempts,"
        " last_error)"
        " values ('reminder', 'kari@demo.example', 'Hei', 'Hei', 'nb', '', '', 'queued', ?, ?, 0, '')",
        "2021-05-01",
        "2021-05-01",
    )
    server = {
        "DUGNAD_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "DUGNAD_SMTP_HOST": "127.0.0.1",
        "DUGNAD_SMTP_PORT": str(postman.port),
    }
    worker = home.start("worker", **server)
    kill = partial(worker.send_signal, signal.SIGKILL)
    postman.before_answer = kill if killed == "before the answer" else lambda: None
    wait_for(lambda: postman.received)
    kill()
    assert worker.wait(30) == -signal.SIGKILL
    postman.before_answer = lambda: None
    assert home.run("worker", "--once", DUGNAD_TODAY="2021-05-04", **server).status == 0  # the lease is over
    assert {letter["id"] for letter in postman.received} == {message_id("reminder")}
    assert home.rows("select state from kit_outgoingmail") == [("sent",)]


def test_an_appointment_goes_along_as_another_form_of_the_mail_and_as_a_file(postman: Postman) -> None:
    appointment = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    letter = with_calendar(LETTER, appointment, "REQUEST")
    changes.queue_mail("notice", "kari@demo.example", letter, at=EARLIER)
    periodic.work(once=True)
    (message,) = postman.messages
    parts = {part.get_content_type(): part for part in message.walk()}
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    assert parts["application/ics"].get_filename() == "invite.ics"
    told = {part.get_payload(decode=True) for name, part in parts.items() if "cal" in name or "ics" in name}
    assert {text.decode().replace("\r\n", "\n") for text in told} == {appointment.replace("\r\n", "\n")}
    assert postman.received[0]["text"].startswith("Hei!")


# Periodic work -------------------------------------------------------------------------------------------


def test_tick_does_each_job_once_in_its_period(settings: Any) -> None:
    first = periodic.tick()
    again = periodic.tick()
    assert first["jobs"] | {"expired sessions": "done", "trail": "whole"} == first["jobs"]
    assert again["jobs"]["trail"] == "done before"
    settings.DEMO_TODAY = "2021-05-06"
    assert periodic.tick()["jobs"]["trail"] == "whole"


def test_tick_clears_sessions_that_have_run_out(settings: Any) -> None:
    settings.DEMO = False
    Session.objects.create(session_key="old", session_data="", expire_date=AT)
    Session.objects.create(session_key="new", session_data="", expire_date=datetime(2999, 1, 1, tzinfo=OSLO))
    periodic.tick()
    assert [session.pk for session in Session.objects.all()] == ["new"]


def test_tick_finds_a_trail_that_was_edited(caplog: pytest.LogCaptureFixture) -> None:
    make_document()
    Change.objects.update(actor_name="Somebody else")
    outcome = periodic.tick()["jobs"]["trail"]
    entry = Change.objects.earliest("pk").pk  # later ones are of what the same tick has loaded
    assert outcome == f"BROKEN: 1 entries, the first one is {entry}"
    assert "the trail is broken" in caplog.text


def test_a_job_that_fails_is_written_down_and_keeps_no_other_from_its_work(monkeypatch: Any) -> None:
    def stumble(now: datetime) -> str:
        raise ValueError("no such thing")

    jobs = [
        periodic.Job("bad", timedelta(hours=1), stumble),
        periodic.Job("good", timedelta(hours=1), lambda now: "done"),
    ]
    monkeypatch.setattr(periodic, "JOBS", jobs)
    assert periodic.tick()["jobs"] == {"bad": "failed: ValueError", "good": "done"}
    assert PeriodicRun.objects.get(job="bad").outcome == "failed: ValueError"


@pytest.mark.parametrize(
    ("today", "queued"),
    [("2021-04-26", 0), ("2021-04-28", 1), ("2021-05-02", 1), ("2021-05-08", 1)],
)
def test_members_are_reminded_once_on_each_day_that_was_planned(
    settings: Any, today: str, queued: int
) -> None:
    settings.DEMO_TODAY = today
    hamar = make_hamar()
    make_editor(hamar, "hamar@demo.example")
    make_reply(make_call(), hamar)
    OutgoingMail.objects.all().delete()
    for _ in range(2):
        periodic.tick()
        PeriodicRun.objects.all().delete()
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["hamar@demo.example"] * queued


def test_nobody_is_reminded_before_the_day_that_they_named(settings: Any) -> None:
    settings.DEMO_TODAY = "2021-04-24"
    hamar = make_hamar()
    make_editor(hamar, "hamar@demo.example")
    expect_reply(make_reply(make_call(), hamar), on=date(2021, 5, 20), by=None, at=AT)
    periodic.tick()
    assert OutgoingMail.objects.count() == 0


def test_members_are_reminded_when_the_day_that_they_named_has_passed(settings: Any) -> None:
    hamar = make_hamar()
    make_editor(hamar, "hamar@demo.example")
    reply = make_reply(make_call(), hamar)
    expect_reply(reply, on=date(2021, 5, 3), by=None, at=AT)
    OutgoingMail.objects.all().delete()
    for today, queued in (("2021-05-03", 0), ("2021-05-05", 1), ("2021-05-06", 1)):
        settings.DEMO_TODAY = today
        periodic.tick()
        assert OutgoingMail.objects.count() == queued


@pytest.mark.parametrize(
    ("hour", "every", "begins"),
    [
        ("09:47", timedelta(minutes=15), "2021-05-03 09:45"),
        ("09:47", timedelta(hours=1), "2021-05-03 09:00"),
        ("09:47", timedelta(days=1), "2021-05-03 02:00"),
        ("01:59", timedelta(days=1), "2021-05-02 02:00"),
    ],
)
def test_periods_begin_at_even_times_and_nights_at_two(hour: str, every: timedelta, begins: str) -> None:
    now = datetime.fromisoformat(f"2021-05-03 {hour}").replace(tzinfo=OSLO)
    assert periodic._beginning(now, every) == datetime.fromisoformat(begins).replace(tzinfo=OSLO)


def test_a_rhythm_goes_on_when_the_demos_clock_begins_its_day_anew() -> None:
    rhythm = periodic.Rhythm(timedelta(minutes=1))
    evening = AT.replace(hour=23, minute=59, second=30)
    moments = [evening, evening + timedelta(seconds=20), AT.replace(hour=0), AT.replace(hour=0, second=59)]
    assert [rhythm.beats(moment) for moment in moments] == [True, False, True, False]


def test_a_worker_ends_with_the_server_beside_it() -> None:
    assert periodic.work(server=1) == 0
