"""The states of an event, of a point on an agenda, of what came of it, and of somebody's place in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventState(models.TextChoices):
    """An event is planned, announced to those who are to come, and held; or it is cancelled."""

    PLANNED = "planned", _("Planned")
    ANNOUNCED = "announced", _("Announced")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class ItemState(models.TextChoices):
    """A point is proposed, put on an agenda, treated, put off to a later meeting, or not taken up."""

    PROPOSED = "proposed", _("Proposed")
    PLACED = "placed", _("On the agenda")
    TREATED = "treated", _("Treated")
    PUT_OFF = "put_off", _("Put off to another day")
    DECLINED = "declined", _("Not taken up")


class OutcomeState(models.TextChoices):
    """Where something that came of a meeting stands; that a day has passed is worked out, not stored."""

    NOTED = "noted", _("Noted")
    OPEN = "open", _("Open")
    IN_FORCE = "in_force", _("In force")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")
    SUPERSEDED = "superseded", _("Replaced by a later one")


class Answer(models.TextChoices):
    """What somebody says to an invitation; whoever signs up by themselves has said yes."""

    AWAITED = "awaited", _("No answer yet")
    YES = "yes", _("Coming")
    WAITING = "waiting", _("On the waiting list")
    NO = "no", _("Not coming")


class Attendance(models.TextChoices):
    """Whether somebody was there; until somebody has noted it, nobody knows."""

    UNKNOWN = "unknown", _("Not noted")
    PRESENT = "present", _("Was there")
    ABSENT = "absent", _("Was not there")


class Lasting(models.TextChoices):
    """Where a decision stands on a day, as the register says it."""

    IN_FORCE = "in_force", _("In force")
    DONE = "done", _("Done")
    SUPERSEDED = "superseded", _("Replaced by a later one")
    EXPIRED = "expired", _("Expired")
    DROPPED = "dropped", _("Dropped")


COMING_UP = frozenset({EventState.PLANNED, EventState.ANNOUNCED})
SETTLED = frozenset({OutcomeState.DONE, OutcomeState.DROPPED, OutcomeState.SUPERSEDED})
