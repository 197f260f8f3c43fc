"""Verbs of lending: one section to a colleague without an account, by a link that ends at the deadline."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.letters import mail_people
from dugnad.calls.changes.locking import lock, record
from dugnad.calls.models import Forwarding, Reply, Section
from dugnad.calls.queries import language_of
from dugnad.calls.rules import fingerprint, is_lent
from dugnad.kit.changes import SECRET, queue_mail, recall_mail, refuse_invalid
from dugnad.kit.errors import Refused
from dugnad.kit.mail import write_letter
from dugnad.members.models import Person

STRENGTH = 24  # bytes, 192 bits: nobody guesses a link


@transaction.atomic
def forward_section(
    reply: Reply,
    section: Section,
    *,
    name: str,
    email: str,
    by: Person | None,
    at: datetime,
    message: str = "",
) -> Forwarding:
    """Lend one section to a colleague, who gets a link by mail; the link itself is kept nowhere."""
    lock(reply)
    token = secrets.token_urlsafe(STRENGTH)
    forwarding = Forwarding(
        reply=reply,
        section=section,
        sha256=fingerprint(token.encode()),
        name=name.strip(),
        email=email.strip(),
        message=message.strip(),
        by=by,
        at=at,
    )
    _check_open(forwarding, at=at)
    refuse_invalid(forwarding)
    forwarding.save(force_insert=True)
    record("forward_section", reply, by=by, at=at, after={"forwarding": forwarding.pk, "section": section.pk})
    context = {"forwarding": forwarding, "reply": reply, "call": reply.call, "token": token}
    letter = write_letter("calls/mail/forwarded.txt", language_of(reply), context)
    queue_mail(_key(forwarding), forwarding.email, letter, at=at)
    return forwarding


@transaction.atomic
def end_forwarding(forwarding: Forwarding, *, by: Person | None, at: datetime) -> None:
    """Close the link; what the colleague has written stays."""
    won = Forwarding.objects.filter(pk=forwarding.pk, ended_at__isnull=True).update(ended_at=at)
    forwarding.refresh_from_db()
    if not won:
        raise Refused("ended", _("The link is closed already."))
    recall_mail(_key(forwarding))
    record("end_forwarding", forwarding.reply, by=by, at=at, after={"forwarding": forwarding.pk})


def open_forwarding(forwarding: Forwarding, *, at: datetime) -> None:
    """Note when the link was first opened, and nothing else: a mail scanner opens links too."""
    Forwarding.objects.filter(pk=forwarding.pk, opened_at__isnull=True).update(opened_at=at)


@transaction.atomic
def finish_forwarding(forwarding: Forwarding, *, at: datetime) -> None:
    """The colleague says that the section is done; the one who lent it is told, once."""
    won = Forwarding.objects.filter(pk=forwarding.pk, finished_at__isnull=True).update(finished_at=at)
    forwarding.refresh_from_db()
    if not won:
        return
    reply, person = forwarding.reply, forwarding.by
    record("finish_forwarding", reply, by=None, at=at, after={"forwarding": forwarding.pk})
    if person is not None and person.email:
        key = f"finished:{forwarding.pk}"
        mail_people([person], "calls/mail/finished.txt", key, reply, at=at, forwarding=forwarding)


def _check_open(forwarding: Forwarding, *, at: datetime) -> None:
    reply = forwarding.reply
    if forwarding.section.call_id != reply.call_id:
        raise Refused("section", _("The call has no such section."))
    if not is_lent(forwarding, reply.call, reply, first_byte_at=at, at=at):
        message = _("The reply is accepted, or the call is closed: a link would open nothing.")
        raise Refused("lent", message)


def _key(forwarding: Forwarding) -> str:
    return f"{SECRET}forwarding:{forwarding.pk}"
