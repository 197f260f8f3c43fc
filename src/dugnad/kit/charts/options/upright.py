"""Columns and lines: years along the bottom, names beside the last figure or, on a phone, below."""

from math import ceil

from dugnad.kit.charts.chart import Chart, Line
from dugnad.kit.charts.options.shared import (
    FONT,
    QUIET,
    TEXT,
    Option,
    fill,
    last_known,
    legend,
    stroke,
    values_axis,
)
from dugnad.kit.charts.palette import colour_of


def columns_of(chart: Chart) -> tuple[Option, Option]:
    several = len(chart.lines) > 1
    series = [
        {
            "type": "bar",
            "stack": "all",
            "name": line.name,
            "data": list(line.values),
            "barCategoryGap": "26%",
            "itemStyle": fill(chart, line) | {"borderColor": "@colour:paper", "borderWidth": several * 0.75},
            **(_name_at_end(chart, line) if several else _ends(line, "@aboveColumns")),
        }
        for line in chart.lines
    ]
    base = _upright(chart, right=168 if several else 16) | {"series": series, "legend": {"show": False}}
    return base, _legend_instead(chart, several)


def lines_of(chart: Chart) -> tuple[Option, Option]:
    several = len(chart.lines) > 1
    series = [
        {
            "type": "line",
            "name": line.name,
            "data": list(line.values),
            "connectNulls": False,
            "showAllSymbol": True,
            **stroke(chart, line, width=1.5 if line.key == "other" else 2.5, symbol=6),
            **(_name_at_own_end(chart, line) if several else _ends(line, "@abovePoints")),
        }
        for line in sorted(chart.lines, key=_last_value)  # from below, as their names stand at the end
    ]
    base = _upright(chart, right=168 if several else 24) | {"series": series, "legend": {"show": False}}
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
        "yAxis": values_axis() | {"min": "@zeroOrBelow"},
    }


def _legend_instead(chart: Chart, several: bool) -> Option:
    """On a phone there is no room beside the last column: the names stand below."""
    rows = ceil(len(chart.lines) / 2)
    return {
        "grid": {"right": 12, "bottom": 12 + 24 * rows if several else 4},
        "legend": legend() | {"show": several, "data": [line.name for line in chart.lines]},
        "series": [{"label": {"show": not several}} for _line in chart.lines],
    }


def _name_at_end(chart: Chart, line: Line) -> Option:
    """The name beside its last figure, with a mark in its colour; names that would collide move up."""
    mark = {"color": colour_of(line.key), "fontSize": FONT, "padding": [0, 5, 0, 0]}
    label = {
        "show": True,
        "position": "right",
        "formatter": "@nameAtEnd",
        "last": last_known(chart),
        "rich": {"mark": mark},
        "width": 150,
        "overflow": "break",
        "lineHeight": 15,
    }
    return {"label": label | TEXT, "labelLayout": "@stackNames"}


def _name_at_own_end(chart: Chart, line: Line) -> Option:
    """A line that ends before the others has its name where it ends: its last year may have no figure."""
    option = _name_at_end(chart, line)
    known = [index for index, value in enumerate(line.values) if value is not None]
    return option | {"label": option["label"] | {"last": known[-1] if known else -1, "nothing": True}}


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
