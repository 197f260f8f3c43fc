"""The states of a document, and the steps between them."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where the work on a document stands."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ContributionState(models.TextChoices):
    """What became of a story that somebody sent in."""

    RECEIVED = "received", _("Received")
    TAKEN_IN = "taken_in", _("Taken in")
    DECLINED = "declined", _("Declined")


class ClearanceState(models.TextChoices):
    """How it stands with the sender's approval of changed words."""

    WAITING = "waiting", _("Waits for the sender")
    APPROVED = "approved", _("Approved by the sender")
    OBJECTED = "objected", _("The sender objects")
    REPLACED = "replaced", _("Asked anew")


ANSWERS = frozenset({ClearanceState.APPROVED, ClearanceState.OBJECTED})
UNDER_TREATMENT = frozenset({State.IN_REVIEW, State.APPROVED})  # what the bodies of the alliance read


@dataclass(frozen=True)
class Step:
    """A verb that moves a document from one of its states to another."""

    verb: str
    starts: frozenset[State]
    ends: State
    refusal: Promise


STEPS = {
    step.verb: step
    for step in (
        Step(
            "submit_for_review",
            frozenset({State.DRAFT}),
            State.IN_REVIEW,
            _("Only a draft can be sent to review."),
        ),
        Step(
            "return_with_note",
            frozenset({State.IN_REVIEW, State.APPROVED}),
            State.DRAFT,
            _("Only a text that is in review or approved can be returned."),
        ),
        Step("approve", frozenset({State.IN_REVIEW}), State.APPROVED, _("Send the text to review first.")),
        Step(
            "publish",
            frozenset({State.APPROVED}),
            State.PUBLISHED,
            _("The text must be approved before it is published."),
        ),
        Step(
            "withdraw",
            frozenset(State) - {State.WITHDRAWN},
            State.WITHDRAWN,
            _("The document is withdrawn already."),
        ),
    )
}
