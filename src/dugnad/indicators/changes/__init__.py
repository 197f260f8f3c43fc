"""Verbs about figures: take in a vintage, define an indicator, set a target. The only writer of this room."""

from dugnad.indicators.changes.borders import import_borders
from dugnad.indicators.changes.catalogue import (
    define_own_indicator,
    load_reference_indicators,
    name_publisher,
    set_target,
)
from dugnad.indicators.changes.imports import (
    READABLE,
    FileReport,
    import_emissions,
    import_figures,
    import_indicator,
)
from dugnad.indicators.changes.wording import outcome_of

__all__ = [
    "READABLE",
    "FileReport",
    "define_own_indicator",
    "import_borders",
    "import_emissions",
    "import_figures",
    "import_indicator",
    "load_reference_indicators",
    "name_publisher",
    "outcome_of",
    "set_target",
]
