"""Pages of figures: the catalogue, series, vintages, comparisons, reading in."""

from dugnad.indicators.views.definitions import add_indicator, edit_indicator, set_target
from dugnad.indicators.views.fetching import (
    connectors,
    fetch_figures,
    found_figures,
    read_register,
    set_aside_find,
    set_table,
    store_register,
    take_find,
    watch_source,
)
from dugnad.indicators.views.mappings import map_columns, name_columns
from dugnad.indicators.views.maps import borders, figure_map
from dugnad.indicators.views.scrutiny import (
    edit_published_figure,
    enter_published_figure,
    published_figure,
    published_figures,
    withdraw_published_figure,
)
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
    "add_indicator",
    "borders",
    "compare_vintages",
    "connectors",
    "differences_export",
    "edit_indicator",
    "edit_published_figure",
    "enter_published_figure",
    "fetch_figures",
    "figure_map",
    "found_figures",
    "import_vintage",
    "indicator",
    "indicators",
    "map_columns",
    "name_columns",
    "published_figure",
    "published_figures",
    "read_register",
    "series_export",
    "set_aside_find",
    "set_table",
    "set_target",
    "store_register",
    "store_vintage",
    "take_find",
    "vintage",
    "vintage_file",
    "vintages",
    "vintages_export",
    "watch_source",
    "withdraw_published_figure",
]
