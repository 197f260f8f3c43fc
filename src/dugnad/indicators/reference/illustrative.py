"""Made-up emissions for the demo, in the agency's own layout so that they pass through the real importer.

Plausible and nothing more: emissions per inhabitant are drawn for each sector from a range, by a hash of
the municipality's code, larger where people live far apart, and fall over the years as the country's did.
The same places always give the same bytes.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dugnad.kit.spreadsheets import write_csv

HEADER = (
    "Fylke", "Kommunenummer", "Kommune", "År", "Sektor", "Utslippskilde", "Klimagass",
    "Utslipp (tonn CO2-ekvivalenter)",
)  # fmt: skip
YEARS = (2009, 2011, 2013, 2015, 2016, 2017, 2018, 2019)
CROWDED = 60_000


@dataclass(frozen=True)
class Place:
    """A municipality to make up figures for."""

    code: str
    name: str
    county: str
    inhabitants: int


@dataclass(frozen=True)
class Recipe:
    """One emission source: tonnes per inhabitant, how much more where few live, the yearly change."""

    sector: str
    source: str
    gas: str
    low: float
    high: float
    rural: float
    trend: float


RECIPES = (
    Recipe("Veitrafikk", "Personbiler", "CO2", 0.55, 0.95, 0.8, -0.013),
    Recipe("Veitrafikk", "Varebiler", "CO2", 0.15, 0.25, 0.3, -0.008),
    Recipe("Veitrafikk", "Tunge kjøretøy", "CO2", 0.25, 0.65, 1.2, -0.006),
    Recipe("Veitrafikk", "Busser", "CO2", 0.05, 0.10, 0.0, -0.020),
    Recipe("Annen mobil forbrenning", "Bygg og anlegg", "CO2", 0.14, 0.34, 0.1, -0.004),
    Recipe("Annen mobil forbrenning", "Jordbruk", "CO2", 0.02, 0.05, 4.0, -0.004),
    Recipe("Annen mobil forbrenning", "Andre næringer", "CO2", 0.03, 0.09, 0.4, -0.004),
    Recipe("Oppvarming", "Fossil olje", "CO2", 0.10, 0.28, 0.2, -0.095),
    Recipe("Oppvarming", "Naturgass", "CO2", 0.01, 0.06, 0.0, -0.015),
    Recipe("Oppvarming", "Vedfyring", "CH4", 0.015, 0.04, 1.0, -0.010),
    Recipe("Jordbruk", "Fordøyelsesprosesser husdyr", "CH4", 0.02, 0.10, 9.0, -0.003),
    Recipe("Jordbruk", "Gjødselhåndtering", "CH4", 0.01, 0.03, 6.0, -0.002),
    Recipe("Jordbruk", "Jordbruksarealer", "N2O", 0.03, 0.08, 7.0, -0.002),
    Recipe("Avfall og avløp", "Avfallsdeponigass", "CH4", 0.08, 0.30, 0.3, -0.050),
    Recipe("Avfall og avløp", "Avløp", "N2O", 0.02, 0.03, 0.0, 0.002),
    Recipe("Luftfart", "Innenriks luftfart", "CO2", 0.0, 0.002, 0.0, 0.004),
)
# Only some places have a plant, a harbour or an incinerator: a share of places, then tonnes per inhabitant.
RARE = (
    (0.30, Recipe("Industri, olje og gass", "Industri, olje og gass", "CO2", 0.2, 2.4, 0.3, -0.010)),
    (0.22, Recipe("Sjøfart", "Passasjer", "CO2", 0.02, 0.30, 0.0, -0.006)),
    (0.15, Recipe("Energiforsyning", "Avfallsforbrenning", "CO2", 0.2, 0.6, 0.0, 0.010)),
    (
        0.40,
        Recipe("Energiforsyning", "Fjernvarme unntatt avfallsforbrenning", "CO2", 0.01, 0.08, 0.0, -0.040),
    ),
)


def illustrative_emissions(places: Iterable[Place], *, last_year: int, revision: float = 0.0) -> bytes:
    """A file of made-up emissions to and with a year; `revision` shifts the whole history by a share."""
    rows = (row for place in places for row in _rows(place, last_year, revision))
    return write_csv(HEADER, rows).encode()


def _rows(place: Place, last_year: int, revision: float) -> Iterator[tuple[str | int, ...]]:
    for year in YEARS:
        if year > last_year:
            return
        for recipe in _recipes(place):
            tonnes = _tonnes(place, recipe, year) * (
                1 + revision * _chance(place.code, recipe.source, "revision")
            )
            yield (
                place.county, place.code, place.name, year, recipe.sector, recipe.source, recipe.gas,
                f"{tonnes:.1f}",
            )  # fmt: skip


def _recipes(place: Place) -> Iterator[Recipe]:
    yield from RECIPES
    for often, recipe in RARE:
        if _chance(place.code, recipe.source, "has") < often:
            yield recipe


def _tonnes(place: Place, recipe: Recipe, year: int) -> float:
    """A level of the place, a yearly change, and a little weather."""
    level = recipe.low + (recipe.high - recipe.low) * _chance(place.code, recipe.source, "level")
    space = max(0.0, 1 - place.inhabitants / CROWDED)
    weather = 1 + 0.05 * (_chance(place.code, recipe.source, str(year)) - 0.5)
    trend = (1 + recipe.trend) ** (year - YEARS[0])
    return place.inhabitants * level * (1 + recipe.rural * space**2) * trend * weather


def _chance(*words: str) -> float:
    """A number from 0 to 1 that is the same every time."""
    digest = hashlib.sha256("|".join(words).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
