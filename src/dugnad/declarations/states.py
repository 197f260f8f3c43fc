"""The states of a declaration's text, of an amendment, of a member's consent, and of its progress."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WordingState(models.TextChoices):
    """A text is drafted, offered to the members for their support, and adopted."""

    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("Offered to the members")
    ADOPTED = "adopted", _("Adopted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AmendmentState(models.TextChoices):
    """What became of a proposal to change a point."""

    PROPOSED = "proposed", _("Proposed")
    ADOPTED = "adopted", _("Adopted")
    REJECTED = "rejected", _("Not adopted")
    WITHDRAWN = "withdrawn", _("Taken back")


class EndorsementState(models.TextChoices):
    """Whether a member stands behind a text; that it has signed is another thing, with a date of its own."""

    ASKED = "asked", _("Asked")
    CONSIDERING = "considering", _("Under consideration")
    ENDORSED = "endorsed", _("Endorsed")
    DECLINED = "declined", _("Said no")
    WITHDRAWN = "withdrawn", _("Support withdrawn")


class ProgressState(models.TextChoices):
    """How far a member has come with a point; without an answer there is no state at all."""

    NOT_BEGUN = "not_begun", _("Not begun")
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    IN_PLACE = "in_place", _("In place")
    NOT_APPLICABLE = "not_applicable", _("Does not apply to us")


FROZEN = frozenset({WordingState.OFFERED, WordingState.ADOPTED})  # the text stands under its fingerprint
GOING_ON = frozenset({ProgressState.PLANNED, ProgressState.UNDER_WAY, ProgressState.IN_PLACE})
