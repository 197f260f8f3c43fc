"""Yes or no, about dossiers, consultations and what is asked for."""

from datetime import date, datetime
from typing import Protocol

from django.utils.text import slugify

from dugnad.documents.states import State
from dugnad.dossiers.kinds import TOUCHPOINT_FACTS, TouchpointKind
from dugnad.dossiers.states import MOVES, OPEN_STANDINGS, DossierState, Standing, Verdict
from dugnad.kit.access import Role
from dugnad.kit.clock import local_day
from dugnad.members.rules import LETTERS, Viewer

RESERVED = frozenset({"ny", "eksport"})  # first words of our own addresses below /horinger/ and /paavirkning/


class Followed(Protocol):
    """A dossier as the rules see it."""

    state: str
    is_public: bool


class Asked(Protocol):
    """A consultation as the rules see it."""

    verdict: str
    deadline: datetime
    announced_on: date
    sent_on: date | None


class Spoken(Protocol):
    """A touchpoint as the rules see it."""

    kind: str


def is_at_work(viewer: Viewer) -> bool:
    """Whether the viewer is one of those who work together here: an account alone is not enough."""
    return bool(viewer.roles - {Role.ANONYMOUS, Role.GUEST})


def may_write(viewer: Viewer) -> bool:
    """Whether the viewer keeps dossiers and consultations: the secretariat speaks for the alliance."""
    return viewer.is_secretariat


def may_see(viewer: Viewer, dossier: Followed) -> bool:
    """Whether the viewer may know of a dossier: strangers of those that are shown to everybody."""
    return dossier.is_public or is_at_work(viewer)


def may_see_touchpoint(viewer: Viewer, touchpoint: Spoken) -> bool:
    """Whether the viewer may know that we spoke to somebody: strangers of what was said in the open."""
    return is_at_work(viewer) or TOUCHPOINT_FACTS[TouchpointKind(touchpoint.kind)].is_open


def can_move(dossier: Followed, to: str) -> bool:
    """Whether a dossier can go from where it stands to a state."""
    return to in MOVES[DossierState(dossier.state)].onward


def needs_reason(state: str) -> bool:
    """Whether one who moves a dossier into a state has to say why."""
    return MOVES[DossierState(state)].needs_reason


def standing_of(consultation: Asked, *, at: datetime) -> Standing:
    """Where a consultation stands at a moment."""
    if consultation.sent_on is not None:
        return Standing.SENT
    if consultation.verdict == Verdict.NO_GO:
        return Standing.LEFT
    if consultation.deadline < at:
        return Standing.LATE
    return Standing.UNDER_WAY if consultation.verdict == Verdict.GO else Standing.TO_JUDGE


def is_open(standing: str) -> bool:
    """Whether something is still to be done about it."""
    return standing in OPEN_STANDINGS


def days_left(consultation: Asked, *, at: datetime) -> int | None:
    """How many days there are until the deadline, below zero when it has passed; none when that was today."""
    days = (local_day(consultation.deadline) - local_day(at)).days
    return None if days == 0 and consultation.deadline < at else days


def can_judge(consultation: Asked) -> bool:
    """Whether it can still be settled, or settled anew, whether we answer."""
    return consultation.sent_on is None


def can_prepare(consultation: Asked) -> bool:
    """Whether a statement can be worked on: we have said that we answer, and have not answered."""
    return consultation.verdict == Verdict.GO and consultation.sent_on is None


def stands(*, is_sent: bool, is_answered: bool) -> bool:
    """Whether what was asked for is said and done: in an answer that has gone, or answered itself.

    From then on its words, its day and where it was asked are others' words too, and are not changed.
    """
    return is_sent or is_answered


def can_begin_statement(consultation: Asked, statement: str | None) -> bool:
    """Whether a statement can be begun: there is none, or the one that there was has been withdrawn."""
    return can_prepare(consultation) and statement in (None, State.WITHDRAWN)


def is_key(word: str) -> bool:
    """Whether a word can name a thing in addresses."""
    return bool(word) and word == key_of(word) and word not in RESERVED


def key_of(words: str) -> str:
    """Words as they stand in an address: Nasjonal strategi for sirkulær økonomi loses its letters."""
    return slugify(words.translate(LETTERS))[:60].strip("-")


def lines_of(text: str) -> list[str]:
    """What is written one to a line, as names of those we speak to or answer together with."""
    return [line.strip() for line in text.splitlines() if line.strip()]
