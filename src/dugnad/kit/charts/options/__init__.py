"""A chart as the option object that ECharts draws: plain data, the same for the browser and for print.

Words that begin with @ are filled in where the chart is drawn: `@colour:road_traffic` by the theme,
`@number` and the like by functions of `chart-drawing.js`.
"""

from collections.abc import Callable
from math import ceil

from dugnad.kit.charts.chart import Chart, ChartKind
from dugnad.kit.charts.options.horizontal import bars_of, changes_of
from dugnad.kit.charts.options.maps import height_of_map, map_option
from dugnad.kit.charts.options.panels import multiples_of, panels_in_a_row
from dugnad.kit.charts.options.shared import (
    COLUMNS_NARROW,
    NARROW,
    PANEL,
    ROW,
    TEXT,
    WIDE,
    Option,
    same_keys,
)
from dugnad.kit.charts.options.upright import columns_of, lines_of

BUILDERS: dict[ChartKind, Callable[[Chart], tuple[Option, Option]]] = {
    ChartKind.LINE: lines_of,
    ChartKind.COLUMNS: columns_of,
    ChartKind.BARS: bars_of,
    ChartKind.CHANGES: changes_of,
    ChartKind.MULTIPLES: multiples_of,
    ChartKind.MAP: map_option,
}
HORIZONTAL = frozenset({ChartKind.BARS, ChartKind.CHANGES})
PANELLED = frozenset({ChartKind.MULTIPLES})


def option_of(chart: Chart) -> Option:
    """The option object of a chart, with its narrow layout as a media rule."""
    base, narrow = BUILDERS[chart.kind](chart)
    shared = {"animation": False, "textStyle": TEXT, "aria": {"enabled": False}}
    return {
        "baseOption": shared | base,
        "media": [{"query": {"maxWidth": NARROW}, "option": narrow}, {"option": same_keys(narrow, base)}],
    }


def height_of(chart: Chart, *, width: int = WIDE) -> int:
    """Tall enough for its bars or panels."""
    narrow = width <= NARROW
    if chart.areas:
        return height_of_map(chart, width)
    if chart.kind in HORIZONTAL:
        legend = 32 * (len(chart.lines) > 1)
        return 12 + legend + (ROW + 12 * narrow) * max(1, len(chart.categories)) * max(1, len(chart.lines))
    if chart.kind in PANELLED:
        return 8 + PANEL * ceil(len(chart.lines) / (COLUMNS_NARROW if narrow else panels_in_a_row(chart)))
    return 340 + 24 * ceil(len(chart.lines) / 2) * (narrow and len(chart.lines) > 1)
