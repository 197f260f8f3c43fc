"""Questions about the outbox and the workers."""

from datetime import UTC, datetime

import pytest

from dugnad.kit import changes, queries
from dugnad.kit.mail import Letter
from dugnad.kit.models import OutgoingMail

AT = datetime(2021, 5, 3, 10, 15, tzinfo=UTC)
LETTER = Letter(subject="Påminnelse", text="Fristen er fredag.\n")
pytestmark = pytest.mark.django_db


def test_last_heartbeat_is_none_before_the_first():
    assert queries.last_heartbeat("worker") is None


def test_last_heartbeat_is_that_of_the_named_worker():
    changes.beat("worker", at=AT)
    assert (queries.last_heartbeat("worker"), queries.last_heartbeat("other")) == (AT, None)


def test_dead_mail_is_what_was_given_up():
    dead = changes.queue_mail("a", "a@hamar.example", LETTER, at=AT)
    changes.queue_mail("b", "b@hamar.example", LETTER, at=AT)
    OutgoingMail.objects.filter(pk=dead.pk).update(state=OutgoingMail.State.DEAD)
    assert list(queries.dead_mail()) == [dead]


def test_mail_to_somebody_who_was_erased_waits_for_nobody():
    changes.queue_mail("a", "a@hamar.example", LETTER, at=AT)
    changes.forget_mail("a@hamar.example")
    assert OutgoingMail.objects.get().state == OutgoingMail.State.DEAD
    assert not queries.dead_mail().exists()


def test_mail_to_an_address_is_found_in_any_case_newest_first():
    first = changes.queue_mail("a", "Kari@hamar.example", LETTER, at=AT)
    changes.queue_mail("b", "ola@hamar.example", LETTER, at=AT)
    last = changes.queue_mail("c", "kari@hamar.example", LETTER, at=AT)
    assert list(queries.mail_to("KARI@HAMAR.example")) == [last, first]
