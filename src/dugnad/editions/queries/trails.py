"""Questions about where a figure comes from: its formula, what went into it, at last the published rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dugnad.editions.kinds import MEASURE_FACTS, Measure, MeasureFacts
from dugnad.editions.models import Edition, Figure
from dugnad.editions.queries import findings
from dugnad.editions.queries.catalogue import block_content
from dugnad.editions.rules import figure_key
from dugnad.indicators.models import Observation, Vintage
from dugnad.members.queries import divisions

ROWS = 200  # observations shown of one figure; no sector of one municipality has as many


@dataclass(frozen=True)
class Ingredient:
    """Something that went into a figure; with the key of its own trail where it has one."""

    name: str
    value: float | None
    unit: str
    key: str = ""
    illustrative: bool = False


@dataclass(frozen=True)
class Trail:
    """A figure and everything that it rests on."""

    figure: Figure
    facts: MeasureFacts
    ingredients: list[Ingredient]
    vintages: list[dict[str, Any]]
    method: dict[str, Any]
    observations: list[Observation] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the figure is, in one line: place, what it measures, year."""
        template = self.facts.name_of_sector if self.figure.sector else self.facts.name
        return str(template) % {
            "place": self.figure.place_name,
            "sector": findings.in_a_sentence(self.figure.sector) if self.figure.sector else "",
            "from_year": self.figure.from_year,
            "year": self.figure.year,
        }


def trail_of(edition: Edition, figure: Figure) -> Trail:
    """The trail of a figure, from its value to the rows of the file that it was read from."""
    keys = {"region", "method", figure.place if figure.place.isdigit() else "region"}
    content = block_content(edition, *keys)
    is_read = figure.place.isdigit() and figure.measure == Measure.EMISSIONS and bool(figure.sector)
    vintages = _vintages(figure, content)
    return Trail(
        figure=figure,
        facts=MEASURE_FACTS[Measure(figure.measure)],
        ingredients=[] if is_read else _ingredients(edition, figure, content),
        vintages=vintages,
        method=content["method"],
        observations=_observations(edition, figure, vintages) if is_read else [],
    )


def _vintages(figure: Figure, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The vintages that a figure rests on: one municipality's own, else all that speak for a member."""
    method = content["method"]
    used = _own_vintages(figure, content.get(figure.place, {})) or list(method["vintages"])
    more = {Measure.PER_INHABITANT: "population", Measure.SHARE_OF_NATIONAL: "national"}
    return used + list(method.get(more.get(Measure(figure.measure), ""), []))


def _own_vintages(figure: Figure, member: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The vintages of a member's figure: of its year, and of the year that it is compared with."""
    if not member.get("vintage"):
        return []
    others = member.get("vintages_of_years", {})
    years = [year for year in (figure.year, figure.from_year) if year]
    found = [others.get(str(year), member["vintage"]) for year in years]
    return [vintage for place, vintage in enumerate(found) if vintage not in found[:place]]


# Ingredients -----------------------------------------------------------------------------------------


def _ingredients(edition: Edition, figure: Figure, content: Mapping[str, Any]) -> list[Ingredient]:
    return INGREDIENTS[Measure(figure.measure)](edition, figure, content)


def _of_sum(edition: Edition, figure: Figure, content: Mapping[str, Any]) -> list[Ingredient]:
    """The municipalities of a region, or the sectors of a municipality's total."""
    found = Figure.objects.filter(edition=edition, measure=Measure.EMISSIONS, year=figure.year)
    if figure.place.isdigit():
        parts = found.filter(place=figure.place).exclude(sector="")
        return [_ingredient(part, findings.sector_name(part.sector)) for part in parts.order_by("sector")]
    codes = _codes_of(figure.place, content["region"])
    by_place = {part.place: part for part in found.filter(place__in=codes, sector=figure.sector)}
    return [_ingredient(by_place[code], by_place[code].place_name) for code in codes if code in by_place]


def _codes_of(place: str, region: Mapping[str, Any]) -> list[str]:
    """The members of a place, by name."""
    everyone = [member["code"] for member in region["members"]]
    own = {f"subregion:{subregion['slug']}": subregion["codes"] for subregion in region["subregions"]}
    return [code for code in everyone if code in own.get(place, everyone)]


def _of_change(edition: Edition, figure: Figure, content: Mapping[str, Any]) -> list[Ingredient]:
    keys = [figure_key(figure.place, year) for year in (figure.from_year or 0, figure.year)]
    return _named(edition, keys)


def _of_share(edition: Edition, figure: Figure, content: Mapping[str, Any]) -> list[Ingredient]:
    keys = [
        figure_key(figure.place, figure.year, figure.sector),
        figure_key(figure.place, figure.year),
    ]
    return _named(edition, keys)


def _per_inhabitant(edition: Edition, figure: Figure, content: Mapping[str, Any]) -> list[Ingredient]:
    people = _place_content(figure.place, content)["inhabitants"].get(str(figure.year))
    words = _("Inhabitants on 1 January %(year)s") % {"year": figure.year}
    return [
        *_named(edition, [figure_key(figure.place, figure.year)]),
        Ingredient(words, people, _("people")),
    ]


def _of_national(edition: Edition, figure: Figure, content: Mapping[str, Any]) -> list[Ingredient]:
    country = content["region"]["national"].get(str(figure.year))
    words = _("The country's emissions in %(year)s") % {"year": figure.year}
    return [
        *_named(edition, [figure_key(figure.place, figure.year)]),
        Ingredient(words, country, figure.edition.indicator.unit),
    ]


INGREDIENTS = {
    Measure.EMISSIONS: _of_sum,
    Measure.CHANGE_SINCE_BASE: _of_change,
    Measure.CHANGE_LAST_YEAR: _of_change,
    Measure.SHARE_OF_TOTAL: _of_share,
    Measure.PER_INHABITANT: _per_inhabitant,
    Measure.SHARE_OF_NATIONAL: _of_national,
}


def _place_content(place: str, content: Mapping[str, Any]) -> Mapping[str, Any]:
    for subregion in content["region"]["subregions"]:
        if place == f"subregion:{subregion['slug']}":
            return dict(subregion)
    return dict(content.get(place, content["region"]))


def _named(edition: Edition, keys: list[str]) -> list[Ingredient]:
    found = {part.key: part for part in Figure.objects.filter(edition=edition, key__in=keys)}
    parts = [found[key] for key in keys if key in found]
    return [_ingredient(part, _what(part)) for part in parts]


def _what(figure: Figure) -> str:
    name = findings.sector_name(figure.sector) if figure.sector else figure.place_name
    return f"{name}, {figure.year}"


def _ingredient(figure: Figure, name: str) -> Ingredient:
    return Ingredient(name, figure.value, figure.unit, figure.key, figure.is_illustrative)


# Observations ----------------------------------------------------------------------------------------


def _observations(edition: Edition, figure: Figure, vintages: list[dict[str, Any]]) -> list[Observation]:
    """The rows that a municipality's sector was read from, in the numbers that the file was written with."""
    hashes = [vintage["sha256"] for vintage in vintages]
    used = edition.vintages.filter(indicator=edition.indicator_id, file__sha256__in=hashes)
    rows: list[Observation] = []
    for vintage in used.select_related("source", "file"):
        codes = _published_codes(figure.place, vintage, figure.year, edition.members_on)
        found = Observation.objects.filter(
            vintage=vintage, code__in=codes, year=figure.year, sector=figure.sector
        )
        rows += found.order_by("row")[:ROWS]
    return rows


def _published_codes(code: str, vintage: Vintage, year: int, day: date) -> set[str]:
    published = vintage.codes_of or date(year, 1, 1)
    return set(divisions().parts_of({code}, published=published, to=day))
