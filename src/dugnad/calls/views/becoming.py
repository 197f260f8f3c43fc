"""The page on which accepted answers become figures: what will be taken in, what not, and why."""

from django.http import HttpRequest, HttpResponse

from dugnad.calls import changes, queries
from dugnad.calls.views.taking import Taking, answer_taking
from dugnad.kit.access import STAFF, allow

OWN_FIGURES = Taking(
    "make_figures",
    questions=queries.becoming_questions,
    groups=queries.own_figures,
    digest=changes.digest_of,
    is_new=lambda group: bool(group.figures) and group.vintage is None,
    take=changes.make_figures,
    count=lambda report: report.stored,
)


@allow(STAFF)
def make_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at what the accepted answers say before everybody does, then take it in."""
    return answer_taking(request, slug, OWN_FIGURES)
