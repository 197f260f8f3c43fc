"""Kinds of calls and of reminders."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CallKind(models.TextChoices):
    """What a call gathers."""

    KLIMASTATUS = "klimastatus", _("Klimastatus collection")
    OTHER = "other", _("Other call")


@dataclass(frozen=True)
class CallFacts:
    """What follows from the kind of a call."""

    kind: CallKind
    purpose: Promise
    every_year: bool  # last year's answers are offered


CALL_FACTS = {
    facts.kind: facts
    for facts in (
        CallFacts(
            CallKind.KLIMASTATUS,
            _("Figures to confirm, plans, measures and a story from each member, for Klimastatus."),
            every_year=True,
        ),
        CallFacts(CallKind.OTHER, _("Questions to the members on anything else."), every_year=False),
    )
}


class ReminderKind(models.TextChoices):
    """Why a member is reminded; each of them goes once to each person for each due day."""

    COMING = "coming", _("The deadline is coming")
    OVERDUE = "overdue", _("The deadline has passed")
    EXPECTED = "expected", _("The day they named has passed")
    LAST = "last", _("Last chance before the call is closed")


@dataclass(frozen=True)
class ReminderFacts:
    """What follows from the kind of a reminder."""

    kind: ReminderKind
    template: str


REMINDERS = {
    facts.kind: facts
    for facts in (
        ReminderFacts(ReminderKind.COMING, "calls/mail/coming.txt"),
        ReminderFacts(ReminderKind.OVERDUE, "calls/mail/overdue.txt"),
        ReminderFacts(ReminderKind.EXPECTED, "calls/mail/expected.txt"),
        ReminderFacts(ReminderKind.LAST, "calls/mail/last.txt"),
    )
}
