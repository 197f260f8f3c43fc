"""One activity, and everything that serves it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dugnad.documents.queries import documents_serving
from dugnad.kit import clock
from dugnad.kit.access import public
from dugnad.programme.queries import (
    activity_of,
    differences_of,
    lineage_of,
    neighbours_of,
    row_of,
    trail_of,
)
from dugnad.programme.rules import can_change


@public
def activity(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """What an activity is for, how it goes, and its thread through every room."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = activity_of(year, key, viewer)
    if found is None:
        raise Http404
    before, after = neighbours_of(found)
    changes = list(trail_of(found)) if viewer.is_signed_in else []
    return render(
        request,
        "web/activity.html",
        {
            "activity": found,
            "programme": found.programme,
            "row": row_of(found, on=clock.today()),
            "may_change": viewer.is_secretariat and can_change(found.programme.state),
            "documents": documents_serving(found, viewer),
            "lineage": lineage_of(found, viewer),
            "before": before,
            "after": after,
            "changes": changes,
            "told": differences_of(changes),
        },
    )
