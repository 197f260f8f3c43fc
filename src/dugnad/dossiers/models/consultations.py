"""Nouns: a consultation in which somebody asks for our word, and what we answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dugnad.calls.models import Call
from dugnad.documents.models import Document
from dugnad.dossiers.kinds import Channel
from dugnad.dossiers.models.dossiers import Dossier
from dugnad.dossiers.rules import lines_of
from dugnad.dossiers.states import Verdict
from dugnad.events.models import Outcome
from dugnad.kit.models import StoredFile
from dugnad.kit.text import label_of
from dugnad.members.models import Person


class Consultation(models.Model):
    """Somebody asks for our word by a day: whether we answer and why, with what, who approved it, when.

    The days on the way are worked out from the deadline and the meetings, and stand nowhere: a meeting that
    is moved moves them.
    """

    slug = models.SlugField(max_length=80, unique=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="consultations")
    channel = models.CharField(_("channel"), max_length=17, choices=Channel.choices)
    title = models.CharField(_("title"), max_length=200)
    sender = models.CharField(_("who asks"), max_length=160)
    case_number = models.CharField(_("their case number"), max_length=40, blank=True)
    link = models.URLField(_("address"), max_length=300, blank=True)
    announced_on = models.DateField(_("sent out on"))
    deadline = models.DateTimeField(_("deadline"))
    verdict = models.CharField(_("whether we answer"), max_length=5, choices=Verdict.choices, blank=True)
    verdict_on = models.DateField(_("settled on"), null=True, blank=True)
    verdict_because = models.TextField(_("why"), blank=True)
    # Members must be told at the start what belongs in a joint answer, or it fills with local detail.
    scope = models.TextField(_("what belongs in our answer"), blank=True)
    # Told to the members once: a meeting that is moved later does not move it.
    members_due = models.DateField(_("input from the members by"), null=True, blank=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    statement = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    joint_with = models.TextField(_("together with, one on each line"), blank=True)
    approved_in = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the decision that approved the statement
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    receipt = models.CharField(_("number of the receipt"), max_length=80, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    is_illustrative = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    get_channel_display = label_of("channel", Channel)
    get_verdict_display = label_of("verdict", Verdict)

    class Meta:
        ordering = ["deadline", "id"]
        indexes = [models.Index(fields=["sent_on", "deadline"], name="consultation_by_deadline")]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", verdict_on__isnull=True)
                | (~Q(verdict="") & Q(verdict_on__isnull=False) & ~Q(verdict_because="")),
                name="what_was_settled_has_its_day_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True)
                | (Q(verdict=Verdict.GO) & (Q(statement__isnull=False) | Q(file__isnull=False))),
                name="what_was_sent_was_meant_and_is_kept",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def partners(self) -> list[str]:
        """Who answers together with us."""
        return lines_of(self.joint_with)
