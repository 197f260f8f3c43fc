"""Verbs of the files beside an answer: put in, taken out, and brought along to a new wording."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.locking import check_lent, check_writable, lock, record, touch
from dugnad.calls.models import Forwarding, Question, Reply, ReplyFile
from dugnad.calls.rules import LENT_ALL, LENT_FILE, LENT_FILES, fits_in_link, has_room
from dugnad.kit import uploads
from dugnad.kit.changes import store_file
from dugnad.kit.errors import Refused
from dugnad.members.models import Person


@transaction.atomic(durable=True)
def attach_file(
    reply: Reply,
    question: Question,
    content: bytes,
    name: str,
    *,
    by: Person | None,
    at: datetime,
    licence: str,
    consent: str,
    alt_text: str = "",
    credit: str = "",
    forwarding: Forwarding | None = None,
    first_byte_at: datetime | None = None,
) -> ReplyFile:
    """Put a file in beside an answer, judged by its content.

    A colleague without an account does it by a `forwarding`: in its section, as long as the link is open.
    """
    if not question.facts.files:
        raise Refused("kind", _("No files belong to this question."), field="file")
    inspected = uploads.inspect(content, name, allowed=question.facts.files)
    lock(reply)
    check_writable(reply)
    if forwarding:
        check_lent(reply, forwarding, first_byte_at=first_byte_at or at, at=at)
        _check_room(forwarding, question, len(content), name)
    file = ReplyFile(
        reply=reply,
        question=question,
        file=store_file(content, inspected, at=at),
        name=name[-200:],
        alt_text=alt_text,
        credit=credit,
        licence=licence,
        consent=consent,
        by=by,
        forwarding=forwarding,
        at=at,
    )
    file.save(force_insert=True)
    _touch("attach_file", file, by=by, at=at, forwarding=forwarding)
    return file


@transaction.atomic
def detach_file(
    file: ReplyFile,
    *,
    by: Person | None,
    at: datetime,
    forwarding: Forwarding | None = None,
    first_byte_at: datetime | None = None,
) -> None:
    """Take a file out; versions that were submitted with it keep it. A link takes out only its own files."""
    lock(file.reply)
    check_writable(file.reply)
    if forwarding:
        check_lent(file.reply, forwarding, first_byte_at=first_byte_at or at, at=at)
        if file.forwarding_id != forwarding.pk:
            message = _("Somebody else has put this file in. Ask the colleague who sent you the link.")
            raise Refused("owner", message)
    file.removed_at = at
    file.save(update_fields=["removed_at"])
    _touch("detach_file", file, by=by, at=at, forwarding=forwarding)


@transaction.atomic
def carry_files(
    reply: Reply,
    question: Question,
    *,
    by: Person | None,
    at: datetime,
    forwarding: Forwarding | None = None,
) -> None:
    """Put the files of a question's earlier wording in beside the new one; the old one keeps them too."""
    lock(reply)
    check_writable(reply)
    kept = reply.files.filter(question__key=question.key, removed_at__isnull=True).exclude(question=question)
    for file in kept.order_by("pk"):
        names = {field.attname: getattr(file, field.attname) for field in ReplyFile._meta.concrete_fields}
        own = {"id": None, "question_id": question.pk, "by_id": by.pk if by else None, "at": at}
        ReplyFile(**(names | own)).save(force_insert=True)
    reply.revision += 1
    touch(reply, at=at)
    what: dict[str, Any] = {"question": question.key}
    record("carry_files", reply, by=by, at=at, after=what | _by_link(forwarding))


def _check_room(forwarding: Forwarding, question: Question, size: int, name: str) -> None:
    """Refuse what a link does not open, and more than one section can need."""
    if question.section_id != forwarding.section_id:
        raise Refused("section", _("The link does not open this question."))
    sizes = {"name": name, "limit": LENT_FILE, "files": LENT_FILES, "all": LENT_ALL}
    if not fits_in_link(size):
        message = _("%(name)s is larger than %(limit)s MB, which is the most that a link takes.")
        raise Refused("size", message % sizes, field="file")
    if not has_room(list(forwarding.files.values_list("file__size", flat=True)), size):
        message = _(
            "By this link you can put in %(files)s files and %(all)s MB in all, also counting what was taken "
            "out. Send the rest to the colleague who sent you the link."
        )
        raise Refused("room", message % sizes, field="file")


def _touch(
    verb: str, file: ReplyFile, *, by: Person | None, at: datetime, forwarding: Forwarding | None
) -> None:
    reply = file.reply
    reply.revision += 1
    touch(reply, at=at)
    if forwarding:
        Forwarding.objects.filter(pk=forwarding.pk).update(saved_at=at)
    what: dict[str, Any] = {"file": file.name, "sha256": file.file.sha256}
    record(verb, reply, by=by, at=at, after=what | _by_link(forwarding))


def _by_link(forwarding: Forwarding | None) -> dict[str, Any]:
    """By its number: the trail never forgets, and a colleague's name must be able to go."""
    return {"forwarding": forwarding.pk} if forwarding else {}
