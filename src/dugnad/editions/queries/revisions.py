"""Questions about what has been corrected since an edition was published: shown beside it, never inside."""

from dataclasses import dataclass

from django.core.cache import cache

from dugnad.editions.models import Edition, Figure
from dugnad.editions.queries.composition import Composition, compose
from dugnad.editions.rules import is_revised
from dugnad.editions.states import State
from dugnad.indicators.models import Vintage

KEPT = 60 * 60 * 24


@dataclass(frozen=True)
class Revision:
    """A published figure that reads differently by later vintages."""

    place: str
    place_name: str
    year: int
    sector: str
    published: float
    now: float | None
    unit: str


def revised_since(edition: Edition) -> list[Revision]:
    """The totals of a published edition that later vintages have changed, for the region and each member."""
    if edition.state not in (State.PUBLISHED, State.WITHDRAWN):
        return []
    newest = (
        Vintage.objects.filter(indicator=edition.indicator_id)
        .order_by("-pk")
        .values_list("pk", flat=True)
        .first()
    )
    if newest is None or not _is_newer(edition, newest):
        return []
    # Vintages never change, so what has been found for the newest one stays true until the next.
    return cache.get_or_set(f"revised:{edition.pk}:{newest}", lambda: _revisions(edition), KEPT) or []


def _is_newer(edition: Edition, newest: int) -> bool:
    used = edition.vintages.order_by("-pk").values_list("pk", flat=True).first() or 0
    return newest > used


def _revisions(edition: Edition) -> list[Revision]:
    known = Edition(
        year=edition.year,
        indicator=edition.indicator,
        members_on=edition.members_on,
        base_year=edition.base_year,
    )
    composition = compose(known)
    figures = Figure.objects.filter(edition=edition, sector="").exclude(place__startswith="subregion:")
    found = []
    for figure in figures.order_by("place", "year"):
        now = _total_now(composition, figure)
        if is_revised(figure.value, now):
            found.append(
                Revision(
                    figure.place,
                    figure.place_name,
                    figure.year,
                    figure.sector,
                    figure.value,
                    now,
                    figure.unit,
                )
            )
    return found


def _total_now(composition: Composition, figure: Figure) -> float | None:
    codes = [m.code.code for m in composition.members] if figure.place == "alliance" else [figure.place]
    values = [composition.total(code, figure.year) for code in codes]
    known = [value for value in values if value is not None]
    return round(sum(known), 1) if len(known) == len(codes) else None
