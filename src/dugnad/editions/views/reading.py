"""Pages that people read."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dugnad.calls.kinds import CallKind
from dugnad.calls.queries import visible_calls
from dugnad.calls.states import CallState
from dugnad.editions.models import Edition
from dugnad.editions.queries import (
    Report,
    effect_of,
    figure_named,
    is_out_of_date,
    member_report,
    region_report,
    revised_at,
    revised_since,
    trail_of,
    visible_editions,
)
from dugnad.editions.queries.citing import address_of, is_draft
from dugnad.editions.queries.findings import in_a_sentence
from dugnad.editions.queries.method import colophon, vintage_rows
from dugnad.editions.queries.report import foreword_of
from dugnad.editions.queries.revisions import in_groups, listed, places_revised, revisions_as_csv
from dugnad.editions.queries.stories import stories_awaiting_their_sender
from dugnad.editions.rules import can_compose, is_frozen, is_open, is_shown
from dugnad.editions.states import STEPS
from dugnad.editions.views.finding import edition_or_404, viewer_on
from dugnad.indicators.kinds import gases_in_words
from dugnad.kit import history
from dugnad.kit.access import public
from dugnad.kit.formats import co2e
from dugnad.kit.pages import csv_response

CHANGES = 20
A_PAGE = 100  # corrections


@public
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Every edition that the viewer may read, and what is being collected for the next."""
    viewer = viewer_on(request)
    calls = visible_calls(viewer).filter(kind=CallKind.KLIMASTATUS, state=CallState.OPEN)
    context = {
        "editions": visible_editions(viewer),
        "calls": calls,
        "may_compose": can_compose(viewer),
    }
    return render(request, "editions/editions.html", context)


@public
@require_safe
def edition(request: HttpRequest, year: int) -> HttpResponse:
    """The report of one year."""
    found = edition_or_404(request, year)
    may_compose = can_compose(viewer_on(request))
    others = [one for one in visible_editions(viewer_on(request)) if one.pk != found.pk and one.composed_at]
    revisions = revised_since(found)
    report = region_report(
        found, settings.ALLIANCE["name"], reverse("edition_data", args=[year]), trails_of(found)
    )
    context = {
        **_around(found, report),
        "foreword": foreword_of(found),
        "revised": places_revised(revisions),
        "effect": effect_of(found, revisions, "alliance"),
        "others": others,
        "may_compose": may_compose,
        "is_open": is_open(found.state),
        "out_of_date": may_compose and is_open(found.state) and report is not None and is_out_of_date(found),
        "steps": [name for name, step in STEPS.items() if found.state in step.starts] if may_compose else [],
        "without": [one.title for one in report.shown("without")]
        if report and may_compose and is_open(found.state)
        else [],
        "awaiting": stories_awaiting_their_sender(found)
        if may_compose and not is_frozen(found.state)
        else [],
        "replacements": [one for one in others if may_compose and is_shown(one.state)],
        "changes": history.changes_of(found)[:CHANGES] if may_compose else [],
    }
    return render(request, "editions/edition.html", context)


@public
@require_safe
def edition_member(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One member's page in the report of a year."""
    found = edition_or_404(request, year)
    report = member_report(found, code, reverse("edition_data", args=[year]), trails_of(found))
    if report is None:
        raise Http404
    context = {
        **_around(found, report),
        "revisions": revised_at(revised_since(found), code),
        "left_out": ", ".join(in_a_sentence(sector) for sector in report.method["sectors_left_out"]),
    }
    return render(request, "editions/edition_member.html", context)


@public
@require_safe
def figure(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """One figure with its trail: formula, ingredients, published rows, vintages, files."""
    found = edition_or_404(request, year)
    number = figure_named(found, key)
    if number is None:
        raise Http404
    trail = trail_of(found, number)
    revision = next((r for r in revised_since(found) if r.key == key), None)
    context = {
        "edition": found,
        "trail": trail,
        "sectors": ", ".join(in_a_sentence(sector) for sector in trail.method["sectors"]),
        "left_out": ", ".join(in_a_sentence(sector) for sector in trail.method["sectors_left_out"]),
        "gases": co2e(gases_in_words(trail.method["gases"])),
        "vintages": vintage_rows(trail.vintages),
        "draft": is_draft(found),
        "address": f"{address_of(found)}tall/{key}/",
        "revision": revision,
    }
    return render(request, "editions/figure.html", context)


@public
@require_safe
def edition_revisions(request: HttpRequest, year: int) -> HttpResponse:
    """Which published figures later vintages have corrected."""
    found = edition_or_404(request, year)
    revisions = listed(found, revised_since(found))
    page = Paginator(revisions, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": found,
        "page": page,
        "figure_root": trails_of(found),
        "groups": in_groups(page),
        "effect": effect_of(found, revisions, "alliance"),
        "illustrative": any(r.was_illustrative or r.is_illustrative for r in revisions),
    }
    return render(request, "editions/edition_revisions.html", context)


def trails_of(edition: Edition) -> str:
    """Below which address the trails of an edition's figures are."""
    return reverse("figure", args=[edition.year, "x"]).removesuffix("x/")


@public
@require_safe
def revisions_csv(request: HttpRequest, year: int) -> HttpResponse:
    """Every correction, of sectors and of what is worked out as well, as CSV."""
    content = revisions_as_csv(revised_since(edition_or_404(request, year)))
    return csv_response(content, f"klimastatus-{year}-rettelser.csv")


def _around(edition: Edition, report: Report | None) -> dict[str, Any]:
    """What the parts of a report need to know of the page that they stand on."""
    year = edition.year
    pictures = reverse("edition_picture", args=[year, "x"]).removesuffix("x")
    return {
        "edition": edition,
        "report": report,
        "draft": is_draft(edition),
        "member_root": reverse("edition", args=[year]),
        "member_end": "/",
        "picture_root": pictures,
        "data_root": reverse("edition_data", args=[year]),
        "trail_root": trails_of(edition),
        "activity_root": reverse("activity", args=[year, "x"]).removesuffix("x/"),
        **(colophon(edition, report) if report else {}),
    }
