"""Published factors of building waste, each with its source, and what the waste is made of.

A factor's standard deviation is that of an even spread over the range that its source gives: width / √12.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PublishedFactor:
    """Kilograms of waste per m² of an activity, and the range in which its source found them."""

    kilograms: float
    least: float
    most: float
    source: str

    @property
    def sd(self) -> float:
        """Kilograms per m²."""
        return (self.most - self.least) / 12**0.5


_GUIDE = "Nordby og Wærner/NBGC (2017), gjengitt i Byggordboka"
FACTORS: Mapping[str, PublishedFactor] = {
    "new": PublishedFactor(
        45, 20, 70, "NHP/Multiconsult, avfall fra nybygg (Norsk Industri): 20–70 kg per m², midten er brukt"
    ),
    "rehabilitation": PublishedFactor(
        180, 50, 300, f"{_GUIDE}: 180 kg per m², målt 50–300 i et utvalg av seks prosjekter"
    ),
    "demolition": PublishedFactor(
        800, 720, 1330, f"{_GUIDE}: 800 kg per m², målt 720–1 330 i et utvalg av seks prosjekter"
    ),
}

SPLIT_SOURCE = "SSB, avfall fra byggeaktivitet 2022, uten asfalt"
# Tonnes in the whole country in 2022 (ssb.no, 13 December 2023): new building, rehabilitation, demolition.
_TONNES = {
    "Treavfall": (110_297, 99_013, 61_770),
    "Papir": (13_867, 6_716, 1_885),
    "Plast": (6_935, 3_635, 891),
    "Glass": (3_765, 6_221, 1_770),
    "Metall": (23_997, 34_848, 56_778),
    "Gips": (46_292, 26_034, 6_651),
    "EE-avfall": (1_438, 4_191, 4_703),
    "Farlig avfall": (7_165, 41_582, 10_282),
    "Tegl og betong": (116_482, 182_937, 530_473),
    "Forurenset tegl og betong": (9_948, 38_054, 145_242),
    "Blandet restavfall": (112_213, 105_969, 75_671),
    "Annet avfall": (9_838, 10_059, 4_418),
}
_ASPHALT = (179_296, 6_940, 2_852)
PUBLISHED_TOTALS = (641_535, 566_200, 903_385)  # asphalt among them
SPLIT: Mapping[str, Mapping[str, float]] = {
    activity: {kind: float(tonnes[number]) for kind, tonnes in _TONNES.items()}
    for number, activity in enumerate(FACTORS)
}
ASPHALT: Mapping[str, int] = dict(zip(FACTORS, _ASPHALT, strict=True))
