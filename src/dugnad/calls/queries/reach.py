"""Whom a reminder goes to and whom not, with the reason: what the secretariat reads before it goes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dugnad.calls.kinds import REMINDERS, ReminderKind
from dugnad.calls.models import Reminder, Reply
from dugnad.calls.queries.reminders import Audience, agreed_day, audience_of
from dugnad.calls.rules import goes_at, has_more_time, has_passed, is_expected, is_reminded, may_remind
from dugnad.kit.formats import short_day
from dugnad.members.models import Person
from dugnad.members.queries import alphabetical


@dataclass(frozen=True)
class Reach:
    """Members with those of theirs who get a letter, and members who get none, by the reason."""

    members: list[tuple[Reply, list[Person]]]
    left_out: list[tuple[str, list[Reply]]]

    @property
    def people(self) -> int:
        """How many letters go: one to each, whatever number of members it speaks of."""
        return len({person.pk for _reply, people in self.members for person in people})


def reach_by_hand(replies: Iterable[Reply], kind: str, *, at: datetime) -> Reach:
    """Whom a letter that somebody writes by hand goes to, of these members of one call."""
    chosen = list(replies)
    audience = audience_of({reply.call_id for reply in chosen}, at=at, known=chosen)
    return _reach(chosen, kind, audience, lambda reply: "")


def reach_of(reminder: Reminder, *, at: datetime) -> Reach:
    """Whom a planned reminder goes to, as things stand now, judged by the morning on which it goes."""
    morning = max(at, goes_at(reminder.call, reminder.day))
    replies = list(reminder.call.replies.select_related("call", "organisation"))
    audience = audience_of({reminder.call_id}, at=at, known=replies)
    return _reach(replies, reminder.kind, audience, lambda reply: _spared(reply, reminder.kind, at=morning))


def _reach(replies: list[Reply], kind: str, audience: Audience, spared: Callable[[Reply], str]) -> Reach:
    members: list[tuple[Reply, list[Person]]] = []
    left_out: dict[str, list[Reply]] = {}
    for reply in sorted(replies, key=lambda one: alphabetical(one.organisation.name)):
        people = audience.people.get(reply.organisation_id, [])
        fresh = [one for one in people if (reply.pk, one.pk, kind, agreed_day(reply)) not in audience.had]
        if why := spared(reply) or _unreached(people, fresh):
            left_out.setdefault(why, []).append(reply)
        else:
            members.append((reply, fresh))
    return Reach(members, list(left_out.items()))


def _unreached(people: list[Person], fresh: list[Person]) -> str:
    if not people:
        return _("Nobody to write to")
    return "" if fresh else _("Have had this reminder already")


def _spared(reply: Reply, kind: str, *, at: datetime) -> str:
    """Why a planned reminder does not speak to a member; empty where it does."""
    call = reply.call
    if not may_remind(reply):
        return _("Have answered, or have said no")
    if is_reminded(call, reply, kind, at=at):
        return ""
    if reply.expected_on and is_expected(call, reply, at=at):
        return _("Have named a day: %(day)s") % {"day": short_day(reply.expected_on)}
    if has_more_time(call, reply) and not has_passed(call, at, reply):
        return _("Have more time, until %(day)s") % {"day": short_day(reply.extended_to)}
    after_due = REMINDERS[ReminderKind(kind)].after_due
    return _("Their deadline has not passed then") if after_due else _("Their deadline has passed then")
