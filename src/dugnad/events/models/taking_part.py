"""Nouns: who is asked, who comes and who came; what they say in writing; certificates."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dugnad.events.kinds import Role, Stance
from dugnad.events.models.agenda import AgendaItem
from dugnad.events.models.events import Event
from dugnad.events.states import Answer, Attendance
from dugnad.kit.text import label_of
from dugnad.members.models import Organisation, Person, Seat


class Participation(models.Model):
    """One person at one event: invited from a seat, or signed up without an account."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="participations")
    # A guest has no person here, only the name and address they gave; those are erased in time.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("work e-mail"), blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    employer = models.CharField(_("where you work"), max_length=120, blank=True)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stands_in_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="deputies"
    )
    role = models.CharField(_("as"), max_length=9, choices=Role.choices, default=Role.MEMBER)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices, default=Answer.AWAITED)
    answered_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("note"), blank=True)  # why not, or what they wonder
    wish = models.TextField(_("what to take up next"), blank=True)
    attendance = models.CharField(
        _("there"), max_length=7, choices=Attendance.choices, default=Attendance.UNKNOWN
    )
    minutes_there = models.PositiveSmallIntegerField(_("minutes there"), null=True, blank=True)
    language = models.CharField(max_length=2, default="nb")
    sequence_sent = models.IntegerField(default=-1)  # the last version of the appointment that was mailed
    # How often it was taken out of this one's calendar alone: each time their appointment has a new version.
    times_taken_out = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)
    get_role_display = label_of("role", Role)
    get_answer_display = label_of("answer", Answer)
    get_attendance_display = label_of("attendance", Attendance)

    untold = frozenset({"name", "email", "employer", "note", "wish"})

    class Meta:
        ordering = ["event", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(person__isnull=False),
                name="a_person_takes_part_once",
            ),
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=~Q(email=""),
                name="an_address_signs_up_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person) if self.person else self.name or str(_("Erased person"))


class Position(models.Model):
    """What somebody says to a proposed decision in a written procedure; the last word counts."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="positions")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="positions")
    stance = models.CharField(_("position"), max_length=13, choices=Stance.choices)
    text = models.TextField(_("remark"), blank=True)
    # Who said it, where the place has gone to another since: the vote is the place's, the words are theirs.
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    get_stance_display = label_of("stance", Stance)

    untold = frozenset({"text"})

    class Meta:
        ordering = ["item", "at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "participation"], name="one_position_per_participant")
        ]

    def __str__(self) -> str:
        return f"{self.participation}: {self.get_stance_display()}"


class Certificate(models.Model):
    """Proof that somebody was there; whoever holds it can show that it is genuine by its code."""

    participation = models.OneToOneField(Participation, on_delete=models.PROTECT, related_name="certificate")
    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=120)  # as printed
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.TextField(blank=True)

    untold = frozenset({"name"})

    class Meta:
        ordering = ["issued_at", "id"]

    def __str__(self) -> str:
        return self.code


class CalendarKey(models.Model):
    """How many times somebody has renewed the secret address of their own calendar; older ones are dead."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=1)
    renewed_at = models.DateTimeField()

    class Meta:
        ordering = ["person"]

    def __str__(self) -> str:
        return str(self.person)
