"""Nouns: what stands on an agenda, its papers, what was said, and what came of it."""

from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from dugnad.events.kinds import OUTCOME_FACTS, ItemKind, OutcomeKind
from dugnad.events.models.events import Event, Series
from dugnad.events.states import SETTLED, ItemState, OutcomeState
from dugnad.kit.models import StoredFile
from dugnad.kit.text import label_of, localised
from dugnad.members.models import Body, Organisation, Person

LONGEST_TITLE = 240  # of a standing point, and the day of the meeting whose minutes it approves


def _both_or_neither(one: Q, other: Q) -> Q:
    return (one & other) | (~one & ~other)


class StandingItem(models.Model):
    """A point that every agenda of a series begins with or ends with, such as the last minutes."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="standing_items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=11, choices=ItemKind.choices)
    title_nb = models.CharField(_("title, bokmål"), max_length=200)
    title_nn = models.CharField(_("title, nynorsk"), max_length=200, blank=True)
    title_en = models.CharField(_("title, English"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    presenter = models.CharField(_("presented by"), max_length=120, blank=True)
    is_last = models.BooleanField(_("stands at the end"), default=False)
    approves_minutes = models.BooleanField(_("approves the last minutes"), default=False)
    get_kind_display = label_of("kind", ItemKind)

    class Meta:
        ordering = ["series", "is_last", "position"]

    def __str__(self) -> str:
        return localised(self, "title")


class AgendaItem(models.Model):
    """A point for a body to treat: proposed and waiting in the backlog, or on the agenda of an event."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=11, choices=ItemKind.choices)
    # In the language in which it is written: an agenda is work, and nobody translates it three times. What
    # the machine writes, as standing points and those that return, has its title in all three.
    language = models.CharField(max_length=2, default="nb")
    title_nb = models.CharField(_("title, bokmål"), max_length=LONGEST_TITLE, blank=True)
    title_nn = models.CharField(_("title, nynorsk"), max_length=LONGEST_TITLE, blank=True)
    title_en = models.CharField(_("title, English"), max_length=LONGEST_TITLE, blank=True)
    text = models.TextField(_("what it is about"), blank=True)
    proposal = models.TextField(_("proposed decision"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    presenter = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    presenter_name = models.CharField(_("presented by"), max_length=120, blank=True)
    is_confidential = models.BooleanField(_("only for those who take part"), default=False)
    # Case 38/25: the number runs through the year of the body, and is given once.
    case_number = models.PositiveIntegerField(null=True, blank=True)
    case_year = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=ItemState.choices, default=ItemState.PROPOSED)
    standing = models.ForeignKey(
        StandingItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    approves = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="approved_in"
    )  # the meeting whose minutes this point approves
    approved_minutes_at = models.DateTimeField(null=True, blank=True)  # when it did, so that both can say so
    put_off_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="put_off_to"
    )
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_for = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    declined_because = models.TextField(_("why it was not taken up"), blank=True)
    get_kind_display = label_of("kind", ItemKind)
    get_state_display = label_of("state", ItemState)

    class Meta:
        ordering = ["event", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "case_year", "case_number"],
                condition=Q(case_number__isnull=False),
                name="a_case_number_is_given_once",
            ),
            models.CheckConstraint(
                condition=_both_or_neither(Q(case_number__isnull=True), Q(case_year__isnull=True)),
                name="a_case_number_has_its_year",
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=False) | Q(body__isnull=False),
                name="an_item_waits_for_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(title_nb="") | ~Q(title_nn="") | ~Q(title_en=""), name="an_item_has_a_title"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it is called: in the reader's language, or in the one in which somebody wrote it."""
        return localised(self, "title")

    @property
    def case(self) -> str:
        """The case number as people write it, such as 38/25; nothing before it has one."""
        return f"{self.case_number}/{self.case_year % 100:02d}" if self.case_number and self.case_year else ""


class Link(models.Model):
    """What a point on an agenda is about: an activity, a point of the declaration, a document, a figure."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="links")
    noun = models.CharField(max_length=40)  # as the thread names it
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    ended = ""  # of a task that has been closed: how, worked out by whoever lists the links

    class Meta:
        ordering = ["item", "noun", "key"]
        constraints = [
            models.UniqueConstraint(fields=["item", "noun", "key"], name="an_item_links_to_a_thing_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where the thing is read: its page bears its name; nothing where it has no page of its own."""
        try:
            return reverse(self.noun, args=self.key.split("/"))
        except NoReverseMatch:
            return ""


class Paper(models.Model):
    """A paper for a point: on the table for everybody who may read the agenda, or for the body alone."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name of the file"), max_length=200)
    title = models.CharField(_("what it is"), max_length=200)
    is_restricted = models.BooleanField(_("only for those who take part"), default=False)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["item", "added_at", "id"]

    def __str__(self) -> str:
        return self.title


class Note(models.Model):
    """What was said about a point: one text to a point, so that two people write two points at once."""

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="note")
    text = models.TextField(_("what was said"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["item"]

    def __str__(self) -> str:
        return self.text[:80]


class Comment(models.Model):
    """What somebody who was there would have put right in minutes that are out for comment."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="comments")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(_("comment"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["event", "at", "id"]

    def __str__(self) -> str:
        return self.text[:80]


class Outcome(models.Model):
    """What came of a point: a decision that stands until something replaces it, information, or a task."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="outcomes")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=11, choices=OutcomeKind.choices)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("what"))
    state = models.CharField(_("state"), max_length=10, choices=OutcomeState.choices)
    on = models.DateField(_("day"))  # when it was decided or given
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due = models.DateField(_("by"), null=True, blank=True)
    valid_to = models.DateField(_("stands until"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    settled_on = models.DateField(_("closed on"), null=True, blank=True)
    settled_note = models.TextField(_("how it ended"), blank=True)
    settled_in = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="settles"
    )  # the point of a later meeting that closed it
    is_illustrative = models.BooleanField(default=False)
    get_kind_display = label_of("kind", OutcomeKind)
    get_state_display = label_of("state", OutcomeState)

    class Meta:
        ordering = ["item", "position", "id"]
        indexes = [models.Index(fields=["kind", "state"], name="outcome_by_kind_and_state")]
        constraints = [
            models.CheckConstraint(
                condition=_both_or_neither(Q(state__in=sorted(SETTLED)), Q(settled_on__isnull=False)),
                name="what_is_settled_has_its_day",
            ),
            models.CheckConstraint(
                condition=_both_or_neither(Q(state=OutcomeState.SUPERSEDED), Q(replaced_by__isnull=False)),
                name="what_is_replaced_names_the_later_one",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_registered(self) -> bool:
        """Whether it stands in the register of decisions, and so has a page of its own."""
        return OUTCOME_FACTS[OutcomeKind(self.kind)].is_registered
