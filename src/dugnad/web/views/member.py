"""One member, and everything we know and do together."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dugnad.analyses.queries.runs import flows_of_place
from dugnad.calls.queries import objections_by
from dugnad.calls.rules import may_see
from dugnad.documents.queries import documents_of
from dugnad.kit import clock
from dugnad.kit.access import public
from dugnad.members.queries import organisation_named
from dugnad.web.queries.emissions import emissions_of
from dugnad.web.queries.member import (
    answers_shown,
    klimastatus_of,
    offices_shown,
    promise_of,
    seats_shown,
    standing_of,
    works_here,
)


@public
def member(request: HttpRequest, name: str) -> HttpResponse:
    """A member's membership, people, seats, answers, emissions and stories."""
    organisation = organisation_named(name)
    if organisation is None:
        raise Http404
    viewer, today = request.viewer, clock.today()  # type: ignore[attr-defined]
    standing = standing_of(organisation, on=today)
    return render(
        request,
        "web/member.html",
        {
            "organisation": organisation,
            "standing": standing,
            "may_ring": works_here(viewer),
            "offices": offices_shown(organisation, viewer, on=today),
            "seats": seats_shown(organisation, viewer, on=today),
            "emissions": emissions_of(standing.code.code, today=today) if standing.code else None,
            "answers": answers_shown(organisation, viewer, at=clock.now()),
            "objections": objections_by(organisation, on=today) if may_see(viewer, organisation.pk) else [],
            "klimastatus": klimastatus_of(standing),
            "promise": promise_of(organisation, viewer),
            "flows": flows_of_place(organisation, viewer),
            "stories": documents_of(organisation, viewer),
        },
    )
