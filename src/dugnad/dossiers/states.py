"""Where a dossier stands, and what was answered to something that we asked for."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class DossierState(models.TextChoices):
    """A matter is watched, worked on, put forward, decided by others, and closed; or it is dropped."""

    WATCHING = "watching", _("Being watched")
    WORKING = "working", _("Being worked on")
    SPOKEN = "spoken", _("Put forward")
    DECIDED = "decided", _("Decided by others")
    CLOSED = "closed", _("Closed")
    DROPPED = "dropped", _("Dropped")


class Verdict(models.TextChoices):
    """Whether we answer a consultation."""

    OPEN = "", _("Not settled")
    GO = "go", _("We answer")
    NO_GO = "no_go", _("We do not answer")


class Standing(models.TextChoices):
    """Where a consultation stands on a day; worked out, never stored."""

    TO_JUDGE = "to_judge", _("To be settled whether we answer")
    UNDER_WAY = "under_way", _("Being answered")
    LATE = "late", _("The deadline has passed")
    SENT = "sent", _("Answer sent")
    LEFT = "left", _("Not answered by us")


class AskState(models.TextChoices):
    """What was answered to something that we asked for."""

    AWAITED = "awaited", _("No answer yet")
    MET = "met", _("Met")
    PARTLY_MET = "partly_met", _("Partly met")
    NOT_MET = "not_met", _("Not met")
    OVERTAKEN = "overtaken", _("Overtaken by events")


@dataclass(frozen=True)
class Move:
    """To which states a dossier may go from one of them."""

    state: DossierState
    onward: tuple[DossierState, ...]
    needs_reason: bool = False  # one who moves a dossier into this state says why
    tone: str = ""


# In any order but out of nowhere: a matter may come up again after it was decided, and after it was dropped.
MOVES = {
    move.state: move
    for move in (
        Move(
            DossierState.WATCHING,
            (DossierState.WORKING, DossierState.SPOKEN, DossierState.DROPPED),
        ),
        Move(
            DossierState.WORKING,
            (DossierState.SPOKEN, DossierState.WATCHING, DossierState.DROPPED),
            tone="active",
        ),
        Move(
            DossierState.SPOKEN,
            (DossierState.DECIDED, DossierState.WORKING, DossierState.DROPPED),
            tone="active",
        ),
        Move(DossierState.DECIDED, (DossierState.CLOSED, DossierState.WORKING), tone="done"),
        Move(DossierState.CLOSED, (DossierState.WORKING,), needs_reason=True, tone="off"),
        Move(DossierState.DROPPED, (DossierState.WATCHING,), needs_reason=True, tone="off"),
    )
}
ENDED = frozenset({DossierState.CLOSED, DossierState.DROPPED})
OPEN_STANDINGS = frozenset({Standing.TO_JUDGE, Standing.UNDER_WAY, Standing.LATE})
TONES: dict[str, str] = {
    **{str(state.value): move.tone for state, move in MOVES.items()},
    AskState.AWAITED: "",
    AskState.MET: "done",
    AskState.PARTLY_MET: "active",
    AskState.NOT_MET: "danger",
    AskState.OVERTAKEN: "off",
    Standing.TO_JUDGE: "warning",
    Standing.UNDER_WAY: "active",
    Standing.LATE: "danger",
    Standing.SENT: "done",
    Standing.LEFT: "off",
}
