"""Mail to the people of a member, each in their own language, in the transaction of what it tells of."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from dugnad.calls.models import Call, Reply
from dugnad.calls.queries import chase_list
from dugnad.kit.changes import queue_mails, recall_mail
from dugnad.kit.mail import write_letter
from dugnad.members.models import Person


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


def reminders_of(reply: Reply) -> str:
    """How the keys of every reminder about a reply begin."""
    return f"reminder:{reply.call_id}:{reply.organisation_id}:"


def recall_reminders(reply: Reply) -> None:
    """Take back what waits to be sent: who has just answered is not reminded a minute later."""
    recall_mail(reminders_of(reply))
