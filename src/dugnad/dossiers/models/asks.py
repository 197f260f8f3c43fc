"""Nouns: one thing that we ask for, what it rests on, and each answer to it as it came."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dugnad.declarations.models import Point
from dugnad.dossiers.models.consultations import Consultation
from dugnad.dossiers.models.dossiers import Dossier
from dugnad.dossiers.states import AskState
from dugnad.kit.models import StoredFile
from dugnad.kit.text import label_of
from dugnad.members.models import Person

ANSWERS = [(state.value, state.label) for state in AskState if state != AskState.AWAITED]


class Ask(models.Model):
    """One thing that we ask for, in a statement, a letter or a meeting; it may be asked for again later."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="asks")
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, null=True, blank=True, related_name="asks"
    )
    text = models.TextField(_("what we ask for"))
    reason = models.TextField(_("why"), blank=True)
    raised_on = models.DateField(_("asked for on"), null=True, blank=True)  # none while it is a draft
    points = models.ManyToManyField(Point, related_name="+", blank=True)
    repeats = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeated_in"
    )  # the same as we asked for it the time before
    is_illustrative = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["dossier", "raised_on", "id"]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 90 else f"{self.text[:88].rstrip()} …"


class Basis(models.Model):
    """What an ask rests on, as the thread names it: an indicator, a story, an edition of Klimastatus."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="bases")
    noun = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["ask", "noun", "key"]
        verbose_name_plural = "bases"
        constraints = [
            models.UniqueConstraint(fields=["ask", "noun", "key"], name="an_ask_rests_on_a_thing_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where the thing is read: its page bears its name."""
        return reverse(self.noun, args=self.key.split("/"))


class Response(models.Model):
    """What was answered to an ask, and where that stands; a later one stands beside it, never over it.

    One that was entered wrong is crossed out with the reason, and stays to be read.
    """

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="responses")
    state = models.CharField(_("answer"), max_length=10, choices=ANSWERS)
    on = models.DateField(_("day"))
    source = models.CharField(_("where it stands"), max_length=200)
    link = models.URLField(_("address"), max_length=300, blank=True)
    quotation = models.TextField(_("in their words"), blank=True)
    note = models.TextField(_("how we read it"), blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()
    struck_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_because = models.TextField(_("why it is wrong"), blank=True)
    is_illustrative = models.BooleanField(default=False)
    get_state_display = label_of("state", AskState)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            # Who says that something was met shows where that can be read.
            models.CheckConstraint(
                condition=~Q(link="") | ~Q(quotation="") | Q(file__isnull=False),
                name="an_answer_can_be_read_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_because="")
                | (Q(struck_at__isnull=False) & ~Q(struck_because="")),
                name="what_was_crossed_out_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.source}"

    @property
    def is_struck(self) -> bool:
        """Whether it was entered wrong, and no longer counts."""
        return self.struck_at is not None
