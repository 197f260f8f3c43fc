"""Material flows, for programs: studies, one with its system, and what a run says."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from dugnad.api.forms.asked import Name, Number, Paging, ResultsAsked
from dugnad.api.forms.shapes import FlowResults, Studies, StudyWhole
from dugnad.api.queries.analyses import (
    results_as_shapes,
    results_for,
    studies_as_shapes,
    studies_for,
    study_as_shape,
)
from dugnad.api.views.doors import OPEN_TO_ALL, listed, opens, viewer_on
from dugnad.kit.access import EVERYONE

router = Router(tags=["material flows"])


@router.get("/studies", response=Studies, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def studies(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The studies of material flows."""
    return listed(request, studies_for(viewer_on(request)), paging, studies_as_shapes)


@router.get("/studies/{study}", response=StudyWhole, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def study_whole(request: HttpRequest, study: Path[Name]) -> dict[str, Any]:
    """One study: its processes and flows, its places, and its runs."""
    found = study_as_shape(study, viewer_on(request))
    if found is None:
        raise Http404
    return found


@router.get("/studies/{study}/runs/{number}", response=FlowResults, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def run_results(
    request: HttpRequest,
    study: Path[Name],
    number: Path[Number],
    asked: Query[ResultsAsked],
    paging: Query[Paging],
) -> dict[str, Any]:
    """What a run says of each flow, place and year: how much, how certain, and what it rests on."""
    found = results_for(study, number, viewer_on(request), asked.dict())
    if found is None:
        raise Http404
    return listed(request, found, paging, results_as_shapes)
