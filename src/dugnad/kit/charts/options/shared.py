"""What all options share: typefaces, rules, axes of values, legends, and how a line looks."""

from typing import Any

from dugnad.kit.charts.chart import Chart, Line
from dugnad.kit.charts.palette import colour_of

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


def values_axis() -> Option:
    return {
        "type": "value",
        "splitNumber": 4,
        "axisLabel": QUIET | {"formatter": "@axisNumber", "hideOverlap": True},
        "splitLine": {"lineStyle": RULE},
        "axisLine": {"show": False},
    }


def legend() -> Option:
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


def stroke(chart: Chart, line: Line, *, width: float, symbol: int) -> Option:
    made_up, colour = chart.is_illustrative(line), colour_of(line.key)
    return {
        "symbol": "emptyCircle" if made_up else "circle",
        "symbolSize": symbol,
        "itemStyle": {"color": colour},
        "lineStyle": {"color": colour, "width": width, "type": "dashed" if made_up else "solid"},
    }


def fill(chart: Chart, line: Line) -> Option:
    return {"color": colour_of(line.key), **hatch(chart, line)}


def hatch(chart: Chart, line: Line) -> Option:
    return {"decal": HATCH} if chart.is_illustrative(line) else {}


def last_known(chart: Chart) -> int:
    """The last category with a figure: where the names of stacked parts stand."""
    known = [i for i, (_name, values) in enumerate(chart.rows) if any(v is not None for v in values)]
    return known[-1] if known else -1


def same_keys(part: Any, whole: Any) -> Any:
    """Of a whole option the values that a narrow layout changes, to go back to when the frame grows."""
    if isinstance(part, dict):
        return {key: same_keys(value, whole.get(key)) for key, value in part.items()} if whole else {}
    if isinstance(part, list) and part and isinstance(part[0], dict):
        return [same_keys(*pair) for pair in zip(part, whole, strict=True)]
    return whole
