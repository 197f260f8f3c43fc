"""Nouns: series, events, what a sign-up asks, the topics of the school, the files of a group."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dugnad.documents.models import Document
from dugnad.events.kinds import EVENT_FACTS, EventKind, Way
from dugnad.events.states import EventState
from dugnad.kit.models import StoredFile
from dugnad.kit.text import label_of, localised
from dugnad.members.models import Body, Organisation, Person


class Series(models.Model):
    """Events that belong together: the meetings of a group, or the sessions of the school."""

    kind = models.CharField(_("kind"), max_length=20, choices=EventKind.choices)
    slug = models.SlugField(max_length=80, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title_nb = models.CharField(_("title, bokmål"), max_length=160)
    title_nn = models.CharField(_("title, nynorsk"), max_length=160, blank=True)
    title_en = models.CharField(_("title, English"), max_length=160, blank=True)
    about_nb = models.TextField(_("about, bokmål"), blank=True)
    about_nn = models.TextField(_("about, nynorsk"), blank=True)
    about_en = models.TextField(_("about, English"), blank=True)
    # What its events usually are, so that a year is planned by its days alone.
    minutes = models.PositiveSmallIntegerField(_("usual length in minutes"), default=150)
    way = models.CharField(_("how people meet"), max_length=9, choices=Way.choices, default=Way.ONLINE)
    place = models.CharField(_("usual place"), max_length=200, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    get_kind_display = label_of("kind", EventKind)
    get_way_display = label_of("way", Way)

    class Meta:
        ordering = ["kind", "title_nb"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return localised(self, "title")


class Topic(models.Model):
    """What a session of the school is about: by topic it is asked which members have had nobody there."""

    key = models.SlugField(max_length=60, unique=True)
    title_nb = models.CharField(_("title, bokmål"), max_length=120)
    title_nn = models.CharField(_("title, nynorsk"), max_length=120, blank=True)
    title_en = models.CharField(_("title, English"), max_length=120, blank=True)

    class Meta:
        ordering = ["title_nb"]

    def __str__(self) -> str:
        return localised(self, "title")


class Event(models.Model):
    """When people meet, or decide in writing: planned, announced, held or cancelled."""

    kind = models.CharField(_("kind"), max_length=20, choices=EventKind.choices)
    slug = models.SlugField(max_length=120, unique=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title_nb = models.CharField(_("title, bokmål"), max_length=160)
    title_nn = models.CharField(_("title, nynorsk"), max_length=160, blank=True)
    title_en = models.CharField(_("title, English"), max_length=160, blank=True)
    about_nb = models.TextField(_("about, bokmål"), blank=True)
    about_nn = models.TextField(_("about, nynorsk"), blank=True)
    about_en = models.TextField(_("about, English"), blank=True)
    starts = models.DateTimeField(_("starts"))
    ends = models.DateTimeField(_("ends"))  # of a written procedure: the deadline
    way = models.CharField(_("how people meet"), max_length=9, choices=Way.choices, default=Way.ONLINE)
    place = models.CharField(_("place"), max_length=200, blank=True)
    # Whoever has it can walk in: those who take part are told, the trail says only that it changed.
    link = models.URLField(_("link to the meeting"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=EventState.choices, default=EventState.PLANNED)
    activities = models.ManyToManyField("programme.Activity", related_name="+", blank=True)
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    quorum = models.PositiveSmallIntegerField(_("how many must have come"), null=True, blank=True)
    # Counts what a calendar must be told anew; the identity of the appointment stays the same for ever.
    sequence = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)  # of two who save at once, the second is told
    announced_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.TextField(_("why it was cancelled"), blank=True)
    minutes = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    comments_by = models.DateField(_("comments on the minutes by"), null=True, blank=True)
    # From here on nothing is written point by point; what is wrong is corrected by a version with its reason.
    minutes_approved_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    is_illustrative = models.BooleanField(default=False)
    get_kind_display = label_of("kind", EventKind)
    get_way_display = label_of("way", Way)
    get_state_display = label_of("state", EventState)

    untold = frozenset({"link"})

    class Meta:
        ordering = ["starts", "id"]
        indexes = [models.Index(fields=["body", "starts"], name="event_by_body_and_start")]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="event_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(state=EventState.CANCELLED) | ~Q(cancelled_because=""),
                name="what_is_cancelled_says_why",
            ),
        ]

    def __str__(self) -> str:
        return localised(self, "title")

    @property
    def page(self) -> str:
        """The name of its address: of a meeting or of a session of the school."""
        return EVENT_FACTS[EventKind(self.kind)].page

    @property
    def is_written(self) -> bool:
        """Whether it is decided in writing, and nobody comes anywhere."""
        return EVENT_FACTS[EventKind(self.kind)].is_written

    @property
    def sign_up_page(self) -> str:
        """The name of the address where one signs up for it, where anybody may."""
        return EVENT_FACTS[EventKind(self.kind)].sign_up_page


class SignUp(models.Model):
    """What those who sign up by themselves are told and asked, and how many there is room for."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="sign_up")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    goals = models.JSONField(_("sustainable development goals"), default=list, blank=True)
    audience_nb = models.CharField(_("for whom, bokmål"), max_length=200, blank=True)
    audience_nn = models.CharField(_("for whom, nynorsk"), max_length=200, blank=True)
    audience_en = models.CharField(_("for whom, English"), max_length=200, blank=True)
    closes = models.DateTimeField(_("sign up by"))
    capacity = models.PositiveIntegerField(_("room for"), null=True, blank=True)
    recording = models.URLField(_("recording"), max_length=1000, blank=True)
    # Who speaks, and where they are from, in order: [{"name": …, "place": …}]. They stand on a public page.
    speakers = models.JSONField(_("speakers"), default=list, blank=True)
    link_days = models.PositiveSmallIntegerField(_("days before that the link is sent"), default=2)
    link_sent_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)  # the mail with recording and slides
    certified_at = models.DateTimeField(null=True, blank=True)
    # Of how long somebody must have been there to have taken part.
    least_minutes = models.PositiveSmallIntegerField(_("present for at least, minutes"), default=30)

    # The trail never forgets: it says that the speakers changed, and not who they were.
    untold = frozenset({"speakers"})

    class Meta:
        ordering = ["event__starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gt=0), name="there_is_room_for_somebody"
            )
        ]

    def __str__(self) -> str:
        return str(self.event)


class GroupFile(models.Model):
    """A file that a group keeps at hand: its mandate as signed, a template, last year's report."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name of the file"), max_length=200)
    title = models.CharField(_("what it is"), max_length=200)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["body", "title", "id"]

    def __str__(self) -> str:
        return self.title
