"""Pages of figures: the catalogue, series, vintages, comparisons, reading in."""

from dugnad.indicators.views.series import indicator, indicators, series_export
from dugnad.indicators.views.uploading import import_vintage, store_vintage
from dugnad.indicators.views.vintages import (
    compare_vintages,
    differences_export,
    vintage,
    vintage_file,
    vintages,
    vintages_export,
)

__all__ = [
    "compare_vintages",
    "differences_export",
    "import_vintage",
    "indicator",
    "indicators",
    "series_export",
    "store_vintage",
    "vintage",
    "vintage_file",
    "vintages",
    "vintages_export",
]
