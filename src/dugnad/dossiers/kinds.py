"""Channels of consultations, whom we speak to, and by which way: rows, not branches."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """By which channel somebody asks for our word; they have rules of their own and are never mixed."""

    MINISTRY = "ministry", _("Public consultation")
    INPUT = "input", _("Round of input")
    COMMITTEE_HEARING = "committee-hearing", _("Hearing in a Storting committee")
    EU = "eu", _("Consultation in the EU")


DEADLINE = _("Deadline")


@dataclass(frozen=True)
class ChannelFacts:
    """What follows from a channel: how many days our work needs before the deadline.

    `members` is None where nobody has time to ask them. `least` is how long the rules of the state ask that
    a consultation lasts.
    """

    channel: Channel
    plural: Promise
    send: int  # working days before the deadline that the answer goes out
    papers: int  # days before the meeting that its papers go out
    drafting: int  # days to write in, between the members' input and the papers
    members: int | None  # days before the deadline that the members' own input is due
    members_least: int = 14  # days that the members should have
    judging: int = 7  # days after it came that we should know whether we answer
    least: timedelta | None = None
    deadline: Promise = DEADLINE


CHANNEL_FACTS = {
    facts.channel: facts
    for facts in (
        ChannelFacts(
            Channel.MINISTRY,
            _("Public consultations"),
            send=1,
            papers=7,
            drafting=7,
            members=30,
            least=timedelta(weeks=6),
        ),
        ChannelFacts(Channel.INPUT, _("Rounds of input"), send=1, papers=7, drafting=5, members=14),
        ChannelFacts(
            Channel.COMMITTEE_HEARING,
            _("Hearings in the Storting"),
            send=0,
            papers=3,
            drafting=2,
            members=None,
            judging=2,
            deadline=_("Deadline for written input"),
        ),
        ChannelFacts(Channel.EU, _("Consultations in the EU"), send=1, papers=7, drafting=7, members=30),
    )
}


class AddresseeKind(models.TextChoices):
    """Whom we try to influence."""

    MINISTRY = "ministry", _("Ministry or government")
    STORTING = "storting", _("The Storting")
    AGENCY = "agency", _("Agency of the state")
    EU = "eu", _("The EU")
    COUNTY = "county", _("County authority")
    ABROAD = "abroad", _("Authority abroad")
    OTHER = "other", _("Somebody else")


class TouchpointKind(models.TextChoices):
    """By which way we spoke to somebody."""

    MEETING = "meeting", _("Meeting")
    HEARING = "hearing", _("Oral hearing")
    LETTER = "letter", _("Letter")
    MEDIA = "media", _("Media")
    SPEECH = "speech", _("Speech or own event")


@dataclass(frozen=True)
class TouchpointFacts:
    """What follows from the way: what everybody could see anyway is told to everybody."""

    kind: TouchpointKind
    is_open: bool


TOUCHPOINT_FACTS = {
    facts.kind: facts
    for facts in (
        TouchpointFacts(TouchpointKind.MEETING, is_open=False),
        TouchpointFacts(TouchpointKind.HEARING, is_open=True),
        TouchpointFacts(TouchpointKind.LETTER, is_open=False),
        TouchpointFacts(TouchpointKind.MEDIA, is_open=True),
        TouchpointFacts(TouchpointKind.SPEECH, is_open=True),
    )
}
OPEN_WAYS = tuple(kind.value for kind, facts in TOUCHPOINT_FACTS.items() if facts.is_open)


class StepKind(models.TextChoices):
    """A step on the way to an answer, in the order in which they are taken."""

    JUDGE = "judge", _("We settle whether to answer")
    MEMBERS = "members", _("Input from the members")
    GROUP = "group", _("The expert group treats it")
    PAPERS = "papers", _("The draft is ready and the papers go out")
    APPROVE = "approve", _("The statement is approved")
    SEND = "send", _("The answer is sent")


class How(models.TextChoices):
    """How a step is taken."""

    MEETING = "meeting", _("in a meeting")
    WRITTEN = "written", _("by e-mail or written procedure")
    OFFICE = "office", _("by the secretariat")


class Caution(models.TextChoices):
    """What the plan for an answer warns of on the first day."""

    SHORT = "short", _("The sender gives less than six weeks; only special cases are allowed to be shorter.")
    NO_BOARD = (
        "no_board",
        _("The board does not meet in time. The advocacy committee can approve the statement when it meets."),
    )
    IN_WRITING = (
        "in_writing",
        _("No deciding body meets in time. The advocacy committee can approve the statement by e-mail."),
    )
    NO_MEMBERS = "no_members", _("There is no time to ask the members.")
    HURRIED_MEMBERS = "hurried_members", _("The members get less than two weeks.")
    NO_GROUP = "no_group", _("The expert group does not meet in time; it can read the draft by e-mail.")
    NO_TIME = "no_time", _("There is no working day left before the deadline.")


class Language(models.TextChoices):
    """The language in which a statement is begun."""

    BOKMAAL = "nb", _("Bokmål")
    NYNORSK = "nn", _("Nynorsk")
    ENGLISH = "en", _("English")
