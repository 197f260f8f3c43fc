"""Nouns of replying: replies with answers, versions and files, and sections lent to colleagues."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dugnad.calls.models.asking import Call, Question, Section
from dugnad.calls.rules import due_of, has_more_time, lent_until
from dugnad.calls.states import Basis, Confirmation, ReplyState
from dugnad.documents.kinds import Consent, Licence
from dugnad.documents.rules import lacks_for_publication
from dugnad.kit.models import StoredFile
from dugnad.kit.text import label_of
from dugnad.members.models import Organisation, Person


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
    # More time for one member: a local day, at the time of day of the call.
    extended_to = models.DateField(_("extended to"), null=True, blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)
    basis = models.CharField(
        _("who stands behind it"), max_length=8, choices=Basis.choices, default=Basis.OFFICER
    )
    decided_by = models.CharField(_("decided by"), max_length=120, blank=True)
    case_number = models.CharField(_("case number"), max_length=40, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    # A sub-region that answered for the member; the member confirms, or objects and answers itself.
    spoken_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmation = models.CharField(_("confirmation"), max_length=9, choices=Confirmation.choices, blank=True)
    confirm_by = models.DateField(_("object before"), null=True, blank=True)
    # The first of two pairs of eyes, where the call asks for them.
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    ready_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The submission that is judged by the deadline: the first one that still stands. Corrections that were
    # asked for later do not make a reply late.
    first_byte_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # Decided when the newest version came, as its receipt says; None for what came before this was kept,
    # which is worked out anew.
    came_in_time = models.BooleanField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    get_state_display = label_of("state", ReplyState)
    get_confirmation_display = label_of("confirmation", Confirmation)

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

    @property
    def due(self) -> datetime:
        """The instant at which this member's answers are due, in local time."""
        return due_of(self.call, self)

    @property
    def has_more_time(self) -> bool:
        """Whether this member was given a later day than the others."""
        return has_more_time(self.call, self)


class Forwarding(models.Model):
    """One section lent to a colleague who has no account: a link that opens it for a time."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="forwardings")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    # Only the hash is kept: who reads the database cannot open the link.
    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("work e-mail"))
    message = models.TextField(_("message"), blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reply", "-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.section}: {self.name}"

    @property
    def writer(self) -> str:
        """The colleague, as those read it who see what was written by the link."""
        return str(_("%(name)s (by link)") % {"name": self.name})

    @property
    def until(self) -> datetime:
        """Until when the link is open, as its mail says."""
        return lent_until(self.at, self.reply.call, self.reply)


class Answer(models.Model):
    """What a member has written so far to one question; no other member reads it, the secretariat can."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    value = models.JSONField(null=True)
    note = models.TextField(blank=True)
    # The revision of the reply in which this answer was last written.
    revision = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    forwarding = models.ForeignKey(
        "calls.Forwarding", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
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
    forwarding = models.ForeignKey(
        "calls.Forwarding", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
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
    # The deadline that held when it came, and the verdict by it: a receipt says the same for ever, whatever
    # becomes of the call. None for what came before they were kept.
    due_at = models.DateTimeField(null=True, blank=True)
    came_in_time = models.BooleanField(null=True, blank=True)
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
    forwarding = models.ForeignKey(
        "calls.Forwarding", on_delete=models.PROTECT, null=True, blank=True, related_name="files"
    )
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
