"""The page on which accepted answers become figures: what will be taken in, what not, and why."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.calls import changes, queries
from dugnad.calls.models import Call
from dugnad.calls.views.finding import call_or_404, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.errors import Refused


@allow(STAFF)
def make_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at what the accepted answers say before everybody does, then take it in."""
    found = call_or_404(request, slug)
    if not queries.becoming_questions(found):
        raise Http404
    if request.method == "POST":
        _taken(request, found)
        return redirect("make_figures", slug)
    groups = queries.own_figures(found, on=clock.today())
    context = {
        "call": found,
        "groups": groups,
        "seen": changes.digest_of(groups),
        "is_new": any(group.figures and group.vintage is None for group in groups),
    }
    return render(request, "calls/make_figures.html", context)


def _taken(request: HttpRequest, found: Call) -> None:
    seen = request.POST.get("seen", "")
    try:
        reports = changes.make_figures(found, seen=seen, by=viewer_on(request).person, at=clock.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return
    stored = sum(report.stored for report in reports)
    done = ngettext("%(n)s figure is taken in.", "%(n)s figures are taken in.", stored) % {"n": stored}
    messages.success(request, done if reports else _("These figures are taken in already."))
