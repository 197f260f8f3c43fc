"""Nouns: the campaign that gathers support and signatures, its steps, its papers, and who comes to sign."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dugnad.declarations.kinds import StepKind
from dugnad.declarations.models.consent import Endorsement
from dugnad.declarations.models.texts import Wording
from dugnad.kit.models import StoredFile
from dugnad.kit.text import label_of, localised
from dugnad.members.kinds import OfficeKind


class Campaign(models.Model):
    """How a wording is brought to all members and signed: planned back from the day of the ceremony."""

    wording = models.OneToOneField(Wording, on_delete=models.PROTECT, related_name="campaign")
    ceremony_at = models.DateTimeField(_("ceremony"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    occasion = models.CharField(_("occasion"), max_length=200, blank=True)
    reply_due = models.DateField(_("reply by"))
    message = models.TextField(_("letter to the members"), blank=True)
    with_counties = models.BooleanField(_("county authorities are asked too"), default=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-ceremony_at"]

    def __str__(self) -> str:
        return str(self.wording)


class CampaignStep(models.Model):
    """A step of a campaign with the day on which it has to be done."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("kind"), max_length=12, choices=StepKind.choices)
    title_nb = models.CharField(_("title, bokmål"), max_length=200, blank=True)
    title_nn = models.CharField(_("title, nynorsk"), max_length=200, blank=True)
    title_en = models.CharField(_("title, English"), max_length=200, blank=True)
    due = models.DateField(_("due"))
    done_on = models.DateField(_("finished on"), null=True, blank=True)
    get_kind_display = label_of("kind", StepKind)

    class Meta:
        ordering = ["campaign", "due", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind"], condition=~Q(kind=StepKind.OTHER), name="one_step_per_kind"
            )
        ]

    def __str__(self) -> str:
        return localised(self, "title") or self.get_kind_display()


class CampaignPaper(models.Model):
    """One paper of the package that the members treat."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(_("title"), max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["campaign", "position", "id"]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Who comes to the ceremony to sign for a member, in which order, and how the name is said aloud."""

    endorsement = models.OneToOneField(Endorsement, on_delete=models.PROTECT, related_name="attendance")
    name = models.CharField(_("name"), max_length=120)
    office = models.CharField(_("office"), max_length=24, choices=OfficeKind.choices)
    office_title = models.CharField(_("title of the office"), max_length=120, blank=True)
    is_deputy = models.BooleanField(_("signs as a deputy"), default=False)
    pronunciation = models.CharField(_("how the name is said"), max_length=120, blank=True)
    comes = models.BooleanField(_("comes to the ceremony"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the order"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    get_office_display = label_of("office", OfficeKind)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
