"""States of a find."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FindState(models.TextChoices):
    """New figures wait until somebody takes them in or sets them aside, or newer ones come."""

    WAITING = "waiting", _("Waiting")
    TAKEN = "taken", _("Taken in")
    SET_ASIDE = "set_aside", _("Set aside")
    OVERTAKEN = "overtaken", _("Overtaken")
