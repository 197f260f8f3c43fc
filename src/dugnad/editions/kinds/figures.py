"""Kinds of editions, of what they are composed of, of figures, and of answers that are published."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class EditionKind(models.TextChoices):
    """What is published."""

    KLIMASTATUS = "klimastatus", _("Klimastatus")


class BlockKind(models.TextChoices):
    """What a block holds."""

    REGION = "region", _("The region")
    MEMBER = "member", _("A member")
    ANSWERS = "answers", _("What the members answered")
    ALLIANCE_YEAR = "alliance_year", _("The alliance's year")
    STORIES = "stories", _("Stories")
    METHOD = "method", _("Method and sources")
    INDICATOR = "indicator", _("An indicator")
    BORDERS = "borders", _("Borders of the map")


def is_indicator(kind: str) -> bool:
    """Whether a block holds what an indicator says that the page shows besides the edition's own."""
    return kind == BlockKind.INDICATOR


class Measure(models.TextChoices):
    """What a figure measures."""

    EMISSIONS = "emissions", _("Emissions")
    CHANGE_SINCE_BASE = "change-since-base", _("Change since the base year")
    CHANGE_LAST_YEAR = "change-last-year", _("Change in the last year")
    SHARE_OF_TOTAL = "share-of-total", _("Share of the place's emissions")
    PER_INHABITANT = "per-inhabitant", _("Emissions per inhabitant")
    SHARE_OF_NATIONAL = "share-of-national", _("Share of the country's emissions")
    LEVEL = "level", _("The indicator's own figure")
    ANSWERS = "answers", _("How many members answered so")


@dataclass(frozen=True)
class MeasureFacts:
    """How a measure is called, worked out and written; `name_of_sector` where it tells of one sector."""

    measure: Measure
    name: Promise
    name_of_sector: Promise
    formula: Promise
    unit: str
    decimals: int


MEASURE_FACTS = {
    facts.measure: facts
    for facts in (
        MeasureFacts(
            Measure.EMISSIONS,
            _("%(place)s: emissions in %(year)s"),
            _("%(place)s: emissions from %(sector)s in %(year)s"),
            _("The sum of the sectors, over every municipality of the place."),
            "t CO2e",
            0,
        ),
        MeasureFacts(
            Measure.CHANGE_SINCE_BASE,
            _("%(place)s: change in emissions, %(from_year)s–%(year)s"),
            _("%(place)s: change in emissions from %(sector)s, %(from_year)s–%(year)s"),
            _("(Emissions in the last year − emissions in the base year) ÷ emissions in the base year."),
            "%",
            1,
        ),
        MeasureFacts(
            Measure.CHANGE_LAST_YEAR,
            _("%(place)s: change in emissions, %(from_year)s–%(year)s"),
            _("%(place)s: change in emissions from %(sector)s, %(from_year)s–%(year)s"),
            _("(Emissions in the last year − emissions in the year before) ÷ emissions in the year before."),
            "%",
            1,
        ),
        MeasureFacts(
            Measure.SHARE_OF_TOTAL,
            _("%(place)s: share of emissions in %(year)s"),
            _("%(place)s: the share of %(sector)s in %(year)s"),
            _("Emissions of the sector ÷ emissions of all sectors."),
            "%",
            1,
        ),
        MeasureFacts(
            Measure.PER_INHABITANT,
            _("%(place)s: emissions per inhabitant in %(year)s"),
            _("%(place)s: emissions from %(sector)s per inhabitant in %(year)s"),
            _("Emissions in the year ÷ inhabitants on 1 January of that year."),
            "t CO2e/persons",
            2,
        ),
        MeasureFacts(
            Measure.SHARE_OF_NATIONAL,
            _("%(place)s: share of the country's emissions in %(year)s"),
            _("%(place)s: share of the country's emissions from %(sector)s in %(year)s"),
            _("Emissions of the region ÷ the country's emissions in the same year."),
            "%",
            1,
        ),
        # Of an indicator or a question, whose own name and unit stand with the figure.
        MeasureFacts(
            Measure.LEVEL,
            _("%(place)s: %(of)s in %(year)s"),
            _("%(place)s: %(of)s, %(sector)s in %(year)s"),
            _("The figure as it was published, or the sum over every municipality of the place."),
            "",
            0,
        ),
        MeasureFacts(
            Measure.ANSWERS,
            _("%(of)s"),
            _("%(of)s “%(sector)s”"),
            _("The number of members whose accepted reply gives this answer."),
            "municipalities",
            0,
        ),
    )
}


@dataclass(frozen=True)
class PublishedAnswer:
    """A question whose accepted answers everyone may read in an edition. Other answers stay in the call."""

    key: str
    is_counted: bool = False  # also counted over all members, as a chart


# An allow-list: a new question is not published before somebody has put it here.
PUBLISHED_ANSWERS = {
    answer.key: answer
    for answer in (
        PublishedAnswer("climate-budget", is_counted=True),
        PublishedAnswer("procurement", is_counted=True),
        PublishedAnswer("adaptation", is_counted=True),
        PublishedAnswer("climate-plan-adopted"),
        PublishedAnswer("target-year"),
        PublishedAnswer("target-reduction"),
        PublishedAnswer("measures"),
    )
}
