"""Verbs of a sub-region that answers for its members, and of the members who say yes or no to it."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.drafts import save_draft
from dugnad.calls.changes.letters import mail_people
from dugnad.calls.changes.locking import lock, record
from dugnad.calls.changes.submitting import check_basis, check_reason, submit_reply, take_back
from dugnad.calls.models import Reply, ReplyVersion
from dugnad.calls.queries import answers_of, carried_answers, newest_version, speaker_for
from dugnad.calls.rules import can_object
from dugnad.calls.states import CallState, Confirmation
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Conflict, Refused
from dugnad.members.models import Person

SETTLED = frozenset({"unspoken", "closed", "confirmation"})  # refused because of where the reply stands


@dataclass
class Spoken:
    """What became of an answer that a sub-region gave for several members."""

    submitted: list[Reply] = field(default_factory=list)
    incomplete: list[Reply] = field(default_factory=list)


def answer_for_members(
    source: Reply,
    others: Iterable[Reply],
    questions: Collection[str],
    idempotency_key: str,
    *,
    by: Person | None,
    at: datetime,
    first_byte_at: datetime | None = None,
    basis: dict[str, Any] | None = None,
) -> Spoken:
    """Carry the answers to these questions to other members' replies, and submit those that are complete.

    Only what is empty there is filled in; figures and files are each member's own. Each member's reply is
    stored and submitted by itself: one that lacks something does not hold back the others.
    """
    today, spoken = at.astimezone(OSLO).date(), Spoken()
    check_basis(source.call, basis, on=today)  # before anything is stored: it counts for all of them
    group = speaker_for(by, source.organisation, on=today)
    chosen = [answer for answer in carried_answers(source) if answer.question.key in questions]
    for reply in others:
        if group is None or speaker_for(by, reply.organisation, on=today) != group:
            raise Refused("speaker", _("Only a sub-region that answers for its members can do this."))
        empty = {a.question_id for a in answers_of(reply).values() if a.value is not None or a.note}
        new = {a.question.key: a for a in chosen if a.question_id not in empty}
        values, notes = ({k: a.value for k, a in new.items()}, {k: a.note for k, a in new.items() if a.note})
        with suppress(Conflict):  # somebody wrote there in this very moment, and theirs stays
            save_draft(reply, values, reply.revision, by, at, notes=notes)
        try:
            key = f"{idempotency_key}:{reply.pk}"
            submit_reply(reply, key, by, at, first_byte_at, basis=basis)
            spoken.submitted.append(reply)
        except Refused:
            spoken.incomplete.append(reply)
    with transaction.atomic():
        told = {"members": [reply.organisation.slug for reply in spoken.submitted]}
        record("answer_for_members", source, by=by, at=at, after=told)
    return spoken


@transaction.atomic
def confirm_reply(reply: Reply, *, by: Person | None, at: datetime) -> None:
    """The member says yes to what its sub-region answered."""
    lock(reply)
    _check_spoken(reply)
    if reply.confirmation != Confirmation.AWAITED:
        raise Refused("confirmation", _("There is nothing to confirm here any more."))
    reply.confirmation = Confirmation.CONFIRMED
    reply.save(update_fields=["confirmation"])
    record("confirm_reply", reply, by=by, at=at, after={"spoken_by": reply.spoken_by_id})


@transaction.atomic
def object_to_reply(reply: Reply, *, reason: str, by: Person | None, at: datetime) -> ReplyVersion:
    """The member says no to what its sub-region answered: the reply is its own again, and nothing is lost."""
    check_reason(reason)
    lock(reply)
    _check_spoken(reply)
    if reply.confirmation != Confirmation.AWAITED:
        raise Refused("confirmation", _("There is nothing to object to here any more."))
    if not can_object(reply, on=at.astimezone(OSLO).date()):
        raise Refused("confirmation", _("The time to object has passed. Ask the secretariat to return it."))
    before = newest_version(reply)
    version = take_back(reply, reason, by=by, at=at)
    reply.confirmation, reply.accepted_at = Confirmation.OBJECTED, None
    reply.save(update_fields=["confirmation", "accepted_at"])
    record(
        "object_to_reply", reply, by=by, at=at, after={"version": version.number, "reason": reason.strip()}
    )
    told = [before.submitted_by if before else None, reply.call.contact]
    people = {person.pk: person for person in told if person is not None and person.email}
    key = f"objected:{version.pk}"
    mail_people(people.values(), "calls/mail/objected.txt", key, reply, at=at, reason=reason.strip())
    return version


def _check_spoken(reply: Reply) -> None:
    """Refuse an answer to a sub-region that has not spoken, or when nobody can answer any more."""
    if not reply.confirmation:
        raise Refused("unspoken", _("No sub-region has answered for this member."))
    if reply.call.state != CallState.OPEN:
        raise Refused("closed", _("The call is closed, so what was answered stands."))
