"""Nouns of chasing: what has gone to whom, letters of members' own days, and what was said on the phone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dugnad.calls.kinds import ReminderKind
from dugnad.calls.models.asking import Call, Reminder
from dugnad.calls.models.replying import Reply
from dugnad.members.models import Person


class SentReminder(models.Model):
    """That a person was reminded of a member's reply: once for each reason and due day."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="sent_reminders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("reason"), max_length=8, choices=ReminderKind.choices)
    due_day = models.DateField(_("due on"))
    # The reminder of the call that it was part of; none where somebody wrote by hand, or for a day that
    # the member named.
    reminder = models.ForeignKey(
        Reminder, on_delete=models.PROTECT, null=True, blank=True, related_name="sent_reminders"
    )
    # Subject and text with their places open, where somebody wrote them by hand: a letter to a person who
    # answers for several is written anew when one of them answers, and then in the same words.
    written = models.JSONField(default=dict, blank=True)
    # The key of the letter in the outbox: one letter may speak of several members.
    letter = models.CharField(max_length=200, db_index=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["reply", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "person", "kind", "due_day"],
                name="a_person_is_reminded_once_per_reason_and_due_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}, {self.due_day}"


class OwnDayLetter(models.Model):
    """What the secretariat writes to members whose own day comes or has passed; else our words go."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="own_day_letters")
    kind = models.CharField(_("reason"), max_length=8, choices=ReminderKind.choices)
    # By language the subject and text that the secretariat wrote; empty where our own words go.
    letters = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["call", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["call", "kind"], name="one_letter_of_own_days_per_reason")
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ContactNote(models.Model):
    """What was said when the secretariat spoke with a member; nobody outside the secretariat reads it.

    It may tell of a person's illness or leave, so that its text goes when it is taken away.
    """

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="contact_notes")
    day = models.DateField(_("day"))
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("spoke with"),
    )
    text = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reply", "-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.reply.organisation}, {self.day}"
