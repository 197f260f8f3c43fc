"""Verbs about points: add, write, arrange, take out, and say what speaks to them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max, ProtectedError
from django.utils.translation import gettext as _

from dugnad.declarations import rules
from dugnad.declarations.changes.wordings import changed_meanwhile, hold, saved_meanwhile
from dugnad.declarations.models import Point, Wording
from dugnad.declarations.queries import (
    POINT_WORDS,
    TEXTS,
    seen_in_order,
    seen_in_point,
    seen_in_preamble,
    seen_in_service,
    served_by,
)
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person
from dugnad.members.rules import slug_of


@transaction.atomic
def add_point(
    wording: Wording, *, number: str, kind: str, title_nb: str, by: Person | None, at: datetime,
    key: str = "", after: Point | None = None, **values: Any,
) -> Point:  # fmt: skip
    """Add a point to a draft: after another, or at the end. Its name in addresses comes from its title."""
    hold(wording)
    _refuse_number(wording, number)
    key = key or _free_key(wording, title_nb)
    values.setdefault("position", _place_after(wording, after))
    point = Point(wording=wording, key=key, number=number, kind=kind, title_nb=title_nb, **values)
    add(point, "add_point", by=by, at=at)
    return point


@transaction.atomic
def edit_point(
    point: Point, *, by: Person | None, at: datetime, seen: str = "",
    holds: Collection[str] | None = None, **values: Any,
) -> bool:  # fmt: skip
    """Write other words for a point of a draft; `seen` is what the writer had before them.

    `holds` is as in `rules.outdated_after`: given where translations were filled in for the writer.
    """
    hold(point.wording)
    point.refresh_from_db(fields=[*POINT_WORDS, "outdated"])
    if seen and seen != seen_in_point(point):
        raise saved_meanwhile(point, values, seen=seen_in_point(point))
    if values.get("number", point.number) != point.number:
        _refuse_number(point.wording, values["number"])
    before = history.values_of(point, TEXTS)
    values["outdated"] = rules.outdated_after(point, before, before | _texts_in(values), holds=holds)
    return edit(point, "edit_point", values, by=by, at=at)


@transaction.atomic
def confirm_translation(
    noun: Point | Wording, language: str, *, seen: str, by: Person | None, at: datetime
) -> bool:
    """Say that words which are older than those in bokmål still fit; also of a text that stands.

    `seen` is what was read, as in `edit_point` and `edit_wording`: nobody answers for other words.
    """
    noun.refresh_from_db()
    now = seen_in_point(noun) if isinstance(noun, Point) else seen_in_preamble(noun)
    if seen != now:
        raise changed_meanwhile(_("Somebody changed the words meanwhile. Read them again."), seen=now)
    left = [code for code in noun.outdated if code != language]
    return edit(noun, "confirm_translation", {"outdated": left}, by=by, at=at)


def _texts_in(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in TEXTS}


@transaction.atomic
def remove_point(point: Point, *, by: Person | None, at: datetime) -> None:
    """Take a point out of a draft; what became of the old points that it came from is to be said anew."""
    hold(point.wording)
    before = history.values_of(point, ("key", *POINT_WORDS))
    history.record("remove_point", point.wording, by=by, at=at, before=before)
    try:
        point.origins.all().delete()
        point.delete()
    except ProtectedError:
        raise Refused(
            "used", _("Something is kept under this point already, such as a reservation, so it cannot go.")
        ) from None


@transaction.atomic
def arrange_points(
    wording: Wording, order: Sequence[tuple[Point, str]], *, seen: str, by: Person | None, at: datetime
) -> None:
    """Put the points of a draft in another order, each with its number."""
    hold(wording)
    if seen != seen_in_order(wording):
        words = _("Somebody else changed the points meanwhile. Look at the order again.")
        raise changed_meanwhile(words, seen=seen_in_order(wording))
    if len({number for _point, number in order}) < len(order):
        raise Refused("number", _("Two points have the same number."))
    before = list(wording.points.values_list("key", "number"))
    # Through numbers that nobody writes: two points that change places would meet on the way.
    for place, (point, _number) in enumerate(order, start=1):
        wording.points.filter(pk=point.pk).update(position=place, number=f"~{place}")
    for point, number in order:
        wording.points.filter(pk=point.pk).update(number=number)
    after = list(wording.points.values_list("key", "number"))
    if before != after:
        history.record(
            "arrange_points", wording, by=by, at=at, before={"points": before}, after={"points": after}
        )


@transaction.atomic
def serve_point(
    point: Point, *, activities: Iterable[Any], indicators: Iterable[Any], by: Person | None, at: datetime,
    seen: str = "",
) -> None:  # fmt: skip
    """Say which activities and indicators speak to a point; this is no part of the words, and may change.

    `seen` is what the writer had before them (`queries.seen_in_service`); where somebody else has chosen
    since, nothing is written. Without it nobody looked first, as when a demo is loaded.
    """
    before, now = served_by(point), seen_in_service(point)
    if seen and seen != now:
        words = _("Somebody else has changed what speaks to this point. Look through it, and save once more.")
        raise changed_meanwhile(words, seen=now)
    point.activities.set(activities)
    point.indicators.set(indicators)
    after = served_by(point)
    if before != after:
        history.record("serve_point", point, by=by, at=at, before=before, after=after)


def _refuse_number(wording: Wording, number: str) -> None:
    if wording.points.filter(number=number).exists():
        words = _("There is a point %(number)s already. Choose another number.")
        raise Refused("number", words % {"number": number}, field="number")


def _place_after(wording: Wording, other: Point | None) -> int:
    """The place behind another point, where those that follow it make room; the end where there is none."""
    if other is None:
        return (wording.points.aggregate(last=Max("position"))["last"] or 0) + 1
    wording.points.filter(position__gt=other.position).update(position=F("position") + 1)
    return other.position + 1


def _free_key(wording: Wording, title: str) -> str:
    """A name that no point of this declaration has had: an old name would lead to another point's history."""
    stem = slug_of(title)[:56].strip("-") or "punkt"
    taken = set(
        Point.objects.filter(wording__declaration=wording.declaration_id).values_list("key", flat=True)
    )
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
