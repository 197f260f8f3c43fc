"""Verbs of the secretariat: check, accept and return a reply. An accepted story becomes a document."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.consenting import enter_consent
from dugnad.calls.changes.letters import mail_people
from dugnad.calls.changes.locking import lock, record
from dugnad.calls.changes.points import take_points_back, tell_points
from dugnad.calls.changes.submitting import check_step
from dugnad.calls.changes.verdicts import check_newest
from dugnad.calls.models import Answer, Reply, ReplyFile, ReviewNote
from dugnad.calls.queries import (
    answerers_of,
    answers_in,
    files_in,
    gathered_letter,
    newest_version,
    returned_sections,
    wordings_in,
)
from dugnad.calls.rules import may_be_second, needs_check
from dugnad.calls.states import ReplyState
from dugnad.documents import changes as documents
from dugnad.documents.models import Document
from dugnad.documents.queries import attachments_in
from dugnad.documents.queries import newest_version as newest_text
from dugnad.documents.states import State
from dugnad.kit.errors import Refused
from dugnad.kit.uploads import path_of
from dugnad.members.models import Person

FACTS = (
    "measure_start_year", "milestone_year", "effect_value", "effect_unit", "effect_method", "funding",
    "point", "transfer", "contact", "link",
)  # fmt: skip
LENGTHS = {"funding": 300, "point": 20, "contact": 200, "link": 200}


@transaction.atomic
def accept_reply(
    reply: Reply,
    *,
    by: Person | None,
    at: datetime,
    note: str = "",
    make_stories: bool = True,
    version: int | None = None,
) -> bool:
    """Accept what was submitted; its stories become drafts among the documents of the member.

    Where the call asks for four eyes, the first person only checks it, and False says that somebody else
    must accept it. With `version` it raises Conflict when the member has submitted a newer one than was read.
    """
    lock(reply)
    check_step("accept_reply", reply)
    check_newest(reply, version)
    _check_none_goes_back(reply)
    if needs_check(reply.call, reply):
        _check(reply, note, by=by, at=at)
        return False
    _check_second(reply, by)
    reply.state, reply.accepted_at = ReplyState.ACCEPTED, at
    reply.save(update_fields=["state", "accepted_at"])
    _note(reply, "accept_reply", note, by=by, at=at)
    if make_stories:
        _make_stories(reply, by=by, at=at)
    enter_consent(reply, by=by, at=at)
    tell_points(reply, by=by, at=at)  # after the stories: a point may name one of them
    _tell(reply, "calls/mail/accepted.txt", note, at=at)
    return True


@transaction.atomic
def return_reply(reply: Reply, *, note: str, by: Person | None, at: datetime) -> None:
    """Send a reply back to those who wrote it, and tell them by mail what to change.

    Without a note of its own the letter is made of the notes on the sections that were marked for return.
    """
    lock(reply)
    check_step("return_reply", reply)
    note = note.strip() or gathered_letter(reply)
    if not note:
        raise Refused("note", _("Write what should be changed, so that they know what to do."), field="note")
    reply.state, reply.accepted_at, reply.ready_at, reply.ready_by = ReplyState.RETURNED, None, None, None
    reply.checked_at, reply.checked_by = None, None
    reply.save(update_fields=["state", "accepted_at", "ready_at", "ready_by", "checked_at", "checked_by"])
    take_points_back(reply, by=by, at=at)
    _note(reply, "return_reply", note, by=by, at=at)
    _tell(reply, "calls/mail/returned.txt", note, at=at)


def _check(reply: Reply, note: str, *, by: Person | None, at: datetime) -> None:
    """The first of two pairs of eyes; the member hears nothing before the second has seen it too."""
    if by is None:
        raise Refused("four_eyes", _("Two people accept this reply, so it must be known who checked it."))
    reply.checked_at, reply.checked_by = at, by
    reply.save(update_fields=["checked_at", "checked_by"])
    newest = newest_version(reply)
    after = {"version": newest.number if newest else 0, "note": note.strip()}
    record("check_reply", reply, by=by, at=at, after=after)


def _check_none_goes_back(reply: Reply) -> None:
    """A note that was kept for the member would never be read if its reply were accepted."""
    if titles := [str(row.section) for row in returned_sections(reply)]:
        message = _("%(sections)s: marked to be returned. Return the reply, or accept the section first.")
        raise Refused("sections", message % {"sections": ", ".join(titles)})


def _check_second(reply: Reply, by: Person | None) -> None:
    if not may_be_second(reply.call, reply, by.pk if by else None):
        raise Refused(
            "four_eyes",
            _("You have checked this reply already. Somebody else in the secretariat must accept it."),
        )


def _note(reply: Reply, verb: str, note: str, *, by: Person | None, at: datetime) -> None:
    if note.strip():
        ReviewNote(reply=reply, verb=verb, text=note.strip(), by=by, at=at).save(force_insert=True)
    record(verb, reply, by=by, at=at, after={"state": reply.state, "note": note.strip()})


def _tell(reply: Reply, template: str, note: str, *, at: datetime) -> None:
    newest = newest_version(reply)
    key = f"{template.rpartition('/')[2]}:{reply.pk}:{newest.number if newest else 0}:{at.timestamp():.0f}"
    mail_people(answerers_of(reply, at=at), template, key, reply, at=at, note=note.strip())


def _make_stories(reply: Reply, *, by: Person | None, at: datetime) -> None:
    """From what was submitted, and not from what has been written since."""
    version = newest_version(reply)
    told = answers_in(version) if version else {}
    files = files_in(version) if version else {}
    wordings = wordings_in(version) if version else {}
    for answer in reply.answers.select_related("question", "document"):
        value = told.get(answer.question.key, {}).get("value")
        is_told = wordings.get(answer.question.key) == answer.question.version
        if value and is_told and answer.question.facts.tells_story:
            _make_story(reply, answer, value, files.get(answer.question_id, []), by=by, at=at)


def _make_story(
    reply: Reply,
    answer: Answer,
    value: dict[str, Any],
    files: list[ReplyFile],
    *,
    by: Person | None,
    at: datetime,
) -> None:
    """A story that was told before is written on with the new words, unless it has been withdrawn."""
    facts = {name: value[name] for name in FACTS if name in value}
    facts |= {name: facts[name][:most] for name, most in LENGTHS.items() if name in facts}
    facts["goals"] = [int(goal) for goal in value.get("goals", ())]
    words = {"title": value["title"][:200], "body": value["text"], "theme": value["theme"]}
    document = answer.document
    if document is not None and document.state != State.WITHDRAWN:
        documents.edit_document(document, revision=document.revision, by=by, at=at, **words, **facts)
    else:
        document = documents.create_story(
            reply.organisation,
            language="nn" if reply.organisation.language_form == "nn" else "nb",
            year=reply.call.year,
            original_call=reply.call.slug,
            by=by,
            at=at,
            **words,
            **facts,
        )
        answer.document = document
        answer.save(update_fields=["document"])
    documents.note_words_sent(document, at=at)
    _bring_files(reply, document, files, by=by, at=at)


def _bring_files(
    reply: Reply, document: Document, files: list[ReplyFile], *, by: Person | None, at: datetime
) -> None:
    """The document gets the files of the version, and no longer has those that were taken out of the reply.

    What was put in among the documents themselves stays.
    """
    wanted = {file.file_id: file for file in files}
    ours = set(reply.files.values_list("file_id", flat=True))
    known = {attachment.file_id: attachment for attachment in attachments_in(newest_text(document))}
    for file_id, attachment in known.items():
        if file_id in ours - set(wanted):
            documents.detach(attachment, revision=document.revision, by=by, at=at)
            document.refresh_from_db()
    for file_id, file in wanted.items():
        if file_id not in known:
            _attach(document, file, by=by, at=at)


def _attach(document: Document, file: ReplyFile, *, by: Person | None, at: datetime) -> None:
    documents.attach(
        document,
        path_of(file.file.sha256).read_bytes(),
        file.name,
        revision=document.revision,
        title=file.alt_text[:200] or file.name,
        alt_text=file.alt_text,
        credit=file.credit,
        licence=file.licence,
        consent=file.consent,
        by=by,
        at=at,
    )
