"""Where answers belong in the Common Reporting Framework of the Global Covenant of Mayors (GCoM).

Sections and notation keys are those of version 6.1 of 13 September 2018; the columns are those of the sheet
eCRF_3, in which inventories are handed from one tool to another; the numbers are those of the GPC. In English
as the framework is, whoever reads it. A place that we are not sure of stays open and says why.
"""

from dataclasses import dataclass

VERSION = "GCoM Common Reporting Framework, version 6.1, 13 September 2018"
COLUMNS = (
    "Inventory year", "GPC ref. no.", "CRF - Sector", "CRF - Sub-sector", "Scope", "Fuel type or activity",
    "Notation key", "Activity data - Amount", "Activity data - Unit", "Activity data - Description",
    "Activity data - Source", "Activity data - Data Quality", "Emission factor - Unit",
    "Emission factor - CO2", "Emission factor - CH4", "Emission factor - N2O", "Emission factor - Total CO2e",
    "Emission factor - Biogenic CO2", "Oxidation factor", "Emission factor - Year",
    "Emission factor - Scale", "Emission factor - Description", "Emission factor - Source",
    "Emission factor - Data Quality", "GHGs (metric tonnes CO2e) - CO2",
    "GHGs (metric tonnes CO2e) - CH4", "GHGs (metric tonnes CO2e) - N2O",
    "GHGs (metric tonnes CO2e) - Total CO2e", "GHGs (metric tonnes CO2e) - Biogenic CO2",
    "Activity data conversion - original activity", "Activity data conversion - original unit",
    "Activity data conversion - conversion value", "Activity data conversion - override used?",
)  # fmt: skip
NOTE = "Note"  # a column of ours after theirs
NOTATION_KEYS = {
    "NO": "not occurring",
    "IE": "included elsewhere",
    "C": "confidential",
    "NE": "not estimated",
}


@dataclass(frozen=True)
class Place:
    """Where a sector of the Norwegian statistic stands in an inventory; what is left open is empty."""

    reference: str = ""
    sector: str = ""
    subsector: str = ""
    note: str = ""


STATIONARY, TRANSPORT, WASTE, AFOLU = "Stationary energy", "Transportation", "Waste", "AFOLU"
PLACES = {
    "road_traffic": Place("II.1.1", TRANSPORT, "On-road"),
    "shipping": Place(
        "II.3.1", TRANSPORT, "Waterborne navigation",
        "The statistic counts ships by type in the waters of the municipality. Check whether your inventory "
        "counts those that only pass.",
    ),
    "aviation": Place(
        "II.4.1", TRANSPORT, "Aviation",
        "The statistic holds domestic and foreign flights. Check which of them your inventory counts.",
    ),
    "other_mobile": Place(
        note="Left open: machines of construction, agriculture and forestry belong to I.3 and I.5 or to "
        "II.5 Off-road, by where they are used; the statistic does not say where.",
    ),
    "heating": Place(
        sector=STATIONARY,
        note="Sub-sector left open: the statistic is by fuel, and does not tell residential buildings (I.1) "
        "from commercial and institutional ones (I.2).",
    ),
    "energy_supply": Place(
        sector=STATIONARY,
        note="Sub-sector left open: waste incineration, district heating and power are one figure; the CRF "
        "takes energy generation in a table of its own.",
    ),
    "industry": Place(
        note="Left open: energy use in industry (I.3) and industrial processes (IV.1) are one figure.",
    ),
    "agriculture": Place(
        sector=AFOLU,
        note="Sub-sector left open: animals (V.1) and farmland (V.3) are one figure.",
    ),
    "waste": Place(
        sector=WASTE,
        note="Sub-sector left open: landfills (III.1), biological treatment (III.2) and wastewater (III.4) "
        "are one figure.",
    ),
    "f_gases": Place("IV.2", "IPPU", "Product use"),
}  # fmt: skip
TOTAL = Place(note="The sum of all sectors: to check against, and no row of an inventory.")
UNKNOWN = Place(note="A sector that is not of the Norwegian emission statistic: place it yourself.")
# Ready-made questions with a clear place in the framework, by key.
SECTIONS = {
    "target-year": "4. Target Setting",
    "target-reduction": "4. Target Setting",
    "climate-plan-adopted": "6.1. Climate Action Plans",
    "climate-plan": "6.1. Climate Action Plans",
    "adaptation": "6.1. Climate Action Plans",
}
OPEN = "No place that is certain"
EXPLANATION = (
    VERSION,
    "Columns: those of the sheet eCRF_3 that tools for inventories in the GPC format read and write. They "
    "were taken from such tools and not from an official schema: look at them once before you send them on.",
    "Only what the municipality has answered is written. Scope 1: direct emissions inside the border, which "
    "is all that the Norwegian statistic tells. Electricity (scope 2) and scope 3 are not asked for.",
    "Gases, activity data and emission factors are empty, because they were not asked for.",
    "Notation keys are left to you, because nobody was asked why a figure is missing: "
    + ", ".join(f"{key} {words}" for key, words in NOTATION_KEYS.items())
    + ". The framework wants an explanation beside each.",
    "Where a sector of the Norwegian statistic holds several sub-sectors of the framework, the place is left "
    "open and the note says why. It is not divided by guess.",
)


def place_of_sector(sector: str) -> Place:
    """Where a sector of the statistic stands; the sum of all where none is named."""
    return PLACES.get(sector, UNKNOWN) if sector else TOTAL
