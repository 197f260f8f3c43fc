"""Areas of municipalities from a map of their borders, for comparing how densely people live.

Maps are as `borders.py` reads them; areas are in km² on a sphere of the earth's mean radius, 6 371.0088 km,
which is within half a per cent of the ellipsoid in Norway. They are those of the map: lakes inside a border
count, fjords where the map draws them inside, and a simplified border moves an area by some per cent. Good
enough for likeness, where a doubling counts, and for no figure that is published.

Source of the method: R. G. Chamberlain and W. H. Duquette, “Some algorithms for polygons on a sphere”,
JPL Publication 07-03 (2007).
"""

from collections.abc import Mapping
from itertools import pairwise
from math import radians, sin
from typing import Any

from dugnad.engine.borders import Polygon, Ring, shapes_of

RADIUS = 6371.0088


def areas_of(borders: Mapping[str, Any]) -> dict[str, float]:
    """The area of each municipality of a map in km²; a shape without a number or an area is left out."""
    areas: dict[str, float] = {}
    for code, polygons in shapes_of(borders):
        area = sum(_area_of(polygon) for polygon in polygons)
        if area:
            areas[code] = areas.get(code, 0.0) + area
    return areas


def _area_of(rings: Polygon) -> float:
    """A border less its holes, whichever way they run."""
    sizes = [abs(_ring(ring)) for ring in rings]
    return sizes[0] - sum(sizes[1:]) if sizes else 0.0


def _ring(ring: Ring) -> float:
    closed = [*ring, ring[0]] if ring else []
    return (
        RADIUS**2
        / 2
        * sum(
            radians(b[0] - a[0]) * (2 + sin(radians(a[1])) + sin(radians(b[1]))) for a, b in pairwise(closed)
        )
    )
