"""Questions about years: which there are, what they hold, and whether a frozen one is untouched."""

import hashlib
import json
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet

from dugnad.members.rules import Viewer
from dugnad.programme import rules
from dugnad.programme.models import Activity, Programme
from dugnad.programme.states import ProgrammeState


def programmes(viewer: Viewer) -> list[Programme]:
    """The years that the viewer may see, newest first; the bytes of frozen ones stay in the database."""
    return list(visible_programmes(viewer).defer("snapshot"))


def visible_programmes(viewer: Viewer) -> QuerySet[Programme]:
    """The same, to ask more of."""
    drafts = reads_drafts(viewer)
    return Programme.objects.filter(
        state__in=[state for state in ProgrammeState.values if rules.can_see(state, reads_drafts=drafts)]
    )


def reads_drafts(viewer: Viewer) -> bool:
    """Whether the viewer takes part in the treatment of drafts."""
    return viewer.is_secretariat or viewer.is_body_member


def programme_of(year: int, viewer: Viewer) -> Programme | None:
    """The programme of a year, if the viewer may see it."""
    return next((programme for programme in programmes(viewer) if programme.year == year), None)


def current_year(years: list[Programme], *, on: date) -> int | None:
    """The year to open with: this one, else the last before it, else the first to come."""
    known = sorted(programme.year for programme in years)
    begun = [year for year in known if year <= on.year]
    return begun[-1] if begun else next(iter(known), None)


def years_to_carry_to(programme: Programme) -> list[Programme]:
    """The later years that can still take an activity."""
    later = Programme.objects.defer("snapshot").filter(year__gt=programme.year).order_by("year")
    return [year for year in later if rules.can_change(year.state)]


def strands_of(programme: Programme) -> QuerySet[Any]:
    """The strands of a year in their order."""
    return programme.strands.order_by("position")


def next_number(programme: Programme) -> int:
    """The number after the last activity of a year."""
    return int(programme.activities.aggregate(last=Max("number"))["last"] or 0) + 1


def canonical_bytes(programme: Programme) -> bytes:
    """All that a year says, always written the same way, so that its hash tells whether it changed."""
    content = {
        "year": programme.year,
        "title": _three(programme, "title"),
        "adopted_on": _day(programme.adopted_on),
        "strands": [
            {"key": strand.key, "position": strand.position, "title": _three(strand, "title")}
            for strand in strands_of(programme)
        ],
        "activities": [_activity(activity) for activity in _whole_activities(programme)],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def is_untouched(programme: Programme) -> bool:
    """Whether a frozen year still says what it said when it was frozen."""
    return sha256_of(canonical_bytes(programme)) == programme.snapshot_sha256


def sha256_of(content: bytes) -> str:
    """The hash of a snapshot."""
    return hashlib.sha256(content).hexdigest()


def _whole_activities(programme: Programme) -> QuerySet[Activity]:
    related = ("strand", "responsible_body", "carried_from__programme")
    return (
        programme.activities.select_related(*related)
        .prefetch_related("goals", "milestones")
        .order_by("number")
    )


def _activity(activity: Activity) -> dict[str, Any]:
    # People are named by number: a year that is frozen must survive that a person is erased.
    came_from = activity.carried_from
    return {
        "number": activity.number,
        "key": activity.key,
        "strand": activity.strand.key,
        "title": _three(activity, "title"),
        "way_of_working": _three(activity, "way_of_working"),
        "goals": sorted(goal.goal for goal in activity.goals.all()),
        "status": activity.status,
        "status_note": activity.status_note,
        "responsible_body": activity.responsible_body.slug if activity.responsible_body else None,
        "responsible_person": activity.responsible_person_id,
        "carried_from": f"{came_from.programme.year}/{came_from.key}" if came_from else None,
        "updated_at": activity.updated_at.timestamp(),
        "milestones": [
            {"title": _three(step, "title"), "due": _day(step.due), "done_on": _day(step.done_on)}
            for step in activity.milestones.all()
        ],
    }


def _three(noun: Any, field: str) -> dict[str, str]:
    return {code: getattr(noun, f"{field}_{code}") for code in ("nb", "nn", "en")}


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
