"""Verbs of maps: take in municipality borders."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.engine.borders import Point, code_of, shapes_of
from dugnad.indicators.changes.judging import FileReport
from dugnad.indicators.models import BorderMap
from dugnad.indicators.sources.reading import Refusal
from dugnad.kit import history, uploads
from dugnad.kit.changes import store_file
from dugnad.kit.errors import Refused
from dugnad.members.models import Person
from dugnad.members.queries import divisions


@transaction.atomic
def import_borders(
    content: bytes, name: str, *, dry_run: bool = False, by: Person | None, at: datetime
) -> FileReport:
    """Take in borders as TopoJSON or GeoJSON; each shape must carry a municipality number that we know."""
    report = FileReport(name)
    try:
        inspected = uploads.inspect(content, name, allowed={"json"})
        read = _read(content)
        codes = _codes_in(read)
        _must_be_drawable(read)
    except (Refused, ValueError) as refusal:
        report.refused = [Refusal("", None, "", str(refusal))]
        return report
    report.sha256, report.layout, report.rows = inspected.sha256, "borders", len(codes)
    unknown = sorted(set(codes) - {row.code for row in divisions().codes})
    if unknown:
        reason = _("These are not municipality numbers: %(codes)s.") % {"codes": ", ".join(unknown[:10])}
        report.refused = [Refusal("", None, "code", reason)]
    elif BorderMap.objects.filter(file__sha256=inspected.sha256).exists():
        report.unchanged = len(codes)
    else:
        report.stored = len(codes)
        if not dry_run:
            _keep(content, inspected, codes, by=by, at=at)
    return report


def _keep(
    content: bytes, inspected: uploads.Inspected, codes: list[str], *, by: Person | None, at: datetime
) -> None:
    borders = BorderMap(
        file=store_file(content, inspected, at=at),
        file_name=inspected.name[-200:],
        codes=codes,
        imported_at=at,
    )
    borders.save(force_insert=True)
    history.record(
        "import_borders", borders, by=by, at=at, after={"file": inspected.name, "shapes": len(codes)}
    )


def _read(content: bytes) -> Any:
    """What stands in the file; ValueError in our words, with the place, for one that is damaged."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        message = _("Line %(line)s has signs that are no text. Save the map as TopoJSON or GeoJSON in UTF-8.")
        raise ValueError(message % {"line": line}) from None
    except RecursionError:
        raise ValueError(_unreadable()) from None
    except json.JSONDecodeError as wrong:
        words = {"line": wrong.lineno, "column": wrong.colno}
        if wrong.pos >= len(wrong.doc.rstrip()) or wrong.msg.startswith("Unterminated"):
            message = _("The file is cut off: it ends in the middle, at line %(line)s. Fetch it once more.")
        else:
            message = _(
                "The file is damaged, or is no map: line %(line)s, sign %(column)s cannot be read. "
                "Fetch it once more, as TopoJSON or GeoJSON."
            )
        raise ValueError(message % words) from None


def _codes_in(borders: Any) -> list[str]:
    """The municipality numbers of the shapes; ValueError when the file is no map of municipalities."""
    try:
        shapes = borders.get("features") if isinstance(borders, dict) else None
        if shapes is None and isinstance(borders, dict):
            layers = borders.get("objects", {}).values()
            shapes = [shape for layer in layers for shape in layer.get("geometries", [])]
        if not shapes:
            raise ValueError(_("The file holds no shapes. We read TopoJSON and GeoJSON."))
        return [_code_of(shape, number) for number, shape in enumerate(shapes, start=1)]
    except (TypeError, AttributeError):
        raise ValueError(_unreadable()) from None


def _unreadable() -> str:
    return _("The shapes of the map cannot be read. Save it anew as TopoJSON or GeoJSON.")


def _must_be_drawable(borders: Any) -> None:
    """Refuse a map here whose shapes would stop every page that draws it."""
    try:
        in_degrees = all(map(_is_in_degrees, _points_of(borders)))
    except (TypeError, KeyError, IndexError, AttributeError):
        raise ValueError(_unreadable()) from None
    if not in_degrees:
        message = _("The map is not in degrees of longitude and latitude. Save it as WGS 84 (EPSG:4326).")
        raise ValueError(message)


def _points_of(borders: Any) -> Iterator[Point]:
    return (
        point
        for _code, polygons in shapes_of(borders)
        for rings in polygons
        for ring in rings
        for point in ring
    )


def _is_in_degrees(point: Point) -> bool:
    return -180 <= point[0] <= 180 and -90 < point[1] < 90


def _code_of(shape: dict[str, Any], number: int) -> str:
    code = code_of(shape)
    if not code:
        raise ValueError(_("Shape %(number)s has no municipality number.") % {"number": number})
    return code
