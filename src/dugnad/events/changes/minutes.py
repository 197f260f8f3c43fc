"""Verbs of minutes: write what was said point by point, send it for comment, approve it, correct it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.documents.changes import approve, create_document, edit_document, submit_for_review
from dugnad.documents.kinds import Kind
from dugnad.documents.models import Document, Version
from dugnad.documents.queries import newest_version
from dugnad.documents.states import State
from dugnad.events.changes.events import refuse_called_off
from dugnad.events.models import AgendaItem, Comment, Event, Note, Outcome
from dugnad.events.queries.links import own_address
from dugnad.events.queries.minutes import APPROVED, is_approved, is_stale, may_comment, minutes_text
from dugnad.events.queries.places import left_ones
from dugnad.events.queries.taking_part import address_of, language_of, name_of, reads_papers
from dugnad.events.rules import meeting as rules
from dugnad.events.states import ItemState
from dugnad.kit.changes import add, edit, queue_mail
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Conflict, Refused
from dugnad.kit.mail import write_letter
from dugnad.kit.text import localised
from dugnad.members.models import Organisation, Person


@transaction.atomic
def write_note(item: AgendaItem, *, text: str, revision: int, by: Person | None, at: datetime) -> Note | None:
    """Write what was said about a point; `revision` is 0 for the first words, and no words are no note.

    Two people write two points at once. Where they write the same one, the second is shown both texts.
    """
    refuse_approved(item)
    note = Note.objects.select_related("written_by").filter(item=item).first()
    if note is None and text.strip():
        note = Note(item=item, text=text, written_by=by, written_at=at)
        add(note, "write_note", by=by, at=at)
    elif note is not None and note.text != text:
        _write_over(note, text, revision, by=by, at=at)
    if text.strip():
        _treat(item, by=by, at=at)
    return note


def _write_over(note: Note, text: str, revision: int, *, by: Person | None, at: datetime) -> None:
    if note.revision != revision:
        raise Conflict(
            "revision",
            _("Somebody else saved while you were writing. Here are both texts; nothing is lost."),
            details={
                "yours": {"text": text},
                "theirs": {"text": note.text},
                "seen": note.revision,
                "by": str(note.written_by or ""),
            },
        )
    values = {"text": text, "revision": revision + 1, "written_by": by, "written_at": at}
    edit(note, "write_note", values, by=by, at=at)


def _treat(item: AgendaItem, *, by: Person | None, at: datetime) -> None:
    if item.state == ItemState.PLACED:
        edit(item, "treat_item", {"state": ItemState.TREATED}, by=by, at=at)


def write_notes(
    event: Event, texts: Mapping[int, str], seen: Mapping[int, int], *, by: Person | None, at: datetime
) -> dict[int, Conflict]:
    """Write several points at once, by their numbers; what somebody else has written meanwhile stays theirs.

    Returns the points that two have written, each with both texts: the others are stored all the same.
    """
    clashes: dict[int, Conflict] = {}
    for item in event.items.filter(pk__in=texts):
        try:
            write_note(item, text=texts[item.pk], revision=seen.get(item.pk, 0), by=by, at=at)
        except Conflict as clash:
            clashes[item.pk] = clash
    return clashes


@transaction.atomic
def send_minutes(
    event: Event, *, by: Person | None, at: datetime, language: str = "nb", comments_by: date | None = None
) -> Document:
    """Gather what was written into the minutes and send them to those who were asked, for comment.

    Sent again they replace what was sent before, until they are approved.
    """
    _lock(event)
    refuse_unsendable(event, at=at)
    language = event.minutes.language if event.minutes else language
    with translation.override(language):
        words = {"title": minutes_title(event), "body": minutes_text(event)}
    document = event.minutes
    if document is None:
        owner = Organisation.objects.get(slug=settings.ALLIANCE["slug"])
        document = create_document(
            kind=Kind.MINUTES, owner=owner, language=language, year=local_day(event.starts).year, by=by,
            at=at, activities=event.activities.all(), is_illustrative=event.is_illustrative, **words,
        )  # fmt: skip
    else:
        edit_document(document, revision=document.revision, by=by, at=at, **words)
    edit(event, "send_minutes", {"minutes": document, "comments_by": comments_by}, by=by, at=at)
    if document.state == State.DRAFT:
        submit_for_review(document, by=by, at=at)
    _tell(event, "minutes", at=at)
    return document


def _tell(event: Event, letter: str, *, at: datetime) -> None:
    """A mail with the way to the minutes to everybody who was asked to the meeting and may read them.

    The way is their own, so that deputies and guests without an account get in as well.
    """
    rows = list(event.participations.select_related("person"))
    left = left_ones(rows, on=local_day(at))
    for one in rows:
        if address_of(one) and one.pk not in left and reads_papers(one):
            address = own_address(one, "own_minutes")
            context = {
                "event": event,
                "to": name_of(one),
                "address": address,
                "can_comment": may_comment(one),
            }
            written = write_letter(f"events/mail/{letter}.txt", language_of(one), context)
            key = f"{letter}:{event.pk}:{event.minutes.revision if event.minutes else 0}:{one.pk}"
            queue_mail(key, address_of(one), written, at=at)


@transaction.atomic
def comment(
    event: Event, text: str, *, by: Person | None, at: datetime, item: AgendaItem | None = None
) -> Comment:
    """Say what should be put right in minutes that are out for comment, all in all or at one point."""
    refuse_called_off(event)
    if event.minutes is None or event.minutes.state != State.IN_REVIEW:
        raise Refused("state", _("The minutes are not out for comment."))
    said = Comment(event=event, item=item, text=text.strip(), person=by, at=at)
    add(said, "comment_on_minutes", by=by, at=at)
    return said


@transaction.atomic
def approve_minutes(item: AgendaItem, *, by: Person | None, at: datetime) -> None:
    """Approve the minutes of an earlier meeting, as a point of this one; the words freeze."""
    _refuse_too_early(item, at=at)
    event = item.approves
    if event is None or event.minutes is None:
        raise Refused(
            "minutes", _("There are no minutes to approve. Send them to those who were there first.")
        )
    refuse_called_off(event)
    _lock(event)
    document = event.minutes
    if document.state in APPROVED:
        raise Refused("state", _("The minutes are approved already."))
    if item.approved_minutes_at is not None:
        message = _("This point has approved minutes already. A correction is a point of the next meeting.")
        raise Refused("point", message)
    if is_stale(event):
        raise Refused("stale", _("Something has been written since the minutes were sent. Send them anew."))
    approve(document, on_behalf_of=document.owner, by=by, at=at)
    if not is_approved(event):
        edit(event, "approve_minutes", {"minutes_approved_at": at}, by=by, at=at)
    edit(item, "approve_minutes", {"approved_minutes_at": at}, by=by, at=at)
    _treat(item, by=by, at=at)


def _refuse_too_early(item: AgendaItem, *, at: datetime) -> None:
    """What is approved freezes, and it is for a meeting that takes place to say so."""
    if item.event:
        refuse_called_off(item.event)
    if item.event is None or not rules.can_approve(item.event, at=at):
        raise Refused("early", _("The meeting can approve them when it has begun."))


@transaction.atomic
def correct_minutes(
    event: Event, *, text: str, reason: str, revision: int, by: Person | None, at: datetime
) -> Version:
    """Correct minutes that were approved: a new version with its reason, which the next meeting approves."""
    document = event.minutes
    if document is None or not is_approved(event):
        raise Refused("state", _("Until the minutes are approved they are written point by point."))
    if not reason.strip():
        raise Refused("reason", _("Say why the minutes are corrected."), field="reason")
    newest = newest_version(document)
    if newest.body.strip() == text.strip():
        raise Refused("text", _("Nothing is changed yet."), field="text")
    before = "" if newest.is_frozen else newest.reason
    reasons = "\n".join(filter(None, (before, reason.strip())))
    try:
        version = edit_document(document, revision=revision, by=by, at=at, body=text, reason=reasons)
    except Conflict as clash:
        raise _as_typed(clash, text) from clash
    if document.state == State.DRAFT:
        submit_for_review(document, by=by, at=at)
    _tell(event, "minutes_corrected", at=at)
    return version


def _as_typed(clash: Conflict, text: str) -> Conflict:
    """The same in the names of the form: a document speaks of its body."""
    theirs = {"text": clash.details["theirs"]["body"]}
    told = {"yours": {"text": text}, "theirs": theirs, "seen": clash.details["revision"]}
    return Conflict(clash.code, clash.message, details=told | {"by": clash.details["by"]})


def minutes_title(event: Event) -> str:
    """What the minutes are called: those of which meeting."""
    return _("Minutes: %(event)s") % {"event": localised(event, "title")}


def refuse_approved(item: AgendaItem) -> None:
    """What was approved does not change; a correction is a new version of the minutes.

    Held until we are done: of two who write one point at this very moment the second sees the first, and
    minutes that are being approved take no more words.
    """
    event = item.event
    if event is None:
        raise Refused("state", _("The point is on no agenda, so there are no minutes to write in."))
    _lock(event)
    if is_approved(event):
        raise Refused("state", _("The minutes are approved. Correct them by a new version."))
    if not rules.can_write_minutes(event, is_approved=False):
        raise Refused("state", _("The event was called off, so there are no minutes to write."))


def _lock(event: Event) -> None:
    """Hold the event until we are done, and see it as it stands now."""
    held = Event.objects.select_for_update(of=("self",)).select_related("minutes")
    now = held.get(pk=event.pk)
    event.state, event.minutes_approved_at, event.minutes = now.state, now.minutes_approved_at, now.minutes


def refuse_unsendable(event: Event, *, at: datetime) -> None:
    """Minutes without a word are no minutes, nor are those of a meeting that has not begun."""
    if is_approved(event):
        raise Refused("state", _("The minutes are approved. Correct them by a new version."))
    if not rules.can_send_minutes(event, at=at):
        raise Refused("state", _("The minutes can be sent when the meeting has begun."))
    written = (
        event.items.filter(note__text__gt="").exists() or Outcome.objects.filter(item__event=event).exists()
    )
    if not written:
        raise Refused("minutes", _("Nothing has been written yet. Write what was said of the points first."))
