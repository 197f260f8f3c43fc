"""Mail to the people of a member, each in their own language, in the transaction of what it tells of."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.calls.kinds import REMINDERS, ReminderKind
from dugnad.calls.models import Call, OwnDayLetter, Reminder, Reply, SentReminder
from dugnad.calls.queries import LetterDue, Part, agreed_day, chase_list
from dugnad.calls.states import ReplyState
from dugnad.kit.changes import queue_mail, queue_mails, recall_mail
from dugnad.kit.formats import weekday
from dugnad.kit.mail import Letter, write_letter
from dugnad.kit.models import OutgoingMail
from dugnad.members.models import Person

# What a draft leaves open; filled in for each recipient.
PLACES = ("name", "municipality", "link", "due")
BETWEEN = "\n\n* * *\n\n"


def mail_people(
    people: Iterable[Person], template: str, key: str, reply: Reply, *, at: datetime, **context: Any
) -> None:
    """Queue a letter to each of these people; the key makes each of them unique."""
    words = {"reply": reply, "call": reply.call, **context}
    letters = [
        (f"{key}:{p.pk}", str(p.email), write_letter(template, p.language, {**words, "person": p}))
        for p in people
    ]
    queue_mails(letters, at=at)


def invite(call: Call, members: Collection[int], *, at: datetime) -> None:
    """Tell those who answer for these members (ids) that a call is open: one letter each."""
    rows = [row for row in chase_list(call, at=at).rows if row.reply.organisation_id in members]
    theirs: dict[Person, list[Reply]] = {}
    for row in rows:
        for person in row.people:
            theirs.setdefault(person, []).append(row.reply)
    letters = [
        (
            f"opened:{call.pk}:{person.pk}:{replies[0].organisation_id}",
            person.email,
            write_letter(
                "calls/mail/opened.txt", person.language, {"call": call, "replies": replies, "person": person}
            ),
        )
        for person, replies in theirs.items()
        if person.email
    ]
    queue_mails(letters, at=at)


# Reminders -----------------------------------------------------------------------------------------------


def reminder_draft(call: Call, kind: str, language: str) -> Letter:
    """A reminder in our words with its places still open, for the secretariat to edit."""
    open_places = {place: f"{{{place}}}" for place in PLACES}
    return write_letter(REMINDERS[ReminderKind(kind)].template, language, {"call": call, **open_places})


def reminder_letter(reminder: Reminder, language: str) -> Letter:
    """A reminder of a call with its places open: as the secretariat wrote it, or in our words."""
    return _written(reminder.letters, language) or reminder_draft(reminder.call, reminder.kind, language)


def own_day_letters(
    call: Call, kinds: Iterable[str], languages: Collection[str]
) -> dict[tuple[str, str], Letter]:
    """By reason and language what goes to members whose own day comes or has passed, with its places open."""
    written = dict(OwnDayLetter.objects.filter(call=call).order_by().values_list("kind", "letters"))
    return {
        (kind, language): _written(written.get(kind, {}), language) or reminder_draft(call, kind, language)
        for kind in kinds
        for language in languages
    }


def _written(letters: Mapping[str, Any], language: str) -> Letter | None:
    """The letter as the secretariat wrote it in a language; None where it left our words."""
    words = letters.get(language)
    return Letter(words["subject"], words["text"]) if words else None


def filled(draft: Letter, replies: Sequence[Reply], person: Person) -> Letter:
    """A draft with its places filled in for one person and the members that they answer for."""
    with translation.override(person.language):
        places = {
            "name": person.name,
            "municipality": _listed([reply.organisation.name for reply in replies]),
            "link": _links(replies),
            "due": _dues(replies),
        }
        returned = _said_of_returned(replies)
    subject, text = draft.subject, draft.text
    for place, words in places.items():
        subject, text = subject.replace(f"{{{place}}}", words), text.replace(f"{{{place}}}", words)
    return Letter(
        " ".join(subject.split())[:300],
        "\n\n".join(filter(None, [text.rstrip(), returned])) + "\n",
        language=person.language,
    )


def _said_of_returned(replies: Sequence[Reply]) -> str:
    """What no draft can say: that an answer did come, and only waits to be changed."""
    names = [reply.organisation.name for reply in replies if reply.state == ReplyState.RETURNED]
    if not names:
        return ""
    return _(
        "The reply of %(names)s has come and was returned. It is enough to change what the secretariat "
        "has asked for, and to submit it again."
    ) % {"names": _listed(names)}


def compose(letter: LetterDue) -> Letter:
    """One letter of all that waits for a person: of one call its own letter, of several all of theirs."""
    person = letter.person
    texts = [filled(_draft_of(part, person.language), part.replies, person) for part in letter.parts]
    if len(texts) == 1:
        return texts[0]
    with translation.override(person.language):
        titles = list(dict.fromkeys(str(part.call) for part in letter.parts))
        subject = _("Answers that we wait for: %(calls)s") % {"calls": _listed(titles)}
    words = BETWEEN.join(text.text.strip() for text in texts) + "\n"
    return Letter(subject[:300], words, language=person.language)


def post(letter: LetterDue, written: Letter, *, at: datetime) -> str:
    """Queue a reminder, and note of which members it reminds; returns its key."""
    key = _key(letter)
    queue_mail(key, str(letter.person.email), written, at=at)
    SentReminder.objects.bulk_create(
        SentReminder(
            reply=reply,
            person=letter.person,
            kind=part.kind,
            due_day=agreed_day(reply),
            reminder=part.reminder,
            written=_kept(part.draft),
            letter=key,
            at=at,
        )
        for part in letter.parts
        for reply in part.replies
    )
    return key


def recall_reminders(reply: Reply) -> None:
    """Take back what waits to be sent: who has just answered is not reminded a minute later.

    A letter that speaks of other members too is written anew about them.
    """
    keys = SentReminder.objects.filter(reply=reply).order_by().values_list("letter", flat=True).distinct()
    for mail in OutgoingMail.objects.filter(key__in=list(keys), state=OutgoingMail.State.QUEUED):
        if recall_mail(mail.key):
            _write_anew(mail, without=reply)


def _write_anew(mail: OutgoingMail, *, without: Reply) -> None:
    rows = SentReminder.objects.filter(letter=mail.key)
    known = rows.select_related("reply__call", "reply__organisation", "person", "reminder__call")
    parts: dict[tuple[int, str, int | None], Part] = {}
    left = [row for row in known.order_by("pk") if row.reply_id != without.pk]
    for row in left:
        place = (row.reply.call_id, row.kind, row.reminder_id)
        draft = Letter(row.written["subject"], row.written["text"]) if row.written else None
        part = parts.setdefault(place, Part(row.reply.call, row.kind, [], row.reminder, draft))
        part.replies.append(row.reply)
    rows.delete()
    if left:
        letter = LetterDue(left[0].person, list(parts.values()))
        post(letter, compose(letter), at=mail.created_at)


def _kept(draft: Letter | None) -> dict[str, str]:
    return {"subject": draft.subject, "text": draft.text} if draft else {}


def _draft_of(part: Part, language: str) -> Letter:
    if part.draft is not None:
        return part.draft
    if part.reminder is not None:
        return reminder_letter(part.reminder, language)
    return own_day_letters(part.call, [part.kind], [language])[part.kind, language]


def _key(letter: LetterDue) -> str:
    """Of one member's reminder its parts to read; of several their fingerprint, for they may be many."""
    about = [
        f"{reply.call_id}:{reply.organisation_id}:{letter.person.pk}:{part.kind}:{agreed_day(reply)}"
        for part in letter.parts
        for reply in part.replies
    ]
    if len(about) == 1:
        return f"reminder:{about[0]}"
    return f"reminders:{letter.person.pk}:{hashlib.sha256(' '.join(sorted(about)).encode()).hexdigest()}"


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _links(replies: Sequence[Reply]) -> str:
    places = [f"{settings.PUBLIC_URL}/innhenting/{one.call.slug}/{one.organisation.slug}/" for one in replies]
    if len(places) == 1:
        return places[0]
    return "\n".join(f"{one.organisation.name}: {place}" for one, place in zip(replies, places, strict=True))


def _dues(replies: Sequence[Reply]) -> str:
    """When the answers are due; where members were given different days, each with its name."""
    days = [weekday(reply.due) for reply in replies]
    if len(set(days)) == 1:
        return days[0]
    return _listed([f"{day} ({one.organisation.name})" for one, day in zip(replies, days, strict=True)])
