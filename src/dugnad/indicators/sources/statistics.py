"""Ready tables of statistics agencies, as data: which of their cells are figures of which indicator."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from dugnad.indicators.kinds import EUROPEAN_SYMBOLS, NORWEGIAN_SYMBOLS, POPULATION, Missing

TOTAL = re.compile(r"(i alt|totalt?|alle|alle (kilder|grupper|drivstofftyper|forbrukergrupper)|sum.*)")
SSB, KLASS, EUROSTAT = "ssb", "klass", "eurostat"
AGENCY_NAMES = {SSB: "SSB", KLASS: "SSB", EUROSTAT: "Eurostat"}
# How a publisher writes that it counts in, and what that is here.
UNITS = {
    "personer": "persons",
    "persons": "persons",
    "mwh": "MWh",
    "gwh": "GWh",
    "kwh": "kWh",
    "1 000 tonn co2-ekvivalenter": "kt CO2e",
    "1000 tonn co2-ekvivalenter": "kt CO2e",
    "1 000 tonnes co2 equivalents": "kt CO2e",
    "tonn co2-ekvivalenter": "t CO2e",
    "tonn": "t",
    "tonne": "t",
    "tonnes": "t",
    "1 000 tonn": "kt",
    "1000 tonn": "kt",
    "1 000 kr": "1000 kr",
    "prosent": "%",
    "per cent": "%",
    "percentage": "%",
}


# What is counted and not measured: of a unit that is counted it is the unit itself.
COUNTS = frozenset({"antall", "number"})
COUNTED = frozenset({"persons", "vehicles", "1"})


@dataclass(frozen=True)
class Statistic:
    """A table: what it is called, which of its dimensions say what, which codes are wanted of the others.

    A dimension that is neither named nor wanted is left out of the question, and the agency sums over it;
    one that is `summed` is summed here, because its agency does not. `wanted` are patterns of codes.
    """

    key: str
    agency: str
    table: str
    indicator: str
    unit: str
    time: tuple[str, ...] = ("Tid",)
    place: tuple[str, ...] = ("Region",)
    sector: str = ""
    summed: frozenset[str] = frozenset()
    wanted: Mapping[str, str] = field(default_factory=dict)
    # Where the code of what is measured differs from table to table: a word of its label.
    measure: str = ""
    country: str = ""  # a table without places tells of a whole country
    countries: Mapping[str, str] = field(default_factory=dict)
    symbols: Mapping[str, Missing] = field(default_factory=lambda: NORWEGIAN_SYMBOLS)

    def wants(self, dimension: str, code: str, label: str) -> bool:
        """Whether a code of a dimension is asked for; every code of one without a pattern is.

        A sum over all sectors stands beside them in many tables, and would be counted twice.
        """
        if dimension == self.sector and TOTAL.fullmatch(label.strip().casefold()):
            return False
        pattern = self.wanted.get(dimension)
        return pattern is None or re.fullmatch(pattern, code) is not None


MUNICIPALITY = re.compile(r"(?:K-)?(\d{4})")
STATISTICS = {
    statistic.key: statistic
    for statistic in (
        Statistic(
            "ssb-07459", SSB, "07459", POPULATION, "persons",
            wanted={"ContentsCode": "Personer1"},
        ),
        Statistic(
            "ssb-07849", SSB, "07849", "cars-by-fuel", "vehicles",
            sector="DrivstoffType", summed=frozenset({"KjoringensArt"}),
            wanted={"ContentsCode": "Personbil1"},
        ),
        Statistic(
            "ssb-14490", SSB, "14490", "electricity-use", "MWh",
            sector="Forbrukargruppe", wanted={"ContentsCode": "Forbruk"},
        ),
        Statistic(
            "ssb-08940", SSB, "08940", "national-emissions", "kt CO2e",
            place=(), country="NO", sector="UtslpTilLuft",
            # The first level of sources (0 is their sum), all energy products, all greenhouse gases.
            wanted={
                "UtslpTilLuft": "[1-9]", "UtslpEnergivare": "VT0", "UtslpKomp": "A10",
                "ContentsCode": "UtslippCO2ekvival",
            },
        ),
        Statistic(
            "kostra-waste", SSB, "13136", "household-waste", "kg/persons",
            place=("Region", "KOKkommuneregion0000"), measure="husholdningsavfall per innbygger",
        ),
        Statistic(
            "eurostat-cmu", EUROSTAT, "env_ac_cur", "circular-material-use", "%",
            time=("time",), place=("geo",), countries={"NO": "NO", "EU27_2020": "EU27"},
            wanted={"geo": "NO|EU27_2020", "unit": "PC"}, symbols=EUROPEAN_SYMBOLS,
        ),
    )
}  # fmt: skip


def statistic_of(indicator: str) -> Statistic | None:
    """The ready table of an indicator, if there is one."""
    return next((one for one in STATISTICS.values() if one.indicator == indicator), None)


def countries_of(indicator: str) -> tuple[str, ...]:
    """The countries that the ready table of an indicator tells of, where it tells of no municipality."""
    statistic = statistic_of(indicator)
    if statistic is None:
        return ()
    return (statistic.country,) if statistic.country else tuple(statistic.countries.values())
