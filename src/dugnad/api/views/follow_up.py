"""The follow-up of a declaration, for programs."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from dugnad.api.forms.asked import MatrixAsked, Name
from dugnad.api.forms.shapes import Matrix
from dugnad.api.queries.follow_up import matrix_as_shape
from dugnad.api.views.doors import OPEN_TO_ALL, opens, viewer_on
from dugnad.declarations.queries import lines_of, matrix_of
from dugnad.kit import clock
from dugnad.kit.access import EVERYONE

router = Router(tags=["declarations"])


@router.get("/declarations/{key}/matrix", response=Matrix, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def declaration_matrix(request: HttpRequest, key: Path[Name], asked: Query[MatrixAsked]) -> dict[str, Any]:
    """Members × points of a year; strangers get how many have come how far with each point."""
    today = clock.today()
    found = matrix_of(lines_of(key), year=asked.year or today.year, on=today, side_by_side=True)
    if found is None:
        raise Http404
    return matrix_as_shape(found, key, viewer_on(request), on=today)
