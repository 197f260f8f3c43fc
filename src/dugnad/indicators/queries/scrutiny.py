"""Questions about what others have published: how it differs from ours, and what would explain it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dugnad.engine.boundaries import Divisions
from dugnad.engine.series import change
from dugnad.indicators.kinds import Reason, decimals_for, sector_name, unit_in_words
from dugnad.indicators.models import Indicator, PublishedFigure
from dugnad.indicators.queries.pictures import seen_in_words, sources_in_words
from dugnad.indicators.queries.series import SeriesResult, answer, ask
from dugnad.indicators.rules import rounding_of
from dugnad.kit.charts import Chart, ChartKind, Line
from dugnad.kit.errors import Refused
from dugnad.kit.formats import change as change_in_words
from dugnad.kit.formats import day, number

PERCENT = "%"


@dataclass(frozen=True)
class Scrutiny:
    """A published figure beside ours of the same place and years; `ours` is None where we have none."""

    figure: PublishedFigure
    ours: float | None

    @property
    def published(self) -> float:
        """The published figure."""
        return float(self.figure.value)

    @property
    def difference(self) -> float | None:
        """Published less ours, in the unit of both."""
        return None if self.ours is None else self.published - self.ours

    @property
    def relative(self) -> float | None:
        """The difference in per cent of ours; one between changes or shares is in points already."""
        if self.difference is None or not self.ours or self.unit == PERCENT:
            return None
        return 100 * self.difference / self.ours

    @property
    def is_same(self) -> bool:
        """Whether ours, rounded as the publisher has done, is what was published."""
        return self.difference is not None and abs(self.difference) <= float(rounding_of(self.figure.value))

    @property
    def unit(self) -> str:
        """The unit of both."""
        return PERCENT if self.figure.is_change else self.figure.indicator.unit

    @property
    def decimals(self) -> int:
        """How exactly both are shown: as the publisher has written, and at least as we do."""
        return max(self._told, 1 if self.figure.is_change else decimals_for(self.unit, [self.ours]))

    @property
    def _told(self) -> int:
        """How many decimals the publisher has written."""
        return max(0, -int(self.figure.value.normalize().as_tuple().exponent))

    @property
    def reasons(self) -> list[str]:
        """Why they differ, as the secretariat has found."""
        return [str(Reason(reason).label) for reason in self.figure.reasons]

    @property
    def words(self) -> dict[str, str]:
        """Both figures and what is between them, as people read them."""
        unit = unit_in_words(self.unit)
        difference = ""
        if self.difference is not None:
            difference = f"{'+' if self.difference > 0 else ''}{number(self.difference, self.decimals)}"
            if self.unit == PERCENT:
                difference = _("%(number)s percentage points") % {"number": difference}
        return {
            "published": f"{number(self.published, self._told)} {unit}",
            "ours": f"{number(self.ours, self.decimals)} {unit}" if self.ours is not None else "",
            "difference": difference,
            "relative": change_in_words(self.relative, 1) if self.relative is not None else "",
        }


@dataclass(frozen=True)
class Variant:
    """Ours, counted in another way: what was done otherwise, and what then comes out."""

    reason: Reason
    words: str
    scrutiny: Scrutiny


def published_figures(indicator: Indicator, *, region: str = "") -> QuerySet[PublishedFigure]:
    """What others have published of an indicator, of every place or of one; withdrawn ones are left out."""
    standing = PublishedFigure.objects.filter(indicator=indicator, withdrawn_at__isnull=True)
    found = standing.select_related("indicator")
    return found.filter(region=region) if region else found


def published_figure(pk: int) -> PublishedFigure:
    """A published figure by its number; also a withdrawn one, which its trail leads to."""
    return PublishedFigure.objects.select_related("indicator__source").get(pk=pk)


def beside(figure: PublishedFigure, totals: SeriesResult) -> Scrutiny:
    """A published figure beside the same figure of a series of totals."""
    return Scrutiny(figure, _value(totals.by_year(), figure))


def scrutinise(
    figure: PublishedFigure, *, today: date, known: Divisions
) -> tuple[Scrutiny, SeriesResult | None]:
    """A published figure beside ours as we know it today, with the series that ours is of."""
    try:
        asked = ask(figure.region, today=today, known=known)
        totals = answer(figure.indicator, asked, by="total")
    except Refused:
        return Scrutiny(figure, None), None
    return beside(figure, totals), totals


def variants(figure: PublishedFigure, ours: Scrutiny, *, today: date, known: Divisions) -> list[Variant]:
    """Other ways of counting that come nearer to what was published than ours does, the nearest first.

    Raises Refused where ours cannot be told at all.
    """
    found = [
        Variant(reason, words, Scrutiny(figure, value))
        for reason, words, value in _counted_otherwise(figure, today, known)
    ]
    nearer = [one for one in found if _distance(one.scrutiny) < _distance(ours)]
    return sorted(nearer, key=lambda one: (_distance(one.scrutiny), one.words))


def scrutiny_chart(ours: Scrutiny, found: Iterable[Variant], totals: SeriesResult) -> Chart:
    """What was published, ours, and ours counted in other ways, to the same scale."""
    bars = [
        (_("Published by %(who)s") % {"who": ours.figure.publisher}, ours.published),
        (_("Ours, today"), ours.ours),
        *((one.words, one.scrutiny.ours) for one in found),
    ]
    return Chart(
        key=f"scrutiny-{ours.figure.pk}",
        kind=ChartKind.CHANGES if ours.figure.is_change else ChartKind.BARS,
        title=_("What was published, and what we find"),
        unit=unit_in_words(ours.unit),
        categories=tuple(name for name, _value in bars),
        lines=(Line(_("Figure"), tuple(value for _name, value in bars)),),
        source=", ".join((ours.figure.publisher, sources_in_words(totals.trail.vintages))),
        vintage=seen_in_words(totals.trail.vintages),
        illustrative=totals.trail.illustrative,
        decimals=ours.decimals,
        category_name=_("Counted"),
        notes=(_("What was published is real; ours is illustrative."),) if totals.trail.illustrative else (),
    )


def _distance(scrutiny: Scrutiny) -> float:
    return float("inf") if scrutiny.difference is None else abs(scrutiny.difference)


def _value(series: dict[int, float | None], figure: PublishedFigure) -> float | None:
    if figure.from_year is None:
        return series.get(figure.year)
    found = change(series, figure.from_year, figure.year)
    return None if found is None or found.relative is None else 100 * found.relative


Counted = Iterator[tuple[Reason, str, float | None]]


def _counted_otherwise(figure: PublishedFigure, today: date, known: Divisions) -> Counted:
    yield from _at_other_times(figure, today, known)
    asked = ask(figure.region, today=today, known=known)
    by_sector = answer(figure.indicator, asked, by="sector")
    totals = answer(figure.indicator, asked, by="total").by_year()
    for sector in by_sector.trail.sectors:
        without = _without(totals, by_sector.by_year(sector))
        words = _("Ours without %(sector)s") % {"sector": sector_name(sector).lower()}
        yield Reason.SECTORS, words, _value(without, figure)


def _at_other_times(figure: PublishedFigure, today: date, known: Divisions) -> Counted:
    """As it was known, or as the members were, on the day of publication; and each year's own members."""
    ways: list[tuple[Reason, str, dict[str, Any]]] = [
        (Reason.REGION, _("Ours with each year’s own members"), {"actual_members": True})
    ]
    if figure.published_on:
        words = {"day": day(figure.published_on)}
        seen = _("Ours with the figures that were known on %(day)s") % words
        members = _("Ours with the members of %(day)s") % words
        ways = [
            (Reason.VINTAGE, seen, {"seen_by": figure.published_on}),
            (Reason.REGION, members, {"members_on": figure.published_on}),
            *ways,
        ]
    for reason, said, way in ways:
        try:
            asked = ask(figure.region, today=today, known=known, **way)
            totals = answer(figure.indicator, asked, by="total")
        except Refused:
            continue
        yield reason, said, _value(totals.by_year(), figure)


def _without(totals: dict[int, float | None], sector: dict[int, float | None]) -> dict[int, float | None]:
    return {
        year: None if value is None else value - (sector.get(year) or 0.0) for year, value in totals.items()
    }
