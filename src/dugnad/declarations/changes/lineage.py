"""Verbs about lineage: begin a text from another, and say what became of each point and why."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.declarations import rules
from dugnad.declarations.changes.points import add_point
from dugnad.declarations.changes.wordings import changed_meanwhile, hold, refuse_name
from dugnad.declarations.kinds import SUCCESSION_FACTS, SuccessionKind
from dugnad.declarations.models import Point, Succession, Wording
from dugnad.declarations.queries import POINT_WORDS, PREAMBLE, REASONS, Told, seen_in_lineage
from dugnad.kit import history
from dugnad.kit.changes import add, edit, refuse_invalid
from dugnad.kit.errors import Refused
from dugnad.members.models import Person

LACKS = {
    "predecessor": _l("Say which point it comes from; a new point comes from none."),
    "successor": _l("Say which point it became; a dropped point became none."),
    "reason": _l("Write why. Those who promised the old point will ask."),
}


@transaction.atomic
def begin_revision(before: Wording, *, name: str, by: Person | None, at: datetime, **values: Any) -> Wording:
    """Begin the next text from one that holds: its words are copied, and each point is called kept."""
    if not rules.can_revise(before):
        raise Refused("state", _("A revision is begun from a text that is adopted."))
    refuse_name(before.declaration, name)
    copied = history.values_of(before, (*PREAMBLE, "outdated"))
    wording = Wording(
        declaration=before.declaration, name=name, based_on=before, created_at=at, **copied, **values
    )
    refuse_invalid(wording)
    wording.save(force_insert=True)
    pairs = [(old, _copy(old, wording)) for old in before.points.prefetch_related("activities", "indicators")]
    Succession.objects.bulk_create(
        Succession(wording=wording, predecessor=old, successor=new, kind=SuccessionKind.KEPT)
        for old, new in pairs
    )
    # One entry for all: that thirty rows were copied is one act of one person.
    after = {"name": name, "based_on": before.name, "points": len(pairs)}
    history.record("begin_revision", wording, by=by, at=at, after=after)
    return wording


def _copy(old: Point, wording: Wording) -> Point:
    words = history.values_of(old, ("key", "position", "outdated", *POINT_WORDS))
    new = Point(wording=wording, **words)
    new.save(force_insert=True)
    if old.activities.all():
        new.activities.set(old.activities.all())
    if old.indicators.all():
        new.indicators.set(old.indicators.all())
    return new


@transaction.atomic
def settle_lineage(
    wording: Wording, told: Iterable[Told], *, seen: str, by: Person | None, at: datetime
) -> int:
    """Say of every point what became of it, at once; what is no longer said is taken away.

    Returns how many sayings changed.
    """
    hold(wording)
    if seen != seen_in_lineage(wording):
        words = _("Somebody else changed the points or what became of them. What you wrote stands below.")
        raise changed_meanwhile(words, seen=seen_in_lineage(wording))
    known = {(each.predecessor_id, each.successor_id): each for each in wording.successions.all()}
    wanted = {each.ends: each for each in told}
    gone = [known[ends] for ends in known if ends not in wanted]
    for succession in gone:
        before = history.values_of(succession, ("predecessor_id", "successor_id", "kind", *REASONS))
        history.record("unsettle_succession", wording, by=by, at=at, before=before)
        succession.delete()
    return len(gone) + sum(
        _settle(wording, each, known.get(ends), by=by, at=at) for ends, each in wanted.items()
    )


@transaction.atomic
def add_new_point(wording: Wording, *, reason: str, by: Person | None, at: datetime, **values: Any) -> Point:
    """Add a point, and say that it is new and why; without a reason it is left to be said."""
    point = add_point(wording, by=by, at=at, **values)
    if wording.based_on_id and reason.strip():
        new = SuccessionKind.NEW
        settle_succession(
            wording, kind=new, predecessor=None, successor=point, reason_nb=reason, by=by, at=at
        )
    return point


@transaction.atomic
def settle_succession(
    wording: Wording, *, kind: str, predecessor: Point | None, successor: Point | None,
    by: Person | None, at: datetime, **reasons: Any,
) -> Succession:  # fmt: skip
    """Say what became of a point of the text before, and why; said again of the same two it replaces that."""
    known = wording.successions.filter(predecessor=predecessor, successor=successor).first()
    told = Told(kind, predecessor, successor, reasons)
    _settle(wording, told, known, by=by, at=at)
    return known or wording.successions.get(predecessor=predecessor, successor=successor)


def _settle(
    wording: Wording, told: Told, known: Succession | None, *, by: Person | None, at: datetime
) -> bool:
    reasons = {name: told.reasons.get(name, "") for name in REASONS}
    lacking = rules.succession_lacks(
        told.kind,
        predecessor=told.old is not None,
        successor=told.new is not None,
        reason=reasons["reason_nb"],
    )
    if lacking:
        raise Refused(lacking, LACKS[lacking], field="reason_nb" if lacking == "reason" else lacking)
    _take_name(told, by=by, at=at)
    values = {"kind": told.kind, **reasons}
    if known:
        return edit(known, "settle_succession", values, by=by, at=at)
    succession = Succession(wording=wording, predecessor=told.old, successor=told.new, **values)
    add(succession, "settle_succession", by=by, at=at)
    return True


def _take_name(told: Told, *, by: Person | None, at: datetime) -> None:
    """A point that goes on does so under its old name, so that its history stays at one address."""
    if not (told.old and told.new and SUCCESSION_FACTS[SuccessionKind(told.kind)].keeps_name):
        return
    if told.new.key != told.old.key and not told.new.wording.points.filter(key=told.old.key).exists():
        edit(told.new, "edit_point", {"key": told.old.key}, by=by, at=at)
