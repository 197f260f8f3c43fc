"""What every write into a reply begins and ends with: one writer at a time, the refusals, the trail."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dugnad.calls.changes.counting import count_answered
from dugnad.calls.models import Forwarding, Reply
from dugnad.calls.queries import questions_of
from dugnad.calls.rules import can_write, is_lent
from dugnad.kit import history
from dugnad.kit.errors import Refused
from dugnad.members.models import Person


def lock(reply: Reply) -> None:
    """Let one writer in at a time, and read the reply as it stands now."""
    now = Reply.objects.select_for_update().get(pk=reply.pk)
    for field in Reply._meta.concrete_fields:
        setattr(reply, field.attname, getattr(now, field.attname))
    reply.call.refresh_from_db()


def touch(reply: Reply, *, at: datetime) -> None:
    """Count what is answered, and note when it was saved."""
    reply.answered, reply.saved_at = count_answered(reply, questions_of(reply.call)), at
    reply.save(update_fields=["answered", "saved_at", "revision"])


def record(verb: str, reply: Reply, *, by: Person | None, at: datetime, **what: Any) -> None:
    """An entry in the trail of a reply."""
    history.record(verb, reply, by=by, at=at, organisation_id=reply.organisation_id, **what)


def check_writable(reply: Reply) -> None:
    """Refuse what is written into a reply that is done."""
    if not can_write(reply.call, reply):
        message = _("The reply is accepted, or the call is closed: nothing more can be written.")
        raise Refused("state", message)


def check_lent(reply: Reply, forwarding: Forwarding, *, first_byte_at: datetime, at: datetime) -> None:
    """Refuse what comes by a link that has been closed, or whose time is over."""
    forwarding.refresh_from_db()
    if not is_lent(forwarding, reply.call, reply, first_byte_at=first_byte_at, at=at):
        raise Refused("lent", _("The link is no longer open, so nothing more can be written here."))
