"""Verbs about points: add, write, take out, and say what became of them at a revision."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _l

from dugnad.declarations import rules
from dugnad.declarations.changes.wordings import refuse_fixed
from dugnad.declarations.models import Point, Succession, Wording
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person

LACKS = {
    "predecessor": _l("Say which point it comes from; a new point comes from none."),
    "successor": _l("Say which point it became; a dropped point became none."),
    "reason": _l("Write why. Those who promised the old point will ask."),
}


@transaction.atomic
def add_point(
    wording: Wording, *, key: str, number: str, kind: str, title_nb: str, by: Person | None, at: datetime,
    **values: Any,
) -> Point:  # fmt: skip
    """Add a point at the end of a draft, or at `position`."""
    refuse_fixed(wording)
    last = wording.points.aggregate(last=Max("position"))["last"] or 0
    position = values.pop("position", last + 1)
    point = Point(
        wording=wording, key=key, number=number, kind=kind, title_nb=title_nb, position=position, **values
    )
    add(point, "add_point", by=by, at=at)
    return point


@transaction.atomic
def edit_point(point: Point, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Write other words for a point of a draft."""
    refuse_fixed(point.wording)
    return edit(point, "edit_point", values, by=by, at=at)


@transaction.atomic
def serve_point(
    point: Point, *, activities: Iterable[Any], indicators: Iterable[Any], by: Person | None, at: datetime
) -> None:
    """Say which activities and indicators speak to a point; this is no part of the words, and may change."""
    before = _served(point)
    point.activities.set(activities)
    point.indicators.set(indicators)
    after = _served(point)
    if before != after:
        history.record("serve_point", point, by=by, at=at, before=before, after=after)


def _served(point: Point) -> dict[str, list[int]]:
    return {
        "activities": sorted(point.activities.values_list("pk", flat=True)),
        "indicators": sorted(point.indicators.values_list("pk", flat=True)),
    }


@transaction.atomic
def settle_succession(
    wording: Wording, *, kind: str, predecessor: Point | None, successor: Point | None,
    by: Person | None, at: datetime, reason_nb: str = "", **values: Any,
) -> Succession:  # fmt: skip
    """Say what became of a point of the text before, and why; said again of the same two it replaces that."""
    lacking = rules.succession_lacks(
        kind, predecessor=predecessor is not None, successor=successor is not None, reason=reason_nb
    )
    if lacking:
        raise Refused(lacking, LACKS[lacking], field="reason_nb" if lacking == "reason" else lacking)
    known = wording.successions.filter(predecessor=predecessor, successor=successor).first()
    told = {"kind": kind, "reason_nb": reason_nb, **values}
    if known:
        edit(known, "settle_succession", told, by=by, at=at)
        return known
    succession = Succession(wording=wording, predecessor=predecessor, successor=successor, **told)
    add(succession, "settle_succession", by=by, at=at)
    return succession
