"""What `dugnad check` says of mail that could not be sent: once, in plain words, never of the erased."""

from datetime import UTC, datetime

import pytest

from dugnad import inspection
from dugnad.kit import changes
from dugnad.kit.mail import Letter
from dugnad.kit.models import OutgoingMail

AT = datetime(2021, 5, 3, 10, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def outbox():
    (finding,) = [one for one in inspection.inspect_installation() if one.subject == "outbox"]
    return finding.ok, finding.text


def give_up(address, why=""):
    mail = changes.queue_mail(address, address, Letter("Hei", "Hei\n"), at=AT)
    OutgoingMail.objects.filter(pk=mail.pk).update(state=OutgoingMail.State.DEAD, last_error=why)


def test_check_tells_of_mail_that_could_not_be_sent_and_why():
    well = (True, "every mail could be sent, or waits for its turn")
    assert outbox() == well
    changes.queue_mail("gone", "anne@hamar.example", Letter("Hei", "Hei\n"), at=AT)
    changes.forget_mail("anne@hamar.example")
    assert outbox() == well
    give_up("kari@hamar.example")
    told = "1 mail was tried 8 times, and could not be sent; the newest to kari@hamar.example"
    assert outbox() == (False, told)
    give_up("ola@hamar.example", "SMTPServerDisconnected: closed")
    told = "2 mails were tried 8 times, and could not be sent; the newest to ola@hamar.example"
    assert outbox() == (False, f"{told}: SMTPServerDisconnected: closed")
