"""A chart as the option object that ECharts draws: plain data, the same for the browser and for print.

Words that begin with @ are filled in where the chart is drawn: `@colour:road_traffic` by the theme,
`@number` and the like by functions of `chart-drawing.js`.
"""

from collections.abc import Callable
from math import ceil
from typing import Any

from dugnad.kit.charts.chart import Chart, ChartKind, Line
from dugnad.kit.charts.maps import height_of_map, map_option
from dugnad.kit.charts.palette import colour_of
from dugnad.kit.formats import MISSING, change, number

Option = dict[str, Any]
NARROW = 480  # a frame at most this wide gets the narrow layout
WIDE = 720
SMALL, FONT = 11, 12.5
TEXT = {"color": "@colour:ink", "fontFamily": "Inter", "fontSize": FONT}
QUIET = TEXT | {"color": "@colour:quiet"}
RULE = {"color": "@colour:rule", "width": 1}
HATCH = {
    "symbol": "rect",
    "dashArrayX": [1, 0],
    "dashArrayY": [1, 4.5],
    "rotation": -0.785,
    "color": "@colour:paper",
}
ROW, PANEL = 34, 132  # heights of a bar with its air, and of a small panel with its name
MOST_IN_A_ROW, ROWS_OF, COLUMNS_NARROW = 5, 4, 2
LONGEST_OF_FOUR = 17  # letters of a name above one of four panels; longer ones are set smaller
LINE, LINE_SMALL = 17, 14  # said, because the browser and the server measure the height of a line differently


def option_of(chart: Chart) -> Option:
    """The option object of a chart, with its narrow layout as a media rule."""
    base, narrow = BUILDERS[chart.kind](chart)
    shared = {"animation": False, "textStyle": TEXT, "aria": {"enabled": False}}
    return {
        "baseOption": shared | base,
        "media": [{"query": {"maxWidth": NARROW}, "option": narrow}, {"option": _same_keys(narrow, base)}],
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
        return 8 + PANEL * ceil(len(chart.lines) / (COLUMNS_NARROW if narrow else _panels_in_a_row(chart)))
    return 340 + 24 * ceil(len(chart.lines) / 2) * (narrow and len(chart.lines) > 1)


# Columns and lines -----------------------------------------------------------------------------------


def _columns(chart: Chart) -> tuple[Option, Option]:
    several = len(chart.lines) > 1
    series = [
        {
            "type": "bar",
            "stack": "all",
            "name": line.name,
            "data": list(line.values),
            "barCategoryGap": "26%",
            "itemStyle": _fill(chart, line) | {"borderColor": "@colour:paper", "borderWidth": several * 0.75},
            **(_name_at_end(chart, line) if several else _ends(line, "@aboveColumns")),
        }
        for line in chart.lines
    ]
    base = _upright(chart, right=168 if several else 16) | {"series": series, "legend": {"show": False}}
    return base, _legend_instead(chart, several)


def _lines(chart: Chart) -> tuple[Option, Option]:
    several = len(chart.lines) > 1
    series = [
        {
            "type": "line",
            "name": line.name,
            "data": list(line.values),
            "connectNulls": False,
            "showAllSymbol": True,
            **_stroke(chart, line, width=1.5 if line.key == "other" else 2.5, symbol=6),
            **(_name_at_end(chart, line) if several else _ends(line, "@abovePoints")),
        }
        for line in sorted(chart.lines, key=_last_value)  # from below, as their names stand at the end
    ]
    base = _upright(chart, right=140 if several else 24) | {"series": series, "legend": {"show": False}}
    return base, _legend_instead(chart, several)


def _upright(chart: Chart, *, right: int) -> Option:
    return {
        "grid": {"left": 4, "right": right, "top": 18, "bottom": 4, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": list(chart.categories),
            "axisTick": {"show": False},
            "axisLabel": QUIET | {"hideOverlap": True},
            "axisLine": {"lineStyle": {"color": "@colour:quiet", "width": 1}},
        },
        "yAxis": _values() | {"min": "@zeroOrBelow"},
    }


def _legend_instead(chart: Chart, several: bool) -> Option:
    """On a phone there is no room beside the last column: the names stand below."""
    rows = ceil(len(chart.lines) / 2)
    return {
        "grid": {"right": 12, "bottom": 12 + 24 * rows if several else 4},
        "legend": _legend() | {"show": several, "data": [line.name for line in chart.lines]},
        "series": [{"label": {"show": not several}} for _line in chart.lines],
    }


def _name_at_end(chart: Chart, line: Line) -> Option:
    """The name beside its last figure, with a mark in its colour; names that would collide move up."""
    mark = {"color": colour_of(line.key), "fontSize": FONT, "padding": [0, 5, 0, 0]}
    label = {
        "show": True,
        "position": "right",
        "formatter": "@nameAtEnd",
        "last": _last(chart),
        "rich": {"mark": mark},
        "width": 150,
        "overflow": "break",
        "lineHeight": 15,
    }
    return {"label": label | TEXT, "labelLayout": "@stackNames"}


def _ends(line: Line, layout: str) -> Option:
    """Values at the first and the last year: what a reader compares."""
    known = [index for index, value in enumerate(line.values) if value is not None]
    label = {
        "show": True,
        "position": "top",
        "formatter": "@valueAtEnds",
        "ends": [known[0], known[-1]] if known else [],
        "fontWeight": 600,
    }
    return {"label": label | TEXT, "labelLayout": layout}


def _last_value(line: Line) -> float:
    return next((value for value in reversed(line.values) if value is not None), 0.0)


# Horizontal bars -------------------------------------------------------------------------------------


def _bars(chart: Chart) -> tuple[Option, Option]:
    several = len(chart.lines) > 1
    series = [
        {
            "type": "bar",
            "name": line.name,
            "data": list(line.values),
            "barCategoryGap": "38%",
            "itemStyle": _fill(chart, line),
            "label": {"show": True, "position": "right", "formatter": "@words", "beside": list(line.beside)}
            | TEXT,
        }
        for line in chart.lines
    ]
    base = {
        "grid": {"left": 4, "right": 96, "top": 6, "bottom": 32 if several else 4, "containLabel": True},
        "legend": _legend() | {"show": several},
        "xAxis": _values() | {"min": 0, "show": False},
        "yAxis": _names(chart),
        "series": series,
    }
    narrow = {
        "grid": {"right": 64},
        "yAxis": {"axisLabel": {"width": 104, "fontSize": SMALL, "lineHeight": LINE_SMALL}},
        "series": [{"label": {"fontSize": SMALL}} for _line in chart.lines],
    }
    return base, narrow


def _changes(chart: Chart) -> tuple[Option, Option]:
    """Names to the left, bars both ways from zero, what they say in figures in a column to the right."""
    line = chart.lines[0]
    points = [
        {
            "value": value,
            "itemStyle": {"color": colour_of("rise" if (value or 0) > 0 else "fall")} | _hatch(chart, line),
        }
        for value in line.values
    ]
    zero = {
        "silent": True,
        "symbol": "none",
        "label": {"show": False},
        "lineStyle": {"color": "@colour:quiet", "width": 1, "type": "solid"},
        "data": [{"xAxis": 0}],
    }
    said = _said(chart, line)
    width = round(max(map(len, said), default=0) * 0.56 * FONT) + 12
    column = {
        "position": "right",
        "data": said,
        "axisLabel": TEXT | {"interval": 0, "align": "right", "margin": width},
    }
    base = {
        # The column is counted twice, as margin and as words: the frame gets one of them back.
        "grid": {"left": 4, "right": 28 - width, "top": 6, "bottom": 4, "containLabel": True},
        "xAxis": _values() | {"min": "@zeroOrBelow", "max": "@zeroOrAbove", "show": False},
        "yAxis": [_names(chart), _names(chart) | column],
        "series": [
            {"type": "bar", "name": line.name, "data": points, "barCategoryGap": "38%", "markLine": zero}
        ],
    }
    names = {"axisLabel": {"width": 104, "fontSize": SMALL, "lineHeight": LINE_SMALL, "margin": 8}}
    # On a phone the bars need the room: the figure stays, and what stands beside it is in the table below.
    figures = _figures(chart, line)
    small = round(max(map(len, figures), default=0) * 0.56 * FONT) + 4
    said_small = {"data": figures, "axisLabel": {"fontSize": SMALL, "margin": small}}
    return base, {"grid": {"right": 28 - small}, "yAxis": [names, said_small]}


def _said(chart: Chart, line: Line) -> list[str]:
    beside = line.beside or ("",) * len(line.values)
    return [" ".join(filter(None, row)) for row in zip(_figures(chart, line), beside, strict=True)]


def _figures(chart: Chart, line: Line) -> list[str]:
    """Each value with its sign."""
    return [f"{'+' if value and value > 0 else ''}{number(value, chart.decimals)}" for value in line.values]


def _names(chart: Chart) -> Option:
    return {
        "type": "category",
        "data": list(chart.categories),
        "inverse": True,
        "axisTick": {"show": False},
        "axisLine": {"show": False},
        "axisLabel": TEXT
        | {"interval": 0, "width": 220, "overflow": "break", "lineHeight": LINE, "margin": 14},
    }


# Small panels ----------------------------------------------------------------------------------------


def _multiples(chart: Chart) -> tuple[Option, Option]:
    series = [
        {
            "type": "bar",
            "name": line.name,
            "xAxisIndex": index,
            "yAxisIndex": index,
            "data": list(line.values),
            "barCategoryGap": "22%",
            "itemStyle": _fill(chart, line),
        }
        for index, line in enumerate(chart.lines)
    ]
    columns = _panels_in_a_row(chart)
    base = {
        "title": _panel_titles(chart, columns),
        "grid": _panels(len(chart.lines), columns),
        "xAxis": [_panel_years(chart, index) for index in range(len(chart.lines))],
        "yAxis": [_panel_values(chart, index) for index in range(len(chart.lines))],
        "series": series,
    }
    narrow = {
        "title": [
            {"left": place["left"], "top": place["top"]} for place in _panel_titles(chart, COLUMNS_NARROW)
        ],
        "grid": _panels(len(chart.lines), COLUMNS_NARROW),
    }
    return base, narrow


def _panels_in_a_row(chart: Chart) -> int:
    """Few panels stand in one row, many in rows of four."""
    return max(1, len(chart.lines)) if len(chart.lines) <= MOST_IN_A_ROW else ROWS_OF


def _panel_titles(chart: Chart, columns: int) -> list[Option]:
    longest = max((len(line.name) for line in chart.lines), default=0)
    size = FONT if longest <= LONGEST_OF_FOUR else SMALL
    return [
        {
            "text": line.name,
            "subtext": _first_to_last(chart, line),
            "left": f"{index % columns * 100 / columns:.2f}%",
            "top": PANEL * (index // columns),
            "padding": 0,
            "itemGap": 2,
            "textStyle": TEXT
            | {"fontWeight": 600, "fontSize": size, "lineHeight": LINE}
            | _as_wide_as(columns),
            "subtextStyle": QUIET | {"fontSize": SMALL, "lineHeight": LINE},
        }
        for index, line in enumerate(chart.lines)
    ]


def _as_wide_as(columns: int) -> Option:
    return {"width": int(WIDE / columns) - 12 if columns > COLUMNS_NARROW else 150, "overflow": "truncate"}


def _first_to_last(chart: Chart, line: Line) -> str:
    """What a small panel says in figures: its own words, else where it began and where it ended."""
    known = [value for value in line.values if value is not None]
    if line.beside:
        return line.beside[0]
    if not known:
        return MISSING
    percent = change((known[-1] / known[0] - 1) * 100) if known[0] else MISSING
    return f"{number(known[-1], chart.decimals)} ({percent})"


def _panels(count: int, columns: int) -> list[Option]:
    width = 100 / columns
    return [
        {
            "left": f"{index % columns * width:.2f}%",
            "width": f"{width - 3:.2f}%",
            "top": PANEL * (index // columns) + 40,
            "height": PANEL - 72,
        }
        for index in range(count)
    ]


def _panel_years(chart: Chart, index: int) -> Option:
    return {
        "type": "category",
        "gridIndex": index,
        "data": list(chart.categories),
        "axisTick": {"show": False},
        "axisLabel": QUIET
        | {"interval": "@ends", "fontSize": SMALL, "alignMinLabel": "left", "alignMaxLabel": "right"},
        "axisLine": {"lineStyle": {"color": "@colour:quiet", "width": 1}},
    }


def _panel_values(chart: Chart, index: int) -> Option:
    top = max((v for line in chart.lines for v in line.values if v is not None), default=1)
    return {"type": "value", "gridIndex": index, "min": 0, "max": top * 1.04, "show": False}


# What all share --------------------------------------------------------------------------------------


def _values() -> Option:
    return {
        "type": "value",
        "splitNumber": 4,
        "axisLabel": QUIET | {"formatter": "@axisNumber", "hideOverlap": True},
        "splitLine": {"lineStyle": RULE},
        "axisLine": {"show": False},
    }


def _legend() -> Option:
    return {
        "bottom": 0,
        "left": 0,
        "icon": "rect",
        "itemWidth": 11,
        "itemHeight": 11,
        "itemGap": 12,
        "selectedMode": False,
        "textStyle": TEXT | {"fontSize": SMALL},
    }


def _stroke(chart: Chart, line: Line, *, width: float, symbol: int) -> Option:
    made_up, colour = chart.is_illustrative(line), colour_of(line.key)
    return {
        "symbol": "emptyCircle" if made_up else "circle",
        "symbolSize": symbol,
        "itemStyle": {"color": colour},
        "lineStyle": {"color": colour, "width": width, "type": "dashed" if made_up else "solid"},
    }


def _fill(chart: Chart, line: Line) -> Option:
    return {"color": colour_of(line.key), **_hatch(chart, line)}


def _hatch(chart: Chart, line: Line) -> Option:
    return {"decal": HATCH} if chart.is_illustrative(line) else {}


def _last(chart: Chart) -> int:
    """The last category with a figure: where the names of stacked parts stand."""
    known = [i for i, (_name, values) in enumerate(chart.rows) if any(v is not None for v in values)]
    return known[-1] if known else -1


def _same_keys(part: Any, whole: Any) -> Any:
    """Of a whole option the values that a narrow layout changes, to go back to when the frame grows."""
    if isinstance(part, dict):
        return {key: _same_keys(value, whole.get(key)) for key, value in part.items()} if whole else {}
    if isinstance(part, list) and part and isinstance(part[0], dict):
        return [_same_keys(*pair) for pair in zip(part, whole, strict=True)]
    return whole


BUILDERS: dict[ChartKind, Callable[[Chart], tuple[Option, Option]]] = {
    ChartKind.LINE: _lines,
    ChartKind.COLUMNS: _columns,
    ChartKind.BARS: _bars,
    ChartKind.CHANGES: _changes,
    ChartKind.MULTIPLES: _multiples,
    ChartKind.MAP: map_option,
}
HORIZONTAL = frozenset({ChartKind.BARS, ChartKind.CHANGES})
PANELLED = frozenset({ChartKind.MULTIPLES})
