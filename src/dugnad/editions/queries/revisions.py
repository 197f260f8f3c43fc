"""Questions about what has been corrected since an edition was published: shown beside it, never inside."""

from dataclasses import dataclass

from django.core.cache import cache

from dugnad.editions.kinds import Measure
from dugnad.editions.models import Edition, Figure
from dugnad.editions.queries.catalogue import block_content
from dugnad.editions.queries.composition import sums_of_edition
from dugnad.editions.queries.composition.gathering import Sums, tenths
from dugnad.editions.rules import is_frozen, is_revised
from dugnad.engine.series import effect_on_change
from dugnad.indicators.models import Vintage
from dugnad.kit.queries import InNorwegianOrder

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

    @property
    def difference(self) -> float | None:
        """How much it has moved."""
        return None if self.now is None else self.now - self.published


@dataclass(frozen=True)
class Effect:
    """What the corrections do to a place's change since the base year, in per cent."""

    published: float | None
    now: float | None


def revised_since(edition: Edition) -> list[Revision]:
    """The totals of a published edition that later vintages have changed: the region's and each member's."""
    if not is_frozen(edition.state):
        return []
    unused = Vintage.objects.filter(indicator=edition.indicator_id).exclude(
        pk__in=edition.vintages.values("pk")
    )
    latest = unused.order_by("-pk").values_list("pk", flat=True).first()
    if latest is None:
        return []
    # Vintages never change, so what has been found for the newest one stays true until the next.
    found = cache.get_or_set(f"revised:{edition.pk}:{latest}", lambda: _revisions(edition), KEPT)
    return list(found or [])


def revised_at(revisions: list[Revision], place: str) -> list[Revision]:
    """The corrections of one place."""
    return [revision for revision in revisions if revision.place == place]


def effect_of(edition: Edition, revisions: list[Revision], place: str) -> Effect | None:
    """How the change since the base year reads in the edition, and how it reads now."""
    published = dict(
        Figure.objects.filter(edition=edition, place=place, sector="", measure=Measure.EMISSIONS).values_list(
            "year", "value"
        )
    )
    now: dict[int, float | None] = dict(published)
    now.update({revision.year: revision.now for revision in revised_at(revisions, place)})
    last = max(published, default=edition.base_year)
    old, new = effect_on_change(published, now, edition.base_year, last)
    return Effect(_percent(old), _percent(new)) if revised_at(revisions, place) else None


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


def _revisions(edition: Edition) -> list[Revision]:
    sectors = block_content(edition, "method")["method"]["sectors"]
    sums = sums_of_edition(edition, sectors)
    figures = Figure.objects.filter(edition=edition, sector="", measure=Measure.EMISSIONS)
    found = [
        _revision(figure, sums, sums.codes if figure.place == ALLIANCE else frozenset({figure.place}))
        for figure in figures.exclude(place__startswith="subregion:").order_by(
            InNorwegianOrder("place_name"), "year"
        )
    ]
    return sorted(
        (one for one in found if is_revised(one.published, one.now)), key=lambda one: one.place != ALLIANCE
    )


def _revision(figure: Figure, sums: Sums, codes: frozenset[str]) -> Revision:
    return Revision(
        figure.key,
        figure.place,
        figure.place_name,
        figure.year,
        figure.sector,
        figure.value,
        tenths(sums.total(codes, figure.year)),
        figure.unit,
        figure.is_illustrative,
        sums.is_illustrative(codes),
    )
