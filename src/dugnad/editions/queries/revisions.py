"""Questions about what has been corrected since an edition was published: shown beside it, never inside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Q

from dugnad.editions.kinds import MEASURE_FACTS, BlockKind, Measure
from dugnad.editions.models import Block, Edition, Figure
from dugnad.editions.queries.catalogue import INDICATOR, block_content, indicator_block
from dugnad.editions.queries.composition import FigureRow, as_known_today, figures_in, places_of
from dugnad.editions.queries.findings import in_a_sentence
from dugnad.editions.queries.trails import in_words, title_of
from dugnad.editions.rules import ROUNDING, is_frozen, is_revised
from dugnad.engine.series import effect_on_change
from dugnad.indicators.kinds import decimals_for
from dugnad.indicators.models import Vintage
from dugnad.kit.spreadsheets import write_csv
from dugnad.kit.text import alphabetical

KEPT = 60 * 60 * 24
ALLIANCE = "alliance"
# Emissions, then other indicators, then what is worked out from emissions.
MEASURES = sorted(
    Measure, key=lambda one: (one not in (Measure.EMISSIONS, Measure.LEVEL), one == Measure.LEVEL)
)
Row = tuple[Any, ...]  # the fields of a Revision in their order


class Revision(NamedTuple):
    """A figure that reads differently by later vintages.

    `published` is None where the edition had a gap, and `now` where the figure has been taken back.
    """

    key: str
    place: str
    place_name: str
    year: int
    sector: str
    published: float | None
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
    def measures(self) -> str:
        """What it measures, in the reader's language."""
        return self.of or str(Measure(self.measure).label)

    @property
    def of_sector(self) -> str:
        """The sector that it is of, as it stands inside a sentence."""
        return in_a_sentence(self.sector) if self.sector else ""

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
        if self.now is None or self.published is None:
            return None
        return round(self.now, self.decimals) - round(self.published, self.decimals)


PUBLISHED, NOW = (Revision._fields.index(name) for name in ("published", "now"))


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
    # Plain rows are kept: thousands of them are read again with every page, objects in ten times the time.
    found = cache.get_or_set(f"revised:3:{edition.pk}:{latest}", lambda: _revisions(edition), KEPT)
    return [Revision(*row) for row in found or []]


def places_revised(revisions: Iterable[Revision]) -> int:
    """Of how many places there are corrections; a sub-region is no place of its own beside its members."""
    return len({one.place for one in revisions if not one.place.startswith("subregion:")})


def listed(edition: Edition, revisions: list[Revision]) -> list[Revision]:
    """Every correction with the title of its indicator as the edition has it, those of one kind together."""
    firsts = {one.indicator: one for one in revisions if one.indicator}
    content = block_content(edition, "answers", *map(indicator_block, sorted(firsts))) if firsts else {}
    titles = {key: title_of(one, content) for key, one in firsts.items()}
    told = [one._replace(of=titles[one.indicator]) if one.indicator else one for one in revisions]
    rank = {
        key: number for number, key in enumerate(sorted(titles, key=lambda key: alphabetical(titles[key])))
    }
    return sorted(told, key=lambda one: (MEASURES.index(Measure(one.measure)), rank.get(one.indicator, -1)))


def in_groups(revisions: Iterable[Revision]) -> list[list[Revision]]:
    """Corrections that are in their order, those of one indicator or measure and one unit together."""
    return [list(group) for _of, group in groupby(revisions, key=lambda one: (one.measures, one.unit))]


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


def _revisions(edition: Edition) -> list[Row]:
    """The corrections as rows."""
    asked = Q(key__in=("region", "method")) | Q(kind=BlockKind.INDICATOR)
    frozen = dict(Block.objects.filter(asked, edition=edition).values_list("key", "content"))
    method = frozen["method"]
    today = as_known_today(edition, frozen["region"], method)
    blocks = [*places_of(today), ("method", "method", method)]
    now = {row.key: row for row in figures_in(blocks, "", edition.year)}
    answers = Q(measure=Measure.ANSWERS)  # what was answered stands
    told = Figure.objects.filter(edition=edition).exclude(answers)
    figures = list(told)
    rows = [_row(figure, figure.value, now.get(figure.key), figure.is_illustrative) for figure in figures]
    rows += _filled(frozen, figures, now)
    # Who compares thousands of figures asks only of those that differ at all how exactly they are shown.
    moved = [row for row in rows if row[PUBLISHED] != row[NOW]]
    revised = [row for row in moved if _is_revised(Revision(*row))]
    return sorted(revised, key=_in_order)


def _in_order(row: Row) -> tuple[Any, ...]:
    """What is in all before its sectors, the region before others, and each place's years together."""
    one = Revision(*row)
    place = one.place != ALLIANCE, alphabetical(one.place_name), one.place
    return bool(one.sector), *place, one.sector, one.year, one.key


def _is_revised(one: Revision) -> bool:
    return one.published is None or is_revised(one.published, one.now, one.exactness)


def _row(figure: Figure | FigureRow, published: float | None, now: FigureRow | None, made_up: bool) -> Row:
    return (
        figure.key,
        figure.place,
        figure.place_name,
        figure.year,
        figure.sector,
        published,
        now.value if now else None,
        figure.unit,
        made_up,
        now.is_illustrative if now else False,
        str(figure.measure),
        figure.indicator,
    )


def _filled(frozen: Mapping[str, Any], figures: Sequence[Figure], now: Mapping[str, FigureRow]) -> list[Row]:
    """Where the edition has a gap, and a figure has come since.

    A year, or a measure, that the edition does not tell of at all is no gap in it: there another edition
    is the place to look.
    """
    published = {figure.key for figure in figures}
    names = {figure.place: figure.place_name for figure in figures}
    told = {(_kind(one.place), one.measure, one.indicator, one.year) for one in figures}
    gaps = _gaps(frozen)
    found = [
        row
        for key, row in now.items()
        if key not in published
        and (
            (_kind(row.place), row.measure, row.indicator, row.year) in told
            or _is_gap(gaps.get((row.indicator, row.place), set()), row)
        )
    ]
    named = [replace(row, place_name=names.get(row.place, row.place_name)) for row in found]
    return [_row(row, None, row, made_up=False) for row in named]


def _is_gap(years: set[str], row: FigureRow) -> bool:
    """Whether a place had a gap in the year of a figure; what is worked out lacks where any year does."""
    return bool(years) if row.from_year else str(row.year) in years


def _gaps(frozen: Mapping[str, Any]) -> dict[tuple[str, str], set[str]]:
    """The years in which the edition says that a place has no figure, by indicator and place."""
    return {
        (content["key"] if key.startswith(INDICATOR) else "", place): {
            year for words in years for year in words.split()
        }
        for key, content in frozen.items()
        for place, years in content.get("missing", {}).items()
    }


def _kind(place: str) -> str:
    """Whether a place is the region, a sub-region, a country or a municipality."""
    return "" if place.isdigit() else place.partition(":")[0]
