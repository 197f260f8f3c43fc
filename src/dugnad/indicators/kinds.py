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


class Measured(models.TextChoices):
    """What a map shows of an indicator."""

    INHABITANT = "inhabitant", _("Per inhabitant")
    CHANGE = "change", _("Change since the base year")
    AMOUNT = "amount", _("In all")

    @property
    def is_change(self) -> bool:
        """Whether it is a change in per cent, which goes both ways from nothing."""
        return self is Measured.CHANGE

    @property
    def is_per_inhabitant(self) -> bool:
        """Whether it is divided by the inhabitants."""
        return self is Measured.INHABITANT

    @property
    def grows_with_size(self) -> bool:
        """Whether large places have more of it because they are large."""
        return self is Measured.AMOUNT


class Drawn(models.TextChoices):
    """How a map places the municipalities."""

    BORDERS = "borders", _("By their borders")
    TILES = "tiles", _("As tiles")

    @property
    def has_sizes(self) -> bool:
        """Whether places are drawn as large as they are."""
        return self is Drawn.BORDERS


class Reason(models.TextChoices):
    """Why a figure that somebody else has published is another than ours."""

    REGION = "region", _("Another region, or other members")
    VINTAGE = "vintage", _("An earlier or later edition of the statistics")
    SECTORS = "sectors", _("Other sectors are counted")
    GASES = "gases", _("Other gases, or other weights for them")
    METHOD = "method", _("Another method")
    ROUNDING = "rounding", _("Rounded")
    UNKNOWN = "unknown", _("We do not know yet")


class Missing(models.TextChoices):
    """Why a figure that could stand in a table does not: none of these is a zero."""

    NOT_PUBLISHED = "not_published", _("not published")
    CONFIDENTIAL = "confidential", _("confidential")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    DERIVED = "derived", _("derived from a figure that is missing")


def missing_in_words(reason: str) -> str:
    """Why there is no figure, as people read it; what nobody said is not published."""
    return str(Missing(reason or Missing.NOT_PUBLISHED).label)


# How a reason is written in rows for programs, in every language the same.
MISSING_FOR_PROGRAMS = {
    Missing.NOT_PUBLISHED: "not published",
    Missing.CONFIDENTIAL: "confidential",
    Missing.NOT_APPLICABLE: "not applicable",
    Missing.DERIVED: "derived from missing",
}
# How the statistics agency writes that a figure is impossible, unknown or confidential.
NORWEGIAN_SYMBOLS = {
    "": Missing.NOT_PUBLISHED,
    ".": Missing.NOT_APPLICABLE,
    "-": Missing.NOT_APPLICABLE,
    "..": Missing.NOT_PUBLISHED,
    "...": Missing.NOT_PUBLISHED,
    ":": Missing.CONFIDENTIAL,
}
# Eurostat writes a colon where Norway writes two dots, and flags what is confidential by a letter.
EUROPEAN_SYMBOLS = {
    "": Missing.NOT_PUBLISHED,
    ":": Missing.NOT_PUBLISHED,
    "c": Missing.CONFIDENTIAL,
    ":c": Missing.CONFIDENTIAL,
    "z": Missing.NOT_APPLICABLE,
    ":z": Missing.NOT_APPLICABLE,
}


class Decimal(models.TextChoices):
    """The sign before the decimals of a number."""

    COMMA = ",", _("comma (12,5)")
    POINT = ".", _("point (12.5)")


class Thousands(models.TextChoices):
    """The sign between the thousands of a number."""

    NONE = "none", _("none (1250)")
    SPACE = "space", _("space (1 250)")
    POINT = "point", _("point (1.250)")
    COMMA = "comma", _("comma (1,250)")

    @property
    def mark(self) -> str:
        """The sign itself."""
        return {"none": "", "space": " ", "point": ".", "comma": ","}[self.value]


@dataclass(frozen=True)
class Country:
    """A place that is no municipality and has no parts here: a country, or a union of countries."""

    code: str
    name_nb: str
    name_nn: str
    name_en: str


COUNTRY = "country"  # as regions write it: country:NO
COUNTRIES = {
    country.code: country
    for country in (
        Country("NO", "Norge", "Noreg", "Norway"),
        Country("EU27", "EU (27 land)", "EU (27 land)", "EU (27 countries)"),
    )
}


def country_name(code: str) -> str:
    """A country in the reader's language; one that we do not know by its code."""
    return localised(COUNTRIES[code], "name") if code in COUNTRIES else code


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
    "vehicles": _("vehicles"),
    "MWh": _("MWh"),
    "%": _("per cent"),
}
DECIMALS = {"t CO2e/persons": 2, "%": 1}


LAYOUT_WORDS = {
    "workbook of one municipality": _("the agency’s workbook for one municipality"),
    "national workbook": _("the agency’s workbook for the country"),
    "national table": _("a table with municipality numbers"),
    "county table": _("a county’s table with names of municipalities"),
    "indicator table": _("a table with municipality_code, year and value"),
    "mapped table": _("a table whose columns somebody has named"),
    "JSON-stat": _("a table from a statistics agency (JSON-stat)"),
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
SSB = "Statistisk sentralbyrå"
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
    ReadySource(
        "ssb-07849", SSB, "Registrerte kjøretøy, tabell 07849", "CC BY 4.0",
        "https://www.ssb.no/statbank/table/07849",
    ),
    ReadySource(
        "ssb-14490", SSB, "Forbruk av elektrisk kraft, tabell 14490", "CC BY 4.0",
        "https://www.ssb.no/statbank/table/14490",
    ),
    ReadySource(
        "ssb-08940", SSB, "Klimagasser for hele landet, tabell 08940", "CC BY 4.0",
        "https://www.ssb.no/statbank/table/08940",
    ),
    ReadySource(
        "eurostat", "Eurostat", "Sirkulær materialbruk, env_ac_cur", "CC BY 4.0",
        "https://ec.europa.eu/eurostat/databrowser/view/env_ac_cur",
    ),
    ReadySource("vegvesen", "Statens vegvesen", "Førstegangsregistrerte kjøretøy", "NLOD"),
    # What municipalities tell of themselves: a source of its own, never taken for a statistic.
    ReadySource(MEMBERS_OWN, "Kommunene selv", "Egne tall fra godtatte svar", "CC BY 4.0"),
    ReadySource(MADE_UP, "Dugnad", "Oppdiktede tall for demonstrasjon", "CC0", is_official=False),
    ReadySource(UNNAMED, "Utgiver ikke oppgitt", "Tall uten oppgitt utgiver", "–", is_official=False),
)  # fmt: skip
# The titles of our own sources in other languages; one that somebody has added is told as it is written.
SOURCE_TITLES = {
    "Klimagassutslipp i kommuner og fylker": _("Greenhouse gas emissions in municipalities and counties"),
    "Befolkning, tabell 07459": _("Population, table 07459"),
    "KOSTRA, husholdningsavfall": _("KOSTRA, household waste"),
    "Registrerte kjøretøy, tabell 07849": _("Registered vehicles, table 07849"),
    "Forbruk av elektrisk kraft, tabell 14490": _("Use of electric power, table 14490"),
    "Klimagasser for hele landet, tabell 08940": _("Greenhouse gases of the whole country, table 08940"),
    "Sirkulær materialbruk, env_ac_cur": _("Circular use of materials, env_ac_cur"),
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
    ReadyIndicator(
        "cars-by-fuel", "ssb-07849", "vehicles", Direction.NEITHER, None,
        "Personbiler etter drivstoff", "Personbilar etter drivstoff", "Passenger cars by fuel",
    ),
    ReadyIndicator(
        "electricity-use", "ssb-14490", "MWh", Direction.DOWN, None,
        "Strømforbruk etter forbrukergruppe", "Straumforbruk etter forbrukargruppe",
        "Electricity use by group of users",
    ),
    ReadyIndicator(
        "national-emissions", "ssb-08940", "t CO2e", Direction.DOWN, 1990,
        "Klimagassutslipp fra norsk territorium", "Klimagassutslepp frå norsk territorium",
        "Greenhouse gas emissions from Norwegian territory",
        "Det nasjonale utslippsregnskapet. Summen av kommunetallene er ikke lik dette.",
        "Den nasjonale utsleppsrekneskapen. Summen av kommunetala er ikkje lik dette.",
        "The national inventory. The municipal figures do not add up to it.",
    ),
    ReadyIndicator(
        "circular-material-use", "eurostat", "%", Direction.UP, None,
        "Sirkulær materialbruk", "Sirkulær materialbruk", "Circular material use rate",
        "Hvor stor del av materialene vi bruker, som er gjenvunnet.",
        "Kor stor del av materiala vi bruker, som er gjenvunne.",
        "How large a part of the materials in use has been recovered from waste.",
    ),
)  # fmt: skip


def source_title(title: str) -> str:
    """The title of a source in the reader's language."""
    return str(SOURCE_TITLES.get(title, title))
