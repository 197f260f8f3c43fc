"""Pages of two editions beside each other."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dugnad.editions.queries.comparing import Comparison, comparison_of
from dugnad.editions.queries.comparing.files import comparison_as_csv
from dugnad.editions.views.finding import composed_or_404
from dugnad.kit.access import public
from dugnad.kit.pages import csv_response


@public
@require_safe
def compare_editions(request: HttpRequest, year: int, other: int) -> HttpResponse:
    """What an earlier edition said, what this one says of the same year, and why they differ."""
    if other > year:
        return redirect("compare_editions", other, year)
    found = _comparison(request, year, other)
    context = {"comparison": found, "earlier": found.earlier.edition, "later": found.later.edition}
    return render(request, "editions/compare_editions.html", context)


@public
@require_safe
def compared_editions_csv(request: HttpRequest, year: int, other: int) -> HttpResponse:
    """The same as CSV."""
    content = comparison_as_csv(_comparison(request, year, other))
    return csv_response(content, f"klimastatus-{year}-mot-{other}.csv")


def _comparison(request: HttpRequest, year: int, other: int) -> Comparison:
    if year == other:
        raise Http404
    earlier, later = composed_or_404(request, other), composed_or_404(request, year)
    found = comparison_of(earlier, later, settings.ALLIANCE["name"])
    if found is None:
        raise Http404
    return found
