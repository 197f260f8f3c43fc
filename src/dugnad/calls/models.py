"""Nouns: calls with sections and questions, replies with answers, versions, files and notes."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dugnad.calls.kinds import QUESTION_KINDS, CallKind, KindFacts, QuestionKind
from dugnad.calls.rules import ZONE, deadline, due_instant
from dugnad.calls.states import CallState, ReplyState
from dugnad.documents.kinds import Consent, LengthUnit, Licence
from dugnad.documents.rules import lacks_for_publication
from dugnad.kit.models import StoredFile
from dugnad.kit.text import localised
from dugnad.members.models import Organisation, Person


class Call(models.Model):
    """What we ask of the members, with one due date: a day and time in Oslo, and minutes of grace."""

    kind = models.CharField(_("kind"), max_length=20, choices=CallKind.choices)
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    year = models.PositiveSmallIntegerField(_("year"))
    title_nb = models.CharField(_("title, bokmål"), max_length=200)
    title_nn = models.CharField(_("title, nynorsk"), max_length=200, blank=True)
    title_en = models.CharField(_("title, English"), max_length=200, blank=True)
    intro_nb = models.TextField(_("introduction, bokmål"), blank=True)
    intro_nn = models.TextField(_("introduction, nynorsk"), blank=True)
    intro_en = models.TextField(_("introduction, English"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=CallState.choices, default=CallState.DRAFT)
    opens = models.DateField(_("opens"))
    # A local day and time and not an instant: "30 April at 16.00" stays so when the rules of time change.
    due_day = models.DateField(_("due on"))
    due_time = models.TimeField(_("due at"))
    zone = models.CharField(_("time zone"), max_length=40, default=ZONE)
    grace_minutes = models.PositiveSmallIntegerField(_("minutes of grace"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes it takes to answer"), default=30)
    activity = models.ForeignKey(
        "programme.Activity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("serves this activity"),
    )
    contact = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "-due_day", "slug"]

    def __str__(self) -> str:
        return localised(self, "title")

    @property
    def due(self) -> datetime:
        """The instant at which answers are due, in local time."""
        return due_instant(self.due_day, self.due_time, self.zone)

    @property
    def deadline(self) -> datetime:
        """The instant from which an answer is late, grace included."""
        return deadline(self)


class Section(models.Model):
    """Questions that belong together."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField()
    title_nb = models.CharField(_("title, bokmål"), max_length=200)
    title_nn = models.CharField(_("title, nynorsk"), max_length=200, blank=True)
    title_en = models.CharField(_("title, English"), max_length=200, blank=True)

    class Meta:
        ordering = ["call", "position", "pk"]

    def __str__(self) -> str:
        return localised(self, "title")


class Question(models.Model):
    """One thing that is asked; retired and not removed once somebody has answered it."""

    # The call stands here too, so that the database itself keeps keys apart within it.
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="questions")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="questions")
    key = models.SlugField(_("key"), max_length=60)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=QuestionKind.choices)
    label_nb = models.CharField(_("question, bokmål"), max_length=300)
    label_nn = models.CharField(_("question, nynorsk"), max_length=300, blank=True)
    label_en = models.CharField(_("question, English"), max_length=300, blank=True)
    help_nb = models.TextField(_("help, bokmål"), blank=True)
    help_nn = models.TextField(_("help, nynorsk"), blank=True)
    help_en = models.TextField(_("help, English"), blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    least = models.PositiveIntegerField(_("at least"), default=0)
    most = models.PositiveIntegerField(_("at most"), default=0)
    length_unit = models.CharField(
        _("length is counted in"), max_length=10, choices=LengthUnit.choices, default=LengthUnit.WORDS
    )
    indicator = models.CharField(_("prefilled from the indicator"), max_length=60, blank=True)
    indicator_sector = models.CharField(_("sector"), max_length=20, blank=True)
    indicator_year = models.PositiveSmallIntegerField(_("year of the figure"), null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["call", "section__position", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "key"], name="one_question_per_key_and_call")]

    def __str__(self) -> str:
        return localised(self, "label")

    @property
    def facts(self) -> KindFacts:
        """What follows from the kind of the question."""
        return QUESTION_KINDS[QuestionKind(self.kind)]


class Reply(models.Model):
    """A member's reply to a call: one for each member, from the day the call opens."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="replies")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=16, choices=ReplyState.choices, default=ReplyState.AWAITED
    )
    # Counts every saved change, so that of two people who save at once the second is told.
    revision = models.PositiveIntegerField(default=0)
    answered = models.PositiveSmallIntegerField(default=0)
    expected_on = models.DateField(_("expected on"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    ready_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The submission that is judged by the deadline: the first one that still stands. Corrections that were
    # asked for later do not make a reply late.
    first_byte_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "replies"
        ordering = ["call", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["call", "organisation"], name="one_reply_per_member"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(first_byte_at__lte=F("submitted_at")),
                name="the_first_byte_comes_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.call}"


class Answer(models.Model):
    """What a member has written so far to one question; nobody else reads it before it is submitted."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    value = models.JSONField(null=True)
    note = models.TextField(blank=True)
    # The revision of the reply in which this answer was last written.
    revision = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["reply", "question"]
        constraints = [models.UniqueConstraint(fields=["reply", "question"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return self.question.facts.as_text(self.question, self.value)


class EarlierAnswer(models.Model):
    """What stood in an answer before: kept, so that no text is lost and two writers can be told apart."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="earlier")
    revision = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["answer", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "revision"], name="one_earlier_answer_per_revision")
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}, {self.revision}"


class ReplyVersion(models.Model):
    """What a member submitted, to the byte: never changed, and the reason why a receipt can be trusted."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    first_byte_at = models.DateTimeField()
    received_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf = models.BooleanField(default=False)
    is_withdrawal = models.BooleanField(default=False)
    idempotency_key = models.CharField(max_length=200)

    class Meta:
        ordering = ["reply", "number"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "number"], name="one_reply_version_per_number"),
            models.UniqueConstraint(
                fields=["submitted_by", "idempotency_key"], name="a_person_submits_with_a_key_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reply_id}.{self.number}"

    @property
    def receipt(self) -> dict[str, Any]:
        """What the member gets for it."""
        return {
            "id": f"{self.reply_id}-{self.number}",
            "received_at": self.received_at.isoformat(),
            "sha256": self.sha256,
            "version": self.number,
        }


class ReplyFile(models.Model):
    """A picture or file that belongs to an answer; taken out, it stays with the versions that had it."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="files")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    alt_text = models.CharField(max_length=300, blank=True)
    credit = models.CharField(max_length=120, blank=True)
    licence = models.CharField(max_length=12, choices=Licence.choices)
    consent = models.CharField(max_length=12, choices=Consent.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reply", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether a page can show it."""
        return self.file.content_type.startswith("image/")

    @property
    def lacking(self) -> list[tuple[Any, bool]]:
        """What must be known of it before it may be published, and whether that is missing."""
        missing = lacks_for_publication(self)
        return [(label, field in missing) for field, label in FILE_WORDS.items()]


FILE_WORDS = {
    "alt_text": _("what the picture shows"),
    "credit": _("photographer or source"),
    "licence": _("permission to publish"),
    "consent": _("consent of those who can be recognised"),
}


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
