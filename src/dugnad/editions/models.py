"""Nouns: editions, their blocks, and every figure with its trail."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dugnad.editions.kinds import BlockKind, EditionKind, Measure, PageBlockKind
from dugnad.editions.states import State
from dugnad.kit.text import localised


class Edition(models.Model):
    """One year's Klimastatus: composed while it is a draft, frozen when it is published."""

    kind = models.CharField(
        _("kind"), max_length=12, choices=EditionKind.choices, default=EditionKind.KLIMASTATUS
    )
    year = models.PositiveSmallIntegerField(_("year"))
    title_nb = models.CharField(_("title, bokmål"), max_length=200)
    title_nn = models.CharField(_("title, nynorsk"), max_length=200, blank=True)
    title_en = models.CharField(_("title, English"), max_length=200, blank=True)
    foreword_nb = models.TextField(_("foreword, bokmål"), blank=True)
    foreword_nn = models.TextField(_("foreword, nynorsk"), blank=True)
    foreword_en = models.TextField(_("foreword, English"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    note = models.TextField(_("note"), blank=True)
    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(
        "programme.Activity", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    vintages = models.ManyToManyField("indicators.Vintage", related_name="+")
    # Whose figures the region is made of: the membership of one day, held constant through all years.
    members_on = models.DateField(_("members on"))
    seen_by = models.DateField(_("figures seen on or before"), null=True, blank=True)
    base_year = models.PositiveSmallIntegerField(_("base year"))
    revision = models.PositiveIntegerField(default=1)
    composed_at = models.DateTimeField(_("composed"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        "members.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The canonical bytes and their fingerprint at the moment of publication, by which anyone can check it.
    content = models.BinaryField(default=b"")
    content_sha256 = models.CharField(max_length=64, blank=True)
    # Of one that was withdrawn: where readers are sent. It may be named later, when that one is published.
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year"], name="one_edition_per_kind_and_year"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.PUBLISHED, State.WITHDRAWN]) | ~Q(content_sha256=""),
                name="a_published_edition_has_its_fingerprint",
            ),
        ]

    def __str__(self) -> str:
        return localised(self, "title")


class Block(models.Model):
    """A part of an edition: its content as it was composed."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="blocks")
    position = models.PositiveSmallIntegerField(_("place in the edition"))
    kind = models.CharField(_("kind"), max_length=16, choices=BlockKind.choices)
    key = models.CharField(max_length=80)
    content = models.JSONField(default=dict)

    class Meta:
        ordering = ["edition", "position"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="one_block_per_key")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.key}"


class PageBlock(models.Model):
    """A block on the page of an edition: where it stands, what it shows, and the words that go with it."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="page_blocks")
    position = models.PositiveSmallIntegerField(_("place on the page"))
    kind = models.CharField(_("kind"), max_length=16, choices=PageBlockKind.choices)
    key = models.SlugField(_("short name in addresses"), max_length=40)
    # A block without a heading goes on from the one above it.
    heading_nb = models.CharField(_("heading, bokmål"), max_length=200, blank=True)
    heading_nn = models.CharField(_("heading, nynorsk"), max_length=200, blank=True)
    heading_en = models.CharField(_("heading, English"), max_length=200, blank=True)
    body_nb = models.TextField(_("text, bokmål"), blank=True)
    body_nn = models.TextField(_("text, nynorsk"), blank=True)
    body_en = models.TextField(_("text, English"), blank=True)
    settings = models.JSONField(default=dict, blank=True)  # what the kind asks for: places, years, form
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["edition", "position"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="one_page_block_per_key")]

    def __str__(self) -> str:
        return localised(self, "heading") or str(PageBlockKind(self.kind).label)


class Figure(models.Model):
    """One number of an edition: of which place, what it measures, and of which year."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="figures")
    key = models.SlugField(_("short name in addresses"), max_length=200)
    place = models.CharField(max_length=100)  # alliance, subregion:<slug> or a municipality code
    place_name = models.CharField(max_length=120)
    measure = models.CharField(
        _("measure"), max_length=20, choices=Measure.choices, default=Measure.EMISSIONS
    )
    # What it is a figure of, where that is not the edition's own indicator: another one, or a question.
    indicator = models.CharField(max_length=80, blank=True)
    sector = models.CharField(max_length=60, blank=True)
    year = models.PositiveSmallIntegerField()
    from_year = models.PositiveSmallIntegerField(null=True, blank=True)  # of a change: what it is since
    value = models.FloatField()
    unit = models.CharField(max_length=40)
    is_illustrative = models.BooleanField()

    class Meta:
        ordering = ["edition", "place", "measure", "sector", "year"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="one_figure_per_key")]
        indexes = [models.Index(fields=["edition", "measure", "place"], name="figure_by_measure")]

    def __str__(self) -> str:
        return f"{self.place_name} {self.year} {self.sector}: {self.value} {self.unit}"
