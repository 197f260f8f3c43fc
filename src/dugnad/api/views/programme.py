"""Activities, for programs."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from dugnad.api.forms.asked import ActivitiesAsked, Paging
from dugnad.api.forms.shapes import Activities
from dugnad.api.queries.programme import activities_as_shapes, activities_for
from dugnad.api.views.doors import OPEN_TO_ALL, listed, opens, viewer_on
from dugnad.kit.access import EVERYONE

router = Router(tags=["programme"])


@router.get("/activities", response=Activities, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def activities(request: HttpRequest, asked: Query[ActivitiesAsked], paging: Query[Paging]) -> dict[str, Any]:
    """What the alliance has set out to do, year by year."""
    found = activities_for(viewer_on(request), year=asked.year)
    return listed(request, found, paging, activities_as_shapes)
