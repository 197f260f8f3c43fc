"""Pages of what was submitted before: who submitted when, and what changed between two versions."""

from itertools import pairwise

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dugnad.calls import queries
from dugnad.calls.queries import versions_of
from dugnad.calls.views.finding import reply_or_404
from dugnad.kit.access import MEMBER, STAFF, allow


@allow(MEMBER, STAFF)
@require_safe
def versions(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Everything that a member has submitted to a call, newest first."""
    found = reply_or_404(request, slug, organisation)
    newest_first = list(versions_of(found))
    before = {new.pk: old for new, old in pairwise(newest_first)}
    context = {
        "reply": found,
        "call": found.call,
        "rows": [(version, before.get(version.pk)) for version in newest_first],
    }
    return render(request, "calls/versions.html", context)


@allow(MEMBER, STAFF)
@require_safe
def compare_versions(request: HttpRequest, slug: str, organisation: str, old: int, new: int) -> HttpResponse:
    """What changed from one version to another, question by question."""
    found = reply_or_404(request, slug, organisation)
    submitted = found.versions.select_related("reply__call", "submitted_by")
    before, after = get_object_or_404(submitted, number=old), get_object_or_404(submitted, number=new)
    context = {
        "reply": found,
        "call": found.call,
        "old": before,
        "new": after,
        "versions": [before, after],
        "differences": queries.compare_versions(before, after),
    }
    return render(request, "calls/compare_versions.html", context)
