"""Members, for programs."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from dugnad.api.forms.asked import MembersAsked, Paging
from dugnad.api.forms.shapes import Members
from dugnad.api.queries.members import member_as_shape
from dugnad.api.views.doors import OPEN_TO_ALL, listed, opens
from dugnad.kit import clock
from dugnad.kit.access import EVERYONE
from dugnad.members.queries import member_rows

router = Router(tags=["members"])


@router.get("/members", response=Members, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def members(request: HttpRequest, asked: Query[MembersAsked], paging: Query[Paging]) -> dict[str, Any]:
    """The members of the alliance on a day."""
    rows = member_rows(
        on=asked.on or clock.today(), subregion=asked.subregion, county=asked.county, kind=asked.kind
    )
    return listed(request, rows, paging, lambda page: map(member_as_shape, page))
