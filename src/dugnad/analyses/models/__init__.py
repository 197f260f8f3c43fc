"""Nouns of material-flow studies."""

from dugnad.analyses.models.figures import Dataset, Quantity
from dugnad.analyses.models.register import Actor, Project
from dugnad.analyses.models.runs import Result, Run
from dugnad.analyses.models.studies import Flow, Process, Relation, Study, TransferCoefficient

__all__ = [
    "Actor",
    "Dataset",
    "Flow",
    "Process",
    "Project",
    "Quantity",
    "Relation",
    "Result",
    "Run",
    "Study",
    "TransferCoefficient",
]
