"""The borders that an edition's maps are drawn with: frozen, so that a map imported later changes nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dugnad.editions.queries.composition.gathering import Composition
from dugnad.engine.boundaries import Divisions
from dugnad.indicators.models import BorderMap
from dugnad.indicators.queries.borders import day_of_borders, newest_borders, outlines
from dugnad.members.queries import divisions


def borders_of(composition: Composition) -> dict[str, Any] | None:
    """The outlines of the members on a plane; None where no map has any of them."""
    newest = newest_borders()
    areas = _areas_of(composition, newest, divisions()) if newest else {}
    wanted = {area for codes in areas.values() for area in codes}
    drawn = outlines(newest, wanted) if newest and wanted else {}
    found = {
        member: [polygon for area in sorted(codes) for polygon in _as_lists(drawn[area].polygons)]
        for member, codes in sorted(areas.items())
        if codes <= drawn.keys()
    }
    if newest is None or not found:
        return None
    return {"file": newest.file_name, "sha256": newest.file.sha256, "outlines": found}


def _areas_of(composition: Composition, borders: BorderMap, known: Divisions) -> Mapping[str, frozenset[str]]:
    """The areas of the map that are each member's land; a map may be of a later or an earlier division.

    A member that shares an area with others has none of its own: its figure is not that area's.
    """
    day = composition.edition.members_on
    day_of_map = day_of_borders(borders, known, today=day)
    if day_of_map is None:
        return {code: frozenset({code}) for code in composition.codes}
    return _own_land(composition.codes, known, day, day_of_map)


def _own_land(
    members: frozenset[str], known: Divisions, day: date, day_of_map: date
) -> Mapping[str, frozenset[str]]:
    reach, sharing = known.reach(day, day_of_map), known.sharing(day, day_of_map)
    land = {code: frozenset(reach.get(code, ())) for code in members}
    return {
        code: areas
        for code, areas in land.items()
        if areas and all(sharing[area] == {code} for area in areas)
    }


def _as_lists(polygons: Any) -> list[list[list[list[int]]]]:
    """As JSON keeps them."""
    return [[[list(place) for place in ring] for ring in polygon] for polygon in polygons]
