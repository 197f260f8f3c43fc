"""Verbs of stories that are sent in: receive, take in, decline; and how long they may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.documents.changes.attachments import attach
from dugnad.documents.changes.review import refuse_wrong_length, withdraw
from dugnad.documents.changes.writing import create_document
from dugnad.documents.kinds import Kind, Way
from dugnad.documents.models import Contribution, Document, StoryLength
from dugnad.documents.queries import newest_version, sent_since, words_of
from dugnad.documents.rules import comes_too_often, fingerprint
from dugnad.documents.states import ContributionState
from dugnad.kit import history
from dugnad.kit.changes import add, edit, queue_mail, refuse_invalid
from dugnad.kit.errors import Refused
from dugnad.kit.mail import write_letter
from dugnad.members.models import Organisation, Person
from dugnad.members.queries import people_who_answer


@dataclass(frozen=True)
class Sender:
    """Who sends a story in: what they say of themselves, and the language in which they are answered."""

    name: str
    email: str
    language: str


@transaction.atomic
def receive_story(
    owner: Organisation,
    sender: Sender,
    *,
    at: datetime,
    picture: tuple[bytes, str] | None = None,
    caption: Mapping[str, str] | None = None,
    **values: Any,
) -> Contribution:
    """Take a story that comes by the open form: a draft that waits for the secretariat, and a receipt."""
    _refuse_flood(sender, at=at)
    refuse_wrong_length(values["body"], values["year"])
    document = create_document(
        kind=Kind.STORY, owner=owner, by=None, at=at, is_illustrative=settings.DEMO, **values
    )
    if picture:
        content, name = picture
        words = dict(caption or {})
        title = words.get("alt_text", "")[:200]
        attach(document, content, name, revision=document.revision, by=None, at=at, title=title, **words)
    contribution = Contribution(
        document=document,
        way=Way.FORM,
        name=sender.name,
        email=sender.email,
        language=sender.language,
        sent_at=at,
        **_words_sent(document),
        state=ContributionState.RECEIVED,
    )
    refuse_invalid(contribution)
    contribution.save(force_insert=True)
    _record("receive_story", contribution, by=None, at=at)
    _answer(contribution, "documents/mail/received.txt", at=at)
    _tell_editors(contribution, at=at)
    return contribution


@transaction.atomic
def note_words_sent(document: Document, *, at: datetime) -> Contribution:
    """Note that a member sent these words in a reply: as long as they stand, nobody need be asked."""
    sent = _words_sent(document)
    contribution = Contribution.objects.filter(document=document).first()
    if contribution:
        contribution.words, contribution.sha256 = sent["words"], sent["sha256"]
        contribution.save(update_fields=["words", "sha256"])
        return contribution
    contribution = Contribution(
        document=document,
        way=Way.CALL,
        sent_at=at,
        **sent,
        state=ContributionState.TAKEN_IN,
        settled_at=at,
    )
    contribution.save(force_insert=True)
    return contribution


@transaction.atomic
def take_in_story(contribution: Contribution, *, by: Person | None, at: datetime) -> None:
    """Work on a story that was sent in, as on any draft."""
    _settle(contribution, "take_in_story", ContributionState.TAKEN_IN, by=by, at=at)


@transaction.atomic
def decline_story(contribution: Contribution, *, note: str, by: Person | None, at: datetime) -> None:
    """Say no to a story that was sent in, and tell the sender why."""
    if not note.strip():
        raise Refused("note", _("Write why, so that the sender understands it."), field="note")
    _settle(contribution, "decline_story", ContributionState.DECLINED, note=note.strip(), by=by, at=at)
    withdraw(contribution.document, reason=note, by=by, at=at)
    _answer(contribution, "documents/mail/declined.txt", at=at)
    # Nobody will write to them again, so we need not know who they are.
    contribution.name = contribution.email = ""
    contribution.save(update_fields=["name", "email"])


@transaction.atomic
def set_story_length(*, by: Person | None, at: datetime, year: int, **rule: Any) -> StoryLength:
    """Say how long a story of a year may be."""
    found = StoryLength.objects.filter(year=year).first()
    if found:
        edit(found, "set_story_length", rule, by=by, at=at)
        return found
    length = StoryLength(year=year, **rule)
    add(length, "set_story_length", by=by, at=at)
    return length


def _refuse_flood(sender: Sender, *, at: datetime) -> None:
    if comes_too_often(sent_since(at, sender.email), sent_since(at)):
        message = _(
            "So many stories have come in the last hour that we take no more just now. "
            "What you wrote stands below. Send it again in an hour."
        )
        raise Refused("often", message)


def _words_sent(document: Document) -> dict[str, Any]:
    """The words as they were sent, and their fingerprint."""
    words = words_of(newest_version(document))
    return {"words": words, "sha256": fingerprint(words)}


def _settle(
    contribution: Contribution,
    verb: str,
    state: ContributionState,
    *,
    by: Person | None,
    at: datetime,
    note: str = "",
) -> None:
    now = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if now.state != ContributionState.RECEIVED:
        raise Refused("state", _("Somebody has settled this already."))
    contribution.state, contribution.note, contribution.settled_at = state, note, at
    contribution.save(update_fields=["state", "note", "settled_at"])
    _record(verb, contribution, by=by, at=at)


def _record(verb: str, contribution: Contribution, *, by: Person | None, at: datetime) -> None:
    """In the trail of the document. Who sent it stands beside it alone: the trail forgets nobody."""
    document = contribution.document
    after = {"state": contribution.state, "way": contribution.way}
    history.record(verb, document, by=by, at=at, after=after, organisation_id=document.owner_id)


def _answer(contribution: Contribution, template: str, *, at: datetime) -> None:
    """A letter to the sender. Nothing that was typed stands in a receipt: anybody's address can be typed."""
    if not contribution.email:
        return
    context = {"contribution": contribution, "document": contribution.document}
    letter = write_letter(template, contribution.language, context)
    queue_mail(f"{template}:{contribution.pk}", contribution.email, letter, at=at)


def _tell_editors(contribution: Contribution, *, at: datetime) -> None:
    """Those who write for the municipality learn what comes in its name."""
    document = contribution.document
    for person in people_who_answer(document.owner, on=at.date()).exclude(email=contribution.email):
        context = {"document": document, "person": person, "contribution": contribution}
        letter = write_letter("documents/mail/sent_in.txt", person.language, context)
        queue_mail(f"sent-in:{contribution.pk}:{person.pk}", str(person.email), letter, at=at)
