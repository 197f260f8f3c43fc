"""Nouns: a year's programme, its strands, activities, goals and milestones."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dugnad.kit.text import label_of, localised
from dugnad.programme.states import ActivityStatus, ProgrammeState


class Programme(models.Model):
    """What the alliance is for in one year; frozen when the year is over."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    title_nb = models.CharField(_("title, bokmål"), max_length=200)
    title_nn = models.CharField(_("title, nynorsk"), max_length=200, blank=True)
    title_en = models.CharField(_("title, English"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=ProgrammeState.choices, default=ProgrammeState.DRAFT
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    frozen_at = models.DateTimeField(_("frozen"), null=True, blank=True)
    # The canonical bytes of the whole year, kept so that anyone can see that nothing has changed since.
    snapshot = models.BinaryField(default=b"")
    snapshot_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ProgrammeState.FROZEN) | ~Q(snapshot_sha256=""),
                name="a_frozen_programme_has_its_snapshot",
            )
        ]

    def __str__(self) -> str:
        return f"{localised(self, 'title')} {self.year}"


class Strand(models.Model):
    """A group of activities within one year's programme."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="strands")
    key = models.SlugField(_("short name in addresses"), max_length=60)
    position = models.PositiveSmallIntegerField(_("place in the programme"))
    title_nb = models.CharField(_("title, bokmål"), max_length=200)
    title_nn = models.CharField(_("title, nynorsk"), max_length=200, blank=True)
    title_en = models.CharField(_("title, English"), max_length=200, blank=True)

    class Meta:
        ordering = ["programme", "position"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="one_strand_per_key_and_year")
        ]

    def __str__(self) -> str:
        return localised(self, "title")


class Activity(models.Model):
    """Something the alliance has set out to do this year, and how it goes."""

    # The year stands here too, so that the database itself keeps numbers and addresses apart within it.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="activities")
    strand = models.ForeignKey(Strand, on_delete=models.PROTECT, related_name="activities")
    number = models.PositiveSmallIntegerField(_("number"))
    key = models.SlugField(_("short name in addresses"), max_length=80)
    title_nb = models.CharField(_("title, bokmål"), max_length=300)
    title_nn = models.CharField(_("title, nynorsk"), max_length=300, blank=True)
    title_en = models.CharField(_("title, English"), max_length=300, blank=True)
    way_of_working_nb = models.TextField(_("way of working, bokmål"), blank=True)
    way_of_working_nn = models.TextField(_("way of working, nynorsk"), blank=True)
    way_of_working_en = models.TextField(_("way of working, English"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=ActivityStatus.choices, default=ActivityStatus.PLANNED
    )
    status_note = models.TextField(_("note on the status"), blank=True)
    responsible_body = models.ForeignKey(
        "members.Body",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible body"),
    )
    responsible_person = models.ForeignKey(
        "members.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible person"),
    )
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to"
    )
    updated_at = models.DateTimeField(_("last updated"))
    get_status_display = label_of("status", ActivityStatus)

    class Meta:
        ordering = ["programme", "number"]
        verbose_name_plural = "activities"
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_activity_per_number_and_year"),
            models.UniqueConstraint(fields=["programme", "key"], name="one_activity_per_key_and_year"),
            models.CheckConstraint(
                condition=Q(carried_from__isnull=True) | ~Q(carried_from=F("pk")),
                name="nothing_is_carried_from_itself",
            ),
        ]

    def __str__(self) -> str:
        return localised(self, "title")


class ActivityGoal(models.Model):
    """A Sustainable Development Goal, 1 to 17, that an activity serves."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="goals")
    goal = models.PositiveSmallIntegerField(_("goal"))

    class Meta:
        ordering = ["activity", "goal"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "goal"], name="one_goal_once_per_activity"),
            models.CheckConstraint(condition=Q(goal__gte=1) & Q(goal__lte=17), name="goals_are_1_to_17"),
        ]

    def __str__(self) -> str:
        return f"{self.goal}"


class Milestone(models.Model):
    """A step of an activity, with the day it is due and the day it was done."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="milestones")
    title_nb = models.CharField(_("title, bokmål"), max_length=200)
    title_nn = models.CharField(_("title, nynorsk"), max_length=200, blank=True)
    title_en = models.CharField(_("title, English"), max_length=200, blank=True)
    due = models.DateField(_("due"))
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        ordering = ["activity", "due", "pk"]

    def __str__(self) -> str:
        return localised(self, "title")
