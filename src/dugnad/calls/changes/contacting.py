"""Verbs of the telephone: note what was said when the secretariat spoke with a member, and take it away."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.locking import lock, record
from dugnad.calls.changes.submitting import expect_reply
from dugnad.calls.models import ContactNote, Reply
from dugnad.kit import history
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Refused
from dugnad.kit.models import Change
from dugnad.members.models import Person

LONGEST = 500
# The steps after which another day holds, or none.
AGREED = (
    "expect_reply", "take_back_promise", "extend_deadline", "submit_reply", "decline_reply", "withdraw_reply",
)  # fmt: skip


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
def retract_contact(note: ContactNote, *, by: Person | None, at: datetime) -> bool:
    """Take a note away with its text, and the day that it promised; asked again, nothing more happens.

    Returns whether a promise went with it: not where the member has agreed on another day since.
    """
    lock(note.reply)
    taken = ContactNote.objects.filter(pk=note.pk, removed_at__isnull=True)
    if not taken.update(removed_at=at, text="", person=None):
        return False
    note.refresh_from_db()
    history.record("retract_contact", note, by=by, at=at)
    return _take_back_promise(note, by=by, at=at)


def _take_back_promise(note: ContactNote, *, by: Person | None, at: datetime) -> bool:
    """Let what was agreed before the note hold again, where nothing newer has been agreed."""
    reply, promise = note.reply, _promise_of(note)
    if promise is None or reply.expected_on is None:
        return False
    now = {"expected_on": reply.expected_on, "reason": reply.reason}
    day = promise.before.get("expected_on")
    reply.expected_on = date.fromisoformat(day) if day else None
    reply.reason = promise.before.get("reason") or ""
    reply.save(update_fields=["expected_on", "reason"])
    after = {"expected_on": reply.expected_on, "reason": reply.reason}
    record("take_back_promise", reply, by=by, at=at, before=now, after=after)
    return True


def _promise_of(note: ContactNote) -> Change | None:
    """The step in which the note promised a day, if it is the last one about the days of its member."""
    told = Change.objects.filter(noun=Reply._meta.label_lower, object_id=note.reply_id, verb__in=AGREED)
    last = told.order_by("-pk").first()
    # The note and the day that it promised were written in the same moment.
    return last if last and last.verb == "expect_reply" and last.at == note.at else None


def _expect(reply: Reply, on: date, *, by: Person | None, at: datetime) -> None:
    try:
        expect_reply(reply, on=on, by=by, at=at)
    except Refused as refusal:
        raise Refused(refusal.code, refusal.message, field="expected_on") from refusal
