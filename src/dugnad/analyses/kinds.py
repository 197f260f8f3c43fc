"""Kinds: how a quantity is known, how good it is, what an actor does, what a flow's evidence is."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Method(models.TextChoices):
    """How a quantity came to be known."""

    MEASURED = "measured", _("Measured or counted here")
    DOWNSCALED = "downscaled", _("Downscaled from a larger area")
    ASSUMED = "assumed", _("Assumed")


# The better a method, the higher: a local count replaces an estimate, never the other way round.
STRENGTH = {Method.ASSUMED: 0, Method.DOWNSCALED: 1, Method.MEASURED: 2}


class Distribution(models.TextChoices):
    """How the uncertainty of a quantity is spread."""

    NORMAL = "normal", _("Normal")
    LOGNORMAL = "lognormal", _("Lognormal")
    UNIFORM = "uniform", _("Uniform")
    TRIANGULAR = "triangular", _("Triangular")
    TRUNCATED = "truncated", _("Truncated normal")


class Evidence(models.TextChoices):
    """What the answer for a flow rests on, in the words of the picture."""

    MEASURED = "measured", _("Measured")
    DOWNSCALED = "downscaled", _("Downscaled")
    ASSUMED = "assumed", _("Assumed")
    BALANCED = "balanced", _("Follows from the balances")
    INTERVAL = "interval", _("Only an interval is known")


OF_METHOD = {
    Method.MEASURED: Evidence.MEASURED,
    Method.DOWNSCALED: Evidence.DOWNSCALED,
    Method.ASSUMED: Evidence.ASSUMED,
}


class FlowStatus(models.TextChoices):
    """What the engine says of a flow: whether it can be known, and whether anything checks it."""

    REDUNDANT = "redundant", _("Checked by other figures")
    NONREDUNDANT = "nonredundant", _("Known from one figure alone")
    OBSERVABLE = "observable", _("Worked out from the balances")
    UNOBSERVABLE = "unobservable", _("Cannot be known")
    CONSTANT = "constant", _("Fixed")
    AT_BOUND = "at_bound", _("At its limit")


WHOLE = "*"  # the whole area of a study, where figures name no place of it

# The five steps of the pedigree matrix (Weidema and Wesnæs 1996), as life-cycle and flow studies use them.
GRADES: dict[int, Promise] = {
    1: _("verified, and rests on measurements"),
    2: _("verified in part, or measured but not verified"),
    3: _("not verified, and rests partly on assumptions"),
    4: _("a qualified estimate"),
    5: _("a rough guess"),
}


class ActorCategory(models.TextChoices):
    """What an actor does with materials."""

    AUTHORITY = "authority", _("Municipality or other authority")
    EXTRACTION = "extraction", _("Forestry, farming and quarries")
    MANUFACTURE = "manufacture", _("Manufacture of building materials and goods")
    TRADE = "trade", _("Trade and wholesale")
    CONTRACTOR = "contractor", _("Builders and contractors")
    DEMOLITION = "demolition", _("Demolition")
    PROPERTY = "property", _("Property owners and managers")
    DESIGN = "design", _("Architects and consultants")
    TRANSPORT = "transport", _("Transport")
    WASTE = "waste", _("Collection and treatment of waste")
    REUSE = "reuse", _("Reuse and repair")
    RECYCLING = "recycling", _("Material recycling")
    ENERGY = "energy", _("Energy and heat")
    WATER = "water", _("Water and sewage")
    RESEARCH = "research", _("Research and education")
    CLUSTER = "cluster", _("Clusters and associations")


@dataclass(frozen=True)
class Share:
    """How much of what a run tells rests on one kind of evidence."""

    evidence: str
    label: str
    flows: int
    percent: float
