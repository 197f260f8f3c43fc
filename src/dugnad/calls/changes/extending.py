"""The verb that gives one member more time, or takes it back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.letters import mail_people, recall_reminders
from dugnad.calls.changes.locking import lock, record
from dugnad.calls.models import Reply
from dugnad.calls.queries import answerers_of
from dugnad.calls.rules import came_late
from dugnad.calls.states import UNSETTLED, CallState
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Refused
from dugnad.kit.formats import short_day
from dugnad.members.models import Person


@transaction.atomic
def extend_deadline(reply: Reply, *, to: date | None, reason: str, by: Person | None, at: datetime) -> None:
    """Give a member until the end of another day, at the time of day of the call; None takes it back.

    The member is told by mail. A day that they named themselves and that the new one covers is settled.
    """
    if not reason.strip():
        raise Refused("reason", _("Write the reason, so that the others understand."), field="reason")
    lock(reply)
    _check_state(reply)
    if to is not None:
        _check_day(reply, to, at=at)
    before = {"extended_to": reply.extended_to, "expected_on": reply.expected_on}
    _set(reply, to)
    reply.reason, reply.extended_at = reason.strip(), at if to else None
    reply.save(update_fields=["extended_to", "extended_at", "expected_on", "reason"])
    recall_reminders(reply)
    after: dict[str, Any] = {"extended_to": to, "reason": reply.reason}
    record("extend_deadline", reply, by=by, at=at, before=before, after=after)
    key = f"extended:{reply.pk}:{to or 'back'}:{at.timestamp():.0f}"
    mail_people(answerers_of(reply, at=at), "calls/mail/extended.txt", key, reply, at=at)


def _check_state(reply: Reply) -> None:
    if reply.call.state != CallState.OPEN:
        raise Refused("closed", _("The call is not open, so nobody can get more time."))
    if reply.state not in UNSETTLED:
        raise Refused("state", _("The member has answered, or has said no, and needs no more time."))


def _check_day(reply: Reply, to: date, *, at: datetime) -> None:
    if to <= reply.call.due_day:
        message = _("Choose a day after %(day)s, when the answers of all are due.")
        raise Refused("to", message % {"day": short_day(reply.call.due_day)}, field="to")
    if to < at.astimezone(OSLO).date():
        raise Refused("to", _("Name a day that has not passed."), field="to")


def _set(reply: Reply, to: date | None) -> None:
    was_late = came_late(reply.call, reply)
    reply.extended_to = to
    if to is not None and reply.expected_on is not None and reply.expected_on <= to:
        reply.expected_on = None
    if came_late(reply.call, reply) and not was_late:
        message = _("The member has sent in within the time that it was given; it cannot be taken back.")
        raise Refused("late", message, field="to")
