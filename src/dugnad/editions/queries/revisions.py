"""Questions about what has been corrected since an edition was published: shown beside it, never inside."""

from dataclasses import dataclass, replace

from django.core.cache import cache
from django.db.models import Q

from dugnad.editions.kinds import MEASURE_FACTS, Measure
from dugnad.editions.models import Edition, Figure
from dugnad.editions.queries.catalogue import block_content, indicator_block
from dugnad.editions.queries.composition import FigureRow, as_known_today, figures_in, places_of
from dugnad.editions.queries.findings import in_a_sentence
from dugnad.editions.queries.trails import in_words, title_of
from dugnad.editions.rules import ROUNDING, is_frozen, is_revised
from dugnad.engine.series import effect_on_change
from dugnad.indicators.kinds import decimals_for
from dugnad.indicators.models import Vintage
from dugnad.kit.queries import InNorwegianOrder
from dugnad.kit.spreadsheets import write_csv

KEPT = 60 * 60 * 24
ALLIANCE = "alliance"


@dataclass(frozen=True)
class Revision:
    """A published figure that reads differently by later vintages; `now` is None where it is gone."""

    key: str
    place: str
    place_name: str
    year: int
    sector: str
    published: float
    now: float | None
    unit: str
    was_illustrative: bool = False
    is_illustrative: bool = False
    measure: str = Measure.EMISSIONS
    indicator: str = ""
    of: str = ""  # the title of the indicator that it is a figure of, in the reader's language

    @property
    def is_total(self) -> bool:
        """Whether it is a place's emissions in all."""
        return not self.sector and self.measure == Measure.EMISSIONS

    @property
    def words(self) -> str:
        """What it measures, in the reader's language."""
        measure = self.of or str(Measure(self.measure).label)
        return f"{measure}, {in_a_sentence(self.sector)}" if self.sector else measure

    @property
    def unit_words(self) -> str:
        """What it is counted in, as people read it."""
        return in_words(self.unit)

    @property
    def decimals(self) -> int:
        """How exactly it is shown."""
        own = MEASURE_FACTS[Measure(self.measure)].decimals
        return own or decimals_for(self.unit, [self.published, self.now])

    @property
    def exactness(self) -> float:
        """A smaller difference is none that is published."""
        return min(ROUNDING, 0.5 / 10 ** max(1, self.decimals))

    @property
    def difference(self) -> float | None:
        """How much it has moved: between what is shown, so that the row adds up for who reads it."""
        if self.now is None:
            return None
        return round(self.now, self.decimals) - round(self.published, self.decimals)


@dataclass(frozen=True)
class Effect:
    """What the corrections do to a place's change since the base year, in per cent."""

    published: float | None
    now: float | None


def revised_since(edition: Edition) -> list[Revision]:
    """The published figures of every block that later vintages have changed, the region's first."""
    if not is_frozen(edition.state):
        return []
    used = edition.vintages.values("pk")
    indicators = edition.vintages.values("indicator")
    unused = Vintage.objects.filter(indicator__in=indicators).exclude(pk__in=used)
    latest = unused.order_by("-pk").values_list("pk", flat=True).first()
    if latest is None:
        return []
    # Vintages never change, so what has been found for the newest one stays true until the next.
    found = cache.get_or_set(f"revised:2:{edition.pk}:{latest}", lambda: _revisions(edition), KEPT)
    return list(found or [])


def totals_in(revisions: list[Revision]) -> list[Revision]:
    """Of the corrections those of emissions in all: the region's and each member's."""
    return [one for one in revisions if one.is_total and not one.place.startswith("subregion:")]


def others_in(revisions: list[Revision]) -> list[Revision]:
    """Of the other corrections those of the region and of the sub-regions, which a page has room for."""
    listed = [one for one in revisions if not one.place.isdigit()]
    return [one for one in listed if not one.is_total or one.place.startswith("subregion:")]


def titled(edition: Edition, revisions: list[Revision]) -> list[Revision]:
    """The corrections with the titles of their indicators, as the edition has them."""
    keys = sorted({one.indicator for one in revisions if one.indicator})
    content = block_content(edition, "answers", *map(indicator_block, keys)) if keys else {}
    return [replace(one, of=title_of(one, content)) if one.indicator else one for one in revisions]


def revised_at(revisions: list[Revision], place: str) -> list[Revision]:
    """The corrections of one place."""
    return [revision for revision in revisions if revision.place == place]


def effect_of(edition: Edition, revisions: list[Revision], place: str) -> Effect | None:
    """How the change since the base year reads in the edition, and how it reads now."""
    totals = [revision for revision in revised_at(revisions, place) if revision.is_total]
    if not totals:
        return None
    published = dict(
        Figure.objects.filter(edition=edition, place=place, sector="", measure=Measure.EMISSIONS).values_list(
            "year", "value"
        )
    )
    now: dict[int, float | None] = dict(published)
    now.update({revision.year: revision.now for revision in totals})
    last = max(published, default=edition.base_year)
    old, new = effect_on_change(published, now, edition.base_year, last)
    return Effect(_percent(old), _percent(new))


def revisions_as_csv(revisions: list[Revision]) -> str:
    """Every correction as CSV."""
    names = (
        "key",
        "place",
        "place_name",
        "measure",
        "indicator",
        "sector",
        "year",
        "published",
        "now",
        "unit",
    )
    return write_csv(list(names), ([getattr(one, name) for name in names] for one in revisions))


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


def _revisions(edition: Edition) -> list[Revision]:
    frozen = block_content(edition, "region", "method")
    method = frozen["method"]
    today = as_known_today(edition, frozen["region"], method)
    blocks = [*places_of(today), ("method", "method", method)]
    now = {row.key: row for row in figures_in(blocks, "", edition.year)}
    answers = Q(measure=Measure.ANSWERS)  # what was answered stands
    told = Figure.objects.filter(edition=edition).exclude(answers)
    figures = told.order_by(InNorwegianOrder("place_name"), "year", "key")
    found = [_revision(figure, now.get(figure.key)) for figure in figures]
    revised = [one for one in found if is_revised(one.published, one.now, one.exactness)]
    return sorted(revised, key=lambda one: one.place != ALLIANCE)


def _revision(figure: Figure, now: FigureRow | None) -> Revision:
    return Revision(
        figure.key,
        figure.place,
        figure.place_name,
        figure.year,
        figure.sector,
        figure.value,
        now.value if now else None,
        figure.unit,
        figure.is_illustrative,
        now.is_illustrative if now else False,
        figure.measure,
        figure.indicator,
    )
