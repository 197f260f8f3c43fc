"""Verbs of planned reminders: made when a call opens, added, moved, rewritten and stopped until they go."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.calls.changes.letters import PLACES, reminder_draft
from dugnad.calls.kinds import CALL_FACTS, CallKind
from dugnad.calls.models import Call, OwnDayLetter, Reminder
from dugnad.calls.rules import can_plan
from dugnad.kit.changes import add, edit
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Refused
from dugnad.kit.formats import short_day
from dugnad.kit.mail import Letter
from dugnad.members.models import Person

Letters = Mapping[str, Letter]


def plan_reminders(call: Call, *, at: datetime) -> None:
    """Give a call the reminders of its kind that lie ahead; part of the verb that opens or moves it."""
    today = at.astimezone(OSLO).date()
    # What waits or was stopped for a reason was decided upon: the rule does not add to it.
    decided = set(call.reminders.filter(sent_at__isnull=True).order_by().values_list("kind", flat=True))
    rule = CALL_FACTS[CallKind(call.kind)].reminders
    days = [(kind, call.due_day + timedelta(days=days)) for kind, days in rule if kind not in decided]
    known = set(call.reminders.order_by().values_list("kind", "day"))
    Reminder.objects.bulk_create(
        Reminder(call=call, kind=kind, day=day)
        for kind, day in days
        if day > today and (kind.value, day) not in known
    )


def move_reminders(call: Call, *, days: int, at: datetime) -> None:
    """Let what waits follow a due day that was moved, and plan anew what has gone for the old one."""
    waiting = call.reminders.filter(sent_at__isnull=True, stopped_at__isnull=True)
    for reminder in waiting.order_by("-day" if days > 0 else "day"):
        day = reminder.day + timedelta(days=days)
        if not call.reminders.filter(kind=reminder.kind, day=day).exists():
            reminder.day = day
            reminder.save(update_fields=["day"])
    plan_reminders(call, at=at)


@transaction.atomic
def add_reminder(call: Call, *, kind: str, day: date, by: Person | None, at: datetime) -> Reminder:
    """Plan one more reminder of an open call; one that was stopped for that day goes after all."""
    _check_open(call)
    _check_ahead(day, at=at)
    stopped = call.reminders.select_for_update().filter(
        kind=kind, day=day, stopped_at__isnull=False, sent_at__isnull=True
    )
    reminder = stopped.first()
    if reminder is not None and not reminder.sent_reminders.exists():
        edit(reminder, "add_reminder", {"stopped_at": None, "edited_by": by}, by=by, at=at)
        return reminder
    _check_day(call, kind, day, at=at)
    reminder = Reminder(call=call, kind=kind, day=day, edited_by=by)
    add(reminder, "add_reminder", by=by, at=at)
    return reminder


@transaction.atomic
def edit_reminder(
    reminder: Reminder,
    *,
    by: Person | None,
    at: datetime,
    day: date | None = None,
    letters: Letters | None = None,
) -> None:
    """Move a reminder that waits, or write its letter anew by language; the same words stay our own."""
    _lock_waiting(reminder)
    values: dict[str, Any] = {}
    if day is not None and day != reminder.day:
        _check_day(reminder.call, reminder.kind, day, at=at)
        values["day"] = day
    if letters is not None:
        values["letters"] = _written(reminder.call, reminder.kind, letters)
    if edit(reminder, "edit_reminder", values, by=by, at=at):
        reminder.edited_by = by
        reminder.save(update_fields=["edited_by"])


@transaction.atomic
def stop_reminder(reminder: Reminder, *, by: Person | None, at: datetime) -> None:
    """Let a reminder not go."""
    _lock_waiting(reminder)
    edit(reminder, "stop_reminder", {"stopped_at": at, "edited_by": by}, by=by, at=at)


@transaction.atomic
def edit_own_day_letter(
    call: Call, kind: str, letters: Letters, *, by: Person | None, at: datetime
) -> OwnDayLetter:
    """Write by language what goes to members whose own day comes or has passed; the same words stay ours."""
    _check_open(call)
    written = _written(call, kind, letters)
    letter = OwnDayLetter.objects.select_for_update().filter(call=call, kind=kind).first()
    if letter is None:
        letter = OwnDayLetter(call=call, kind=kind)
        letter.letters = written
        add(letter, "edit_own_day_letter", by=by, at=at)
    else:
        edit(letter, "edit_own_day_letter", {"letters": written}, by=by, at=at)
    return letter


def _lock_waiting(reminder: Reminder) -> None:
    """Let one writer in at a time, and refuse when it has gone, has begun to go, or was stopped."""
    now = Reminder.objects.select_for_update().get(pk=reminder.pk)
    for name in ("day", "kind", "letters", "stopped_at", "sent_at", "edited_by_id"):
        setattr(reminder, name, getattr(now, name))
    if now.sent_at or now.stopped_at or now.sent_reminders.exists():
        raise Refused("gone", _("The reminder has gone or was stopped, so it cannot be changed."))
    _check_open(reminder.call)


def _check_open(call: Call) -> None:
    if not can_plan(call):
        raise Refused("closed", _("The call is not open, so no reminder goes."))


def _check_ahead(day: date, *, at: datetime) -> None:
    if day <= at.astimezone(OSLO).date():
        message = _("Choose a day after today, so that there is time to read the letter before it goes.")
        raise Refused("day", message, field="day")


def _check_day(call: Call, kind: str, day: date, *, at: datetime) -> None:
    _check_ahead(day, at=at)
    if call.reminders.filter(kind=kind, day=day).exists():
        message = _("There is a reminder for this reason on %(day)s already.")
        raise Refused("day", message % {"day": short_day(day)}, field="day")


def _written(call: Call, kind: str, letters: Letters) -> dict[str, dict[str, str]]:
    found = {}
    for code, letter in letters.items():
        subject, text = letter.subject.strip(), letter.text.replace("\r\n", "\n").strip()
        ours = reminder_draft(call, kind, code)
        if (subject, text) in {("", ""), (ours.subject, ours.text.strip())}:
            continue
        for name, words in (("subject", subject), ("text", text)):
            _check_words(f"{name}_{code}", words)
        found[code] = {"subject": subject, "text": text + "\n"}
    return found


def _check_words(field: str, words: str) -> None:
    if not words:
        raise Refused(
            "empty", _("Write a subject and a text, or leave both empty for our words."), field=field
        )
    unknown = [place for place in re.findall(r"{([^{}\n]*)}", words) if place not in PLACES]
    if unknown:
        known = ", ".join(f"{{{place}}}" for place in PLACES)
        message = _("We cannot fill in {%(place)s}. These can be filled in: %(known)s.")
        raise Refused("place", message % {"place": unknown[0], "known": known}, field=field)
