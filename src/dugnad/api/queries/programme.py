"""Activities as programs read them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from dugnad.kit.text import localised
from dugnad.members.rules import Viewer
from dugnad.programme.models import Activity
from dugnad.programme.queries import programmes


def activities_for(viewer: Viewer, *, year: int | None = None) -> QuerySet[Activity]:
    """The activities of the years that the viewer may see, the newest year first."""
    years = [programme for programme in programmes(viewer) if year in (None, programme.year)]
    found = Activity.objects.filter(programme__in=years)
    related = ("programme", "strand", "responsible_body")
    return found.select_related(*related).order_by("-programme__year", "number")


def activities_as_shapes(activities: QuerySet[Activity]) -> Iterable[dict[str, Any]]:
    """Activities with their goals and milestones."""
    return map(_shape, activities.prefetch_related("goals", "milestones"))


def activity_id(activity: Activity) -> str:
    """How programs name an activity: its year and its short name."""
    return f"{activity.programme.year}/{activity.key}"


def _shape(activity: Activity) -> dict[str, Any]:
    body = activity.responsible_body
    return {
        "id": activity_id(activity),
        "year": activity.programme.year,
        "number": activity.number,
        "title": localised(activity, "title"),
        "strand": {"id": activity.strand.key, "name": localised(activity.strand, "title")},
        "way_of_working": localised(activity, "way_of_working"),
        "goals": sorted(goal.goal for goal in activity.goals.all()),
        "status": activity.status,
        "status_note": activity.status_note,
        "responsible_body": {"id": body.slug, "name": str(body)} if body else None,
        "milestones": [
            {"title": localised(step, "title"), "due": step.due, "done_on": step.done_on}
            for step in activity.milestones.all()
        ],
        "updated_at": activity.updated_at,
        "url": f"{settings.PUBLIC_URL}/program/{activity.programme.year}/{activity.key}/",
    }
