"""Verbs of reminding: never to one who has answered, and once for each reason and due day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.drafts import lock, record
from dugnad.calls.changes.letters import reminders_of
from dugnad.calls.kinds import REMINDERS, ReminderKind
from dugnad.calls.models import Call, Reply
from dugnad.calls.queries import answerers_of
from dugnad.calls.rules import may_remind
from dugnad.kit.changes import queue_mail
from dugnad.kit.errors import Refused
from dugnad.kit.mail import Letter, write_letter
from dugnad.kit.models import OutgoingMail
from dugnad.members.models import Person

# What a draft leaves open; filled in for each recipient.
PLACES = ("name", "municipality", "link")


def reminder_draft(call: Call, kind: str, language: str) -> Letter:
    """A reminder with {name}, {municipality} and {link} still open, for the secretariat to edit."""
    open_places = {place: f"{{{place}}}" for place in PLACES}
    return write_letter(REMINDERS[ReminderKind(kind)].template, language, {"call": call, **open_places})


@transaction.atomic
def send_reminder(
    reply: Reply, person: Person, kind: str, *, by: Person | None, at: datetime, letter: Letter | None = None
) -> bool:
    """Queue a reminder to a person; False when they have had this one for this due day."""
    lock(reply)
    if not may_remind(reply):
        message = _("%(name)s has answered, or has said no, and is not reminded.")
        raise Refused("answered", message % {"name": reply.organisation.name})
    key = _key(reply, person, kind)
    if not person.email or OutgoingMail.objects.filter(key=key).exists():
        return False
    draft = letter or reminder_draft(reply.call, kind, person.language)
    queue_mail(key, person.email, _filled(draft, reply, person), at=at)
    record("send_reminder", reply, by=by, at=at, after={"kind": kind, "person": person.pk})
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
    """Remind those who answer for these members, each in their language; returns how many mails were queued.

    Who has answered in the meantime is passed over: the list on the screen may be an hour old.
    """
    sent = 0
    for reply in replies:
        lock(reply)
        if may_remind(reply):
            people = answerers_of(reply, at=at)
            sent += sum(
                send_reminder(reply, person, kind, by=by, at=at, letter=letters.get(person.language))
                for person in people
            )
    return sent


def _key(reply: Reply, person: Person, kind: str) -> str:
    due: date = reply.expected_on or reply.call.due_day
    return f"{reminders_of(reply)}{person.pk}:{ReminderKind(kind)}:{due}"


def _filled(draft: Letter, reply: Reply, person: Person) -> Letter:
    link = f"{settings.PUBLIC_URL}/innhenting/{reply.call.slug}/{reply.organisation.slug}/"
    places = {"name": person.name, "municipality": reply.organisation.name, "link": link}
    subject, text = draft.subject, draft.text
    for place, words in places.items():
        subject, text = subject.replace(f"{{{place}}}", words), text.replace(f"{{{place}}}", words)
    return Letter(subject[:300], text)
