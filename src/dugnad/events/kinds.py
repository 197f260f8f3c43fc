"""Kinds of events, of points on an agenda and of what comes of them: rows, not branches."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dugnad.events.states import OutcomeState


class EventKind(models.TextChoices):
    """What people come together for."""

    MEETING = "meeting", _("Meeting")
    GATHERING = "gathering", _("Gathering")
    WRITTEN_PROCEDURE = "written_procedure", _("Written procedure")
    SCHOOL_SESSION = "school_session", _("Session of Klimaskolen")
    SUPPLIER_DIALOGUE = "supplier_dialogue", _("Dialogue with suppliers")
    MINISTRY_MEETING = "ministry_meeting", _("Meeting with a ministry")


class Way(models.TextChoices):
    """How people meet."""

    ONLINE = "online", _("Online")
    IN_PERSON = "in_person", _("In person")
    HYBRID = "hybrid", _("In person and online")
    WRITTEN = "written", _("In writing")


class Circle(models.TextChoices):
    """Who sees who takes part."""

    PARTICIPANTS = "participants", _("Those who take part")
    SECRETARIAT = "secretariat", _("The secretariat")


@dataclass(frozen=True)
class EventFacts:
    """What follows from the kind of an event.

    `notice` is how long before the event its notice goes out; `kept` how long afterwards what a guest
    without an account wrote of themselves is kept.
    """

    kind: EventKind
    plural: Promise
    page: str  # the name of its address
    own_page: str = "participation"  # the name of the address where somebody sees their own place
    has_agenda: bool = False
    numbers_cases: bool = False
    has_sign_up: bool = False  # anybody may sign up, without an account
    sign_up_page: str = "sign_up"  # the name of the address where they do
    gives_certificates: bool = False
    is_written: bool = False  # no hour in a room: it opens, and ends at a deadline
    notice_letter: str = "invitation"  # the mail that asks people to come, or to answer
    changed_letter: str = "changed"  # the one that goes out when it has changed since
    is_public: bool = False  # everybody is welcome, and hears of it when it is announced
    names_seen_by: Circle = Circle.PARTICIPANTS
    notice: timedelta = timedelta(days=7)
    kept: timedelta = timedelta(days=180)


EVENT_FACTS = {
    facts.kind: facts
    for facts in (
        EventFacts(EventKind.MEETING, _("Meetings"), "meeting", has_agenda=True, numbers_cases=True),
        EventFacts(
            EventKind.GATHERING,
            _("Gatherings"),
            "meeting",
            has_agenda=True,
            numbers_cases=True,
            notice=timedelta(days=21),  # people have to book a bed
        ),
        EventFacts(
            EventKind.WRITTEN_PROCEDURE,
            _("Written procedures"),
            "meeting",
            has_agenda=True,
            numbers_cases=True,
            is_written=True,
            notice_letter="procedure",
            changed_letter="procedure",  # it says everything anew, and asks for the answer
            own_page="answer_in_writing",
            notice=timedelta(),
        ),
        EventFacts(
            EventKind.SCHOOL_SESSION,
            _("Sessions of Klimaskolen"),
            "school_session",
            own_page="own_place",
            has_sign_up=True,
            gives_certificates=True,
            is_public=True,
            names_seen_by=Circle.SECRETARIAT,
            notice=timedelta(days=2),  # when the link is sent to those who have signed up
        ),
        EventFacts(
            EventKind.SUPPLIER_DIALOGUE,
            _("Dialogues with suppliers"),
            "meeting",
            has_agenda=True,
            has_sign_up=True,
            is_public=True,
            # Suppliers compete: who else came is told to all of them, as equal treatment asks, and to no
            # stranger, for nobody has asked those who came.
            names_seen_by=Circle.PARTICIPANTS,
            sign_up_page="sign_up_to_meeting",
            kept=timedelta(days=365),
        ),
        EventFacts(
            EventKind.MINISTRY_MEETING,
            _("Meetings with ministries"),
            "meeting",
            has_agenda=True,
            kept=timedelta(days=365),
        ),
    )
}

# Decided in writing: they end with a record of their own, and there are no minutes to approve.
WRITTEN = frozenset(kind.value for kind, facts in EVENT_FACTS.items() if facts.is_written)


class ItemKind(models.TextChoices):
    """What a body is to do with a point."""

    INFORMATION = "information", _("For information")
    DISCUSSION = "discussion", _("For discussion")
    DECISION = "decision", _("For decision")


class OutcomeKind(models.TextChoices):
    """What came of a point."""

    DECISION = "decision", _("Decision")
    INFORMATION = "information", _("Information")
    TASK = "task", _("Task")


@dataclass(frozen=True)
class OutcomeFacts:
    """What follows from the kind of an outcome."""

    kind: OutcomeKind
    begins: OutcomeState
    may_become: frozenset[OutcomeState]
    has_owner: bool = False  # somebody does it, by a day; it comes back to the agenda until it is closed
    is_registered: bool = False  # it stands in the register of decisions


OUTCOME_FACTS = {
    facts.kind: facts
    for facts in (
        OutcomeFacts(
            OutcomeKind.DECISION,
            OutcomeState.IN_FORCE,
            frozenset({OutcomeState.DONE, OutcomeState.SUPERSEDED, OutcomeState.DROPPED}),
            is_registered=True,
        ),
        OutcomeFacts(OutcomeKind.INFORMATION, OutcomeState.NOTED, frozenset()),
        OutcomeFacts(
            OutcomeKind.TASK,
            OutcomeState.OPEN,
            frozenset({OutcomeState.DONE, OutcomeState.DROPPED}),
            has_owner=True,
        ),
    )
}


class Role(models.TextChoices):
    """As what somebody takes part."""

    CHAIR = "chair", _("Chair")
    MEMBER = "member", _("Member")
    DEPUTY = "deputy", _("Deputy")
    OBSERVER = "observer", _("Observer")
    SPEAKER = "speaker", _("Speaker")
    SECRETARY = "secretary", _("Secretary")
    GUEST = "guest", _("Guest")


# Who is counted when it is asked whether enough have come, and who says yes or no in a written procedure.
VOTING = frozenset({Role.CHAIR, Role.MEMBER, Role.DEPUTY})


# Who comes for one thing or one day: closed points are the body's, also while they are in the room.
OUTSIDERS = frozenset({Role.GUEST, Role.SPEAKER})

# As what somebody is asked who holds no place: they have no vote.
INVITED_AS = (Role.GUEST, Role.SPEAKER, Role.OBSERVER, Role.SECRETARY)


class Stance(models.TextChoices):
    """What somebody says to a proposed decision in a written procedure."""

    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    ABSTAINS = "abstains", _("Abstains")
    WANTS_MEETING = "wants_meeting", _("Wants it treated in a meeting")
