"""Small panels: the same picture for each part, side by side."""

from dugnad.kit.charts.chart import Chart, Line
from dugnad.kit.charts.options.shared import (
    COLUMNS_NARROW,
    FONT,
    LINE,
    LONGEST_OF_FOUR,
    MOST_IN_A_ROW,
    PANEL,
    QUIET,
    ROWS_OF,
    SMALL,
    TEXT,
    WIDE,
    Option,
    fill,
)
from dugnad.kit.formats import MISSING, change, figure


def multiples_of(chart: Chart) -> tuple[Option, Option]:
    series = [
        {
            "type": "bar",
            "name": line.name,
            "xAxisIndex": index,
            "yAxisIndex": index,
            "data": list(line.values),
            "barCategoryGap": "22%",
            "itemStyle": fill(chart, line),
        }
        for index, line in enumerate(chart.lines)
    ]
    columns = panels_in_a_row(chart)
    base = {
        "title": _panel_titles(chart, columns),
        "grid": _panels(chart, columns),
        "xAxis": [_panel_years(chart, index) for index in range(len(chart.lines))],
        "yAxis": [_panel_values(chart, index) for index in range(len(chart.lines))],
        "series": series,
    }
    narrow = {
        "title": [
            {"left": place["left"], "top": place["top"]} for place in _panel_titles(chart, COLUMNS_NARROW)
        ],
        "grid": _panels(chart, COLUMNS_NARROW),
    }
    return base, narrow


def panels_in_a_row(chart: Chart) -> int:
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
    """What a small panel says in figures: its own words, else where it ended and what has become of it.

    Both are of the first and the last category: a change to another one would be told as if it were this.
    """
    if line.beside:
        return line.beside[0]
    first, last = (line.values[0], line.values[-1]) if line.values else (None, None)
    if last is None:
        return MISSING
    percent = change((last / first - 1) * 100) if first else MISSING
    return f"{figure(last, chart.decimals)} ({percent})"


def _panels(chart: Chart, columns: int) -> list[Option]:
    width, more = 100 / columns, _lines_below_names(chart) - 1
    return [
        {
            "left": f"{index % columns * width:.2f}%",
            "width": f"{width - 3:.2f}%",
            "top": PANEL * (index // columns) + 40 + LINE * more,
            "height": PANEL - 72 - LINE * more,
        }
        for index in range(len(chart.lines))
    ]


def _lines_below_names(chart: Chart) -> int:
    """On how many lines the panels say their figures; all make room for as many."""
    return max((_first_to_last(chart, line).count("\n") + 1 for line in chart.lines), default=1)


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
