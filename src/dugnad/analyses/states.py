"""States of a study and of a run."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StudyState(models.TextChoices):
    """A study is planned among those who work on it, then everybody sees it, until it is finished."""

    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    FINISHED = "done", _("Finished")


class RunState(models.TextChoices):
    """A run waits, is computed, is looked through, and accepted or returned; or it could not be computed."""

    QUEUED = "queued", _("Waiting")
    COMPUTED = "computed", _("Computed")
    CHECKED = "checked", _("Checked")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    FAILED = "failed", _("Could not be computed")
