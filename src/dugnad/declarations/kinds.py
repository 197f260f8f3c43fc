"""Kinds of points, successions, amendments, endorsements, steps, evidence: rows, not branches."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class PointKind(models.TextChoices):
    """Where in a declaration a point stands."""

    COMMITMENT = "commitment", _("What we commit to")
    MEASURE = "measure", _("Measures that each of us is to carry out")
    REQUEST = "request", _("What we ask of the state")


@dataclass(frozen=True)
class PointFacts:
    """What follows from the kind of a point."""

    kind: PointKind
    is_followed_up: bool  # each member is asked every year how far it has come


POINT_FACTS = {
    facts.kind: facts
    for facts in (
        PointFacts(PointKind.COMMITMENT, is_followed_up=True),
        PointFacts(PointKind.MEASURE, is_followed_up=True),
        PointFacts(PointKind.REQUEST, is_followed_up=False),
    )
}


class Scope(models.TextChoices):
    """Whom a point applies to."""

    ALL = "all", _("Everybody")
    MUNICIPALITIES = "municipalities", _("Municipalities")
    COUNTIES = "counties", _("County authorities")


class SuccessionKind(models.TextChoices):
    """What became of a point when the declaration was revised."""

    KEPT = "kept", _("Kept")
    SHARPENED = "sharpened", _("Sharpened")
    SPLIT = "split", _("Split")
    MERGED = "merged", _("Merged")
    NEW = "new", _("New")
    DROPPED = "dropped", _("Not carried on")


@dataclass(frozen=True)
class SuccessionFacts:
    """What follows from what became of a point."""

    kind: SuccessionKind
    has_predecessor: bool = True
    has_successor: bool = True
    needs_reason: bool = True
    keeps_name: bool = False  # the point goes on under the same name in addresses, and no other shares in it
    keeps_words: bool = False  # in bokmål, which is what is signed
    has_sisters: bool = False  # other points come from the same old one
    has_partners: bool = False  # it comes from other old points too


SUCCESSION_FACTS = {
    facts.kind: facts
    for facts in (
        SuccessionFacts(SuccessionKind.KEPT, needs_reason=False, keeps_name=True, keeps_words=True),
        SuccessionFacts(SuccessionKind.SHARPENED, keeps_name=True),
        SuccessionFacts(SuccessionKind.SPLIT, has_sisters=True),
        SuccessionFacts(SuccessionKind.MERGED, has_partners=True),
        SuccessionFacts(SuccessionKind.NEW, has_predecessor=False),
        SuccessionFacts(SuccessionKind.DROPPED, has_successor=False),
    )
}


class TreatmentOutcome(models.TextChoices):
    """What a body said when it treated a text."""

    NOTED = "noted", _("Noted")
    RECOMMENDED = "recommended", _("Recommended")
    BASIS = "basis", _("Made the basis for the members’ treatment")
    SENT_BACK = "sent_back", _("Sent back for more work")
    ADOPTED = "adopted", _("Adopted")


class AmendmentKind(models.TextChoices):
    """What an amendment would do."""

    REWORD = "reword", _("Other words for a point")
    STRIKE = "strike", _("Take a point out")
    ADD = "add", _("Add a point")


@dataclass(frozen=True)
class AmendmentFacts:
    """What follows from what an amendment would do."""

    kind: AmendmentKind
    has_point: bool  # it is about a point that stands in the text
    has_text: bool  # it brings words of its own


AMENDMENT_FACTS = {
    facts.kind: facts
    for facts in (
        AmendmentFacts(AmendmentKind.REWORD, has_point=True, has_text=True),
        AmendmentFacts(AmendmentKind.STRIKE, has_point=True, has_text=False),
        AmendmentFacts(AmendmentKind.ADD, has_point=False, has_text=True),
    )
}


class Stance(models.TextChoices):
    """What a body said of an amendment."""

    SUPPORTED = "supported", _("Supports it")
    NOT_SUPPORTED = "not_supported", _("Does not support it")
    NEUTRAL = "neutral", _("Has no opinion")


class EndorsementWay(models.TextChoices):
    """How a member says that it stands behind a text."""

    COUNCIL = "council", _("Decided by a political body")
    MAYOR = "mayor", _("Confirmed by the mayor")


@dataclass(frozen=True)
class WayFacts:
    """What follows from how a member endorses."""

    way: EndorsementWay
    needs_decision: bool  # body, case number and date are asked for


WAY_FACTS = {
    facts.way: facts
    for facts in (
        WayFacts(EndorsementWay.COUNCIL, needs_decision=True),
        WayFacts(EndorsementWay.MAYOR, needs_decision=False),
    )
}


class PaperLanguage(models.TextChoices):
    """The languages in which papers of a declaration are made."""

    BOKMAAL = "nb", _("Bokmål")
    NYNORSK = "nn", _("Nynorsk")
    ENGLISH = "en", _("English")


class StepKind(models.TextChoices):
    """A step of a campaign, from the ceremony back to the first draft."""

    EXPERT_DRAFT = "expert_draft", _("Draft in the expert group")
    BOARD_BASIS = "board_basis", _("The board decides the basis")
    PACKAGE = "package", _("Document package to all members")
    COUNCILS = "councils", _("Last council meetings that are in time")
    REPLY_DUE = "reply_due", _("Reply from the members")
    MEDIA = "media", _("Examples for the media gathered")
    CEREMONY = "ceremony", _("Ceremony")
    LATE = "late", _("Late signatures gathered")
    OTHER = "other", _("Other step")


@dataclass(frozen=True)
class StepFacts:
    """When a step has to be done, in days from the ceremony; Friday is taken when that is a weekend."""

    kind: StepKind
    days: int
    is_told: bool = False  # its day is the one that the members are told to answer by


# The rhythm of the signing of 2022: ceremony on 2 June, reply by 12 May, package from 1 March, board on
# 11 February, expert group on 11 January. Councils that meet monthly need to have met a week before.
STEP_FACTS = {
    facts.kind: facts
    for facts in (
        StepFacts(StepKind.EXPERT_DRAFT, -142),
        StepFacts(StepKind.BOARD_BASIS, -111),
        StepFacts(StepKind.PACKAGE, -93),
        StepFacts(StepKind.COUNCILS, -28),
        StepFacts(StepKind.REPLY_DUE, -21, is_told=True),
        StepFacts(StepKind.MEDIA, -14),
        StepFacts(StepKind.CEREMONY, 0),
        StepFacts(StepKind.LATE, 30),
    )
}


class EvidenceKind(models.TextChoices):
    """What shows that something was done."""

    INDICATOR = "indicator", _("Indicator")
    STORY = "story", _("Story")
    DECISION = "decision", _("Decision")
    FILE = "file", _("File")
    LINK = "link", _("Web page")
