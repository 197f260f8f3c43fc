"""Questions about figures."""

from dugnad.indicators.queries.borders import day_of_borders, newest_borders
from dugnad.indicators.queries.catalogue import (
    Card,
    cards,
    indicator_with_key,
    indicators,
    newest_vintage,
    search,
    sectors_called,
    source_for,
    targets_at,
    targets_of,
    vintage_before,
    vintage_of_file,
    vintage_with_number,
    vintages,
)
from dugnad.indicators.queries.connections import (
    ConnectorRow,
    connections,
    mappings,
)
from dugnad.indicators.queries.derived import (
    parts_of,
    vintages_behind,
)
from dugnad.indicators.queries.differences import (
    Effect,
    Summary,
    VintageComparison,
    compare_knowledge,
    compare_vintages,
    summary_of,
)
from dugnad.indicators.queries.figures import (
    REGISTER,
    PlaceFigures,
    Sharing,
    by_inhabitants,
    figures_of,
)
from dugnad.indicators.queries.finds import (
    FindRow,
    find_with_number,
    troubled_connections,
    waiting_finds,
)
from dugnad.indicators.queries.likeness import (
    Alike,
    similar_to,
)
from dugnad.indicators.queries.maps import (
    MapFigures,
    figure_map,
    map_figures,
    years_with_figures,
)
from dugnad.indicators.queries.places import (
    Place,
    find_place,
    members_known_from,
)
from dugnad.indicators.queries.regions import (
    Regions,
    regions,
)
from dugnad.indicators.queries.scrutiny import (
    Scrutiny,
    beside,
    published_figure,
    published_figures,
    scrutinise,
    scrutiny_chart,
    variants,
)
from dugnad.indicators.queries.series import (
    Asked,
    SeriesResult,
    Trail,
    answer,
    ask,
    per_inhabitant,
    series,
)
from dugnad.indicators.queries.series_rows import (
    SeriesRow,
)
from dugnad.indicators.queries.speaking import (
    official_first,
)
from dugnad.indicators.queries.tables import (
    difference_rows,
    differences_as_csv,
    series_as_csv,
    vintages_as_csv,
)
from dugnad.indicators.queries.targets import (
    target_in_words,
    target_owners,
    target_rows,
)

__all__ = [
    "REGISTER",
    "Alike",
    "Asked",
    "Card",
    "ConnectorRow",
    "Effect",
    "FindRow",
    "MapFigures",
    "Place",
    "PlaceFigures",
    "Regions",
    "Scrutiny",
    "SeriesResult",
    "SeriesRow",
    "Sharing",
    "Summary",
    "Trail",
    "VintageComparison",
    "answer",
    "ask",
    "beside",
    "by_inhabitants",
    "cards",
    "compare_knowledge",
    "compare_vintages",
    "connections",
    "day_of_borders",
    "difference_rows",
    "differences_as_csv",
    "figure_map",
    "figures_of",
    "find_place",
    "find_with_number",
    "indicator_with_key",
    "indicators",
    "map_figures",
    "mappings",
    "members_known_from",
    "newest_borders",
    "newest_vintage",
    "official_first",
    "parts_of",
    "per_inhabitant",
    "published_figure",
    "published_figures",
    "regions",
    "scrutinise",
    "scrutiny_chart",
    "search",
    "sectors_called",
    "series",
    "series_as_csv",
    "similar_to",
    "source_for",
    "summary_of",
    "target_in_words",
    "target_owners",
    "target_rows",
    "targets_at",
    "targets_of",
    "troubled_connections",
    "variants",
    "vintage_before",
    "vintage_of_file",
    "vintage_with_number",
    "vintages",
    "vintages_as_csv",
    "vintages_behind",
    "waiting_finds",
    "years_with_figures",
]
