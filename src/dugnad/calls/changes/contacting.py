"""Verbs of the telephone: note what was said when the secretariat spoke with a member, and take it away."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.drafts import lock
from dugnad.calls.changes.submitting import expect_reply
from dugnad.calls.models import ContactNote, Reply
from dugnad.kit import history
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Refused
from dugnad.members.models import Person

LONGEST = 500


@transaction.atomic
def note_contact(
    reply: Reply,
    *,
    text: str,
    day: date,
    by: Person | None,
    at: datetime,
    person: Person | None = None,
    expected_on: date | None = None,
) -> ContactNote:
    """Note what was said on a day; with `expected_on` the member is not reminded before that day.

    Neither the text nor the person stands in the trail, which the member reads and which forgets nothing.
    """
    if not text.strip():
        message = _("Write in a few words what was said, for example: rang, will answer on Friday.")
        raise Refused("text", message, field="text")
    if len(text.strip()) > LONGEST:
        message = _("Write at most %(most)s characters.")
        raise Refused("text", message % {"most": LONGEST}, field="text")
    if day > at.astimezone(OSLO).date():
        raise Refused("day", _("Name the day on which you spoke: today, or a day before."), field="day")
    lock(reply)
    if expected_on is not None:
        _expect(reply, expected_on, by=by, at=at)
    note = ContactNote(reply=reply, day=day, person=person, text=text.strip(), by=by, at=at)
    note.save(force_insert=True)
    history.record("note_contact", note, by=by, at=at, after={"reply": reply.pk, "day": day})
    return note


@transaction.atomic
def retract_contact(note: ContactNote, *, by: Person | None, at: datetime) -> None:
    """Take a note away with its text; asked again, nothing more happens."""
    taken = ContactNote.objects.filter(pk=note.pk, removed_at__isnull=True)
    if taken.update(removed_at=at, text="", person=None):
        note.refresh_from_db()
        history.record("retract_contact", note, by=by, at=at)


def _expect(reply: Reply, on: date, *, by: Person | None, at: datetime) -> None:
    try:
        expect_reply(reply, on=on, by=by, at=at)
    except Refused as refusal:
        raise Refused(refusal.code, refusal.message, field="expected_on") from refusal
