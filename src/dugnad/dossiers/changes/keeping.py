"""What several verbs do: keep a file, say which points something serves, refuse days that have not come."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from dugnad.declarations.models import Point
from dugnad.dossiers.models import Ask, Dossier
from dugnad.kit import history, uploads
from dugnad.kit.changes import store_file
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.members.models import Person

ALLOWED = frozenset({"pdf", "docx", "odt", "png", "jpeg"})
LONGEST_NAME = 200
File = tuple[bytes, str]  # the bytes, and what the file was called


def kept(file: File | None, *, at: datetime) -> dict[str, Any]:
    """The fields of a file, judged by its content; none where none was given."""
    if file is None:
        return {}
    content, name = file
    try:
        inspected = uploads.inspect(content, name, allowed=ALLOWED)
    except Refused as refusal:
        raise Refused(refusal.code, refusal.message, field="file") from refusal
    return {"file": store_file(content, inspected, at=at), "file_name": name[-LONGEST_NAME:]}


def set_points(noun: Dossier | Ask, points: Iterable[Point], *, by: Person | None, at: datetime) -> bool:
    """Say which points of the declaration something serves; False when nothing changed."""
    before, after = ({point.pk for point in found} for found in (noun.points.all(), points))
    if before == after:
        return False
    noun.points.set(after)
    told = [{"points": sorted(keys)} for keys in (before, after)]
    history.record("set_points", noun, by=by, at=at, before=told[0], after=told[1])
    return True


def refuse_future(day: date | None, field: str, *, at: datetime) -> None:
    """Nothing has happened on a day that has not come."""
    if day is not None and day > local_day(at):
        message = _("The day has not come yet. Enter the day on which it happened.")
        raise Refused("future", message, field=field)
