"""Verbs of review: send, return, approve, publish, withdraw."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dugnad.documents.changes.writing import claim_revision
from dugnad.documents.models import Approval, Document, Version
from dugnad.documents.queries import (
    attachments_in,
    clearances_of,
    content_of,
    contribution_of,
    is_cleared_for_publication,
    length_in,
    newest_version,
    wording_of,
)
from dugnad.documents.rules import fingerprint, lacks_for_publication, length_complaint, length_of
from dugnad.documents.states import STEPS, ClearanceState, State
from dugnad.kit import history
from dugnad.kit.changes import queue_mail
from dugnad.kit.errors import Refused
from dugnad.kit.mail import write_letter
from dugnad.members.models import Organisation, Person
from dugnad.members.queries import people_who_answer


@transaction.atomic
def submit_for_review(document: Document, *, by: Person | None, at: datetime) -> None:
    """Ask for a review; from now on the text waits for the secretariat."""
    version = newest_version(document)
    if not version.body.strip():
        raise Refused("body", _("Write the text before you send it to review."), field="body")
    # A call has a length of its own, and its stories were held against that when they were submitted.
    story = getattr(version, "story", None)
    if story and not story.original_call:
        refuse_wrong_length(version.body, document.year)
    _step("submit_for_review", document, by=by, at=at, note="")


@transaction.atomic
def return_with_note(document: Document, *, note: str, by: Person | None, at: datetime) -> None:
    """Send a text back to those who wrote it, and tell them why by mail."""
    if not note.strip():
        raise Refused("note", _("Write what should be changed, so that they know what to do."), field="note")
    _step("return_with_note", document, by=by, at=at, note=note.strip())
    _tell_owner("documents/mail/returned.txt", document, by=by, at=at)


@transaction.atomic
def approve(
    document: Document,
    *,
    on_behalf_of: Organisation,
    by: Person | None,
    at: datetime,
    revision: int | None = None,
) -> Version:
    """Stand behind the text: its version freezes, with a fingerprint of everything that was approved.

    `revision` is the one that the approver read; Conflict when the text has changed since.
    """
    if revision is not None:
        claim_revision(document, revision, yours={})
    _step("approve", document, by=by, at=at)
    version = newest_version(document)
    if not version.is_frozen:
        version.frozen_at, version.sha256 = at, fingerprint(content_of(version))
        version.save(update_fields=["frozen_at", "sha256"])
    Approval(version=version, person=by, at=at, on_behalf_of=on_behalf_of).save(force_insert=True)
    return version


@transaction.atomic
def publish(document: Document, *, by: Person | None, at: datetime) -> Version:
    """Show the approved version to everyone; pictures without credit, licence or consent stop it."""
    version = newest_version(document)
    for attachment in attachments_in(version):
        if lacks := lacks_for_publication(attachment):
            message = _(
                "“%(title)s” cannot be published yet. Fill in what is missing under “Pictures and files”."
            )
            message %= {"title": attachment.title}
            raise Refused("attachment", message, field="attachments", details={"lacks": lacks})
    if not is_cleared_for_publication(version):
        raise Refused("sender", _what_sender_has_said(version), field="body")
    _step("publish", document, by=by, at=at, note="")
    if not version.is_published:
        version.published_at = at
        version.save(update_fields=["published_at"])
    _tell_owner("documents/mail/published.txt", document, by=by, at=at)
    _tell_sender(document, version, at=at)
    return version


def _what_sender_has_said(version: Version) -> str:
    """Why the sender stops publication: has not answered, objects, or has not seen these words."""
    asked = [one for one in clearances_of(version.document) if one.wording == wording_of(version)]
    told = {
        ClearanceState.WAITING: _("The sender was asked about these words and has not answered yet."),
        ClearanceState.OBJECTED: _("The sender objects to these words. Change them, and ask once more."),
    }
    unseen = _("The words have been changed since the sender saw them. Ask the sender first.")
    return told.get(ClearanceState(asked[0].state), unseen) if asked else unseen


@transaction.atomic
def withdraw(document: Document, *, reason: str, by: Person | None, at: datetime) -> None:
    """Take a document out of use; it stays in the archive with the reason."""
    if not reason.strip():
        raise Refused("reason", _("Write why the document is withdrawn."), field="reason")
    _step("withdraw", document, by=by, at=at, note=reason.strip())


def refuse_wrong_length(body: str, year: int) -> None:
    """Refuse a story that is not as long as the rule of its year asks, and say by how much."""
    rule = length_in(year)
    if rule and (complaint := length_complaint(length_of(body, rule))):
        raise Refused("length", complaint, field="body")


def _step(verb: str, document: Document, *, by: Person | None, at: datetime, **values: Any) -> None:
    """Move a document if its state permits; of two who try at once the database lets one through."""
    step = STEPS[verb]
    before = State(document.state)
    won = Document.objects.filter(pk=document.pk, state__in=step.starts).update(
        state=step.ends, revision=F("revision") + 1, **values
    )
    document.refresh_from_db()
    if not won:
        raise Refused("state", step.refusal)
    history.record(
        verb,
        document,
        by=by,
        at=at,
        before={"state": before},
        after={"state": step.ends, "version": newest_version(document).number, **values},
        organisation_id=document.owner_id,
    )


def _tell_sender(document: Document, version: Version, *, at: datetime) -> None:
    """Who sent it in without an account hears of it too, unless they just have as one of the owner's."""
    contribution = contribution_of(document)
    told = people_who_answer(document.owner, on=at.date())
    if not contribution or not contribution.email or told.filter(email=contribution.email).exists():
        return
    context = {"document": document, "version": version}
    letter = write_letter("documents/mail/published_yours.txt", contribution.language, context)
    queue_mail(f"published-yours:{document.pk}:{version.number}", contribution.email, letter, at=at)


def _tell_owner(template: str, document: Document, *, by: Person | None, at: datetime) -> None:
    """A mail to those who write for the owner, but for the one who did it."""
    people = people_who_answer(document.owner, on=at.date())
    for person in people.exclude(pk=by.pk) if by else people:
        context = {"document": document, "version": newest_version(document), "person": person}
        letter = write_letter(template, person.language, context)
        key = f"document:{document.pk}:{document.revision}:{person.pk}"
        queue_mail(key, str(person.email), letter, at=at)
