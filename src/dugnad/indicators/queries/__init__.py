"""Questions about figures."""

from dugnad.indicators.queries.catalogue import (
    indicator_with_key,
    indicators,
    newest_vintage,
    search,
    targets_of,
    vintage_of_file,
    vintages,
)
from dugnad.indicators.queries.differences import (
    Effect,
    VintageComparison,
    compare_knowledge,
    compare_vintages,
)
from dugnad.indicators.queries.figures import REGISTER, PlaceFigures, figures_of, official_first
from dugnad.indicators.queries.places import Place, find_place
from dugnad.indicators.queries.series import (
    Asked,
    SeriesResult,
    Trail,
    answer,
    ask,
    per_inhabitant,
    series,
)
from dugnad.indicators.queries.series_rows import SeriesRow

__all__ = [
    "REGISTER",
    "Asked",
    "Effect",
    "Place",
    "PlaceFigures",
    "SeriesResult",
    "SeriesRow",
    "Trail",
    "VintageComparison",
    "answer",
    "ask",
    "compare_knowledge",
    "compare_vintages",
    "figures_of",
    "find_place",
    "indicator_with_key",
    "indicators",
    "newest_vintage",
    "official_first",
    "per_inhabitant",
    "search",
    "series",
    "targets_of",
    "vintage_of_file",
    "vintages",
]
