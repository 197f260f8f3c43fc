"""Horizontal bars: names to the left, what they say in figures to the right."""

from dugnad.kit.charts.chart import Chart, Line
from dugnad.kit.charts.options.shared import (
    FONT,
    LINE,
    LINE_SMALL,
    SMALL,
    TEXT,
    Option,
    fill,
    hatch,
    legend,
    values_axis,
)
from dugnad.kit.charts.palette import colour_of
from dugnad.kit.formats import number


def bars_of(chart: Chart) -> tuple[Option, Option]:
    several = len(chart.lines) > 1
    series = [
        {
            "type": "bar",
            "name": line.name,
            "data": list(line.values),
            "barCategoryGap": "38%",
            "itemStyle": fill(chart, line),
            "label": {"show": True, "position": "right", "formatter": "@words", "beside": list(line.beside)}
            | TEXT,
        }
        for line in chart.lines
    ]
    base = {
        "grid": {"left": 4, "right": 96, "top": 6, "bottom": 32 if several else 4, "containLabel": True},
        "legend": legend() | {"show": several},
        "xAxis": values_axis() | {"min": 0, "show": False},
        "yAxis": _names(chart),
        "series": series,
    }
    narrow = {
        "grid": {"right": 64},
        "yAxis": {"axisLabel": {"width": 104, "fontSize": SMALL, "lineHeight": LINE_SMALL}},
        "series": [{"label": {"fontSize": SMALL}} for _line in chart.lines],
    }
    return base, narrow


def changes_of(chart: Chart) -> tuple[Option, Option]:
    """Names to the left, bars both ways from zero, what they say in figures in a column to the right."""
    line = chart.lines[0]
    points = [
        {
            "value": value,
            "itemStyle": {"color": colour_of("rise" if (value or 0) > 0 else "fall")} | hatch(chart, line),
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
        "xAxis": values_axis() | {"min": "@zeroOrBelow", "max": "@zeroOrAbove", "show": False},
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
