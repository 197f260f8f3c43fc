"""Nouns: sources, indicators, immutable vintages, observations, targets, borders."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dugnad.indicators.kinds import (
    UNNAMED,
    Decimal,
    Direction,
    Missing,
    Thousands,
    county_in_words,
    gases_in_words,
    publisher_in_sentence,
    publisher_name,
    source_title,
)
from dugnad.indicators.rules import LONGEST_SECTOR
from dugnad.indicators.states import FindState
from dugnad.kit.queries import InNorwegianOrder
from dugnad.kit.text import localised


class Source(models.Model):
    """A publisher's statistic; illustrative figures are a source of their own, which is not official."""

    key = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    publisher = models.CharField(_("publisher"), max_length=120)
    title = models.CharField(_("title"), max_length=200)
    licence = models.CharField(_("licence"), max_length=60)
    url = models.URLField(_("address"), blank=True)
    is_official = models.BooleanField(_("official"), default=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.publisher_name}: {self.called}"

    @property
    def publisher_name(self) -> str:
        """Whose the figures are; what is no name of a publisher is told in the reader's language."""
        return publisher_name(self.publisher)

    @property
    def publisher_in_sentence(self) -> str:
        """The same inside a sentence."""
        return publisher_in_sentence(self.publisher)

    @property
    def called(self) -> str:
        """The title in the reader's language."""
        return source_title(self.title)

    @property
    def is_made_up(self) -> bool:
        """Whether its figures are invented; such figures never take the place of others."""
        return not self.is_official and self.key != UNNAMED


class Indicator(models.Model):
    """Something measured, with one unit and one source: sources are never mixed in one series."""

    key = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="indicators")
    title_nb = models.CharField(_("title, bokmål"), max_length=200)
    title_nn = models.CharField(_("title, nynorsk"), max_length=200, blank=True)
    title_en = models.CharField(_("title, English"), max_length=200, blank=True)
    notes_nb = models.TextField(_("notes, bokmål"), blank=True)
    notes_nn = models.TextField(_("notes, nynorsk"), blank=True)
    notes_en = models.TextField(_("notes, English"), blank=True)
    unit = models.CharField(_("unit"), max_length=40)
    direction = models.CharField(
        _("direction"), max_length=8, choices=Direction.choices, default=Direction.NEITHER
    )
    base_year = models.PositiveSmallIntegerField(_("base year"), null=True, blank=True)
    # What is divided by what, in words, where the publisher gives a share or a figure per head.
    numerator = models.CharField(_("numerator"), max_length=200, blank=True)
    denominator = models.CharField(_("denominator"), max_length=200, blank=True)
    # How it is worked out from others; such an indicator has no vintages of its own.
    formula = models.CharField(_("formula"), max_length=300, blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return localised(self, "title")


class Vintage(models.Model):
    """The figures of one file, as they stood on the day they were seen. Nothing in it ever changes."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="vintages")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="vintages")
    seen_on = models.DateField(_("seen on"))
    # A day of the division whose codes the file is written in: not always that of the day it was seen.
    # Empty where each year carries the codes of its own day, as tables of the statistics agency may.
    codes_of = models.DateField(_("codes of"), null=True, blank=True)
    imported_at = models.DateTimeField(_("imported"))
    file = models.ForeignKey("kit.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    layout = models.CharField(_("layout"), max_length=60)
    licence = models.CharField(_("licence"), max_length=60)
    rows = models.PositiveIntegerField(_("rows read"))
    stored = models.PositiveIntegerField(_("rows stored"))
    # Rows that were published without a figure: the first hundred, each with its place and the reason.
    without_figure = models.JSONField(default=list)
    gases = models.CharField(_("gases"), max_length=60, blank=True)
    # What the file tells of, so that the choice between vintages costs no search through the figures:
    # groups of {"years": […], "codes": […]}, and the sectors that it counts.
    coverage = models.JSONField(default=list)
    sectors = models.JSONField(default=list)

    class Meta:
        ordering = ["-seen_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "file"], name="one_vintage_per_file_and_indicator")
        ]

    def __str__(self) -> str:
        return f"{self.source.publisher_name}, {self.seen_on:%Y-%m-%d}"

    @property
    def gases_in_words(self) -> str:
        """The gases that its figures count, as people read them."""
        return gases_in_words(self.gases.split())


class Observation(models.Model):
    """One figure as published: municipality code of its own division, year, sector, source, gas, value.

    A value that the publisher says is missing is empty: missing is never zero, and never a row less.
    """

    # The index below begins with the vintage, and so does the constraint of the totals.
    vintage = models.ForeignKey(
        Vintage, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    row = models.PositiveIntegerField()
    code = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    sector = models.CharField(max_length=LONGEST_SECTOR, blank=True)
    emission_source = models.CharField(max_length=80, blank=True)
    gas = models.CharField(max_length=8, blank=True)
    value = models.FloatField(null=True)
    unit = models.CharField(max_length=40)
    # Why there is no value, where the publisher says it or its mark does.
    missing = models.CharField(max_length=16, choices=Missing.choices, blank=True, default="")

    class Meta:
        ordering = ["vintage", "row"]
        indexes = [models.Index(fields=["vintage", "code", "year"], name="observation_by_place")]

    def __str__(self) -> str:
        return f"{self.code} {self.year} {self.sector} {self.value} {self.unit}"


class SectorTotal(models.Model):
    """The observations of a vintage summed to municipality, year and sector when it was imported.

    Pages read these: sixty rows a year become ten, and a vintage never changes, so neither do its sums.
    A sum with a part that the publisher says is missing is empty.
    """

    vintage = models.ForeignKey(Vintage, on_delete=models.PROTECT, related_name="totals", db_index=False)
    code = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    sector = models.CharField(max_length=LONGEST_SECTOR, blank=True)
    value = models.FloatField(null=True)
    missing = models.CharField(max_length=16, choices=Missing.choices, blank=True, default="")

    class Meta:
        ordering = ["vintage", "code", "year", "sector"]
        constraints = [
            models.UniqueConstraint(
                fields=["vintage", "code", "year", "sector"], name="one_total_per_place_year_and_sector"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year} {self.sector} {self.value}"


class Target(models.Model):
    """What somebody has set out to reach by a year: the value, who adopted it, and when.

    It holds for the land of an organisation, or for a county, which is a place and no organisation here.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    organisation = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # As series are asked for, county:34, with the name that it had when the target was written down.
    county = models.CharField(_("county"), max_length=20, blank=True)
    county_name = models.CharField(_("name of the county"), max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(_("target year"))
    # As a change since the base year (−0.55), because tonnes move with every revision of the statistic.
    change = models.FloatField(_("change since the base year"), null=True, blank=True)
    # Or as a value in the indicator's unit, for what is told as one: 90 per cent of new cars.
    value = models.FloatField(_("value"), null=True, blank=True)
    base_year = models.PositiveSmallIntegerField(_("base year"))
    adopted_by_nb = models.CharField(_("adopted by, bokmål"), max_length=120)
    adopted_by_nn = models.CharField(_("adopted by, nynorsk"), max_length=120, blank=True)
    adopted_by_en = models.CharField(_("adopted by, English"), max_length=120, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    document_url = models.URLField(_("document"), blank=True)

    class Meta:
        ordering = ["indicator", "organisation", "year"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(change__isnull=True) ^ models.Q(value__isnull=True),
                name="a_target_is_a_change_or_a_value",
            ),
            models.UniqueConstraint(
                fields=["indicator", "organisation", "year"], name="one_target_per_indicator_place_and_year"
            ),
            models.UniqueConstraint(
                fields=["indicator", "county", "year"],
                condition=~models.Q(county=""),
                name="one_target_per_indicator_county_and_year",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, county="")
                | (models.Q(organisation__isnull=True) & ~models.Q(county="")),
                name="a_target_is_of_an_organisation_or_a_county",
            ),
        ]

    def __str__(self) -> str:
        told = f"{self.value:g}" if self.change is None else f"{self.change:+.0%}"
        return f"{self.whose} {self.year}: {told}"

    @property
    def whose(self) -> str:
        """Who has set out to reach it, or the county that it holds for."""
        return str(self.organisation) if self.organisation else county_in_words(self.county_name)


class PublishedFigure(models.Model):
    """A figure that somebody else has published, entered with its source to stand beside ours."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="published")
    # The place as series are asked for, so that ours is of the same: alliance, subregion:…, codes.
    region = models.CharField(_("place"), max_length=120)
    region_words = models.CharField(_("the place in the publisher’s words"), max_length=160, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    # Of a change in per cent: the year that it is counted from.
    from_year = models.PositiveSmallIntegerField(_("from the year"), null=True, blank=True)
    value = models.DecimalField(_("published figure"), max_digits=20, decimal_places=4)
    publisher = models.CharField(_("publisher"), max_length=120)
    title = models.CharField(_("where it stands"), max_length=200)
    url = models.URLField(_("address"), blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    reasons = models.JSONField(_("why it differs"), default=list, blank=True)
    explanation_nb = models.TextField(_("explanation, bokmål"), blank=True)
    explanation_nn = models.TextField(_("explanation, nynorsk"), blank=True)
    explanation_en = models.TextField(_("explanation, English"), blank=True)
    entered_at = models.DateTimeField(_("entered"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        ordering = ["indicator", "-year", "publisher", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_year__isnull=True) | models.Q(from_year__lt=models.F("year")),
                name="a_published_change_goes_forward_in_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}, {self.year}"

    @property
    def is_change(self) -> bool:
        """Whether it is a change in per cent and not an amount."""
        return self.from_year is not None


class BorderMap(models.Model):
    """Municipality borders of one division as a file that maps are drawn from."""

    file = models.OneToOneField("kit.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    codes = models.JSONField(default=list)
    imported_at = models.DateTimeField(_("imported"))

    class Meta:
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return self.file_name


class ColumnMapping(models.Model):
    """What the columns of somebody's tables are called, said once and used for every later file."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="mappings")
    place_column = models.CharField(_("column with the place"), max_length=120)
    year_column = models.CharField(_("column with the year"), max_length=120)
    value_column = models.CharField(_("column with the figure"), max_length=120)
    sector_column = models.CharField(_("column with the sector"), max_length=120, blank=True)
    unit_column = models.CharField(_("column with the unit"), max_length=120, blank=True)
    unit = models.CharField(_("unit of the figures"), max_length=40, blank=True)
    decimal = models.CharField(
        _("decimal sign"), max_length=1, choices=Decimal.choices, default=Decimal.COMMA
    )
    thousands = models.CharField(
        _("thousands sign"), max_length=5, choices=Thousands.choices, default=Thousands.SPACE
    )

    class Meta:
        ordering = [InNorwegianOrder("name")]

    def __str__(self) -> str:
        return self.name


class Connection(models.Model):
    """A connector as it is used here: which table it asks for, and whether it asks every night."""

    key = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    table = models.CharField(_("table"), max_length=40, blank=True)
    is_watched = models.BooleanField(_("asked every night"), default=False)
    asked_at = models.DateTimeField(_("last asked"), null=True, blank=True)
    # What went wrong the last time, and since when: told once and kept until it goes well again.
    trouble = models.TextField(_("trouble"), blank=True)
    trouble_since = models.DateField(_("since"), null=True, blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class Find(models.Model):
    """New figures that a publisher has and we have not taken in: the file, and what differs in it."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="finds")
    file = models.ForeignKey("kit.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    seen_on = models.DateField(_("seen on"))
    found_at = models.DateTimeField(_("found"))
    # How many figures were changed, added and removed, and the largest changes with place, year and sector.
    counts = models.JSONField(default=dict, blank=True)
    largest = models.JSONField(default=list, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=FindState.choices, default=FindState.WAITING)
    vintage = models.ForeignKey(Vintage, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["connection", "file"], name="one_find_per_source_and_file")
        ]

    def __str__(self) -> str:
        return f"{self.connection}, {self.seen_on:%Y-%m-%d}"
