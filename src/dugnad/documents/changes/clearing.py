"""Verbs of the sender's approval: ask about changed words, answer."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.documents.models import Clearance, Document
from dugnad.documents.queries import clearances_of, contribution_of, newest_version, token_hash, wording_of
from dugnad.documents.rules import waits_for_sender
from dugnad.documents.states import ClearanceState
from dugnad.kit import history
from dugnad.kit.changes import SECRET, queue_mail, recall_mail, refuse_invalid
from dugnad.kit.errors import Refused
from dugnad.kit.mail import write_letter
from dugnad.members.models import Person

STRENGTH = 24  # bytes, 192 bits: nobody guesses a link


@transaction.atomic
def ask_sender(
    document: Document,
    *,
    name: str,
    email: str,
    language: str,
    by: Person | None,
    at: datetime,
    message: str = "",
) -> Clearance:
    """Ask the sender about the words that stand now; an earlier link that waits leads nowhere any more."""
    version = newest_version(document)
    contribution = contribution_of(document)
    wording = wording_of(version)
    if contribution and contribution.sha256 == wording:
        raise Refused("unchanged", _("The words are as they were sent, so there is nothing to ask about."))
    for earlier in clearances_of(document).filter(state=ClearanceState.WAITING):
        _replace(earlier)
    token = secrets.token_urlsafe(STRENGTH)
    clearance = Clearance(
        version=version,
        wording=wording,
        token_sha256=token_hash(token),
        name=name.strip(),
        email=email.strip(),
        language=language,
        message=message.strip(),
        asked_by=by,
        asked_at=at,
    )
    refuse_invalid(clearance)
    clearance.save(force_insert=True)
    _record("ask_sender", clearance, by=by, at=at)
    context = {"clearance": clearance, "version": version, "document": document, "token": token}
    letter = write_letter("documents/mail/ask_sender.txt", language, context)
    queue_mail(_key(clearance), clearance.email, letter, at=at)
    return clearance


@transaction.atomic
def answer_clearance(
    clearance: Clearance, *, approves: bool, note: str, by: Person | None, at: datetime
) -> None:
    """Approve the words or say what is wrong; who asked is told. By link nobody is signed in."""
    document = clearance.version.document
    # Held until we are done: a text that is changed at this very moment is not approved unread.
    Document.objects.select_for_update().get(pk=document.pk)
    now = Clearance.objects.select_for_update().get(pk=clearance.pk)
    if not waits_for_sender(now, wording_of(newest_version(document))):
        raise Refused("waiting", _("The text has been changed since, or somebody has answered already."))
    if not approves and not note.strip():
        raise Refused("note", _("Write what is wrong, so that it can be put right."), field="note")
    clearance.state = ClearanceState.APPROVED if approves else ClearanceState.OBJECTED
    clearance.note, clearance.answered_by, clearance.answered_at = note.strip(), by, at
    clearance.save(update_fields=["state", "note", "answered_by", "answered_at"])
    _record("approve_as_sender" if approves else "object_as_sender", clearance, by=by, at=at)
    _tell_asker(clearance, at=at)


def _replace(clearance: Clearance) -> None:
    clearance.state = ClearanceState.REPLACED
    clearance.save(update_fields=["state"])
    recall_mail(_key(clearance))


def _record(verb: str, clearance: Clearance, *, by: Person | None, at: datetime) -> None:
    """In the trail of the document; the sender's name may have to go, and the trail keeps it not."""
    document = clearance.version.document
    after = {"version": clearance.version.number, "wording": clearance.wording}
    history.record(verb, document, by=by, at=at, after=after, organisation_id=document.owner_id)


def _tell_asker(clearance: Clearance, *, at: datetime) -> None:
    asker = clearance.asked_by
    if asker is None or not asker.email:
        return
    version = newest_version(clearance.version.document)
    context = {"clearance": clearance, "version": version, "document": version.document, "person": asker}
    letter = write_letter("documents/mail/sender_answered.txt", asker.language, context)
    queue_mail(f"sender-answered:{clearance.pk}", str(asker.email), letter, at=at)


def _key(clearance: Clearance) -> str:
    return f"{SECRET}clearance:{clearance.pk}"
