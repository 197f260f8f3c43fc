"""Nouns of evaluating: what those who were at an event are asked afterwards, and what they said."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from dugnad.calls.models.asking import Question
from dugnad.events.models import Event, Participation

CHANCE = 62  # bits, so that every database can hold the number


def by_chance() -> int:
    """A number that tells nothing of when an answer came."""
    return secrets.randbits(CHANCE)


class Evaluation(models.Model):
    """A small call to those who were at an event: its questions, frozen when they are asked."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    # Rows of questions as a call has them; whoever reads the answers later reads what was asked.
    questions = models.JSONField()
    sent_at = models.DateTimeField()
    closes = models.DateField(_("answer by"))

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return str(self.event)

    @property
    def asked(self) -> list[Question]:
        """The questions, which know their kind and so how they are answered and read."""
        return [Question(position=place, **values) for place, values in enumerate(self.questions)]


class EvaluationRequest(models.Model):
    """That somebody who was there was asked, and whether they have answered: not what they said."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="requests")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["evaluation", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "participation"], name="who_was_there_is_asked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.participation_id}"


class EvaluationReply(models.Model):
    """What somebody said of an event, and nothing of who: no key leads to a person, and no hour is kept.

    Its number is drawn, because numbers that count up would tell who answered after whom.
    """

    id = models.BigIntegerField(primary_key=True, default=by_chance, editable=False)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="replies")
    answers = models.JSONField()

    class Meta:
        ordering = ["evaluation", "id"]
        verbose_name_plural = "evaluation replies"

    def __str__(self) -> str:
        return str(self.evaluation)
