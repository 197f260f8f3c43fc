"""Outlines of municipalities on a plane, ready to be drawn: from a map of borders in degrees.

The plane is a transverse Mercator projection of a sphere about the middle meridian of what is drawn: shapes
keep their form, and the scale differs by less than 1 % within 900 km of that meridian. Points lie on a grid
of whole numbers, x to the right and y upwards, with the longer side `SIZE` steps. Two neighbours put the
points of their common border on the same places of the grid, so no gap opens between them, and the same map
gives the same numbers every time. Good for pictures; areas and distances are not measured on it.

Source of the method: J. P. Snyder, “Map Projections: A Working Manual”, U.S. Geological Survey Professional
Paper 1395 (1987), equations 8-1 to 8-3.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import atan2, atanh, cos, radians, sin, tan
from typing import Any

from dugnad.engine.borders import Point, Polygon, Ring, shapes_of

SIZE = 1000
SMALLEST = 3  # points of a ring that has an inside
Place = tuple[int, int]
Path = tuple[Place, ...]


@dataclass(frozen=True)
class Outline:
    """A municipality on the plane: its polygons (border, then holes), each ring closed."""

    code: str
    polygons: tuple[tuple[Path, ...], ...]


def outlines_of(borders: Mapping[str, Any], codes: Collection[str]) -> dict[str, Outline]:
    """The outlines of these municipalities, those of a map that it has; islands below a step are left out.

    A municipality that is all below a step, as on a map of a continent, keeps its largest ring as a square
    of one step, so that none that is on the map goes missing from the picture.
    """
    shapes: dict[str, list[Polygon]] = {}
    for code, polygons in shapes_of(borders):
        if code in codes:
            shapes.setdefault(code, []).extend(polygons)
    shapes = {code: polygons for code, polygons in shapes.items() if any(map(any, polygons))}
    points = [point for polygons in shapes.values() for point in _points(polygons)]
    if not points:
        return {}
    grid = _Grid.around(points)
    return {code: Outline(code, grid.polygons(polygons)) for code, polygons in sorted(shapes.items())}


@dataclass(frozen=True)
class _Grid:
    """Where a point in degrees stands among the steps."""

    meridian: float
    left: float
    below: float
    step: float

    @classmethod
    def around(cls, points: Iterable[Point]) -> "_Grid":
        degrees = list(points)
        meridian = (min(point[0] for point in degrees) + max(point[0] for point in degrees)) / 2
        plane = [_projected(point, meridian) for point in degrees]
        (left, right), (below, above) = ((min(axis), max(axis)) for axis in zip(*plane, strict=True))
        return cls(meridian, left, below, max(right - left, above - below) / SIZE or 1.0)

    def place(self, point: Point) -> Place:
        x, y = _projected(point, self.meridian)
        return round((x - self.left) / self.step), round((y - self.below) / self.step)

    def polygons(self, polygons: Iterable[Polygon]) -> tuple[tuple[Path, ...], ...]:
        drawn = tuple(rings for polygon in polygons if (rings := self._rings(polygon)))
        return drawn or (self._dot(next(polygon[0] for polygon in polygons if any(polygon))),)

    def _rings(self, polygon: Polygon) -> tuple[Path, ...]:
        """The border with its holes; without a border there is nothing to have holes."""
        border, *holes = (_straightened(self.place(point) for point in ring) for ring in polygon)
        return (border, *filter(None, holes)) if border else ()

    def _dot(self, ring: Ring) -> tuple[Path, ...]:
        x, y = self.place(ring[0])
        return (((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)),)


def _projected(point: Point, meridian: float) -> tuple[float, float]:
    east, north = radians(point[0] - meridian), radians(point[1])
    return atanh(cos(north) * sin(east)), atan2(tan(north), cos(east))


def _straightened(places: Iterable[Place]) -> Path:
    """A closed ring without points that say nothing: repeated ones, and those on the way to the next.

    What is left when a spike is gone may be such a point itself, so it is looked through again.
    """
    ring = [place for place, _repeated in groupby(places)]
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    kept = [place for place, before, after in _between(ring) if _turn(before, place, after)]
    if len(kept) < len(ring):
        return _straightened(kept)
    return (*kept, kept[0]) if len(kept) >= SMALLEST else ()


def _between(ring: list[Place]) -> Iterator[tuple[Place, Place, Place]]:
    return ((place, ring[index - 1], ring[(index + 1) % len(ring)]) for index, place in enumerate(ring))


def _turn(before: Place, place: Place, after: Place) -> int:
    """Twice the area of the corner; nothing where it is no corner."""
    return (place[0] - before[0]) * (after[1] - before[1]) - (place[1] - before[1]) * (after[0] - before[0])


def _points(polygons: Iterable[Polygon]) -> Iterator[Point]:
    return (point for polygon in polygons for ring in polygon for point in ring)


def area_of(path: Path) -> float:
    """The area inside a closed ring in steps of the grid, squared."""
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(path))) / 2
