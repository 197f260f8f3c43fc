"""Questions about where a figure comes from: its formula, what went into it, at last the published rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dugnad.editions.kinds import MEASURE_FACTS, Measure, MeasureFacts
from dugnad.editions.models import Edition, Figure
from dugnad.editions.queries import findings
from dugnad.editions.queries.arrangement import title_in
from dugnad.editions.queries.catalogue import INDICATOR, block_content, contents_of_members, indicator_block
from dugnad.editions.queries.composition.figures import COUNTRY
from dugnad.editions.queries.composition.gathering import NATIONAL, POPULATION
from dugnad.editions.queries.trail_rows import A_COUNTRY, narrowed, rows_read, speaking_vintages
from dugnad.editions.rules import figure_key
from dugnad.indicators.kinds import READY_INDICATORS, decimals_for, decimals_of_rows, unit_in_words
from dugnad.indicators.models import Observation
from dugnad.kit import formats
from dugnad.kit.text import localised


class Titled(Protocol):
    """Anything that is of an indicator or of a question: a figure, or what has become of one."""

    @property
    def measure(self) -> str:
        """What is measured."""

    @property
    def indicator(self) -> str:
        """The key of the indicator or of the question; empty for the edition's own."""


@dataclass(frozen=True)
class Ingredient:
    """Something that went into a figure; with the key of its own trail where it has one.

    `member` is the code of a member whose page tells of it, and `note` what can be checked by.
    """

    name: str
    value: float | None
    unit: str
    key: str = ""
    illustrative: bool = False
    member: str = ""
    note: str = ""
    symbol: str = ""  # of the unit


@dataclass(frozen=True)
class Trail:
    """A figure and everything that it rests on."""

    figure: Figure
    facts: MeasureFacts
    ingredients: list[Ingredient]
    vintages: list[dict[str, Any]]
    method: dict[str, Any]
    observations: list[Observation] = field(default_factory=list)
    of: str = ""  # the title of another indicator, or the words of a question
    sector: str = ""
    formula: str = ""

    @property
    def name(self) -> str:
        """What the figure is, in one line: place, what it measures, year."""
        template = self.facts.name_of_sector if self.figure.sector else self.facts.name
        return str(template) % {
            "place": self.figure.place_name,
            "sector": self.sector,
            "of": self.of,
            "from_year": self.figure.from_year,
            "year": self.figure.year,
        }

    @property
    def decimals(self) -> int:
        """How exactly it is shown."""
        return self.facts.decimals or decimals_for(self.figure.unit, [self.figure.value])

    @property
    def exactly(self) -> int:
        """How exactly the published rows are shown."""
        values = [row.value for row in self.observations]
        return decimals_of_rows(self.figure.unit, values)

    def decimals_in(self, unit: str) -> int:
        """How exactly the parts in a unit are shown: all of them alike."""
        values = [part.value for part in self.ingredients if part.symbol == unit]
        return decimals_for(unit, values)

    @property
    def parts(self) -> list[tuple[Ingredient, int]]:
        """What went into it, each with how exactly it is shown."""
        return [(part, self.decimals_in(part.symbol)) for part in self.ingredients]

    @property
    def unit(self) -> str:
        """What it is counted in, as people read it."""
        return in_words(self.figure.unit)


# Units as they stand with the figures, in words; others are told by their indicator.
UNITS: dict[str, Any] = {"municipalities": gettext_lazy("municipalities"), "%": "%"}


def in_words(unit: str) -> str:
    """A unit as people read it, wherever it stands beside a figure."""
    return str(UNITS.get(unit) or unit_in_words(unit))


def trail_of(edition: Edition, figure: Figure) -> Trail:
    """The trail of a figure, from its value to the rows of the file that it was read from."""
    content = _content(edition, figure)
    formula = content.get(indicator_block(figure.indicator), {}).get("formula", "")
    is_read = _is_read(figure) and not formula
    named = vintages_of(figure, content)
    speaking = speaking_vintages(edition, figure, named)
    facts = MEASURE_FACTS[Measure(figure.measure)]
    return Trail(
        figure=figure,
        facts=facts,
        ingredients=[] if is_read else _ingredients(edition, figure, content),
        vintages=narrowed(named, speaking),
        method=content["method"],
        observations=rows_read(edition, figure, speaking) if is_read else [],
        **_words(figure, content),
        formula=formula or str(facts.formula),
    )


def _content(edition: Edition, figure: Figure) -> dict[str, dict[str, Any]]:
    place = figure.place if figure.place.isdigit() else "region"
    return block_content(edition, "region", "method", "answers", place, indicator_block(figure.indicator))


def _is_read(figure: Figure) -> bool:
    """Whether the figure stands as rows in a file: a municipality's, or a country's."""
    if figure.measure == Measure.LEVEL:
        return figure.place.isdigit() or figure.place.startswith(A_COUNTRY)
    return figure.place.isdigit() and figure.measure == Measure.EMISSIONS and bool(figure.sector)


def _words(figure: Figure, content: Mapping[str, Any]) -> dict[str, str]:
    """What the figure is of, in the reader's language."""
    question = _question(figure, content)
    if question is not None:
        language = (get_language() or "nb")[:2]
        choices = {choice["key"]: choice["words"][language] for choice in question["choices"]}
        return {"of": question["question"][language], "sector": choices.get(figure.sector, figure.sector)}
    of = title_of(figure, content)
    sector = findings.in_a_sentence(figure.sector) if figure.sector else ""
    return {"of": in_sentence(of), "sector": sector}


def title_of(figure: Titled, content: Mapping[str, Any]) -> str:
    """The title of the indicator, or the question, that a figure is of; empty for the edition's own."""
    question = _question(figure, content)
    if question is not None:
        return str(question["question"][(get_language() or "nb")[:2]])
    shown = content.get(indicator_block(figure.indicator))
    if shown:
        return title_in(shown["titles"])
    ready = {one.key: one for one in READY_INDICATORS}
    if figure.indicator in ready:
        return localised(ready[figure.indicator], "title")
    return {NATIONAL: _("The country's emissions")}.get(figure.indicator, figure.indicator)


def in_order_of_keys(edition: Edition, content: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every vintage that the content names, with the indicator whose figures it holds."""
    method = content.get("method", {})
    own = {edition.indicator.key: "vintages", POPULATION: "population", NATIONAL: "national"}
    found = [(key, vintage) for key, name in own.items() for vintage in method.get(name, [])]
    shown = sorted(key for key in content if key.startswith(INDICATOR))
    return found + [(content[key]["key"], vintage) for key in shown for vintage in content[key]["vintages"]]


def in_sentence(words: str) -> str:
    """A title as it stands inside a sentence."""
    return words[:1].lower() + words[1:]


def _question(figure: Titled, content: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if figure.measure != Measure.ANSWERS:
        return None
    questions = content.get("answers", {}).get("questions", [])
    return next((question for question in questions if question["key"] == figure.indicator), None)


def vintages_of(figure: Figure, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The vintages that a figure rests on: one municipality's own, else all that speak for a member."""
    method = content["method"]
    if figure.measure == Measure.ANSWERS:
        return []
    if figure.indicator:
        ready = {POPULATION: method.get("population", []), NATIONAL: method.get("national", [])}
        shown = content.get(indicator_block(figure.indicator), {})
        return list(shown.get("vintages") or ready.get(figure.indicator, []))
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
    key = figure_key(figure.place, figure.year, "", Measure.LEVEL, POPULATION)
    return [
        *_named(edition, [figure_key(figure.place, figure.year)]),
        _other(edition, key, Ingredient(words, people, in_words("persons"))),
    ]


def _of_national(edition: Edition, figure: Figure, content: Mapping[str, Any]) -> list[Ingredient]:
    country = content["region"]["national"].get(str(figure.year))
    words = _("The country's emissions in %(year)s") % {"year": figure.year}
    key = figure_key(COUNTRY, figure.year, "", Measure.LEVEL, NATIONAL)
    return [
        *_named(edition, [figure_key(figure.place, figure.year)]),
        _other(edition, key, Ingredient(words, country, in_words(figure.edition.indicator.unit))),
    ]


def _other(edition: Edition, key: str, told: Ingredient) -> Ingredient:
    """An ingredient with the way to its own trail; in the first editions it had none."""
    found = Figure.objects.filter(edition=edition, key=key).first()
    return replace(told, key=key, illustrative=found.is_illustrative) if found else told


def _of_level(edition: Edition, figure: Figure, content: Mapping[str, Any]) -> list[Ingredient]:
    """The parts of a formula at the same place, or the municipalities of a region."""
    shown = content.get(indicator_block(figure.indicator), {})
    if shown.get("parts"):
        return _of_parts(edition, figure, shown["parts"])
    found = Figure.objects.filter(edition=edition, measure=Measure.LEVEL, year=figure.year)
    codes = _codes_of(figure.place, content["region"])
    by_place = {part.place: part for part in found.filter(place__in=codes, indicator=figure.indicator)}
    return [_ingredient(by_place[code], by_place[code].place_name) for code in codes if code in by_place]


def _of_parts(edition: Edition, figure: Figure, keys: list[str]) -> list[Ingredient]:
    """The parts of a formula at the same place, in its order; a country's stands for every place."""
    here = Q(place=figure.place) | Q(place__startswith=A_COUNTRY)
    own = Q(indicator="", measure=Measure.EMISSIONS, sector="")
    levels = Q(measure=Measure.LEVEL, indicator__in=keys)
    rows = Figure.objects.filter(here, own | levels, edition=edition, year=figure.year)
    found = {row.indicator or edition.indicator.key: row for row in rows}
    content = block_content(edition, *map(indicator_block, keys))
    return [
        _ingredient(row, title_of(row, content) or str(edition.indicator))
        for row in (found[key] for key in keys if key in found)
    ]


def _of_answers(edition: Edition, figure: Figure, content: Mapping[str, Any]) -> list[Ingredient]:
    """The members that answered so, each with the version of its reply by which it can be checked."""
    question = _question(figure, content)
    choices = question["choices"] if question else []
    said = next((choice["words"] for choice in choices if choice["key"] == figure.sector), None)
    return [
        Ingredient(member["name"], 1.0, "", "", figure.is_illustrative, member["code"], reply_note(member))
        for member in contents_of_members(edition)
        for answer in member["answers"]
        if answer["key"] == figure.indicator and answer["said"] == said
    ]


def reply_note(member: Mapping[str, Any]) -> str:
    """Which version of a member's reply was accepted, by its number, day and checksum."""
    reply = member.get("reply")
    if not reply:
        return ""
    words = {
        "version": reply["version"],
        "day": formats.day(date.fromisoformat(reply["received_on"])),
        "sha256": reply["sha256"],
    }
    return _("Version %(version)s of the reply, received %(day)s, SHA-256 %(sha256)s") % words


INGREDIENTS = {
    Measure.EMISSIONS: _of_sum,
    Measure.CHANGE_SINCE_BASE: _of_change,
    Measure.CHANGE_LAST_YEAR: _of_change,
    Measure.SHARE_OF_TOTAL: _of_share,
    Measure.PER_INHABITANT: _per_inhabitant,
    Measure.SHARE_OF_NATIONAL: _of_national,
    Measure.LEVEL: _of_level,
    Measure.ANSWERS: _of_answers,
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
    unit = figure.unit
    return Ingredient(name, figure.value, in_words(unit), figure.key, figure.is_illustrative, symbol=unit)
