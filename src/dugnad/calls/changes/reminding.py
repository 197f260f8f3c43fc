"""Verbs of reminding: never to one who has answered, and once for each reason and due day."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.letters import compose, post, reminder_draft
from dugnad.calls.changes.locking import lock, record
from dugnad.calls.kinds import ReminderKind
from dugnad.calls.models import Reminder, Reply, SentReminder
from dugnad.calls.queries import LetterDue, Part, agreed_day, answerers_of, due_reminders, letters_due
from dugnad.calls.rules import is_reminded, may_remind, own_day_reminder
from dugnad.kit import history
from dugnad.kit.errors import Refused
from dugnad.kit.mail import Letter
from dugnad.members.models import Person
from dugnad.members.queries import alphabetical


@transaction.atomic
def send_reminder(
    reply: Reply, person: Person, kind: str, *, by: Person | None, at: datetime, letter: Letter | None = None
) -> bool:
    """Queue a reminder to a person; False when they have had this one for this due day."""
    lock(reply)
    if not may_remind(reply):
        message = _("%(name)s has answered, or has said no, and is not reminded.")
        raise Refused("answered", message % {"name": reply.organisation.name})
    if not person.email or _has_had(reply, person, kind):
        return False
    _write(person, [reply], kind, letter, by=by, at=at)
    return True


@transaction.atomic
def remind_members(
    replies: Iterable[Reply],
    kind: str,
    letters: Mapping[str, Letter],
    *,
    by: Person | None,
    at: datetime,
) -> int:
    """Remind those who answer for these members of one call; returns how many mails were queued.

    Each person gets one letter in their language about all their members among them. Who has answered in
    the meantime is passed over: the list on the screen may be an hour old.
    """
    theirs: dict[int, tuple[Person, list[Reply]]] = {}
    for reply in sorted(replies, key=lambda one: one.pk):
        lock(reply)
        if may_remind(reply):
            for person in answerers_of(reply, at=at):
                if not _has_had(reply, person, kind):
                    theirs.setdefault(person.pk, (person, []))[1].append(reply)
    for person, own in theirs.values():
        own.sort(key=lambda one: alphabetical(one.organisation.name))
        _write(person, own, kind, letters.get(person.language), by=by, at=at)
    return len(theirs)


def _write(
    person: Person, replies: list[Reply], kind: str, letter: Letter | None, *, by: Person | None, at: datetime
) -> None:
    """Queue a letter that somebody wrote by hand, or in our words."""
    call = replies[0].call
    draft = letter or reminder_draft(call, kind, person.language)
    due = LetterDue(person, [Part(call, ReminderKind(kind).value, replies, draft=draft)])
    post(due, compose(due), at=at)
    for reply in replies:
        record("send_reminder", reply, by=by, at=at, after={"kind": kind, "person": person.pk})


def send_reminders(*, at: datetime) -> int:
    """Send every reminder whose day has come, one letter to each person; returns how many were queued.

    Each letter is a transaction of its own: whoever takes over after a crash sends the rest.
    """
    due, overtaken = due_reminders(at=at)
    sent = sum(send_letter(letter, at=at) for letter in letters_due(at=at))
    for reminder in due:
        _mark_sent(reminder, at=at)
    for reminder in overtaken:
        _pass_over(reminder, at=at)
    return sent


@transaction.atomic
def send_letter(letter: LetterDue, *, at: datetime) -> bool:
    """Queue one person's letter, about those of its members that still wait and were not named before."""
    for reply in sorted((one for part in letter.parts for one in part.replies), key=lambda one: one.pk):
        lock(reply)
    parts = [replace(part, replies=_still(part, letter.person, at=at)) for part in letter.parts]
    now = LetterDue(letter.person, [part for part in parts if part.replies])
    if not now.parts:
        return False
    post(now, compose(now), at=at)
    for part in now.parts:
        for reply in part.replies:
            told = {"kind": part.kind, "person": letter.person.pk}
            record("send_reminder", reply, by=None, at=at, after=told)
    return True


def _still(part: Part, person: Person, *, at: datetime) -> list[Reply]:
    return [
        reply
        for reply in part.replies
        if _is_true(part, reply, at=at) and not _has_had(reply, person, part.kind)
    ]


def _is_true(part: Part, reply: Reply, *, at: datetime) -> bool:
    """Whether what a letter says is still true of a member: of the call's day, or of its own."""
    if part.reminder is None:
        return own_day_reminder(reply.call, reply, at=at) == part.kind
    return is_reminded(reply.call, reply, part.kind, at=at)


def _has_had(reply: Reply, person: Person, kind: str) -> bool:
    had = SentReminder.objects.filter(reply=reply, person=person, kind=kind, due_day=agreed_day(reply))
    return had.exists()


@transaction.atomic
def _mark_sent(reminder: Reminder, *, at: datetime) -> None:
    sent = reminder.sent_reminders.order_by().values("person").distinct().count()
    reminder.sent_at, reminder.sent = at, sent
    reminder.save(update_fields=["sent_at", "sent"])
    history.record("send_reminder", reminder, by=None, at=at, after={"sent": sent})


@transaction.atomic
def _pass_over(reminder: Reminder, *, at: datetime) -> None:
    """Its day went by while nothing ran, and a later one has gone: nobody gets two on one morning."""
    reminder.stopped_at, reminder.edited_by = at, None
    reminder.save(update_fields=["stopped_at", "edited_by"])
    history.record("pass_over_reminder", reminder, by=None, at=at)
