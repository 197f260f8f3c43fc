"""Questions that end in a picture: the charts of an edition, from its frozen figures."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dugnad.editions.queries import findings
from dugnad.indicators.kinds import SECTORS
from dugnad.kit.charts import Chart, ChartKind, Line, with_gaps
from dugnad.kit.text import localised

UNIT = "tonn CO2e"


def total_chart(key: str, name: str, place: Mapping[str, Any], *, title: str, source: str) -> Chart:
    """Emissions year by year."""
    years, values = with_gaps(_by_year(place["total"]))
    line = Line(name, values, "main")
    return _chart(key, ChartKind.COLUMNS, title, years, (line,), source, place["illustrative"])


def sector_chart(key: str, place: Mapping[str, Any], *, title: str, source: str) -> Chart:
    """Emissions by sector, stacked, in an order and in colours that are the same everywhere."""
    years, _total = with_gaps(_by_year(place["total"]))
    lines = tuple(
        Line(
            localised(SECTORS[sector], "name"),
            tuple(place["sectors"][sector].get(year) for year in years),
            sector,
        )
        for sector in SECTORS
        if sector in place["sectors"]
    )
    return _chart(key, ChartKind.COLUMNS, title, years, lines, source, place["illustrative"])


def change_chart(
    key: str, place: Mapping[str, Any], first: int, last: int, *, title: str, source: str
) -> Chart:
    """How much each sector has changed, in tonnes."""
    changes = findings.sector_changes(place, first, last)
    names = tuple(findings.sector_name(sector) for sector, _value in changes)
    line = Line(
        _("Change %(first)s–%(last)s") % {"first": first, "last": last}, tuple(v for _s, v in changes)
    )
    return _chart(key, ChartKind.CHANGES, title, names, (line,), source, place["illustrative"], _("Sector"))


def subregion_chart(
    key: str, subregions: Sequence[Mapping[str, Any]], first: int, last: int, *, title: str, source: str
) -> Chart:
    """The change of each sub-region, in the order of their names: nobody is ranked."""
    names = tuple(subregion["name"] for subregion in subregions)
    values = tuple(findings.relative_change(subregion["total"], first, last) for subregion in subregions)
    line = Line(_("Change in per cent"), values)
    illustrative = any(subregion["illustrative"] for subregion in subregions)
    return Chart(
        key=key,
        kind=ChartKind.CHANGES,
        title=title,
        unit=_("per cent"),
        categories=names,
        lines=(line,),
        source=source,
        illustrative=illustrative,
        decimals=1,
        category_name=_("Sub-region"),
    )


def alike_chart(key: str, member: Mapping[str, Any], *, title: str, source: str) -> Chart:
    """One member's history beside those like it, as an index of the first year: paths, no ranks."""
    own = _by_year(member["total"])
    years, _values = with_gaps(own)
    rows = [(member["name"], "main", member["total"])]
    rows += [(other["name"], "other", other["total"]) for other in member["alike"]]
    lines = tuple(Line(name, _index(series, years), colour) for name, colour, series in rows)
    illustrative = member["illustrative"] or any(other["illustrative"] for other in member["alike"])
    unit = _("index, %(year)s = 100") % {"year": years[0] if years else ""}
    return Chart(
        key=key,
        kind=ChartKind.MULTIPLES,
        title=title,
        unit=unit,
        categories=years,
        lines=lines,
        source=source,
        illustrative=illustrative,
        category_name=_("Year"),
    )


def _index(series: Mapping[str, float], years: Sequence[str]) -> tuple[float | None, ...]:
    start = series.get(years[0]) if years else None
    return tuple(series[y] / start * 100 if start and y in series else None for y in years)


def _by_year(series: Mapping[str, float]) -> dict[int, float | None]:
    return {int(year): value for year, value in series.items()}


def _chart(  # noqa: PLR0917 - one row of every chart's facts
    key: str,
    kind: ChartKind,
    title: str,
    categories: tuple[str, ...],
    lines: tuple[Line, ...],
    source: str,
    illustrative: bool,
    category_name: str = "",
) -> Chart:
    return Chart(
        key=key,
        kind=kind,
        title=title,
        unit=_("tonnes CO2e"),
        categories=categories,
        lines=lines,
        source=source,
        illustrative=illustrative,
        category_name=category_name or _("Year"),
    )
