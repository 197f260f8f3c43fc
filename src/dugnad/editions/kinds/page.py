"""What can stand on the page of an edition: the kinds of its blocks, their choices, the standard order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dugnad.editions.kinds.figures import Measure

ALLIANCE, SUBREGIONS, MEMBERS = "alliance", "subregions", "members"  # as the choice of places names them


class PageBlockKind(models.TextChoices):
    """What a block on the page shows."""

    TEXT = "text", _("Text")
    KEY_FIGURES = "key_figures", _("Key figures")
    CHART = "chart", _("Chart")
    TABLE = "table", _("Table")
    MAP = "map", _("Map")
    STORIES = "stories", _("Stories")
    ALLIANCE_YEAR = "alliance_year", _("The alliance's year")
    ANSWERS = "answers", _("What the members answered")
    MEMBERS = "members", _("Municipality by municipality")
    METHOD = "method", _("Method and sources")


class ChartForm(models.TextChoices):
    """How a chart shows its figures."""

    COLUMNS = "columns", _("A column for each year")
    SECTORS = "sectors", _("Columns divided by sector")
    CHANGES = "changes", _("What each sector has changed")
    LINE = "line", _("A line for each place")
    MULTIPLES = "multiples", _("A small picture for each place")


class KeyFigureKind(models.TextChoices):
    """A figure with its sentence."""

    EMISSIONS = "emissions", _("Emissions")
    CHANGE_SINCE_BASE = "change-since-base", _("Change since the base year")
    CHANGE_LAST_YEAR = "change-last-year", _("Change in the last year")
    LARGEST_SECTOR = "largest-sector", _("The largest source")
    PER_INHABITANT = "per-inhabitant", _("Emissions per inhabitant")
    SHARE_OF_NATIONAL = "share-of-national", _("Share of the country's emissions")


KEY_FIGURES: tuple[str, ...] = tuple(KeyFigureKind.values)
MAPPED = (Measure.CHANGE_SINCE_BASE, Measure.PER_INHABITANT, Measure.EMISSIONS)  # what a map can show


@dataclass(frozen=True)
class FormFacts:
    """How many places a form of chart takes, and whether it needs figures by sector."""

    form: ChartForm
    takes_several: bool = False
    needs_sectors: bool = False


FORM_FACTS = {
    facts.form: facts
    for facts in (
        FormFacts(ChartForm.COLUMNS),
        FormFacts(ChartForm.SECTORS, needs_sectors=True),
        FormFacts(ChartForm.CHANGES, needs_sectors=True),
        FormFacts(ChartForm.LINE, takes_several=True),
        FormFacts(ChartForm.MULTIPLES, takes_several=True),
    )
}


@dataclass(frozen=True)
class PageBlockFacts:
    """What a kind of block is for, and which choices its form asks for."""

    kind: PageBlockKind
    about: Promise
    choices: tuple[str, ...] = ()
    needs_words: bool = False  # there is nothing to show without a text
    first: Mapping[str, Any] = field(default_factory=dict)  # what a new block of the kind begins with


PAGE_BLOCKS = {
    facts.kind: facts
    for facts in (
        PageBlockFacts(PageBlockKind.TEXT, _("A heading and words of your own."), needs_words=True),
        PageBlockFacts(
            PageBlockKind.KEY_FIGURES,
            _("Large figures with a sentence each, about one place."),
            ("place", "measures"),
        ),
        PageBlockFacts(
            PageBlockKind.CHART,
            _("A picture of an indicator: which places, which years, in which form."),
            ("indicator", "form", "places", "first_year", "last_year"),
        ),
        PageBlockFacts(
            PageBlockKind.TABLE,
            _("Places below each other, with the first year, the last year and the change."),
            ("indicator", "places", "first_year", "last_year"),
        ),
        PageBlockFacts(
            PageBlockKind.MAP,
            _("Every member as a tile on the map, in tones by its figure."),
            ("measure",),
            first={"measure": MAPPED[0].value},
        ),
        PageBlockFacts(
            PageBlockKind.STORIES,
            _("The published stories of the year: all of them, some themes, or those you choose."),
            ("themes", "stories"),
        ),
        PageBlockFacts(
            PageBlockKind.ALLIANCE_YEAR,
            _("The activities of the year: how far each has come, what was reached, what was published."),
            ("parts",),
        ),
        PageBlockFacts(PageBlockKind.ANSWERS, _("How many members answered what, one chart a question.")),
        PageBlockFacts(
            PageBlockKind.MEMBERS, _("The members by the alphabet, each with its change and its own page.")
        ),
        PageBlockFacts(PageBlockKind.METHOD, _("How the figures were made, and which files they rest on.")),
    )
}


class YearPart(models.TextChoices):
    """What is told of each activity besides its title and how far it has come."""

    NOTE = "note", _("The note on how it goes")
    MILESTONES = "milestones", _("Milestones that were reached")
    DOCUMENTS = "documents", _("Texts that were published for it")


@dataclass(frozen=True)
class StandardBlock:
    """A block of the arrangement that a new edition begins with; without a heading it continues the last."""

    key: str
    kind: PageBlockKind
    heading: Promise | str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)


REGION = {"indicator": "", "places": [ALLIANCE]}
STANDARD = (
    StandardBlock(
        "nokkeltall",
        PageBlockKind.KEY_FIGURES,
        _("Key figures"),
        {"place": ALLIANCE, "measures": list(KEY_FIGURES)},
    ),
    StandardBlock("utslipp", PageBlockKind.CHART, _("Emissions in the region"), REGION | {"form": "columns"}),
    StandardBlock("sektorer", PageBlockKind.CHART, _("By sector"), REGION | {"form": "sectors"}),
    StandardBlock("endringer", PageBlockKind.CHART, "", REGION | {"form": "changes"}),
    StandardBlock(
        "delregioner",
        PageBlockKind.CHART,
        _("By sub-region"),
        {"indicator": "", "places": [SUBREGIONS], "form": "multiples"},
    ),
    StandardBlock("delregiontabell", PageBlockKind.TABLE, "", {"indicator": "", "places": [SUBREGIONS]}),
    StandardBlock("kommuner", PageBlockKind.MEMBERS, _("Municipality by municipality")),
    StandardBlock("svar", PageBlockKind.ANSWERS, _("What the municipalities answered")),
    StandardBlock(
        "aret", PageBlockKind.ALLIANCE_YEAR, _("The alliance's year"), {"parts": list(YearPart.values)}
    ),
    StandardBlock("historier", PageBlockKind.STORIES, _("Good stories"), {"themes": [], "stories": []}),
    StandardBlock("metode", PageBlockKind.METHOD, _("Method and sources")),
)
