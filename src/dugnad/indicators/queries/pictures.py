"""Questions that end in a picture: a series by year, in all or by sector."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from dugnad.indicators.kinds import decimals_of, in_order, sector_name, unit_in_words
from dugnad.indicators.models import Vintage
from dugnad.indicators.queries.series import SeriesResult
from dugnad.kit.charts import Chart, ChartKind, Line, with_gaps
from dugnad.kit.formats import day


def series_chart(result: SeriesResult, *, title: str, place: str, address: str) -> Chart:
    """A series as columns by year; years that nobody has published are gaps."""
    years, _values = with_gaps({row.year: row.value for row in result.rows})
    unit = result.rows[0].unit if result.rows else result.trail.indicator.unit
    return Chart(
        key="series",
        kind=ChartKind.COLUMNS,
        title=title,
        unit=unit_in_words(unit),
        categories=years,
        lines=_lines(result, place, years),
        source=sources_in_words(result.trail.vintages),
        vintage=seen_in_words(result.trail.vintages),
        illustrative=result.trail.illustrative,
        decimals=decimals_of(unit),
        category_name=_("Year"),
        address=address,
    )


def _lines(result: SeriesResult, place: str, years: tuple[str, ...]) -> tuple[Line, ...]:
    sectors = in_order({row.sector for row in result.rows})
    series = {sector: result.by_year(sector) for sector in sectors}
    return tuple(
        Line(
            sector_name(sector) if sector else place,
            tuple(series[sector].get(int(year)) for year in years),
            sector or "main",
        )
        for sector in sectors
        if any(series[sector].values())
    )


def sources_in_words(vintages: Iterable[Vintage]) -> str:
    """Who published these figures, each once."""
    return ", ".join(sorted({vintage.source.publisher_name for vintage in vintages}))


def seen_in_words(vintages: Iterable[Vintage]) -> str:
    """When the figures were seen: one day, or from the first to the last."""
    days = sorted({vintage.seen_on for vintage in vintages})
    if not days:
        return ""
    if len(days) == 1:
        return _("seen %(day)s") % {"day": day(days[0])}
    return _("seen %(first)s to %(last)s") % {"first": day(days[0]), "last": day(days[-1])}
