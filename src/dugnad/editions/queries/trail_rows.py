"""The end of a trail: the published rows that a figure was read from, and the files that they stand in."""

from collections import defaultdict
from datetime import date
from typing import Any

from dugnad.editions.models import Edition, Figure
from dugnad.indicators.models import Observation, Vintage
from dugnad.indicators.queries.speaking import official_first, speakers
from dugnad.members.queries import divisions

A_COUNTRY = "country:"  # how the place of a country's figure begins
ROWS = 200  # observations shown of one figure; no sector of one municipality has as many


def speaking_vintages(edition: Edition, figure: Figure, named: list[dict[str, Any]]) -> list[Vintage]:
    """The vintages among those named that speak for the figure's place in its years.

    A place and year is spoken for by one vintage: a later file may tell of it under its new number while
    an earlier one still has it under the old, and the rows of both together would be twice the figure.
    """
    place, years = figure.place.removeprefix(A_COUNTRY), {figure.year, figure.from_year}
    if not named or (place == figure.place and not place.isdigit()):
        return []
    hashes = [vintage["sha256"] for vintage in named]
    of_indicator: dict[int, list[Vintage]] = defaultdict(list)
    used = edition.vintages.filter(file__sha256__in=hashes).select_related("source", "file", "indicator")
    for vintage in used:
        of_indicator[vintage.indicator_id].append(vintage)
    if all(len(group) == 1 for group in of_indicator.values()):
        return list(used)
    known = divisions()
    return [
        vintage
        for group in of_indicator.values()
        for vintage, told in speakers(official_first(group), {place}, known, edition.members_on).items()
        if told.get(place, set()) & years
    ]


def narrowed(named: list[dict[str, Any]], speaking: list[Vintage]) -> list[dict[str, Any]]:
    """Those named that speak for a place; a region is spoken for by all of them."""
    hashes = {vintage.file.sha256 for vintage in speaking}
    return [vintage for vintage in named if vintage["sha256"] in hashes] or named


def rows_read(edition: Edition, figure: Figure, speaking: list[Vintage]) -> list[Observation]:
    """The rows that a figure was read from, in the numbers that the file was written with."""
    rows: list[Observation] = []
    key = figure.indicator or edition.indicator.key
    # The same file may hold the figures of two indicators.
    for vintage in (one for one in speaking if one.indicator.key == key):
        found = vintage.observations.filter(
            code__in=_published(figure, vintage, edition.members_on), year=figure.year
        )
        found = found.filter(sector=figure.sector) if figure.sector else found
        rows += found.order_by("row")[:ROWS]
    return rows


def _published(figure: Figure, vintage: Vintage, day: date) -> set[str]:
    """The codes under which a file tells of a place; a country's total may stand under 0."""
    if not figure.place.isdigit():
        return {figure.place.removeprefix(A_COUNTRY), "0"}
    published = vintage.codes_of or date(figure.year, 1, 1)
    return set(divisions().parts_of({figure.place}, published=published, to=day))
