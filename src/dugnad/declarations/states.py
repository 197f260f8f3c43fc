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


class Revocation(models.TextChoices):
    """Why a signature fell that nobody wrote a reason for: it follows from what was entered."""

    SIGNED_ANEW = "signed_anew", _("The words were changed, and signed again.")
    WORDS_BACK = (
        "words_back",
        _("The text says again what was signed earlier, and that signature counts again."),
    )


class ProgressState(models.TextChoices):
    """How far a member has come with a point; without an answer there is no state at all."""

    NOT_BEGUN = "not_begun", _("Not begun")
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    IN_PLACE = "in_place", _("In place")
    NOT_APPLICABLE = "not_applicable", _("Does not apply to us")


class Standing(models.TextChoices):
    """What the register says of a member on a day: its consent and its signature in one word."""

    ON_THE_DAY = "on_the_day", _("Signed at the ceremony")
    LATER = "later", _("Signed another day")
    ENDORSED = "endorsed", _("Endorsed, not signed")
    CONSIDERING = "considering", _("Under consideration")
    ASKED = "asked", _("Asked, no answer")
    NOT_ASKED = "not_asked", _("Not asked")
    DECLINED = "declined", _("Said no")
    WITHDRAWN = "withdrawn", _("Support withdrawn")
    SIGNED_BEFORE = "signed_before", _("Signed other words")
    ENDORSED_BEFORE = "endorsed_before", _("Endorsed other words")


class Verdict(models.TextChoices):
    """What can be said of a paper that somebody holds in their hand."""

    GENUINE = "genuine", _("Genuine, and of these words")
    CHANGED = "changed", _("Not valid for this version")
    REPLACED = "replaced", _("Replaced by a later signature")
    REVOKED = "revoked", _("No longer valid")
    UNKNOWN = "unknown", _("Not known here")


SIGNED = frozenset({Standing.ON_THE_DAY, Standing.LATER})
UNANSWERED = frozenset({EndorsementState.ASKED, EndorsementState.CONSIDERING})
FROZEN = frozenset({WordingState.OFFERED, WordingState.ADOPTED})  # the text stands under its fingerprint
GOING_ON = frozenset({ProgressState.PLANNED, ProgressState.UNDER_WAY, ProgressState.IN_PLACE})
