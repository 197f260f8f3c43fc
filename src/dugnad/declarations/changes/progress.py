"""Verbs about progress: what a member tells of points for a year, and what shows that it was done."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.declarations import rules
from dugnad.declarations.models import Evidence, Point, Progress
from dugnad.declarations.states import ProgressState
from dugnad.kit import history
from dugnad.kit.changes import refuse_invalid
from dugnad.kit.errors import Refused
from dugnad.members.models import Organisation, Person

WORDS = ("state", "done", "next_step", "help_wanted")
ORIGIN = ("source", "source_sha256", "is_illustrative")
# What makes two pieces of evidence one and the same: told again, it stays the row that it was.
SAME = ("kind", "indicator_id", "document_id", "file_id", "link", "body_name", "case_number")
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Told:
    """What a member tells of one point: how far it has come, in words, and what shows it."""

    point: Point
    state: str
    done: str = ""
    next_step: str = ""
    help_wanted: str = ""
    evidence: Sequence[Mapping[str, Any]] = field(default=())  # each the fields of one piece of evidence


@transaction.atomic
def record_progress(
    organisation: Organisation,
    told: Iterable[Told],
    *,
    year: int,
    by: Person | None,
    at: datetime,
    source: str = "",
    source_sha256: str = "",
    is_illustrative: bool = False,
) -> list[Progress]:
    """Enter what a member tells of points for a year; it takes the place of what stood there before.

    Asked again with the same it changes nothing, and no trail is left. Evidence that is told again stays the
    row that it was; what is told no longer goes. Returns what was entered or changed.
    """
    rows = list(told)
    for row in rows:
        _check(row, organisation, year=year, on=at.date())
    origin = {"source": source, "source_sha256": source_sha256, "is_illustrative": is_illustrative}
    wanted = {row.point.pk: row for row in rows}
    stored = {
        progress.point_id: progress
        for progress in Progress.objects.select_for_update().filter(
            organisation=organisation, year=year, point__in=wanted
        )
    }
    new = [
        Progress(point=row.point, organisation=organisation, year=year, told_at=at, **_words(row), **origin)
        for pk, row in wanted.items()
        if pk not in stored
    ]
    befores = {pk: history.values_of(progress, WORDS) for pk, progress in stored.items()}
    rewritten = [p for pk, p in stored.items() if _rewrite(p, _words(wanted[pk]) | origin, at=at)]
    Progress.objects.bulk_create(new)
    changed = _keep_evidence([*stored.values(), *new], wanted, at=at)
    entered = [p for p in [*stored.values(), *new] if p in new or p in rewritten or p.pk in changed]
    for progress in entered:
        before = befores.get(progress.point_id)
        _tell(progress, before, wanted[progress.point_id], by=by, at=at)
    return entered


@transaction.atomic
def retract_progress(
    organisation: Organisation, *, source: str, by: Person | None, at: datetime, keep: Collection[int] = ()
) -> int:
    """Take out all that came from one reply, with its evidence, but for the points (ids) to `keep`.

    Returns of how many points something was taken out.
    """
    told = Progress.objects.select_for_update().filter(organisation=organisation, source=source)
    found = list(told.exclude(point__in=keep).order_by("pk"))
    for progress in found:
        before = history.values_of(progress, (*WORDS, "year", "source"))
        history.record(
            "retract_progress", progress, by=by, at=at, before=before, organisation_id=organisation.pk
        )
    Evidence.objects.filter(progress__in=found).delete()
    Progress.objects.filter(pk__in=[progress.pk for progress in found]).delete()
    return len(found)


def _check(row: Told, organisation: Organisation, *, year: int, on: date) -> None:
    """Refuse what cannot be told: of what nobody promised, of others' points, of a year to come."""
    point, names = row.point, {"point": row.point, "name": organisation.name, "year": year}
    if not rules.can_follow_up(point.wording) or not rules.is_followed_up(point):
        message = _("Nobody is asked about “%(point)s”: it is not adopted, or not for members to carry out.")
        raise Refused("point", message % names)
    if not rules.applies_to(point, organisation.kind):
        raise Refused("point", _("“%(point)s” does not apply to %(name)s.") % names)
    if not rules.is_year_to_tell(point.wording, year, on=on):
        message = _("“%(point)s” was not promised in %(year)s, or the year has not come.")
        raise Refused("year", message % names)
    if row.state not in ProgressState:
        raise Refused("state", _("Choose how far you have come."), field="state")


def _words(row: Told) -> dict[str, str]:
    return {"state": row.state} | {name: getattr(row, name).strip() for name in WORDS[1:]}


def _rewrite(progress: Progress, values: Mapping[str, Any], *, at: datetime) -> bool:
    """Write what differs; False when nothing did."""
    changed = [name for name, value in values.items() if getattr(progress, name) != value]
    for name in changed:
        setattr(progress, name, values[name])
    if changed:
        progress.told_at = at
        progress.save(update_fields=[*changed, "told_at"])
    return bool(changed)


def _keep_evidence(stored: list[Progress], wanted: Mapping[int, Told], *, at: datetime) -> set[int]:
    """The evidence as it is told now; returns the rows (ids) of progress for which it became another."""
    known: dict[int, dict[tuple[Any, ...], Evidence]] = {progress.pk: {} for progress in stored}
    for row in Evidence.objects.filter(progress__in=list(known)):
        known[row.progress_id or 0][_identity(row)] = row
    new, changed = [], set()
    for progress in stored:
        left = known[progress.pk]
        rows = [_evidence(progress, values, at=at) for values in wanted[progress.point_id].evidence]
        for identity, row in {_identity(row): row for row in rows}.items():
            if left.pop(identity, None) is None:
                refuse_invalid(row)
                new.append(row)
                changed.add(progress.pk)
        changed |= {progress.pk} if left else set()
    Evidence.objects.bulk_create(new)
    gone = [row.pk for rows in known.values() for row in rows.values()]
    Evidence.objects.filter(pk__in=gone).delete()
    return changed


def _evidence(progress: Progress, values: Mapping[str, Any], *, at: datetime) -> Evidence:
    return Evidence(
        point_id=progress.point_id,
        progress=progress,
        organisation_id=progress.organisation_id,
        added_at=at,
        **{**values, "title": str(values["title"])[:LONGEST_TITLE]},
    )


def _identity(row: Evidence) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in SAME)


def _tell(
    progress: Progress, before: Mapping[str, Any] | None, row: Told, *, by: Person | None, at: datetime
) -> None:
    shown = [str(values["title"]) for values in row.evidence]
    after = history.values_of(progress, (*WORDS, "year", "source")) | ({"evidence": shown} if shown else {})
    history.record(
        "record_progress",
        progress,
        by=by,
        at=at,
        before=before,
        after={name: value for name, value in after.items() if value},
        organisation_id=progress.organisation_id,
    )
