"""Nouns: documents, their versions and approvals, the facts of a story, attachments."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from dugnad.documents.kinds import PICTURES, Consent, EffectUnit, Kind, Language, Licence, Theme
from dugnad.documents.states import State
from dugnad.kit.models import StoredFile
from dugnad.members.models import Organisation, Person


class Document(models.Model):
    """A text that is drafted, reviewed, approved and published; its words stand in its versions."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    slug = models.SlugField(max_length=120, unique=True)
    language = models.CharField(max_length=2, choices=Language.choices)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    activities = models.ManyToManyField("programme.Activity", related_name="+", blank=True)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    # Counts every change, so that of two people who save at once the second is told.
    revision = models.PositiveIntegerField(default=1)
    note = models.TextField(blank=True)  # why it was returned or withdrawn
    created_at = models.DateTimeField()
    # Made up for the demo: it says so wherever it is shown, because it is told of a real place.
    is_illustrative = models.BooleanField(default=False)

    class Meta:
        ordering = ["-year", "-id"]
        indexes = [models.Index(fields=["kind", "year"], name="document_by_kind_and_year")]

    def __str__(self) -> str:
        return self.slug


class Version(models.Model):
    """The words of a document at one time; frozen on approval, and never changed after that."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    # Title and body in lower case: SQLite's own comparison knows no case for æ, ø and å.
    folded = models.TextField(blank=True)
    reason = models.TextField(blank=True)  # why words that were approved have been changed
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number"),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True, sha256="") | (Q(frozen_at__isnull=False) & ~Q(sha256="")),
                name="a_frozen_version_has_a_fingerprint",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(frozen_at__isnull=False),
                name="only_a_frozen_version_is_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_frozen(self) -> bool:
        """Whether the words can no longer change."""
        return self.frozen_at is not None

    @property
    def is_published(self) -> bool:
        """Whether the words have been public."""
        return self.published_at is not None


class StoryFacts(models.Model):
    """What a story tells beside its text; it belongs to a version and freezes with it."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="story")
    theme = models.CharField(max_length=20, choices=Theme.choices)
    goals = models.JSONField(default=list, blank=True)
    measure_start_year = models.PositiveSmallIntegerField(null=True, blank=True)
    milestone_year = models.PositiveSmallIntegerField(null=True, blank=True)
    effect_value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    effect_unit = models.CharField(max_length=10, choices=EffectUnit.choices, blank=True)
    effect_method = models.TextField(blank=True)
    funding = models.CharField(max_length=300, blank=True)
    # The number of the point as people write it; the room of the declaration will know what it says.
    point = models.CharField(max_length=20, blank=True)
    transfer = models.TextField(blank=True)  # what others can take over
    contact = models.CharField(max_length=200, blank=True)
    link = models.URLField(blank=True)
    original_call = models.CharField(max_length=120, blank=True)
    original_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name_plural = "story facts"
        constraints = [
            models.CheckConstraint(
                condition=Q(effect_value__isnull=True) | ~Q(effect_unit=""), name="an_effect_has_a_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_theme_display()}"

    @property
    def effect_decimals(self) -> int:
        """How many decimals the effect was given with: 120 t is not 120.00 t."""
        exponent = (self.effect_value or Decimal()).normalize().as_tuple().exponent
        return max(0, -int(exponent))


class Approval(models.Model):
    """Who stood behind which version, when, and on whose behalf."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="approvals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    on_behalf_of = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.person or '–'}, {self.on_behalf_of}: {self.version}"


class Attachment(models.Model):
    """A picture or file of a document, from the version that got it to the last one that has it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    # Pictures are drawn anew for readers: places and cameras hidden in the file stay with the original.
    shown_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", null=True)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    alt_text = models.CharField(max_length=300, blank=True)
    credit = models.CharField(max_length=120, blank=True)
    licence = models.CharField(max_length=12, choices=Licence.choices)
    consent = models.CharField(max_length=12, choices=Consent.choices, default=Consent.NOT_NEEDED)
    position = models.PositiveSmallIntegerField(default=0)
    first_version = models.PositiveIntegerField()
    last_version = models.PositiveIntegerField(null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["document", "position", "id"]
        constraints = [
            # One below the first: taken out of the version in which it was put in.
            models.CheckConstraint(
                condition=Q(last_version__isnull=True) | Q(last_version__gte=F("first_version") - 1),
                name="attachment_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_picture(self) -> bool:
        """Whether it is shown in the page."""
        return self.file.kind in PICTURES
