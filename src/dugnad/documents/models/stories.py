"""Nouns around a story: how long it may be, and who sent it in."""

from django.db import models
from django.db.models import F, Q

from dugnad.documents.kinds import NOTED_BY_ITSELF, Language, LengthRule, LengthUnit, UseKind, Way
from dugnad.documents.models.texts import Document, Version
from dugnad.documents.states import ClearanceState, ContributionState
from dugnad.members.models import Person


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

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="contribution")
    way = models.CharField(max_length=8, choices=Way.choices)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.BOKMAAL)
    sent_at = models.DateTimeField()
    # The fingerprint of the words that were sent: as long as they stand, nobody need be asked.
    sha256 = models.CharField(max_length=64)
    words = models.JSONField(default=dict, blank=True)  # the same words, so that a difference can be shown
    state = models.CharField(max_length=10, choices=ContributionState.choices)
    note = models.TextField(blank=True)  # why it was declined
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["state", "sent_at"], name="contribution_by_state")]

    def __str__(self) -> str:
        return f"{self.document}, {self.sent_at:%Y-%m-%d}"


class Clearance(models.Model):
    """What the sender says to words that the secretariat has changed: asked by a link, answered once."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="clearances")
    # The words that the sender is asked about: when the text changes after that, the answer is to others.
    wording = models.CharField(max_length=64)
    token_sha256 = models.CharField(max_length=64, unique=True)  # the link itself is kept nowhere
    name = models.CharField(max_length=120)
    email = models.EmailField()
    language = models.CharField(max_length=2, choices=Language.choices)
    message = models.TextField(blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ClearanceState.choices, default=ClearanceState.WAITING)
    note = models.TextField(blank=True)  # what is wrong, in the sender's words
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_state_display()}"


class StoryUse(models.Model):
    """Where a story was used: in an edition, at a meeting, in a statement, sent to a prize."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="uses")
    kind = models.CharField(max_length=12, choices=UseKind.choices)
    where = models.CharField(max_length=200)
    on = models.DateField()
    link = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField()  # whose words were used
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "kind", "where", "on"], name="a_use_is_noted_once")
        ]

    def __str__(self) -> str:
        return f"{self.where}, {self.on}"

    @property
    def is_noted_by_hand(self) -> bool:
        """Whether a person noted it, who can take a wrong note away."""
        return self.kind not in NOTED_BY_ITSELF


class Prize(models.Model):
    """A national prize or list with this year's questions, each with what of a story answers it."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    organiser = models.CharField(max_length=120, blank=True)
    link = models.URLField(blank=True)
    # Each as text, field, most and unit: what is asked, what answers it, and how long that may be (0: any).
    questions = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
