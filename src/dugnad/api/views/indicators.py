"""Indicators, vintages and observations, for programs."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from dugnad.api.forms.asked import ObservationsAsked, Paging, VintagesAsked
from dugnad.api.forms.shapes import Indicators, Observations, Vintages
from dugnad.api.queries.indicators import (
    indicator_as_shape,
    observations_as_shapes,
    trail_as_shape,
    vintage_as_shape,
)
from dugnad.api.views.doors import OPEN_TO_ALL, listed, opens
from dugnad.indicators import queries
from dugnad.kit import clock
from dugnad.kit.access import EVERYONE

router = Router(tags=["indicators"])


@router.get("/indicators", response=Indicators, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def indicators(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """What is measured."""
    return listed(request, queries.indicators(), paging, lambda page: map(indicator_as_shape, page))


@router.get("/vintages", response=Vintages, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def vintages(request: HttpRequest, asked: Query[VintagesAsked], paging: Query[Paging]) -> dict[str, Any]:
    """The files that figures came in, the newest first; a vintage never changes."""
    indicator = queries.indicator_with_key(asked.indicator) if asked.indicator else None
    return listed(request, queries.vintages(indicator), paging, lambda page: map(vintage_as_shape, page))


@router.get("/observations", response=Observations, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def observations(
    request: HttpRequest, asked: Query[ObservationsAsked], paging: Query[Paging]
) -> dict[str, Any]:
    """A series of any indicator and region, in the codes of any day, as any vintage told it."""
    result = queries.series(
        queries.indicator_with_key(asked.indicator),
        asked.region,
        by=asked.by,
        today=clock.today(),
        codes_day=asked.codes_of,
        members_on=None if asked.members_on == "actual" else asked.members_on,
        actual_members=asked.members_on == "actual",
        seen_by=asked.vintage,
    )
    page = listed(request, result.rows, paging, observations_as_shapes)
    return {**page, "trail": trail_as_shape(result.trail)}
