"""Sectors of the emission statistics and ready indicators: rows, with names in three languages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from dugnad.kit.text import localised


class Direction(models.TextChoices):
    """Which way is better."""

    DOWN = "down", _("Lower is better")
    UP = "up", _("Higher is better")
    NEITHER = "neither", _("Neither")


@dataclass(frozen=True)
class Sector:
    """A sector of the municipal emission statistics; `folded` are the ways its name is written in files."""

    key: str
    name_nb: str
    name_nn: str
    name_en: str
    folded: tuple[str, ...]


SECTORS: dict[str, Sector] = {
    sector.key: sector
    for sector in (
        Sector("road_traffic", "Veitrafikk", "Vegtrafikk", "Road traffic", ("veitrafikk",)),
        Sector(
            "other_mobile",
            "Annen mobil forbrenning",
            "Annan mobil forbrenning",
            "Other mobile combustion",
            ("annen mobil forbrenning",),
        ),
        Sector("shipping", "Sjøfart", "Sjøfart", "Shipping", ("sjøfart",)),
        Sector("aviation", "Luftfart", "Luftfart", "Aviation", ("luftfart",)),
        Sector("heating", "Oppvarming", "Oppvarming", "Heating", ("oppvarming",)),
        Sector("energy_supply", "Energiforsyning", "Energiforsyning", "Energy supply", ("energiforsyning",)),
        Sector(
            "industry",
            "Industri, olje og gass",
            "Industri, olje og gass",
            "Industry, oil and gas",
            ("industri, olje og gass",),
        ),
        Sector("agriculture", "Jordbruk", "Jordbruk", "Agriculture", ("jordbruk",)),
        Sector("waste", "Avfall og avløp", "Avfall og avløp", "Waste and wastewater", ("avfall og avløp",)),
        Sector(
            "f_gases",
            "Bruk av produkter med fluorgasser",
            "Bruk av produkt med fluorgassar",
            "Use of products with F-gases",
            ("bruk av produkter med fluorgasser", "produkter med fluorgasser", "fluorgasser"),
        ),
    )
}
SECTOR_OF_NAME = {name: sector.key for sector in SECTORS.values() for name in sector.folded}
GASES = ("CO2", "CH4", "N2O", "HFK", "PFK", "SF6", "NF3")
ORDER = {key: place for place, key in enumerate(SECTORS)}


UNIT_WORDS = {
    "t CO2e": _("tonnes CO2e"),
    "t CO2e/persons": _("tonnes CO2e per inhabitant"),
    "kg": _("kg"),
    "kg/persons": _("kg per inhabitant"),
    "persons": _("inhabitants"),
    "%": _("per cent"),
}
DECIMALS = {"t CO2e/persons": 2, "%": 1}


LAYOUT_WORDS = {
    "workbook of one municipality": _("the agency’s workbook for one municipality"),
    "national workbook": _("the agency’s workbook for the country"),
    "national table": _("a table with municipality numbers"),
    "county table": _("a county’s table with names of municipalities"),
    "indicator table": _("a table with municipality_code, year and value"),
}
DIFFERENCE_WORDS = {"added": _("Added"), "removed": _("Removed"), "changed": _("Changed")}


def layout_in_words(layout: str) -> str:
    """A layout as people read it."""
    return str(LAYOUT_WORDS.get(layout, layout))


def unit_in_words(unit: str) -> str:
    """A unit as people read it; one without words of its own as it is written."""
    return str(UNIT_WORDS.get(unit, unit))


def decimals_of(unit: str) -> int:
    """How exactly figures in this unit are shown."""
    return DECIMALS.get(unit, 0)


def sector_order(key: str) -> int:
    """Where a sector stands in lists: in the order of the table, those of other statistics last."""
    return ORDER.get(key, len(ORDER))


def in_order(keys: Iterable[str]) -> tuple[str, ...]:
    """Sectors in the order of the table, those of other statistics last and by the alphabet."""
    return tuple(sorted(keys, key=lambda key: (sector_order(key), key)))


def sector_name(key: str) -> str:
    """A sector in the reader's language; one of another statistic as its file has it."""
    return localised(SECTORS[key], "name") if key in SECTORS else key


def published_name(key: str) -> str:
    """A sector as its publisher writes it, for programs, in every language the same."""
    return SECTORS[key].name_nb if key in SECTORS else key


@dataclass(frozen=True)
class ReadyIndicator:
    """An indicator that is there from the first day, with its source."""

    key: str
    source: str
    unit: str
    direction: Direction
    base_year: int | None
    title_nb: str
    title_nn: str
    title_en: str
    notes_nb: str = ""
    notes_nn: str = ""
    notes_en: str = ""


@dataclass(frozen=True)
class ReadySource:
    """A publisher of figures, with the licence under which they are given."""

    key: str
    publisher: str
    title: str
    licence: str
    url: str = ""
    is_official: bool = True


EMISSIONS, POPULATION = "ghg-emissions", "population"
MEMBERS_OWN, MADE_UP = "members", "illustrative"
UNNAMED = "unnamed"  # figures that somebody read in without saying whose they are
READY_SOURCES = (
    ReadySource(
        "miljodirektoratet",
        "Miljødirektoratet",
        "Klimagassutslipp i kommuner og fylker",
        "NLOD",
        "https://www.miljodirektoratet.no/tjenester/klimagassutslipp-kommuner/",
    ),
    ReadySource(
        "ssb-07459",
        "Statistisk sentralbyrå",
        "Befolkning, tabell 07459",
        "CC BY 4.0",
        "https://www.ssb.no/statbank/table/07459",
    ),
    ReadySource("kostra", "Statistisk sentralbyrå", "KOSTRA, husholdningsavfall", "CC BY 4.0"),
    ReadySource("vegvesen", "Statens vegvesen", "Førstegangsregistrerte kjøretøy", "NLOD"),
    # What municipalities tell of themselves: a source of its own, never taken for a statistic.
    ReadySource(MEMBERS_OWN, "Kommunene selv", "Egne tall fra godtatte svar", "CC BY 4.0"),
    ReadySource(MADE_UP, "Dugnad", "Oppdiktede tall for demonstrasjon", "CC0", is_official=False),
    ReadySource(UNNAMED, "Utgiver ikke oppgitt", "Tall uten oppgitt utgiver", "–", is_official=False),
)
# The titles of our own sources in other languages; one that somebody has added is told as it is written.
SOURCE_TITLES = {
    "Klimagassutslipp i kommuner og fylker": _("Greenhouse gas emissions in municipalities and counties"),
    "Befolkning, tabell 07459": _("Population, table 07459"),
    "KOSTRA, husholdningsavfall": _("KOSTRA, household waste"),
    "Førstegangsregistrerte kjøretøy": _("Vehicles registered for the first time"),
    "Egne tall fra godtatte svar": _("Their own figures, from accepted answers"),
    "Oppdiktede tall for demonstrasjon": _("Made-up figures for demonstration"),
    "Tall uten oppgitt utgiver": _("Figures without a named publisher"),
}
READY_INDICATORS = (
    ReadyIndicator(
        EMISSIONS, "miljodirektoratet", "t CO2e", Direction.DOWN, 2009,
        "Klimagassutslipp", "Klimagassutslepp", "Greenhouse gas emissions",
        "Direkte utslipp innenfor kommunegrensen. Gjennomgangstrafikk eller én fabrikk kan avgjøre tallet.",
        "Direkte utslepp innanfor kommunegrensa. Gjennomgangstrafikk eller éin fabrikk kan avgjere talet.",
        "Direct emissions inside the municipal border. Through traffic or one plant may decide the figure.",
    ),
    ReadyIndicator(
        POPULATION, "ssb-07459", "persons", Direction.NEITHER, None,
        "Innbyggere 1. januar", "Innbyggjarar 1. januar", "Inhabitants on 1 January",
    ),
    ReadyIndicator(
        "new-electric-cars-share", "vegvesen", "%", Direction.UP, None,
        "Elbilers andel av nye personbiler", "Delen elbilar av nye personbilar",
        "Electric cars' share of new cars",
    ),
    ReadyIndicator(
        "household-waste", "kostra", "kg/persons", Direction.DOWN, None,
        "Husholdningsavfall per innbygger", "Hushaldsavfall per innbyggjar", "Household waste per inhabitant",
    ),
)  # fmt: skip


def source_title(title: str) -> str:
    """The title of a source in the reader's language."""
    return str(SOURCE_TITLES.get(title, title))
