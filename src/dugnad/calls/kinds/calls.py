"""Kinds of calls and of reminders, and which reminders a kind of call gets by itself."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ReminderKind(models.TextChoices):
    """Why a member is reminded; each of them goes once to each person for each due day."""

    COMING = "coming", _("The deadline is coming")
    SOON = "soon", _("The deadline is near")
    OVERDUE = "overdue", _("The deadline has passed")
    EXPECTED = "expected", _("The day they named has passed")
    LAST = "last", _("Last chance before the call is closed")


@dataclass(frozen=True)
class ReminderFacts:
    """What follows from the kind of a reminder."""

    kind: ReminderKind
    template: str
    after_due: bool | None  # whether it is true only after the deadline, only before it, or always
    is_planned: bool = True  # for a day of the call; the others follow a day that one member named


REMINDERS = {
    facts.kind: facts
    for facts in (
        ReminderFacts(ReminderKind.COMING, "calls/mail/coming.txt", after_due=False),
        ReminderFacts(ReminderKind.SOON, "calls/mail/soon.txt", after_due=False),
        ReminderFacts(ReminderKind.OVERDUE, "calls/mail/overdue.txt", after_due=True),
        ReminderFacts(ReminderKind.EXPECTED, "calls/mail/expected.txt", after_due=True, is_planned=False),
        ReminderFacts(ReminderKind.LAST, "calls/mail/last.txt", after_due=None),
    )
}
# Which reminders a call gets when it opens, in days from the day on which the answers are due.
FOUR_REMINDERS = (
    (ReminderKind.COMING, -14),
    (ReminderKind.SOON, -3),
    (ReminderKind.OVERDUE, 1),
    (ReminderKind.LAST, 7),
)


class CallKind(models.TextChoices):
    """What a call gathers."""

    KLIMASTATUS = "klimastatus", _("Klimastatus collection")
    CONSENT = "consent", _("Support for a declaration")
    FOLLOW_UP = "follow_up", _("Follow-up of the declaration")
    MATERIALS = "materials", _("Quantities of material flows")
    OTHER = "other", _("Other call")


@dataclass(frozen=True)
class CallFacts:
    """What follows from the kind of a call."""

    kind: CallKind
    begin: Promise  # what a new call of the kind begins with
    purpose: Promise
    every_year: bool  # last year's answers are offered
    asks_consent: bool = False  # a new one asks about the text that is offered to the members
    asks_points: bool = False  # a new one asks about each point of the declaration that holds
    asks_flows: bool = False  # begun on the page of a study, whose places are asked
    address: str = ""  # what it is called in addresses, where that is another word than its kind
    reminders: tuple[tuple[ReminderKind, int], ...] = FOUR_REMINDERS


CALL_FACTS = {
    facts.kind: facts
    for facts in (
        CallFacts(
            CallKind.KLIMASTATUS,
            _("The questions of Klimastatus, which lie ready"),
            _("Figures to confirm, plans, measures and a story from each member, for Klimastatus."),
            every_year=True,
        ),
        CallFacts(
            CallKind.CONSENT,
            _("The question whether they stand behind the declaration that is offered to them"),
            _("Each member’s support for a declaration: decision, reservations and who signs."),
            every_year=False,
            asks_consent=True,
        ),
        CallFacts(
            CallKind.FOLLOW_UP,
            _("A question about each point of the declaration"),
            _("How far each member has come with each point of the declaration, for the matrix."),
            every_year=True,
            asks_points=True,
            address="oppfolging",
        ),
        CallFacts(
            CallKind.MATERIALS,
            _("The flows of a study; it is begun on the page of the study"),
            _("Quantities of their own from the places of a study of material flows."),
            every_year=False,
            asks_flows=True,
        ),
        CallFacts(
            CallKind.OTHER,
            _("Nothing: I write the questions myself"),
            _("Questions to the members on anything else."),
            every_year=False,
        ),
    )
}
