"""Every number of an edition as a row of its own: what is published can be pointed at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from dugnad.editions.kinds import MEASURE_FACTS, Measure, is_indicator
from dugnad.editions.queries.composition.gathering import NATIONAL, POPULATION
from dugnad.editions.rules import figure_key
from dugnad.engine.series import share, year_before
from dugnad.indicators.kinds import COUNTRIES, country_name

DECIMALS = 4
COUNTRY, COUNTRY_NAME = "country:NO", COUNTRIES["NO"].name_nb
PERSONS = "persons"


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
    indicator: str = ""  # what it is of, where that is not the edition's own indicator
    own_unit: str = ""

    @property
    def key(self) -> str:
        """The figure's name in its address."""
        measure = "" if self.measure == Measure.EMISSIONS else self.measure.value
        return figure_key(self.place, self.year, self.sector, measure, self.indicator)

    @property
    def unit(self) -> str:
        """What it is counted in."""
        return self.own_unit or MEASURE_FACTS[self.measure].unit


Blocks = Iterable[tuple[str, str, Mapping[str, Any]]]


def figures_in(blocks: Blocks, alliance: str, year: int) -> Iterator[FigureRow]:
    """Every figure of the blocks, each once; `year` is that of the edition."""
    blocks, seen = list(blocks), set[str]()
    content = {key: content for _kind, key, content in blocks}
    shown = [content for kind, _key, content in blocks if is_indicator(kind)]
    rows = (
        _of_emissions(content, alliance),
        *(_of_indicator(one, content["region"], alliance) for one in shown),
        _of_answers(content.get("answers", {}), alliance, year),
    )
    for row in chain(*rows):
        if row.key not in seen:
            seen.add(row.key)
            yield row


def _of_emissions(content: Mapping[str, Any], alliance: str) -> Iterator[FigureRow]:
    """Of the region, each sub-region and each member."""
    region, method = content["region"], content["method"]
    yield from _figures_of("alliance", alliance, region, method)
    for year, value in region["national"].items():
        made_up = any(not vintage["official"] for vintage in method["national"])
        yield FigureRow(
            COUNTRY, COUNTRY_NAME, Measure.LEVEL, int(year), value, made_up,
            indicator=NATIONAL, own_unit=method["unit"],
        )  # fmt: skip
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
    estimated = any(not vintage["official"] for vintage in method["population"])
    for year, people in content["inhabitants"].items():
        yield FigureRow(
            place, name, Measure.LEVEL, int(year), people, estimated, indicator=POPULATION, own_unit=PERSONS
        )
    yield from derived(place, name, content, first=method["base_year"], last=method["last_year"])


def _of_indicator(one: Mapping[str, Any], region: Mapping[str, Any], alliance: str) -> Iterator[FigureRow]:
    """Of another indicator: the region, its parts and its members, or the country that it tells of."""
    for place, name, series in series_of(one, region, alliance):
        for year, value in series.items():
            yield FigureRow(
                place, name, Measure.LEVEL, int(year), value, one["illustrative"],
                indicator=one["key"], own_unit=one["unit"],
            )  # fmt: skip


def series_of(
    one: Mapping[str, Any], region: Mapping[str, Any], alliance: str
) -> Iterator[tuple[str, str, Mapping[str, float]]]:
    """What an indicator says: place, the place's name, values by year."""
    for code, series in one["countries"].items():
        yield f"country:{code}", country_name(code), series
    yield "alliance", alliance, one["alliance"]
    for subregion in region["subregions"]:
        yield (
            f"subregion:{subregion['slug']}",
            subregion["name"],
            one["subregions"].get(subregion["slug"], {}),
        )
    for member in region["members"]:
        yield member["code"], member["name"], one["members"].get(member["code"], {})


def _of_answers(answers: Mapping[str, Any], alliance: str, year: int) -> Iterator[FigureRow]:
    """How many members answered what."""
    for question in answers.get("questions", []):
        for choice in question["choices"]:
            yield FigureRow(
                "alliance", alliance, Measure.ANSWERS, year, float(choice["count"]), answers["made_up"],
                sector=choice["key"], indicator=question["key"],
            )  # fmt: skip


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
