"""Pages that people read."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dugnad.editions.queries import (
    block_content,
    member_report,
    region_report,
    revised_since,
    trail_of,
    visible_editions,
)
from dugnad.editions.queries.findings import sector_name
from dugnad.editions.queries.package import citation, is_draft
from dugnad.editions.queries.report import foreword_of
from dugnad.editions.rules import can_compose
from dugnad.editions.states import STEPS
from dugnad.editions.views.finding import edition_or_404, viewer_on
from dugnad.kit import history
from dugnad.kit.access import public


@public
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Every edition that the viewer may read."""
    viewer = viewer_on(request)
    context = {"editions": visible_editions(viewer), "may_compose": can_compose(viewer)}
    return render(request, "editions/editions.html", context)


@public
@require_safe
def edition(request: HttpRequest, year: int) -> HttpResponse:
    """The report of one year."""
    found = edition_or_404(request, year)
    viewer = viewer_on(request)
    report = region_report(found, settings.ALLIANCE["name"])
    may_compose = can_compose(viewer)
    context = {
        "edition": found,
        "report": report,
        "foreword": foreword_of(found),
        "draft": is_draft(found),
        "revisions": revised_since(found),
        "citation": citation(found),
        "may_compose": may_compose,
        "steps": [name for name, step in STEPS.items() if found.state in step.starts] if may_compose else [],
        "changes": history.changes_of(found)[:20] if may_compose else [],
    }
    return render(request, "editions/edition.html", context)


@public
@require_safe
def edition_member(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One member's page in the report of a year."""
    found = edition_or_404(request, year)
    report = member_report(found, code)
    if report is None:
        raise Http404
    revisions = [revision for revision in revised_since(found) if revision.place == code]
    context = {"edition": found, "report": report, "draft": is_draft(found), "revisions": revisions}
    return render(request, "editions/edition_member.html", context)


@public
@require_safe
def figure(request: HttpRequest, year: int, place: str, of: int, sector: str = "") -> HttpResponse:
    """One figure with its trail: formula, parts, vintages, files."""
    found = edition_or_404(request, year)
    number = trail_of(found, place, of, sector)
    if number is None:
        raise Http404
    content = block_content(found, "method", "region")
    context = {
        "edition": found,
        "figure": number,
        "sector_name": sector_name(sector) if sector else "",
        "method": content["method"],
        "members": _members(place, content["region"]),
        "draft": is_draft(found),
    }
    return render(request, "editions/figure.html", context)


@public
@require_safe
def edition_revisions(request: HttpRequest, year: int) -> HttpResponse:
    """Which published figures later vintages have corrected."""
    found = edition_or_404(request, year)
    return render(
        request, "editions/edition_revisions.html", {"edition": found, "revisions": revised_since(found)}
    )


def _members(place: str, region: dict[str, Any]) -> list[dict[str, Any]]:
    """The municipalities that a place's figures are the sum of."""
    codes = {f"subregion:{s['slug']}": set(s["codes"]) for s in region["subregions"]}.get(place)
    if place == "alliance":
        return list(region["members"])
    wanted = codes if codes is not None else {place}
    return [member for member in region["members"] if member["code"] in wanted]
