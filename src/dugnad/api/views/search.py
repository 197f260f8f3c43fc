"""Search, and what is to come: addresses that belong to no single room."""

from typing import Any

from django.http import HttpRequest
from django.utils import translation
from ninja import Query, Router

from dugnad.api.forms.asked import Paging, SearchAsked
from dugnad.api.forms.shapes import Anything, Hits
from dugnad.api.queries.search import search as found_by
from dugnad.api.views.doors import OPEN_TO_ALL, listed, opens, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import EVERYONE

router = Router(tags=["search"])


@router.get("/search", response=Hits, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def search(request: HttpRequest, asked: Query[SearchAsked], paging: Query[Paging]) -> dict[str, Any]:
    """What holds every word of `q`, the best answer first; titles in the language of `lang`."""
    with translation.override(asked.lang or translation.get_language()):
        hits = found_by(asked.q, viewer_on(request), on=clock.today())
    return listed(request, hits, paging, list)


@router.get("/events", response=Anything, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def events(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Meetings and sessions; none are kept here yet."""
    return listed(request, [], paging, list)
