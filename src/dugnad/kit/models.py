"""Nouns that every room leans on: the trail of changes, mail on its way out, stored files, periodic work."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# How the trail says that a person was forgotten; the room that does it stands above this one.
FORGOTTEN, PERSON = "erase_person", "members.person"


class Trail(models.Manager["Change"]):
    """The entries of the trail, each told whether whoever made it has been forgotten since."""

    def get_queryset(self) -> models.QuerySet["Change"]:
        """The entries; that somebody was forgotten is an entry as well, so the trail knows it by itself."""
        entries = super().get_queryset()
        forgotten = models.Q(verb=FORGOTTEN, noun=PERSON, object_id=models.OuterRef("actor_id"))
        return entries.annotate(is_forgotten=models.Exists(entries.filter(forgotten)))


class Change(models.Model):
    """One entry of the trail: who did what to which noun. Append-only; each hash covers the one before."""

    at = models.DateTimeField()
    # Numbers and names instead of foreign keys: the trail stands on the lowest floor, knows no room
    # above it, and must stay readable when a person has been erased.
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60)
    noun = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = Trail()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["noun", "object_id", "id"], name="change_by_object"),
            models.Index(fields=["at", "id"], name="change_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.noun} {self.object_id}"

    @property
    def who(self) -> str:
        """Who did it, as pages say it: nobody is shown by name who has been forgotten.

        The name itself stays in the row, because the hash covers it and an edited row breaks the chain.
        """
        return str(_("Erased person")) if getattr(self, "is_forgotten", False) else self.actor_name


class ChainTip(models.Model):
    """The hash of the newest change: locked while one is added, so that the chain never forks."""

    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.hash


class OutgoingMail(models.Model):
    """A mail that was decided in a transaction and is sent after it; its key makes it unique."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        DEAD = "dead"

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    calendar = models.TextField(blank=True)  # an appointment that goes along
    method = models.CharField(max_length=10, blank=True)  # what a calendar is to do with it
    language = models.CharField(max_length=2, blank=True)  # in which it is written
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "due_at"], name="outgoing_mail_by_state")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


class StoredFile(models.Model):
    """Bytes as they came, kept under their SHA-256; the same bytes are stored once."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20)
    content_type = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class PeriodicRun(models.Model):
    """One run of one periodic job: unique on job and due moment, so that two machines never do it twice."""

    job = models.CharField(max_length=60)
    due = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "due"], name="one_run_per_job_and_moment")]

    def __str__(self) -> str:
        return f"{self.job} {self.due:%Y-%m-%d %H:%M}"


class Heartbeat(models.Model):
    """When a worker was last alive, which the readiness page tells."""

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"
