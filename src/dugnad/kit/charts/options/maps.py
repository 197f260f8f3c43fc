"""A map as the option object that ECharts draws: areas in the colour of the class of their value.

A tile map is a map like any other; its areas are squares with a name on them. The colours say the class, the
legend says its limits, and an area without a figure is paper with a dashed border, which no class has.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from dugnad.engine.classes import Classes
from dugnad.engine.exactness import decimals_needed
from dugnad.kit.charts.chart import Area, Chart, Place
from dugnad.kit.charts.options.shared import WIDE, Option
from dugnad.kit.formats import number

PHONE, TALLEST = 340, 560
KEY_HEIGHT, KEY_AIR = 22, 14  # of a line of the legend, and between it and the map
STRONG = {"map_4", "map_5", "map_fall_3", "map_rise_3"}  # on these stands paper, on the others ink
SEQUENCES = {1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
SIGNED = ("map_fall_3", "map_fall_2", "map_fall_1", "map_rise_1", "map_rise_2", "map_rise_3")
SMALL = 11
DIGITS_OF_LIMITS = 6  # at most, as classes round them
# Wider apart than in columns: names stand on tiles.
HATCH = {
    "symbol": "rect",
    "dashArrayX": [1, 0],
    "dashArrayY": [1, 8],
    "rotation": -0.785,
    "color": "@colour:paper",
}
TEXT = {"color": "@colour:ink", "fontFamily": "Inter", "fontSize": SMALL}


def map_option(chart: Chart) -> tuple[Option, Option]:
    """The map and its legend; on a phone no names stand on areas, since none would fit."""
    left, top, right, bottom = frame_of(chart.areas)
    series = {
        "type": "map",
        "map": map_name(chart),
        "name": chart.lines[0].name,
        "aspectScale": 1,
        "selectedMode": False,
        "boundingCoords": [[left, top], [right, bottom]],
        "emphasis": {"itemStyle": {"areaColor": "inherit", "borderWidth": 2.5}},
        "label": _names(chart),
        "labelLayout": {"hideOverlap": True},
        "itemStyle": {"areaColor": "@colour:paper", "borderColor": "@colour:quiet", "borderWidth": 0.75},
        "tooltip": {"formatter": "@areaAndValue", "areas": list(chart.categories)},
        "data": [_point(chart, number_of, value) for number_of, value in enumerate(chart.lines[0].values)],
        "top": 2,
        **_placed(chart, WIDE),
    }
    narrow = {"label": {"show": False}, **_placed(chart, PHONE)}
    return {"series": [series], "visualMap": [_legend(chart)]}, {"series": [narrow]}


def map_name(chart: Chart) -> str:
    """What the drawing script calls the areas of this chart; two maps on one page have each their own."""
    return f"areas-{chart.key}"


def shapes_of(chart: Chart) -> Option:
    """The areas as GeoJSON, whose names are the numbers of their categories: two places may share a name."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": str(number_of)},
            "geometry": {"type": "MultiPolygon", "coordinates": area.polygons},
        }
        for number_of, area in enumerate(chart.areas)
        if area.polygons
    ]
    return {"name": map_name(chart), "borders": {"type": "FeatureCollection", "features": features}}


def height_of_map(chart: Chart, width: int) -> int:
    """As tall as the map is at this width, with its legend below."""
    return round(_size(chart, width)[1]) + height_of_legend(chart)


def height_of_legend(chart: Chart) -> int:
    """What is as tall in a narrow frame as in a wide one."""
    return 4 + KEY_AIR + KEY_HEIGHT * len(_pieces(chart))


def frame_of(areas: Iterable[Area]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is drawn; y goes upwards."""
    places = [place for area in areas for place in _places(area)] or [(0.0, 0.0), (1.0, 1.0)]
    across, up = ([place[axis] for place in places] for axis in (0, 1))
    return min(across), max(up), max(across), min(up)


def colours_of(classes: Classes) -> tuple[str, ...]:
    """The colour of each class, from the lowest to the highest."""
    return SIGNED if classes.is_signed else tuple(f"map_{step}" for step in SEQUENCES[len(classes)])


def _places(area: Area) -> Iterable[Place]:
    return (place for polygon in area.polygons for place in polygon[0])


def _size(chart: Chart, width: int) -> tuple[float, float]:
    """Width and height of the map itself: as wide as its frame, unless that makes it taller than a screen."""
    left, top, right, bottom = frame_of(chart.areas)
    ratio = (top - bottom) / ((right - left) or 1.0)
    height = min((width - 8) * ratio, TALLEST)
    return height / (ratio or 1.0), height


def _placed(chart: Chart, width: int) -> Option:
    margin = (width - _size(chart, width)[0]) / 2
    return {"left": round(margin), "right": round(margin)}


def _names(chart: Chart) -> Option:
    """What stands on the areas, where anything does: borders carry no names, tiles do."""
    words = [area.words for area in chart.areas]
    return {"show": any(words), "formatter": "@areaWords", "words": words, "lineHeight": 13} | TEXT


def _point(chart: Chart, number_of: int, value: float | None) -> Option:
    point: Option = {"name": str(number_of), "value": value}
    if value is None:
        return point | {"itemStyle": {"borderType": "dashed"}, "label": {"color": "@colour:quiet"}}
    colour = colours_of(chart.classes)[chart.classes.of(value)]
    words = {"color": "@colour:paper" if colour in STRONG else "@colour:ink"}
    if not chart.is_illustrative(chart.lines[0]):
        return point | {"label": words}
    # Letters keep the strokes of the hatch away with a rim in the colour of their area.
    rim = {"textBorderColor": f"@colour:{colour}", "textBorderWidth": 3}
    return point | {"itemStyle": {"decal": HATCH}, "label": words | rim}


def _legend(chart: Chart) -> Option:
    return {
        "type": "piecewise",
        "pieces": _pieces(chart),
        "outOfRange": {"color": "@colour:paper"},
        "orient": "vertical",
        "left": 0,
        "bottom": 0,
        "padding": 0,
        "itemGap": KEY_HEIGHT - 14,
        "itemWidth": 22,
        "itemHeight": 14,
        "itemSymbol": "rect",
        "selectedMode": False,
        "hoverLink": False,
        "textStyle": TEXT | {"fontSize": 12},
    }


def _pieces(chart: Chart) -> list[Option]:
    """A line of the legend for each class that has a member, the highest first, as values are said."""
    known = [value for value in chart.lines[0].values if value is not None]
    there = {chart.classes.of(value) for value in known}
    pieces: list[Option] = []
    for step in sorted(there, reverse=True):
        below, above = chart.classes.bounds(step)
        limits = {"gte": below} if below is not None else {}
        limits |= {"lt": above} if above is not None else {}
        if not limits:
            limits = {"gte": min(known), "lte": max(known)}
        colour = f"@colour:{colours_of(chart.classes)[step]}"
        pieces.append(limits | {"label": said_of(chart, step), "color": colour})
    return pieces


def said_of(chart: Chart, step: int) -> str:
    """From where to where a class goes, in words."""
    below, above = chart.classes.bounds(step)
    low, high = (number(limit, _decimals(chart)) if limit is not None else "" for limit in (below, above))
    if low and high:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    if low:
        return _("%(low)s or more") % {"low": low}
    return _("below %(high)s") % {"high": high} if high else _("all")


def _decimals(chart: Chart) -> int:
    """As many decimals as the limits have; of figures with decimals as many, where those keep them apart."""
    limits = chart.classes.limits
    needed = decimals_needed(limits, digits=DIGITS_OF_LIMITS)
    are_apart = len({round(limit, chart.decimals) for limit in limits}) == len(limits)
    return min(needed, chart.decimals) if chart.decimals and are_apart else needed
