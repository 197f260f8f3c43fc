"""Questions about reminders: which are coming, who would get them, and which letters are due now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from dugnad.calls.kinds import ReminderKind
from dugnad.calls.models import Call, Reminder, Reply, SentReminder
from dugnad.calls.queries.chase import answerers_by_member
from dugnad.calls.rules import due_day_of, goes_at, is_reminded, may_remind, own_day_reminder, own_days
from dugnad.calls.states import UNSETTLED, CallState
from dugnad.kit.clock import OSLO
from dugnad.kit.mail import Letter
from dugnad.members.models import Person
from dugnad.members.queries import alphabetical

Had = set[tuple[int, int, str, date]]  # reply, person, reason and due day of what has gone


@dataclass(frozen=True)
class Part:
    """What a letter says of one call: why we write, and of which members."""

    call: Call
    kind: str
    replies: list[Reply]
    reminder: Reminder | None = None
    draft: Letter | None = None  # the words of who writes by hand, with their places open


@dataclass
class LetterDue:
    """A letter to one person: one part for each call that waits for their answers."""

    person: Person
    parts: list[Part] = field(default_factory=list)


def agreed_day(reply: Reply) -> date:
    """The day that was agreed with a member last: named by them, given to them, or the call's."""
    return reply.expected_on or due_day_of(reply.call, reply)


def waiting_reminders() -> QuerySet[Reminder]:
    """The reminders of open calls that have not gone and were not stopped, the first one first."""
    found = Reminder.objects.filter(sent_at__isnull=True, stopped_at__isnull=True, call__state=CallState.OPEN)
    return found.select_related("call").order_by("day", "pk")


def due_reminders(*, at: datetime) -> tuple[list[Reminder], list[Reminder]]:
    """The reminders whose day has come, and those that a later one of their call has overtaken."""
    due = [one for one in waiting_reminders() if at >= goes_at(one.call, one.day)]
    last = {reminder.call_id: reminder for reminder in due}
    return list(last.values()), [reminder for reminder in due if last[reminder.call_id] != reminder]


@dataclass(frozen=True)
class Audience:
    """Whom some calls can remind: the replies that we wait for, who answers, and what each has had."""

    replies: dict[int, list[Reply]]
    people: dict[int, list[Person]]
    had: Had

    def letters(self, reminder: Reminder, *, at: datetime) -> list[LetterDue]:
        """One letter for each person who would get a reminder at this moment."""
        waited = self.replies.get(reminder.call_id, [])
        replies = [one for one in waited if is_reminded(one.call, one, reminder.kind, at=at)]
        return [
            LetterDue(person, [Part(reminder.call, reminder.kind, own, reminder)])
            for person, own in self.by_person(replies, reminder.kind)
        ]

    def by_person(self, replies: Iterable[Reply], kind: str) -> list[tuple[Person, list[Reply]]]:
        """Those who have not had this reminder of these replies, each with the replies that are theirs."""
        found: dict[int, tuple[Person, list[Reply]]] = {}
        for reply in replies:
            for person in self.people.get(reply.organisation_id, []):
                if (reply.pk, person.pk, kind, agreed_day(reply)) not in self.had:
                    found.setdefault(person.pk, (person, []))[1].append(reply)
        return list(found.values())


def audience_of(calls: Iterable[int], *, at: datetime, known: Iterable[Reply] | None = None) -> Audience:
    """Whom these calls (ids) can remind; the same number of queries for any number of calls and members.

    Who has all their replies at hand already, with call and member, gives them as `known`.
    """
    calls = set(calls)
    found = Reply.objects.filter(call__in=calls, state__in=UNSETTLED).select_related("call", "organisation")
    waited = found if known is None else [one for one in known if may_remind(one) and one.call_id in calls]
    replies: dict[int, list[Reply]] = {}
    for reply in sorted(waited, key=lambda one: (one.organisation.name, one.pk)):
        replies.setdefault(reply.call_id, []).append(reply)
    members = {reply.organisation_id for rows in replies.values() for reply in rows}
    people = answerers_by_member(members, at=at)
    sent = SentReminder.objects.filter(reply__call__in=calls).order_by()
    had = set(sent.values_list("reply_id", "person_id", "kind", "due_day"))
    return Audience(replies, people, had)


@dataclass(frozen=True)
class Coming:
    """A reminder with the letters that would go, as things stand now."""

    reminder: Reminder
    letters: list[LetterDue]


def coming_letters(
    reminders: Iterable[Reminder], *, at: datetime, known: Iterable[Reply] | None = None
) -> list[Coming]:
    """For each reminder who would get it as things stand now, judged by the morning on which it goes."""
    reminders = list(reminders)
    if not reminders:
        return []
    audience = audience_of({reminder.call_id for reminder in reminders}, at=at, known=known)
    return [Coming(one, audience.letters(one, at=max(at, goes_at(one.call, one.day)))) for one in reminders]


def reminders_on(day: date, *, at: datetime, known: Iterable[Reply] | None = None) -> list[Coming]:
    """The reminders that go by themselves on a day, with those who would get them."""
    return coming_letters(waiting_reminders().filter(day=day), at=at, known=known)


def letters_due(*, at: datetime) -> list[LetterDue]:
    """Every letter that should go now: one for each person, whatever number of members and calls it is about.

    Of planned reminders the newest of each call; then those whose own day comes or has passed, unless they
    were reminded today already.
    """
    planned, _overtaken = due_reminders(at=at)
    promised = _promised(at=at)
    if not planned and not promised:
        return []
    calls = {one.call_id for one in planned} | {one.call_id for one, _kind in promised}
    audience = audience_of(calls, at=at)
    letters: dict[int, LetterDue] = {}
    for reminder in planned:
        for letter in audience.letters(reminder, at=at):
            letters.setdefault(letter.person.pk, LetterDue(letter.person)).parts.extend(letter.parts)
    _add_promised(letters, audience, promised, at=at)
    return [letters[pk] for pk in sorted(letters)]


def _promised(*, at: datetime) -> list[tuple[Reply, str]]:
    """The replies whose own day comes or has passed, with the reminder that fits."""
    rows = _with_own_day().filter(call__state=CallState.OPEN)
    return [(one, kind) for one in rows if (kind := own_day_reminder(one.call, one, at=at))]


def _with_own_day() -> QuerySet[Reply]:
    own_day = Q(expected_on__isnull=False) | Q(extended_to__isnull=False)
    waited = Reply.objects.filter(own_day, state__in=UNSETTLED)
    return waited.select_related("call", "organisation")


@dataclass(frozen=True)
class OwnDay:
    """A reminder that follows the own day of one member, and the day on which it goes."""

    reply: Reply
    kind: ReminderKind
    day: date


def own_days_of(call: Call, *, at: datetime) -> list[OwnDay]:
    """The reminders of members with a day of their own that lie ahead, the first one first."""
    rows = [row for row in _own_days_among(_with_own_day().filter(call=call)) if at < goes_at(call, row.day)]
    return sorted(rows, key=lambda row: (row.day, alphabetical(row.reply.organisation.name)))


def own_days_on(day: date, replies: Iterable[Reply]) -> list[OwnDay]:
    """Of these replies, those whose own day brings a reminder on a day."""
    return [row for row in _own_days_among(replies) if row.day == day]


def _own_days_among(replies: Iterable[Reply]) -> Iterator[OwnDay]:
    for reply in replies:
        if may_remind(reply):
            yield from (OwnDay(reply, kind, day) for kind, day in own_days(reply.call, reply))


def _add_promised(
    letters: dict[int, LetterDue], audience: Audience, promised: list[tuple[Reply, str]], *, at: datetime
) -> None:
    midnight = at.astimezone(OSLO).replace(hour=0, minute=0, second=0, microsecond=0)
    today = SentReminder.objects.filter(at__gte=midnight, at__lt=midnight + timedelta(days=1)).order_by()
    told: set[Any] = set(today.values_list("reply_id", "person_id")) if promised else set()
    for letter in letters.values():
        told |= {(reply.pk, letter.person.pk) for part in letter.parts for reply in part.replies}
    for reply, kind in promised:
        for person, _own in audience.by_person([reply], kind):
            if (reply.pk, person.pk) not in told:
                _put(letters.setdefault(person.pk, LetterDue(person)), reply, kind)


def _put(letter: LetterDue, reply: Reply, kind: str) -> None:
    """Beside the other members of the same call about which we write for the same reason."""
    for part in letter.parts:
        if (part.call.pk, part.kind, part.reminder) == (reply.call_id, kind, None):
            part.replies.append(reply)
            return
    letter.parts.append(Part(reply.call, kind, [reply]))


def reminders_in(call: Call) -> QuerySet[Reminder]:
    """Every reminder of a call, in order of days."""
    return call.reminders.select_related("edited_by", "call").order_by("day", "pk")
