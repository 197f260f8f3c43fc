"""Questions that end in a picture: a series by year, in all or by sector."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum

from django.utils.translation import gettext as _

from dugnad.indicators.kinds import decimals_for, in_order, reason_in_words, sector_name, unit_in_words
from dugnad.indicators.models import Vintage
from dugnad.indicators.queries.series import SeriesResult
from dugnad.indicators.queries.series_rows import NAMED, SeriesRow, reasons_of
from dugnad.kit.charts import Chart, ChartKind, Line, with_gaps
from dugnad.kit.formats import day

SMALLEST = 1e-6  # of a total: less is how floating numbers are added


def series_chart(
    result: SeriesResult,
    *,
    title: str,
    place: str,
    address: str,
    totals: SeriesResult | None = None,
    names: Mapping[str, str] | None = None,
) -> Chart:
    """A series as columns by year; years that nobody has published are gaps.

    With `totals` what only some places tell of by sector is a part of its own, so that the parts sum to them.
    """
    years, _values = with_gaps({row.year: row.value for row in result.rows})
    values = [row.value for told in filter(None, (result, totals)) for row in told.rows]
    unit = result.rows[0].unit if result.rows else result.trail.indicator.unit
    return Chart(
        key="series",
        kind=ChartKind.COLUMNS,
        title=title,
        unit=unit_in_words(unit),
        categories=years,
        lines=(*_lines(result, place, years, names or {}), *_told_by_some(result, totals, years)),
        source=sources_in_words(result.trail.vintages),
        vintage=seen_in_words(result.trail.vintages),
        illustrative=result.trail.illustrative,
        decimals=decimals_for(unit, values),
        category_name=_("Year"),
        address=address,
    )


def _lines(
    result: SeriesResult, place: str, years: tuple[str, ...], names: Mapping[str, str]
) -> tuple[Line, ...]:
    uneven = result.trail.uneven_sectors
    why = {(row.year, row.sector): why_missing(row, names) for row in result.rows if row.value is None}
    sectors = in_order({row.sector for row in result.rows})
    series = {sector: result.by_year(sector) for sector in sectors}
    return tuple(
        Line(
            sector_name(sector) if sector else place,
            tuple(series[sector].get(int(year)) for year in years),
            sector or "main",
            reasons=tuple(why.get((int(year), sector), "") for year in years),
        )
        for sector in sectors
        if _is_told(series[sector].values()) or (sector not in uneven and None in series[sector].values())
    )


def _is_told(values: Iterable[float | None]) -> bool:
    """Whether there is anything to see; one that nobody has a figure for keeps its column, and says why."""
    return any(values)


def why_missing(row: SeriesRow, names: Mapping[str, str]) -> str:
    """Why a row has no value, place by place; of one place only the reason."""
    reasons = {code: reason_in_words(told) for code, told in reasons_of(row)}
    if row.municipality_code or "" in reasons or (len(set(reasons.values())) == 1 and len(reasons) > NAMED):
        return next(iter(reasons.values()), "")
    told = [f"{names.get(code, code)}: {reason}" for code, reason in list(reasons.items())[:NAMED]]
    return "; ".join(told) + (" …" if len(reasons) > NAMED else "")


def _told_by_some(
    result: SeriesResult, totals: SeriesResult | None, years: tuple[str, ...]
) -> Iterator[Line]:
    """What the total holds of sectors that only some of the places count: these have no sum of their own."""
    uneven = result.trail.uneven_sectors
    if totals is None or not uneven:
        return
    sectors = [result.by_year(sector) for sector in {row.sector for row in result.rows}]
    whole = totals.by_year()
    values = tuple(_rest(whole.get(int(year)), [told.get(int(year)) for told in sectors]) for year in years)
    if any(values):
        names = ", ".join(sector_name(sector) for sector in uneven)
        name = _("%(sectors)s (from some)") % {"sectors": names}
        yield Line(name, values, uneven[0] if len(uneven) == 1 else "other")


def _rest(whole: float | None, parts: Sequence[float | None]) -> float | None:
    """What is left of a total; a rounding is nothing."""
    if whole is None:
        return None
    rest = whole - fsum(part for part in parts if part is not None)
    return rest if rest > SMALLEST * whole else None


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
