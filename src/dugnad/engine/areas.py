"""Areas of municipalities from a map of their borders, for comparing how densely people live.

Maps are TopoJSON or GeoJSON in degrees of longitude and latitude (WGS 84); areas are in km² on a sphere of
the earth's mean radius, 6 371.0088 km, which is within half a per cent of the ellipsoid in Norway. They are
those of the map: lakes inside a border count, fjords where the map draws them inside, and a simplified
border moves an area by some per cent. Good enough for likeness, where a doubling counts, and for no figure
that is published.

Source of the method: R. G. Chamberlain and W. H. Duquette, “Some algorithms for polygons on a sphere”,
JPL Publication 07-03 (2007).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from math import radians, sin
from typing import Any

RADIUS = 6371.0088
CODE_NAMES = ("code", "kommunenummer", "id", "kommunenr", "municipality_code")
Point = Sequence[float]


def code_of(shape: Mapping[str, Any]) -> str:
    """The municipality number that a shape of a map carries; nothing where it carries none."""
    values = {"id": shape.get("id"), **(shape.get("properties") or {})}
    code = next((str(values[name]) for name in CODE_NAMES if values.get(name)), "")
    return code.zfill(4) if code else ""


def areas_of(borders: Mapping[str, Any]) -> dict[str, float]:
    """The area of each municipality of a map in km²; a shape without a number or an area is left out."""
    arcs = _arcs(borders)
    areas: dict[str, float] = {}
    for shape, geometry in _shapes(borders):
        code, area = code_of(shape), sum(_area_of(polygon) for polygon in _polygons(geometry, arcs))
        if code and area:
            areas[code] = areas.get(code, 0.0) + area
    return areas


def _shapes(borders: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for feature in borders.get("features", []):
        yield feature, feature.get("geometry") or {}
    for layer in borders.get("objects", {}).values():
        for shape in layer.get("geometries", []):
            yield shape, shape


def _polygons(geometry: Mapping[str, Any], arcs: Sequence[Sequence[Point]]) -> Iterable[list[list[Point]]]:
    """The polygons of a shape, each as its rings: the border, then its holes."""
    several = geometry.get("coordinates") or geometry.get("arcs") or []
    if geometry.get("type") == "Polygon":
        several = [several]
    elif geometry.get("type") != "MultiPolygon":
        return []
    if "arcs" in geometry:
        return [[_joined(ring, arcs) for ring in polygon] for polygon in several]
    return [list(polygon) for polygon in several]


def _joined(ring: Iterable[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """A ring of TopoJSON: arcs end to end, one counted from behind (~n) the other way."""
    return [point for number in ring for point in (arcs[number] if number >= 0 else arcs[~number][::-1])]


def _arcs(borders: Mapping[str, Any]) -> list[list[Point]]:
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


def _area_of(rings: Sequence[Sequence[Point]]) -> float:
    """A border less its holes, whichever way they run."""
    sizes = [abs(_ring(ring)) for ring in rings]
    return sizes[0] - sum(sizes[1:]) if sizes else 0.0


def _ring(ring: Sequence[Point]) -> float:
    closed = [*ring, ring[0]] if ring else []
    return (
        RADIUS**2
        / 2
        * sum(
            radians(b[0] - a[0]) * (2 + sin(radians(a[1])) + sin(radians(b[1]))) for a, b in pairwise(closed)
        )
    )
