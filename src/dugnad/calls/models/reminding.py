"""The noun of reminding: what has gone to whom, so that nobody gets the same twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dugnad.calls.kinds import ReminderKind
from dugnad.calls.models.asking import Reminder
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
