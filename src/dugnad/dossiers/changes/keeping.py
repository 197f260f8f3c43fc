"""What several verbs do: keep a file, say which points something serves, refuse days that have not come."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dugnad.declarations.models import Point
from dugnad.dossiers.models import Ask, Dossier
from dugnad.dossiers.queries.seen import Edited, in_words, mark_of, values_to_edit
from dugnad.kit import history, uploads
from dugnad.kit.changes import store_file
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Conflict, Refused
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


def hold(noun: Edited) -> None:
    """Have the noun as it stands now, and until we are done."""
    held: QuerySet[Any] = type(noun)._default_manager.select_for_update()
    noun.refresh_from_db(from_queryset=held)


def refuse_old_news(noun: Edited, seen: str, yours: dict[str, Any]) -> None:
    """Hold the noun as it stands now; who began from another text is told, and neither text is lost."""
    hold(noun)
    if seen in ("", mark_of(noun)):
        return
    now = values_to_edit(noun)
    names = [name for name in now if name in yours]
    theirs, ours = ({name: in_words(noun, name, of[name]) for name in names} for of in (now, yours))
    if theirs == ours:
        return  # both wrote the same
    details = {"theirs": theirs, "yours": ours, "seen": mark_of(noun)}
    raise Conflict("conflict", _("Somebody else has changed this since you opened it."), details=details)


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
