"""Nouns of asking: calls with their sections, questions and reminders."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from dugnad.calls.kinds import QUESTION_KINDS, CallKind, KindFacts, QuestionKind, ReminderKind
from dugnad.calls.kinds.facts import words_of
from dugnad.calls.rules import ZONE, deadline, due_instant
from dugnad.calls.states import CallState, Languages
from dugnad.documents.kinds import LengthUnit, Theme
from dugnad.kit.text import label_of, localised
from dugnad.members.models import Person


class Call(models.Model):
    """What we ask of the members, with one due date: a day and time in Oslo, and minutes of grace."""

    kind = models.CharField(_("kind"), max_length=20, choices=CallKind.choices)
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    year = models.PositiveSmallIntegerField(_("year"))
    title_nb = models.CharField(_("title, bokmål"), max_length=200, blank=True)
    title_nn = models.CharField(_("title, nynorsk"), max_length=200, blank=True)
    title_en = models.CharField(_("title, English"), max_length=200, blank=True)
    intro_nb = models.TextField(_("introduction, bokmål"), blank=True)
    intro_nn = models.TextField(_("introduction, nynorsk"), blank=True)
    intro_en = models.TextField(_("introduction, English"), blank=True)
    languages = models.CharField(
        _("languages"), max_length=3, choices=Languages.choices, default=Languages.ALL
    )
    state = models.CharField(_("state"), max_length=8, choices=CallState.choices, default=CallState.DRAFT)
    opens = models.DateField(_("opens"))
    # A local day and time and not an instant: "30 April at 16.00" stays so when the rules of time change.
    due_day = models.DateField(_("due on"))
    due_time = models.TimeField(_("due at"))
    zone = models.CharField(_("time zone"), max_length=40, default=ZONE)
    grace_minutes = models.PositiveSmallIntegerField(_("minutes of grace"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes it takes to answer"), default=30)
    four_eyes = models.BooleanField(_("two people accept each reply"), default=False)
    asks_basis = models.BooleanField(_("asks who stands behind the answer"), default=False)
    confirm_days = models.PositiveSmallIntegerField(_("days to object to a sub-region's answer"), default=14)
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
    # The source of the figures that came of it, as it was named when the first of them were taken in: a
    # title that is changed later must not make two sources of one, which would both count.
    told_as = models.CharField(_("source of what came of it"), max_length=200, blank=True)
    created_at = models.DateTimeField()

    get_kind_display = label_of("kind", CallKind)
    get_state_display = label_of("state", CallState)

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
    title_nb = models.CharField(_("title, bokmål"), max_length=200, blank=True)
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
    # Once somebody has answered, new words are a new version under the same key: the old one is retired.
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=QuestionKind.choices)
    label_nb = models.CharField(_("question, bokmål"), max_length=300, blank=True)
    label_nn = models.CharField(_("question, nynorsk"), max_length=300, blank=True)
    label_en = models.CharField(_("question, English"), max_length=300, blank=True)
    help_nb = models.TextField(_("help, bokmål"), blank=True)
    help_nn = models.TextField(_("help, nynorsk"), blank=True)
    help_en = models.TextField(_("help, English"), blank=True)
    unit = models.CharField(_("unit"), max_length=130, blank=True)
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
    # Answers that are accepted become observations of this indicator, in a vintage of the members' own.
    becomes = models.CharField(_("answers become the indicator"), max_length=60, blank=True)
    # Accepted answers become quantities of this flow, in the year of the figure.
    flow = models.ForeignKey(
        "analyses.Flow", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("flow of a study"),
    )  # fmt: skip
    topic = models.CharField(_("topic"), max_length=20, choices=Theme.choices, blank=True)
    point = models.CharField(_("point of the declaration"), max_length=60, blank=True)
    is_profile = models.BooleanField(_("describes the member, and is kept from year to year"), default=False)
    # A promise to those who answer: no case paper, no published figure and no edition may hold the answers.
    is_confidential = models.BooleanField(_("only the secretariat reads the answers"), default=False)
    only_if = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked only if"),
    )
    only_if_choices = models.JSONField(_("is answered with one of"), default=list, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    get_kind_display = label_of("kind", QuestionKind)

    class Meta:
        ordering = ["call", "section__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "key", "version"], name="one_question_per_key_and_version"
            ),
            models.UniqueConstraint(
                fields=["call", "key"],
                condition=models.Q(retired_at__isnull=True),
                name="one_question_per_key_is_asked",
            ),
        ]

    def __str__(self) -> str:
        return localised(self, "label")

    @property
    def facts(self) -> KindFacts:
        """What follows from the kind of the question."""
        return QUESTION_KINDS[QuestionKind(self.kind)]

    @property
    def condition(self) -> str:
        """The choices of the question before that lead to this one; empty where everybody is asked."""
        return words_of(self.only_if, self.only_if_choices) if self.only_if else ""


class Reminder(models.Model):
    """A letter that goes by itself on its day unless it is stopped; until then it can be edited."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(_("reason"), max_length=8, choices=ReminderKind.choices)
    day = models.DateField(_("goes on"))
    # By language the subject and text that the secretariat wrote; empty where our own words go.
    letters = models.JSONField(default=dict, blank=True)
    edited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent = models.PositiveIntegerField(_("letters sent"), default=0)

    class Meta:
        ordering = ["call", "day", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["call", "kind", "day"], name="one_reminder_per_reason_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.day}"
