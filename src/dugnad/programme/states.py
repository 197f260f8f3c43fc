"""States of a programme and of an activity."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgrammeState(models.TextChoices):
    """A year's programme is drafted, adopted, and frozen when the year is over."""

    DRAFT = "draft", _("Draft")
    ADOPTED = "adopted", _("Adopted")
    FROZEN = "frozen", _("Frozen")


class ActivityStatus(models.TextChoices):
    """How far an activity has come."""

    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    DELAYED = "delayed", _("Delayed")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")
