"""Nouns: how far a member has come with a point in a year, what shows it, and what is to be done."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dugnad.declarations.kinds import EvidenceKind
from dugnad.declarations.models.texts import Declaration, Point
from dugnad.declarations.states import ProgressState
from dugnad.documents.models import Document
from dugnad.indicators.models import Indicator
from dugnad.kit.models import StoredFile
from dugnad.kit.text import label_of, localised
from dugnad.members.models import Body, Organisation, Person


class Progress(models.Model):
    """What a member tells of one point for one year; the room above says which reply it comes from."""

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="progress")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(_("how far"), max_length=14, choices=ProgressState.choices)
    done = models.TextField(_("what was done"), blank=True)
    next_step = models.TextField(_("what is next"), blank=True)
    help_wanted = models.TextField(_("what we need help with"), blank=True)
    told_at = models.DateTimeField()
    # The reply by its name and fingerprint, not by its row: calls stand on a floor above.
    source = models.CharField(max_length=120, blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    is_illustrative = models.BooleanField(default=False)
    get_state_display = label_of("state", ProgressState)

    class Meta:
        ordering = ["point", "organisation", "-year"]
        verbose_name_plural = "progress"
        constraints = [
            models.UniqueConstraint(
                fields=["point", "organisation", "year"], name="one_progress_per_point_member_and_year"
            )
        ]
        indexes = [models.Index(fields=["year", "organisation"], name="progress_by_year")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}: {self.get_state_display()}"


class Evidence(models.Model):
    """What shows that something was done about a point: an indicator, a story, a decision, a file, a page.

    It belongs to the point, so that one question finds all that speaks for it; where a member gave it with
    its progress of a year, it belongs to that too.
    """

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="evidence")
    progress = models.ForeignKey(
        Progress, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=9, choices=EvidenceKind.choices)
    title = models.CharField(_("title"), max_length=200)
    on = models.DateField(_("day"), null=True, blank=True)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    body_name = models.CharField(_("political body"), max_length=120, blank=True)
    case_number = models.CharField(_("case number"), max_length=40, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    link = models.URLField(_("address"), max_length=300, blank=True)
    added_at = models.DateTimeField()
    get_kind_display = label_of("kind", EvidenceKind)

    class Meta:
        ordering = ["point", "-added_at", "-id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=(~Q(kind=EvidenceKind.INDICATOR) | Q(indicator__isnull=False))
                & (~Q(kind=EvidenceKind.STORY) | Q(document__isnull=False))
                & (~Q(kind=EvidenceKind.FILE) | Q(file__isnull=False))
                & (~Q(kind=EvidenceKind.LINK) | ~Q(link=""))
                & (~Q(kind=EvidenceKind.DECISION) | ~Q(body_name="")),
                name="evidence_has_what_its_kind_needs",
            )
        ]

    def __str__(self) -> str:
        return self.title


class FollowUp(models.Model):
    """What somebody is to do about a point in a year: one line of the follow-up plan."""

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="follow_ups")
    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="follow_ups")
    year = models.PositiveSmallIntegerField(_("year"))
    title_nb = models.CharField(_("task, bokmål"), max_length=200)
    title_nn = models.CharField(_("task, nynorsk"), max_length=200, blank=True)
    title_en = models.CharField(_("task, English"), max_length=200, blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("finished on"), null=True, blank=True)
    result = models.TextField(_("what came of it"), blank=True)
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to"
    )

    class Meta:
        ordering = ["year", "point__position", "due", "id"]

    def __str__(self) -> str:
        return localised(self, "title")


class YearReport(models.Model):
    """The yearly report of a declaration: a document that was begun from the members' answers."""

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField(_("year"))
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["declaration", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "year"], name="one_report_per_declaration_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.declaration} {self.year}"
