"""Sectors and gases of the emission statistics: rows, with names in three languages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dugnad.kit.text import localised


def gases_in_words(gases: Iterable[str]) -> str:
    """Gases as people read them: CH4, CO2, HFCs."""
    return ", ".join(str(GAS_WORDS.get(gas, gas)) for gas in gases)


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
# What a gas is called in the reader's language; the others are formulas.
GAS_WORDS = {"HFK": _("HFCs"), "PFK": _("PFCs")}
SECTOR_OF_NAME = {name: sector.key for sector in SECTORS.values() for name in sector.folded}
GASES = ("CO2", "CH4", "N2O", "HFK", "PFK", "SF6", "NF3")
ORDER = {key: place for place, key in enumerate(SECTORS)}


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
