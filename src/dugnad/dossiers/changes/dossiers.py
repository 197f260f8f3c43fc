"""Verbs of a dossier: open it, write in it, say where it stands; note whom we spoke to."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.declarations.models import Point
from dugnad.dossiers import rules
from dugnad.dossiers.changes.keeping import refuse_future, refuse_old_news, set_points
from dugnad.dossiers.models import Ask, Dossier, Touchpoint
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person


@transaction.atomic
def open_dossier(
    *, title_nb: str, by: Person | None, at: datetime, key: str = "", points: Iterable[Point] = (),
    **values: Any,
) -> Dossier:  # fmt: skip
    """Begin to follow a matter."""
    found = key or rules.key_of(title_nb)
    if not rules.is_key(found):
        raise Refused("key", _("Give the issue a name that has letters and is not “ny”."), field="title_nb")
    dossier = Dossier(key=_free_key(found), title_nb=title_nb, created_at=at, **values)
    points = list(points)
    if same := history.entered_already(dossier, "open_dossier", by=by, at=at, lists={"points": points}):
        return same
    add(dossier, "open_dossier", by=by, at=at)
    set_points(dossier, points, by=by, at=at)
    return dossier


def _free_key(wanted: str) -> str:
    key, number = wanted, 2
    while Dossier.objects.filter(key=key).exists():
        key, number = f"{wanted[:56]}-{number}", number + 1
    return key


@transaction.atomic
def edit_dossier(
    dossier: Dossier, *, by: Person | None, at: datetime, points: Iterable[Point] | None = None,
    seen: str = "", **values: Any,
) -> bool:  # fmt: skip
    """Write what a matter is about, what we think, whom we speak to, and which points it serves."""
    refuse_old_news(dossier, seen, values if points is None else values | {"points": points})
    changed = edit(dossier, "edit_dossier", values, by=by, at=at)
    return (points is not None and set_points(dossier, points, by=by, at=at)) or changed


@transaction.atomic
def move_dossier(dossier: Dossier, to: str, *, note: str = "", by: Person | None, at: datetime) -> None:
    """Say where a matter stands now; how it ended is told when it ends."""
    if not rules.can_move(dossier, to):
        raise Refused("state", _("The issue cannot go there from where it stands."), field="to")
    if rules.needs_reason(to) and not note.strip():
        raise Refused("note", _("Write how it ended, for those who come after you."), field="note")
    edit(dossier, "move_dossier", {"state": to, "note": note.strip() or dossier.note}, by=by, at=at)


@transaction.atomic
def add_touchpoint(
    dossier: Dossier, *, on: date, by: Person | None, at: datetime, asks: Iterable[Ask] = (), **values: Any
) -> Touchpoint:
    """Note that we spoke to somebody, and about which asks."""
    refuse_future(on, "on", at=at)
    touchpoint, about = Touchpoint(dossier=dossier, on=on, **values), _of(dossier, asks)
    if same := history.entered_already(touchpoint, "add_touchpoint", by=by, at=at, lists={"asks": about}):
        return same
    add(touchpoint, "add_touchpoint", by=by, at=at)
    touchpoint.asks.set(about)
    return touchpoint


@transaction.atomic
def edit_touchpoint(
    touchpoint: Touchpoint,
    *,
    asks: Iterable[Ask],
    by: Person | None,
    at: datetime,
    seen: str = "",
    **values: Any,
) -> None:
    """Correct what was noted."""
    refuse_old_news(touchpoint, seen, values | {"asks": asks})
    refuse_future(values.get("on"), "on", at=at)
    edit(touchpoint, "edit_touchpoint", values, by=by, at=at)
    touchpoint.asks.set(_of(touchpoint.dossier, asks))


@transaction.atomic
def remove_touchpoint(touchpoint: Touchpoint, *, by: Person | None, at: datetime) -> None:
    """Take away what was noted by mistake."""
    told = history.values_of(touchpoint, ("kind", "on", "title"))
    history.record("remove_touchpoint", touchpoint.dossier, by=by, at=at, before=told)
    touchpoint.delete()


def _of(dossier: Dossier, asks: Iterable[Ask]) -> list[Ask]:
    return [ask for ask in asks if ask.dossier_id == dossier.pk]
