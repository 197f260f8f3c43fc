"""Questions about what was said when the secretariat spoke with members; only the secretariat reads it."""

from django.db.models import QuerySet

from dugnad.calls.models import Call, ContactNote, Reply


def contact_notes_of(reply: Reply) -> QuerySet[ContactNote]:
    """What was noted of a member, the newest first."""
    return _kept().filter(reply=reply)


def contact_notes_in(call: Call) -> dict[int, ContactNote]:
    """The newest note of each reply (id) that has one."""
    return {note.reply_id: note for note in reversed(_kept().filter(reply__call=call))}


def _kept() -> QuerySet[ContactNote]:
    notes = ContactNote.objects.filter(removed_at__isnull=True)
    return notes.select_related("person", "by", "reply__organisation").order_by("-day", "-pk")
