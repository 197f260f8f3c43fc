"""Ready models: from statistics that everybody has to a study with its system, its figures and its gaps.

    ready = household_waste([HouseholdRow("hamar", 2019, kg_per_inhabitant=400, inhabitants=31_000)])
    ready.study.system().reconcile()
    ready.missing      # what was left out for want of a figure, by place and year

Each model is a function from rows to a `ReadyModel` and guesses nothing: what is not there is left out and
told. Values are tonnes a year, sd one standard deviation in the same unit.
"""

from dugnad.engine.flows.models.accounts import NationalRow, waste_accounts_downscaled
from dugnad.engine.flows.models.construction import ActivityRow, Factor, construction_waste
from dugnad.engine.flows.models.household import HouseholdRow, household_waste
from dugnad.engine.flows.models.ready import Method, Missing, ReadyModel, Told

__all__ = [
    "ActivityRow",
    "Factor",
    "HouseholdRow",
    "Method",
    "Missing",
    "NationalRow",
    "ReadyModel",
    "Told",
    "construction_waste",
    "household_waste",
    "waste_accounts_downscaled",
]
