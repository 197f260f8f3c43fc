"""Verbs of the kit: the outbox, stored files, signs of life."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as sent
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError
from django.utils import translation

from dugnad.kit import changes, uploads
from dugnad.kit.mail import Letter, message_id
from dugnad.kit.models import Heartbeat, OutgoingMail, PeriodicRun, StoredFile

AT = datetime(2021, 5, 3, 10, 15, tzinfo=UTC)
LETTER = Letter(subject="Takk for svaret", text="Vi har fått svaret.\n")
pytestmark = pytest.mark.django_db


class Rival(BaseEmailBackend):
    """A mail server during whose work a second worker comes by."""

    delivered: list[int] = []

    def send_messages(self, email_messages):
        """Let the other worker try, then accept."""
        self.delivered.append(changes.deliver_mail(at=AT))
        return len(email_messages)


def queued(key="receipt-1", **settings):
    return changes.queue_mail(key, "kari@hamar.example", LETTER, at=AT, **settings)


def state_of(mail):
    return OutgoingMail.objects.get(pk=mail.pk).state


def test_queue_mail_keeps_the_letter_until_it_is_sent():
    mail = OutgoingMail.objects.get(pk=queued().pk)
    assert (mail.to, mail.subject, mail.text) == ("kari@hamar.example", LETTER.subject, LETTER.text)
    assert (mail.state, mail.due_at, mail.attempts) == (OutgoingMail.State.QUEUED, AT, 0)
    assert sent.outbox == []


def test_queue_mail_queues_the_same_key_once():
    assert queued().pk == queued().pk
    assert OutgoingMail.objects.count() == 1


def test_queue_mails_queues_many_and_leaves_a_key_that_is_there_as_it_is():
    first, other = queued(), Letter(subject="Et annet brev", text="Hei.\n")
    changes.queue_mails(
        [("receipt-1", "ola@hamar.example", other), ("receipt-2", "ola@hamar.example", other)], at=AT
    )
    mails = OutgoingMail.objects.values_list("key", "to", "subject", "text", "state", "created_at", "due_at")
    queued_state = OutgoingMail.State.QUEUED
    assert list(mails) == [
        ("receipt-1", "kari@hamar.example", LETTER.subject, LETTER.text, queued_state, AT, AT),
        ("receipt-2", "ola@hamar.example", other.subject, other.text, queued_state, AT, AT),
    ]
    assert OutgoingMail.objects.get(key="receipt-1").pk == first.pk


def test_queue_mails_tells_of_a_mail_that_breaks_another_rule():
    nowhere = (("receipt-1", None, LETTER),)
    with pytest.raises(IntegrityError):
        changes.queue_mails(nowhere, at=AT)


def test_recall_mail_takes_back_what_nobody_has_begun_to_send():
    waiting, sending, other = queued("reminder:1:2:a"), queued("reminder:1:2:b"), queued("reminder:1:20:a")
    OutgoingMail.objects.filter(pk=sending.pk).update(state=OutgoingMail.State.SENDING)
    assert changes.recall_mail("reminder:1:2:") == 1
    assert set(OutgoingMail.objects.values_list("pk", flat=True)) == {sending.pk, other.pk}
    assert queued("reminder:1:2:a").pk != waiting.pk


def test_deliver_mail_sends_what_is_due_once():
    mail = queued()
    assert (changes.deliver_mail(at=AT), changes.deliver_mail(at=AT)) == (1, 0)
    (message,) = sent.outbox
    assert (message.subject, message.body, message.to) == (
        LETTER.subject,
        LETTER.text,
        ["kari@hamar.example"],
    )
    assert message.extra_headers["Message-ID"] == message_id("receipt-1")
    assert (state_of(mail), OutgoingMail.objects.get().sent_at) == (OutgoingMail.State.SENT, AT)


def test_deliver_mail_waits_for_what_is_due_later():
    queued(due_at=AT + timedelta(minutes=1))
    assert changes.deliver_mail(at=AT) == 0
    assert changes.deliver_mail(at=AT + timedelta(minutes=1)) == 1


def test_deliver_mail_takes_no_more_than_its_limit():
    for number in range(3):
        queued(f"receipt-{number}")
    assert changes.deliver_mail(at=AT, limit=2) == 2


def test_deliver_mail_leaves_a_mail_that_another_worker_holds(settings):
    Rival.delivered = []
    settings.EMAIL_BACKEND = "tests.kit.test_changes.Rival"
    queued()
    assert changes.deliver_mail(at=AT) == 1
    assert Rival.delivered == [0]


def test_deliver_mail_takes_over_when_a_lease_has_run_out():
    mail = queued()
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=OutgoingMail.State.SENDING, lease_until=AT + changes.LEASE, attempts=1
    )
    assert changes.deliver_mail(at=AT + changes.LEASE) == 0
    assert changes.deliver_mail(at=AT + changes.LEASE + timedelta(seconds=1)) == 1


def test_deliver_mail_tries_again_later_when_the_server_is_away(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    queued()
    assert changes.deliver_mail(at=AT) == 0
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.attempts, mail.due_at) == (
        OutgoingMail.State.QUEUED,
        1,
        AT + timedelta(minutes=2),
    )
    assert mail.last_error.startswith("ConnectionRefusedError")


def test_deliver_mail_gives_up_after_eight_attempts(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    mail = queued()
    for day in range(9):
        changes.deliver_mail(at=AT + timedelta(days=day))
    assert (state_of(mail), OutgoingMail.objects.get().attempts) == (OutgoingMail.State.DEAD, 8)


def test_deliver_mail_is_not_stopped_by_one_that_cannot_be_sent():
    queued("broken")
    OutgoingMail.objects.update(subject="two\nlines")
    queued("whole")
    assert changes.deliver_mail(at=AT) == 1
    assert OutgoingMail.objects.get(key="broken").last_error.startswith("BadHeaderError")


def test_retry_mail_gives_another_round():
    mail = queued()
    OutgoingMail.objects.update(state=OutgoingMail.State.DEAD, attempts=8)
    changes.retry_mail(mail, at=AT)
    assert changes.deliver_mail(at=AT) == 1


def test_retry_mail_leaves_what_was_sent():
    mail = queued()
    changes.deliver_mail(at=AT)
    changes.retry_mail(mail, at=AT)
    assert (state_of(mail), changes.deliver_mail(at=AT)) == (OutgoingMail.State.SENT, 0)


def test_forget_mail_empties_what_was_sent_and_what_waits():
    sent_one, waiting = queued("sent"), queued("waiting", due_at=AT + timedelta(days=1))
    changes.deliver_mail(at=AT)
    changes.forget_mail("KARI@hamar.example")
    states = [state_of(sent_one), state_of(waiting)]
    assert states == [OutgoingMail.State.SENT, OutgoingMail.State.DEAD]
    assert {(m.to, m.subject, m.text) for m in OutgoingMail.objects.all()} == {
        ("erased@erased.invalid", "", "")
    }


def test_store_file_keeps_the_bytes_once():
    content = b"kommunenummer,navn\n3403,Hamar\n"
    inspected = uploads.inspect(content, "kommuner.csv", allowed={"csv"})
    first = changes.store_file(content, inspected, at=AT)
    second = changes.store_file(content, inspected, at=AT + timedelta(days=1))
    assert (first.pk, first.created_at) == (second.pk, AT)
    assert StoredFile.objects.count() == 1
    assert uploads.path_of(first.sha256).read_bytes() == content


def test_beat_keeps_the_newest_sign_of_life():
    changes.beat("worker", at=AT)
    changes.beat("worker", at=AT + timedelta(minutes=1))
    assert [beat.at for beat in Heartbeat.objects.all()] == [AT + timedelta(minutes=1)]


def test_start_run_is_taken_once():
    first, second = changes.start_run("reminders", due=AT), changes.start_run("reminders", due=AT)
    assert (first is None, second) == (False, None)
    assert changes.start_run("reminders", due=AT + timedelta(hours=1)) is not None


def test_finish_run_writes_down_how_it_ended():
    changes.finish_run(changes.start_run("reminders", due=AT), "3 sent", at=AT)
    run = PeriodicRun.objects.get()
    assert (run.finished_at, run.outcome) == (AT, "3 sent")


def test_nouns_of_the_kit_name_themselves():
    stored = StoredFile(sha256="ab" * 32)
    run = PeriodicRun(job="reminders", due=AT)
    beat = Heartbeat(name="worker", at=AT)
    names = [str(noun) for noun in (queued(), stored, run, beat)]
    assert names == [
        "Takk for svaret → kari@hamar.example",
        "ab" * 32,
        "reminders 2021-05-03 10:15",
        "worker 2021-05-03 10:15",
    ]


@pytest.mark.parametrize(("language", "nobody"), [("nn", "Sletta person"), ("en", "Erased person")])
def test_forget_name_speaks_the_language_of_each_mail_whoever_asks(language, nobody):
    later = AT + timedelta(days=1)
    letter = Letter("Hei", "Anne Bakken", language=language)
    mail = changes.queue_mail("waiting", "amir@hamar.example", letter, at=AT, due_at=later)
    with translation.override("nb"):
        changes.forget_name("Anne Bakken")
    mail = OutgoingMail.objects.get(pk=mail.pk)
    assert (mail.text, mail.language) == (nobody, language)


def test_forget_name_takes_it_out_of_mails_to_others_and_leaves_other_names():
    words = ("Du tar over etter Anne Bakken: gruppen", "Anne Bakken, Anne Bakkengård")
    mails = {
        key: changes.queue_mail(key, "amir@hamar.example", Letter(*words), at=AT, due_at=due)
        for key, due in (("sent", AT), ("waiting", AT + timedelta(days=1)))
    }
    other = changes.queue_mail("other", "amir@hamar.example", Letter("Hei", "Anne Bakkengård"), at=AT)
    changes.deliver_mail(at=AT)
    changes.forget_name("")
    changes.forget_name("Anne Bakken")
    sent, waiting = (OutgoingMail.objects.get(pk=mails[key].pk) for key in ("sent", "waiting"))
    assert (sent.to, sent.subject, sent.text) == ("amir@hamar.example", "", "")
    assert waiting.subject == "Du tar over etter Slettet person: gruppen"
    assert waiting.text == "Slettet person, Anne Bakkengård"
    assert OutgoingMail.objects.get(pk=other.pk).text == "Anne Bakkengård"
