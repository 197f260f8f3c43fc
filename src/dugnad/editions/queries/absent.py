"""Questions about figures that an edition could have had: in its files rows with a reason for a value."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from dugnad.editions.kinds import ALLIANCE, Measure
from dugnad.editions.models import Figure
from dugnad.editions.queries.catalogue import INDICATOR
from dugnad.editions.queries.gaps import for_programs, frozen_gaps, has_reasons
from dugnad.editions.rules import figure_key
from dugnad.indicators.kinds import country_name

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Absent:
    """A figure that is missing: what it would have been of, and why it is not there."""

    place: str
    place_name: str
    measure: str
    sector: str
    year: int
    unit: str
    indicator: str
    reason: str

    @property
    def key(self) -> str:
        """The name that the figure would have had."""
        measure = "" if self.measure == Measure.EMISSIONS else self.measure
        return figure_key(self.place, self.year, self.sector, measure, self.indicator)


def absent_from(content: Content, figures: Sequence[Figure]) -> list[Absent] | None:
    """The missing figures of the places, by an edition's blocks; None where it froze no reasons."""
    if "method" not in content or not has_reasons(content["method"]):
        return None
    names, there = _names(content["region"]), {figure.key for figure in figures}
    found = list(_of_emissions(content["method"], names, _sectors(figures)))
    for key, own in content.items():
        if key.startswith(INDICATOR):
            blank = Absent("", "", Measure.LEVEL.value, "", 0, own["unit"], own["key"], "")
            found += _gaps(blank, own, own.get("missing", {}), names)
    return [one for one in found if one.key not in there]


def _of_emissions(
    method: Content, names: Mapping[str, str], sectors: Mapping[str, Sequence[str]]
) -> Iterator[Absent]:
    """Of each place the sum, and the sectors that it has in other years."""
    for place in method["missing"]:
        for sector in ("", *sectors.get(place, ())):
            blank = Absent("", "", Measure.EMISSIONS.value, sector, 0, method["unit"], "", "")
            yield from _gaps(blank, method, [place], names)


def _gaps(
    blank: Absent, content: Content, places: Iterable[str], names: Mapping[str, str]
) -> Iterator[Absent]:
    for place in places:
        name = names.get(place) or country_name(place.partition(":")[2])
        for year, gap in frozen_gaps(content, place).items():
            yield replace(blank, place=place, place_name=name, year=int(year), reason=for_programs(gap))


def _sectors(figures: Iterable[Figure]) -> dict[str, list[str]]:
    """The sectors that each place has in some year."""
    found: dict[str, set[str]] = {}
    for figure in figures:
        if figure.sector and figure.measure == Measure.EMISSIONS:
            found.setdefault(figure.place, set()).add(figure.sector)
    return {place: sorted(sectors) for place, sectors in found.items()}


def _names(region: Content) -> dict[str, str]:
    return {
        ALLIANCE: settings.ALLIANCE["name"],
        **{f"subregion:{one['slug']}": one["name"] for one in region["subregions"]},
        **{member["code"]: member["name"] for member in region["members"]},
    }
