"""Borders of municipalities as they stand in a map file: TopoJSON or GeoJSON, in degrees (WGS 84).

A shape is a municipality with its number and its polygons; a polygon is its rings, the border first and then
its holes; a ring is its points as (longitude, latitude). Shapes of other kinds (points, lines) have none.

Sources of the formats: RFC 7946 (GeoJSON); M. Bostock and C. Metcalf, “The TopoJSON Format Specification”.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

CODE_NAMES = ("code", "kommunenummer", "id", "kommunenr", "municipality_code")
Point = Sequence[float]
Ring = Sequence[Point]
Polygon = Sequence[Ring]


def code_of(shape: Mapping[str, Any]) -> str:
    """The municipality number that a shape of a map carries; nothing where it carries none."""
    values = {"id": shape.get("id"), **(shape.get("properties") or {})}
    code = next((str(values[name]) for name in CODE_NAMES if values.get(name)), "")
    return code.zfill(4) if code else ""


def shapes_of(borders: Mapping[str, Any]) -> Iterator[tuple[str, list[Polygon]]]:
    """Each shape that carries a municipality number, with its polygons; a number may come several times."""
    arcs = _arcs(borders)
    for shape, geometry in _shapes(borders):
        code = code_of(shape)
        if code:
            yield code, list(_polygons(geometry, arcs))


def _shapes(borders: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for feature in borders.get("features", []):
        yield feature, feature.get("geometry") or {}
    for layer in borders.get("objects", {}).values():
        for shape in layer.get("geometries", []):
            yield shape, shape


def _polygons(geometry: Mapping[str, Any], arcs: Sequence[Ring]) -> Iterable[Polygon]:
    several = geometry.get("coordinates") or geometry.get("arcs") or []
    if geometry.get("type") == "Polygon":
        several = [several]
    elif geometry.get("type") != "MultiPolygon":
        return []
    if "arcs" in geometry:
        return [[_joined(ring, arcs) for ring in polygon] for polygon in several]
    return [list(polygon) for polygon in several]


def _joined(ring: Iterable[int], arcs: Sequence[Ring]) -> list[Point]:
    """A ring of TopoJSON: arcs end to end, one counted from behind (~n) the other way."""
    return [point for number in ring for point in (arcs[number] if number >= 0 else arcs[~number][::-1])]


def _arcs(borders: Mapping[str, Any]) -> list[Ring]:
    """The arcs of TopoJSON in degrees; quantised ones are steps from the point before."""
    arcs, transform = borders.get("arcs", []), borders.get("transform")
    if not transform:
        return list(arcs)
    scale, shift = transform["scale"], transform["translate"]
    return [
        [(x * scale[0] + shift[0], y * scale[1] + shift[1]) for x, y in accumulate(arc, _step)]
        for arc in arcs
    ]


def _step(before: Point, step: Point) -> Point:
    return before[0] + step[0], before[1] + step[1]
