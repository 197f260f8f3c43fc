"""The life of an edition, the same as a document's: a published one never changes again."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an edition stands."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


UNFROZEN = frozenset({State.DRAFT, State.IN_REVIEW})
FROZEN = frozenset({State.PUBLISHED, State.WITHDRAWN})


@dataclass(frozen=True)
class Step:
    """A verb that moves an edition: where it starts, where it ends, what is said when it may not."""

    starts: tuple[State, ...]
    ends: State
    refusal: Promise | str


STEPS: dict[str, Step] = {
    "submit_edition": Step((State.DRAFT,), State.IN_REVIEW, _("Only a draft can be sent to review.")),
    "return_edition": Step(
        (State.IN_REVIEW, State.APPROVED), State.DRAFT, _("Only an edition in review can be sent back.")
    ),
    "approve_edition": Step(
        (State.IN_REVIEW,), State.APPROVED, _("Only an edition in review can be approved.")
    ),
    "publish_edition": Step(
        (State.APPROVED,), State.PUBLISHED, _("Only an approved edition can be published.")
    ),
    "withdraw_edition": Step(
        (State.PUBLISHED,), State.WITHDRAWN, _("Only a published edition can be withdrawn.")
    ),
}
