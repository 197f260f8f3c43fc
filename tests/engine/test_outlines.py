"""Outlines of municipalities: on one grid, without gaps, the same every time."""

import json
from itertools import pairwise
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.engine.outlines import SIZE, area_of, outlines_of


def square(code: str, west: float, south: float, side: float = 1.0, *more: Any) -> dict[str, Any]:
    ring = [
        [west, south],
        [west + side, south],
        [west + side, south + side],
        [west, south + side],
        [west, south],
    ]
    return {"id": code, "geometry": {"type": "Polygon", "coordinates": [ring, *more]}}


def borders(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def test_the_longer_side_has_a_thousand_steps_and_the_plane_begins_at_nothing():
    found = outlines_of(borders(square("0301", 10, 59), square("3403", 11, 59)), {"0301", "3403"})
    places = [place for outline in found.values() for ring in outline.polygons[0] for place in ring]
    assert (min(x for x, _y in places), min(y for _x, y in places)) == (0, 0)
    assert max(max(place) for place in places) == SIZE


def test_neighbours_share_the_points_of_their_border():
    found = outlines_of(borders(square("0301", 10, 59), square("3403", 11, 59)), {"0301", "3403"})
    first, second = (set(found[code].polygons[0][0]) for code in ("0301", "3403"))
    assert len(first & second) == 2


def test_a_square_of_degrees_in_the_north_is_drawn_half_as_wide_as_high():
    (outline,) = outlines_of(borders(square("0301", 10, 60)), {"0301"}).values()
    width = max(x for x, _y in outline.polygons[0][0])
    assert isclose(width / SIZE, 0.5, abs_tol=0.02)  # the cosine of 60 degrees


def test_only_what_is_asked_for_is_drawn_and_what_the_map_lacks_is_not_there():
    found = outlines_of(borders(square("0301", 10, 59), square("3403", 11, 59)), {"3403", "9999"})
    assert list(found) == ["3403"]


def test_a_map_without_any_of_them_has_no_outlines():
    assert outlines_of(borders(square("0301", 10, 59)), {"3403"}) == {}
    assert (
        outlines_of(borders({"id": "3403", "geometry": {"type": "Polygon", "coordinates": []}}), {"3403"})
        == {}
    )


def test_parts_of_one_municipality_stand_together():
    found = outlines_of(borders(square("0301", 10, 59), square("0301", 12, 59)), {"0301"})
    assert len(found["0301"].polygons) == 2


def test_a_hole_stays_a_hole_and_an_island_below_a_step_is_left_out():
    hole = square("", 10.4, 59.4, 0.2)["geometry"]["coordinates"][0]
    speck = square("0301", 10.9, 60.5, 0.0001)
    (outline,) = outlines_of(borders(square("0301", 10, 59, 1.0, hole), speck), {"0301"}).values()
    assert [len(polygon) for polygon in outline.polygons] == [2]


def test_a_municipality_below_a_step_is_a_dot_and_not_missing():
    found = outlines_of(borders(square("0301", 10, 59, 20), square("3403", 15, 65, 0.0001)), {"0301", "3403"})
    assert area_of(found["3403"].polygons[0][0]) == 1


def test_a_point_on_the_way_to_the_next_says_nothing():
    ring = [
        [10, 59],
        [10, 59.3],
        [10, 59.3],
        [10, 59.6],
        [10, 60],
        [10.001, 60],
        [10.5, 60],
        [10.5, 59],
        [10, 59],
    ]
    shape = {"id": "0301", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (outline,) = outlines_of(borders(shape), {"0301"}).values()
    assert len(outline.polygons[0][0]) <= 8


coordinates = st.tuples(st.floats(4, 31), st.floats(57, 71))


@given(st.lists(st.lists(coordinates, min_size=3, max_size=9), min_size=1, max_size=4))
def test_every_ring_is_closed_on_the_grid_and_the_same_twice(rings):
    shapes = [
        {"id": f"{number:04}", "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}
        for number, ring in enumerate(rings, start=1)
    ]
    codes = {shape["id"] for shape in shapes}
    found = outlines_of(borders(*shapes), codes)
    assert found.keys() == codes
    assert found == outlines_of(borders(*shapes), codes)
    for outline in found.values():
        for ring in outline.polygons[0]:
            assert ring[0] == ring[-1]
            assert all(one != other for one, other in pairwise(ring))
            assert all(0 <= step <= SIZE + 1 for place in ring for step in place)


@pytest.mark.parametrize("name", ["municipalities_2024_boundaries", "east_norway_2024_boundaries"])
def test_the_real_borders_are_drawn_whole_and_small(real_data: Path, name: str):
    topology = json.loads((real_data / "geography" / f"{name}.topojson").read_text(encoding="utf-8"))
    (layer,) = topology["objects"].values()
    codes = {shape["properties"]["code"] for shape in layer["geometries"]}
    found = outlines_of(topology, codes)
    assert found.keys() == codes
    points = sum(len(ring) for one in found.values() for rings in one.polygons for ring in rings)
    assert points < sum(map(len, topology["arcs"])) * 2
