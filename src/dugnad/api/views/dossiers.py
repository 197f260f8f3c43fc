"""What we try to influence, for programs: dossiers, one with its asks, the register of statements."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from dugnad.api.forms.asked import Name, Paging
from dugnad.api.forms.shapes import Dossiers, DossierWhole, Statements
from dugnad.api.queries.dossiers import (
    dossier_as_shape,
    dossiers_as_shapes,
    dossiers_for,
    statements_as_shapes,
    statements_for,
)
from dugnad.api.views.doors import OPEN_TO_ALL, listed, opens, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import EVERYONE

router = Router(tags=["dossiers"])


@router.get("/dossiers", response=Dossiers, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def dossiers(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The matters that the alliance follows."""
    return listed(request, dossiers_for(viewer_on(request)), paging, dossiers_as_shapes)


@router.get("/dossiers/{key}", response=DossierWhole, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def dossier(request: HttpRequest, key: Path[Name]) -> dict[str, Any]:
    """One matter: its consultations, what is asked for, and what came of each ask."""
    found = dossier_as_shape(key, viewer_on(request), at=clock.now())
    if found is None:
        raise Http404
    return found


@router.get("/statements", response=Statements, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def statements(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The public register: what the alliance has answered, to whom, approved by which body, and when."""
    viewer = viewer_on(request)
    return listed(request, statements_for(viewer), paging, partial(statements_as_shapes, viewer=viewer))
