"""Nouns around a story: how long it may be, and who sent it in."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dugnad.documents.kinds import Language, LengthRule, LengthUnit, Way
from dugnad.documents.models.texts import Document
from dugnad.documents.states import ContributionState


class StoryLength(models.Model):
    """How long a story of one year may be; every year has its own rule."""

    year = models.PositiveSmallIntegerField(unique=True)
    least = models.PositiveIntegerField()
    most = models.PositiveIntegerField()
    unit = models.CharField(max_length=10, choices=LengthUnit.choices)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(most__gt=0) & Q(least__lte=F("most")), name="a_story_may_have_some_length"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.least}–{self.most} {self.get_unit_display()}"

    @property
    def rule(self) -> LengthRule:
        """The rule that texts are held against."""
        return LengthRule(self.least, self.most, LengthUnit(self.unit))


class Contribution(models.Model):
    """Who sent a story in, by which way, in which words, and what became of it."""

    # A person may ask to be forgotten, and the trail forgets nothing.
    untold: ClassVar = ("name", "email")

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="contribution")
    way = models.CharField(max_length=8, choices=Way.choices)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.BOKMAAL)
    sent_at = models.DateTimeField()
    # The fingerprint of the words that were sent: as long as they stand, nobody need be asked.
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=ContributionState.choices)
    note = models.TextField(blank=True)  # why it was declined
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["state", "sent_at"], name="contribution_by_state")]

    def __str__(self) -> str:
        return f"{self.document}, {self.sent_at:%Y-%m-%d}"
