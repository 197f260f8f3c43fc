"""The borders that an edition's maps are drawn with: frozen, so that a map imported later changes nothing."""

from typing import Any

from dugnad.editions.queries.composition.gathering import Composition
from dugnad.indicators.queries.borders import newest_borders, outlines


def borders_of(composition: Composition) -> dict[str, Any] | None:
    """The outlines of the members on a plane; None where no map has any of them."""
    newest = newest_borders()
    drawn = outlines(newest, composition.codes) if newest else {}
    if newest is None or not drawn:
        return None
    return {
        "file": newest.file_name,
        "sha256": newest.file.sha256,
        "outlines": {code: _as_lists(outline.polygons) for code, outline in sorted(drawn.items())},
    }


def _as_lists(polygons: Any) -> list[list[list[list[int]]]]:
    """As JSON keeps them."""
    return [[[list(place) for place in ring] for ring in polygon] for polygon in polygons]
