"""Nouns of reviewing: notes, verdicts on sections, and objections that go to a publisher."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dugnad.calls.models.asking import Question, Section
from dugnad.calls.models.replying import Reply
from dugnad.calls.states import Verdict
from dugnad.members.models import Organisation, Person


class ReviewNote(models.Model):
    """What the secretariat wrote to a member when it returned or accepted a reply."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="notes")
    verb = models.CharField(max_length=20)
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["reply", "-at", "-pk"]

    def __str__(self) -> str:
        return self.text


class SectionReview(models.Model):
    """What the secretariat thinks of one section of one version: accepted, or returned with a note."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="section_reviews")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["reply", "-version", "section__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "section", "version"], name="one_verdict_per_section_and_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.get_verdict_display()}"


class Objection(models.Model):
    """A published figure that a member says is wrong, on its way to the publisher.

    Whether the publisher has agreed is worked out from its later vintages, so that it closes by itself, and
    stays closed. When the member objects anew, the vintage that closed it is kept and another one is made.
    """

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="objections")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # The number as it was published then, because a publisher knows the place by it.
    municipality_code = models.CharField(max_length=4)
    indicator = models.CharField(max_length=60)
    sector = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField()
    published = models.FloatField(_("published figure"))
    proposed = models.FloatField(_("the member's figure"), null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    vintage = models.ForeignKey("indicators.Vintage", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    raised_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    closed_by = models.ForeignKey(
        "indicators.Vintage", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "question"],
                condition=models.Q(closed_by__isnull=True),
                name="one_objection_per_answer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.indicator} {self.year}"
