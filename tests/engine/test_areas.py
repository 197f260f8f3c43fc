"""Areas from maps of borders."""

import json
from itertools import pairwise

import pytest

from dugnad.engine.areas import areas_of
from dugnad.engine.borders import code_of

# One degree by one degree from 60° north: on the sphere R² · Δλ · (sin 61° − sin 60°) = 6 086 km².
SQUARE = [[10.0, 60.0], [11.0, 60.0], [11.0, 61.0], [10.0, 61.0], [10.0, 60.0]]
HOLE = [[10.25, 60.25], [10.25, 60.75], [10.75, 60.75], [10.75, 60.25], [10.25, 60.25]]
AREA = 6086.0


def feature(geometry, **facts):
    return {"type": "Feature", "geometry": geometry, **facts}


def geojson(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def test_the_area_of_a_square_degree():
    borders = geojson(feature({"type": "Polygon", "coordinates": [SQUARE]}, id=301))
    assert areas_of(borders) == {"0301": pytest.approx(AREA, rel=1e-3)}


def test_a_hole_is_not_counted_whichever_way_it_runs():
    for hole in (HOLE, HOLE[::-1]):
        borders = geojson(
            feature({"type": "Polygon", "coordinates": [SQUARE, hole]}, properties={"code": "0301"})
        )
        assert areas_of(borders) == {"0301": pytest.approx(AREA * 0.75, rel=1e-2)}


def test_islands_are_counted_together():
    other = [[x + 5, y] for x, y in SQUARE]
    borders = geojson(
        feature({"type": "MultiPolygon", "coordinates": [[SQUARE], [other]]}, id="0301"),
        feature({"type": "Polygon", "coordinates": [SQUARE]}, id="0301"),
    )
    assert areas_of(borders) == {"0301": pytest.approx(3 * AREA, rel=1e-3)}


@pytest.mark.parametrize("quantised", [True, False])
def test_arcs_that_neighbours_share_are_followed_both_ways(quantised):
    west, shared, east = (
        [[11, 61], [10, 61], [10, 60], [11, 60]],
        [[11, 60], [11, 61]],
        [[11, 61], [12, 61], [12, 60], [11, 60]],
    )
    arcs = [west, shared, east]
    topology = {
        "type": "Topology",
        "objects": {
            "map": {
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": "0301"}},
                    {"type": "MultiPolygon", "arcs": [[[2, ~1]]], "properties": {"code": "3201"}},
                ]
            }
        },
        "arcs": arcs,
    }
    if quantised:
        steps = [[arc[0], *([b[0] - a[0], b[1] - a[1]] for a, b in pairwise(arc))] for arc in arcs]
        halves = [
            [[2 * (x - 10 * (n == 0)), 2 * (y - 60 * (n == 0))] for n, (x, y) in enumerate(arc)]
            for arc in steps
        ]
        topology |= {"arcs": halves, "transform": {"scale": [0.5, 0.5], "translate": [10, 60]}}
    areas = areas_of(topology)
    assert areas == {"0301": pytest.approx(AREA, rel=1e-3), "3201": pytest.approx(AREA, rel=1e-3)}


@pytest.mark.parametrize(
    "shape",
    [
        feature({"type": "Polygon", "coordinates": [SQUARE]}),
        feature({"type": "Point", "coordinates": [10, 60]}, id="0301"),
        feature(None, id="0301"),
        feature({"type": "Polygon", "coordinates": [[]]}, id="0301"),
        feature({"type": "MultiPolygon", "coordinates": [[]]}, id="0301"),
    ],
)
def test_a_shape_without_a_number_or_an_area_is_left_out(shape):
    assert areas_of(geojson(shape)) == {}


def test_a_number_is_found_under_any_of_its_names():
    assert [code_of(shape) for shape in ({"id": 301}, {"properties": {"kommunenummer": "3403"}}, {})] == [
        "0301",
        "3403",
        "",
    ]


def test_the_areas_of_the_real_country_are_near_what_is_known(real_data):
    """The mainland has some 323 800 km², Oslo 454, Hamar 351, Ringsaker 1 281."""
    path = real_data / "geography" / "municipalities_2024_boundaries.topojson"
    areas = areas_of(json.loads(path.read_text(encoding="utf-8")))
    assert len(areas) == 357
    assert sum(areas.values()) == pytest.approx(323_800, rel=0.02)
    for code, known in {"0301": 454, "3403": 351, "3411": 1281}.items():
        assert areas[code] == pytest.approx(known, rel=0.02), code
