"""What the blocks on a page draw from: the frozen content of the edition, read once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from dugnad.editions.kinds import ALLIANCE, MEMBERS, SUBREGIONS, Measure
from dugnad.editions.models import Edition, Figure, PageBlock
from dugnad.editions.queries.arrangement import title_in
from dugnad.editions.queries.catalogue import block_content, indicator_block
from dugnad.editions.queries.composition.figures import series_of
from dugnad.editions.queries.gaps import frozen_gaps, has_reasons
from dugnad.editions.rules import figure_key
from dugnad.indicators.kinds import decimals_of, unit_in_words

Content = Mapping[str, Any]
BORDERS = "borders"
ALWAYS = ("region", "answers", "alliance_year", "stories", "method")


@dataclass(frozen=True)
class ShownPlace:
    """A place with what an indicator says of it, within the years that are shown."""

    key: str
    name: str
    total: Mapping[str, float]
    sectors: Mapping[str, Mapping[str, float]]
    illustrative: bool
    members: int = 0  # of a region: how many municipalities it is the sum of
    gaps: Mapping[str, Any] = field(default_factory=dict)  # by year why it has no figure, where that is known

    @property
    def content(self) -> dict[str, Any]:
        """The place as findings and pictures read it."""
        return {
            "key": self.key,
            "name": self.name,
            "total": self.total,
            "sectors": self.sectors,
            "illustrative": self.illustrative,
            "gaps": self.gaps,
        }


@dataclass(frozen=True)
class Measured:
    """An indicator as a block shows it; no key where it is the edition's own."""

    key: str
    title: str
    unit: str
    decimals: int
    vintages: list[dict[str, Any]]
    symbol: str = ""  # of the unit


@dataclass(frozen=True)
class Material:
    """The content of an edition, and the addresses below which its data and the trails of its figures are."""

    edition: Edition
    alliance: str
    content: Content
    data_root: str = ""
    trail_root: str = ""

    @property
    def region(self) -> Content:
        """The region as it was composed."""
        return dict(self.content["region"])

    @property
    def method(self) -> Content:
        """How it was composed."""
        return dict(self.content["method"])

    @cached_property
    def years(self) -> tuple[int, int]:
        """The base year and the newest year."""
        return int(self.method["base_year"]), int(self.method["last_year"])

    @property
    def outlines(self) -> Mapping[str, Any]:
        """The borders of the members by code, where a map of borders was there when it was composed."""
        return dict(self.content.get(BORDERS, {}).get("outlines", {}))

    @cached_property
    def traced_answers(self) -> bool:
        """Whether counts of answers are figures with a trail; in the first editions they were not."""
        return Figure.objects.filter(edition=self.edition, measure=Measure.ANSWERS).exists()

    def years_of(self, block: PageBlock) -> tuple[int, int]:
        """The first and the last year that a block shows."""
        first, last = self.years
        return block.settings.get("first_year") or first, block.settings.get("last_year") or last

    def trail(self, place: str, year: int | str, sector: str = "", measure: str = "", of: str = "") -> str:
        """The address of a figure's trail; nothing where trails have none."""
        key = figure_key(place, int(year), sector, measure, of)
        return f"{self.trail_root}{key}/" if self.trail_root else ""

    def measured(self, key: str) -> Measured | None:
        """An indicator; None where it has not been worked out yet."""
        if not key or key == self.method["indicator"]:
            own = self.edition.indicator
            return Measured("", str(own), unit_in_words(own.unit), 0, self.method["vintages"])
        found = self.content.get(indicator_block(key))
        if found is None:
            return None
        title = title_in(found["titles"])
        unit = found["unit"]
        return Measured(key, title, unit_in_words(unit), decimals_of(unit), found["vintages"], unit)

    def places(self, block: PageBlock) -> list[ShownPlace]:
        """The places that a block is about, those without a figure as well."""
        first, last = self.years_of(block)
        every = self.every_place(block.settings.get("indicator", ""))
        chosen = [place for name in block.settings.get("places", [ALLIANCE]) for place in _named(name, every)]
        return [_within(every[key], first, last) for key in dict.fromkeys(chosen)]

    def every_place(self, indicator: str) -> dict[str, ShownPlace]:
        """Every place of an indicator by its key, each with why it lacks figures."""
        told = self._told_of(indicator)
        return {key: replace(place, gaps=frozen_gaps(told, key)) for key, place in self._places(indicator)}

    def tells_reasons(self, indicator: str) -> bool:
        """Whether it was frozen why figures of an indicator are missing."""
        return has_reasons(self._told_of(indicator))

    def years_told(self, indicator: str) -> set[int]:
        """The years that anybody has a figure of, or a reason why not."""
        places = self.every_place(indicator).values()
        found = {int(year) for place in places for year in (*place.total, *place.gaps)}
        return found if indicator else found | set(self.method["years"])

    def _told_of(self, indicator: str) -> Content:
        found = self.content.get(indicator_block(indicator)) if indicator else None
        return dict(self.method if found is None else found)

    def place(self, key: str) -> Content:
        """One place of the edition's own indicator, whole."""
        for subregion in self.region["subregions"]:
            if key == f"subregion:{subregion['slug']}":
                return dict(subregion)
        return dict(self.content.get(key, self.region))

    def _places(self, indicator: str) -> Iterator[tuple[str, ShownPlace]]:
        other = self.content.get(indicator_block(indicator)) if indicator else None
        if other is None:
            yield from self._own_places()
            return
        sizes = {f"subregion:{s['slug']}": len(s["codes"]) for s in self.region["subregions"]}
        sizes[ALLIANCE] = len(self.region["members"])
        for key, name, series in series_of(other, self.region, self.alliance):
            yield key, ShownPlace(key, name, series, {}, other["illustrative"], sizes.get(key, 0))

    def _own_places(self) -> Iterator[tuple[str, ShownPlace]]:
        yield ALLIANCE, _own(ALLIANCE, self.alliance, self.region, len(self.region["members"]))
        for subregion in self.region["subregions"]:
            key = f"subregion:{subregion['slug']}"
            yield key, _own(key, subregion["name"], subregion, len(subregion["codes"]))
        for member in self.region["members"]:
            own = self.content.get(member["code"])
            if own:
                yield member["code"], _own(member["code"], member["name"], own, 0)


def material_of(
    edition: Edition, alliance: str, blocks: Sequence[PageBlock], data_root: str, trail_root: str
) -> Material | None:
    """What the blocks of an edition draw from, by one question; None while nothing has been composed."""
    indicators = {block.settings.get("indicator", "") for block in blocks}
    named = {name for block in blocks for name in _places_named(block)}
    codes = [name for name in named if name.isdigit()]
    maps = [BORDERS] if any("measure" in block.settings for block in blocks) else []
    keys = [*ALWAYS, *codes, *maps, *(indicator_block(key) for key in sorted(indicators) if key)]
    content = block_content(edition, *keys)
    if "region" not in content:
        return None
    if MEMBERS in named:
        content |= block_content(edition, *(member["code"] for member in content["region"]["members"]))
    return Material(edition, alliance, content, data_root, trail_root)


def _places_named(block: PageBlock) -> Iterable[str]:
    return [*block.settings.get("places", []), block.settings.get("place", "")]


def _named(name: str, every: Mapping[str, ShownPlace]) -> list[str]:
    """The places that a choice stands for; what tells of a country alone tells of it whatever is asked."""
    countries = [key for key in every if key.startswith("country:")]
    groups = {
        SUBREGIONS: [key for key in every if key.startswith("subregion:")],
        MEMBERS: [key for key in every if key.isdigit()],
    }
    return countries or groups.get(name, [name] if name in every else [])


def _own(key: str, name: str, content: Content, members: int) -> ShownPlace:
    return ShownPlace(key, name, content["total"], content["sectors"], content["illustrative"], members)


def _within(place: ShownPlace, first: int, last: int) -> ShownPlace:
    def kept(series: Mapping[str, float]) -> dict[str, float]:
        return {year: value for year, value in series.items() if first <= int(year) <= last}

    sectors = {sector: kept(series) for sector, series in place.sectors.items()}
    return replace(place, total=kept(place.total), sectors=sectors)
