"""Every number of an edition as a row of its own: what is published can be pointed at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dugnad.editions.kinds import MEASURE_FACTS, Measure
from dugnad.editions.rules import figure_key
from dugnad.engine.series import share, year_before

DECIMALS = 4


@dataclass(frozen=True)
class FigureRow:
    """One number: of which place, what it measures, of which year, and since when if it is a change."""

    place: str
    place_name: str
    measure: Measure
    year: int
    value: float
    is_illustrative: bool
    sector: str = ""
    from_year: int | None = None

    @property
    def key(self) -> str:
        """The figure's name in its address."""
        measure = "" if self.measure == Measure.EMISSIONS else self.measure.value
        return figure_key(self.place, self.year, self.sector, measure)

    @property
    def unit(self) -> str:
        """What it is counted in."""
        return MEASURE_FACTS[self.measure].unit


def figures_in(blocks: Iterable[tuple[str, str, Mapping[str, Any]]], alliance: str) -> Iterator[FigureRow]:
    """Every figure of the blocks: of the region, each sub-region and each member."""
    content = {key: content for _kind, key, content in blocks}
    region, method = content["region"], content["method"]
    yield from _figures_of("alliance", alliance, region, method)
    for subregion in region["subregions"]:
        yield from _figures_of(f"subregion:{subregion['slug']}", subregion["name"], subregion, method)
    for member in region["members"]:
        yield from _figures_of(member["code"], member["name"], content[member["code"]], method)


def _figures_of(
    place: str, name: str, content: Mapping[str, Any], method: Mapping[str, Any]
) -> Iterator[FigureRow]:
    made_up = content["illustrative"]
    for sector, series in (("", content["total"]), *sorted(content["sectors"].items())):
        for year, value in series.items():
            yield FigureRow(place, name, Measure.EMISSIONS, int(year), value, made_up, sector)
    yield from derived(place, name, content, first=method["base_year"], last=method["last_year"])


def derived(
    place: str, name: str, content: Mapping[str, Any], *, first: int, last: int
) -> Iterator[FigureRow]:
    """What is worked out from a place's emissions: changes, shares, emissions per inhabitant."""
    total = {int(year): value for year, value in content["total"].items()}
    made_up, now = content["illustrative"], total.get(last)
    before = year_before(total, last)
    for measure, since in ((Measure.CHANGE_SINCE_BASE, first), (Measure.CHANGE_LAST_YEAR, before)):
        value = change_in_percent(total, since, last)
        if since is not None and value is not None and since < last:
            yield FigureRow(place, name, measure, last, value, made_up, from_year=since)
    for sector, series in sorted(content["sectors"].items()):
        value = share(series.get(str(last)), now)
        if value is not None:
            percent = round(value * 100, DECIMALS)
            yield FigureRow(place, name, Measure.SHARE_OF_TOTAL, last, percent, made_up, sector)
    people, country = content["inhabitants"].get(str(last)), content.get("national", {}).get(str(last))
    if (value := share(now, people)) is not None:
        yield FigureRow(place, name, Measure.PER_INHABITANT, last, round(value, DECIMALS), made_up)
    if (value := share(now, country)) is not None:
        percent = round(value * 100, DECIMALS)
        yield FigureRow(place, name, Measure.SHARE_OF_NATIONAL, last, percent, made_up)


def change_in_percent(total: Mapping[int, float], first: int | None, last: int) -> float | None:
    """The change between two years; None where either is missing or the first is zero."""
    start, end = total.get(first or 0), total.get(last)
    return None if not start or end is None else round((end - start) / start * 100, DECIMALS)
