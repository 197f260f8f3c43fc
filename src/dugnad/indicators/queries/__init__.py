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
from dugnad.indicators.queries.series import SeriesResult, SeriesRow, Trail, series

__all__ = [
    "REGISTER",
    "Effect",
    "Place",
    "PlaceFigures",
    "SeriesResult",
    "SeriesRow",
    "Trail",
    "VintageComparison",
    "compare_knowledge",
    "compare_vintages",
    "figures_of",
    "find_place",
    "indicator_with_key",
    "indicators",
    "newest_vintage",
    "official_first",
    "search",
    "series",
    "targets_of",
    "vintage_of_file",
    "vintages",
]
