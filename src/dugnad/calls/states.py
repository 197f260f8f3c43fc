"""The states of a call and of a reply, and the steps between them."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CallState(models.TextChoices):
    """Where a call stands."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class ReplyState(models.TextChoices):
    """Where a member's reply stands; that it is late is worked out, never stored."""

    AWAITED = "awaited", _("Awaited")
    SUBMITTED = "submitted", _("Submitted")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    WILL_NOT_ANSWER = "will_not_answer", _("Will not answer")


class Standing(models.TextChoices):
    """Where a reply stands as a list shows it, in the order in which the secretariat works: what waits for
    us, what we wait for, what is done. Worked out by `rules.standing_of`, never stored."""

    SUBMITTED = "submitted", _("Submitted")
    LATE = "late", _("Late")
    LATE_EXPECTED = "late_expected", _("Expected later")
    IN_PROGRESS = "in_progress", _("In progress")
    OPENED = "opened", _("Opened")
    INVITED = "invited", _("Invited")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    WILL_NOT_ANSWER = "will_not_answer", _("Will not answer")


class Languages(models.TextChoices):
    """The languages in which a call must be complete before it opens; readers of others see these."""

    NB = "nb", _("Bokmål")
    NN = "nn", _("Nynorsk")
    EN = "en", _("English")
    ALL = "all", _("All three")

    @property
    def codes(self) -> tuple[str, ...]:
        """The language codes."""
        return ("nb", "nn", "en") if self is Languages.ALL else (self.value,)


class Basis(models.TextChoices):
    """Who stands behind an answer."""

    OFFICER = "officer", _("An officer's answer")
    DECIDED = "decided", _("Decided by a body")


class Confirmation(models.TextChoices):
    """What a member says to an answer that its sub-region gave; empty where nobody else answered."""

    AWAITED = "awaited", _("Confirmation awaited")
    CONFIRMED = "confirmed", _("Confirmed by the member")
    OBJECTED = "objected", _("Objected to by the member")


class Verdict(models.TextChoices):
    """What the secretariat thinks of a section."""

    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")


class ObjectionState(models.TextChoices):
    """How far an objection has come; all but the sending and dropping is worked out, never stored."""

    RAISED = "raised", _("To be sent")
    SENT = "sent", _("Sent to the publisher")
    AGREED = "agreed", _("The publisher agrees")
    REVISED = "revised", _("The publisher has revised the figure")
    DROPPED = "dropped", _("Dropped")


ASKED = frozenset({CallState.OPEN, CallState.CLOSED})  # what members know of
STANDING = frozenset({ObjectionState.RAISED, ObjectionState.SENT})  # objections that nobody has met yet
CLOSED_BY_FIGURES = frozenset({ObjectionState.AGREED, ObjectionState.REVISED})  # and stay so
ANSWERED = frozenset({ReplyState.SUBMITTED, ReplyState.ACCEPTED})  # replies whose members have answered
UNSETTLED = frozenset({ReplyState.AWAITED, ReplyState.RETURNED})  # the member has the next word


@dataclass(frozen=True)
class Step:
    """A verb that moves a call or a reply from one of its states to another."""

    verb: str
    starts: frozenset[str]
    ends: str
    refusal: Promise


CALL_STEPS = {
    step.verb: step
    for step in (
        Step(
            "open_call",
            frozenset({CallState.DRAFT, CallState.CLOSED}),
            CallState.OPEN,
            _("The call is open already."),
        ),
        Step(
            "close_call", frozenset({CallState.OPEN}), CallState.CLOSED, _("Only an open call can be closed.")
        ),
    )
}
REPLY_STEPS = {
    step.verb: step
    for step in (
        Step(
            "submit_reply",
            frozenset(ReplyState) - {ReplyState.ACCEPTED},
            ReplyState.SUBMITTED,
            _("The reply is accepted already. Ask the secretariat to return it if something must change."),
        ),
        Step(
            "accept_reply",
            frozenset({ReplyState.SUBMITTED}),
            ReplyState.ACCEPTED,
            _("Only a submitted reply can be accepted."),
        ),
        Step(
            "return_reply",
            frozenset({ReplyState.SUBMITTED, ReplyState.ACCEPTED}),
            ReplyState.RETURNED,
            _("Only a submitted or accepted reply can be returned."),
        ),
        Step(
            "accept_section",
            frozenset({ReplyState.SUBMITTED}),
            ReplyState.SUBMITTED,
            _("Sections are read while the reply is submitted. This one is not, or not any more."),
        ),
        Step(
            "return_section",
            frozenset({ReplyState.SUBMITTED}),
            ReplyState.SUBMITTED,
            _("Sections are read while the reply is submitted. This one is not, or not any more."),
        ),
        Step(
            "decline_reply",
            frozenset({ReplyState.AWAITED, ReplyState.RETURNED}),
            ReplyState.WILL_NOT_ANSWER,
            _("The reply is submitted. Withdraw it first if it should not count."),
        ),
        Step(
            "expect_reply",
            frozenset({ReplyState.AWAITED, ReplyState.RETURNED, ReplyState.WILL_NOT_ANSWER}),
            ReplyState.AWAITED,
            _("The reply has come already."),
        ),
        Step(
            "withdraw_reply",
            frozenset({ReplyState.SUBMITTED, ReplyState.RETURNED}),
            ReplyState.AWAITED,
            _("Only a submitted reply can be withdrawn."),
        ),
    )
}
