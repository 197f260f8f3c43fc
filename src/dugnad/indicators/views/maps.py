"""Pages of maps: a figure of each municipality where it lies, and the borders that maps are drawn from."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.engine.boundaries import Divisions
from dugnad.indicators import changes, queries
from dugnad.indicators.forms import BordersForm, MapForm
from dugnad.indicators.kinds import POPULATION, Drawn, Measured
from dugnad.indicators.models import Indicator
from dugnad.indicators.queries import Asked, MapFigures
from dugnad.indicators.rules import can_be_per_inhabitant
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, public
from dugnad.kit.errors import Refused
from dugnad.members.queries import divisions


@public
@require_safe
def figure_map(request: HttpRequest, key: str) -> HttpResponse:
    """One indicator on a map of the members, with the same figures as a table."""
    found = _indicator(key)
    known = divisions()
    day = _day_of_borders(known)
    regions = queries.regions(on=clock.today(), codes_day=known.newest_day)
    form = MapForm(
        request.GET,
        regions=[choice for choice in regions.choices if choice[0] not in regions.municipalities],
        measured=_measured(found),
        drawn=[Drawn.BORDERS, Drawn.TILES] if day else [Drawn.TILES],
    )
    words = form.asked
    place = regions.name_of(words["region"], known)
    context: dict[str, Any] = {"indicator": found, "form": form, "place": place}
    try:
        codes_day = day if words["drawn"].has_sizes else None
        asked = queries.ask(words["region"], today=clock.today(), codes_day=codes_day, known=known)
        figures = _figures(found, asked, words)
    except Refused as refusal:
        return render(request, "indicators/figure_map.html", context | {"refusal": refusal}, status=422)
    if figures:
        form.offer_years(queries.years_with_figures(figures.result), figures.year)
        context["chart"] = _chart(figures, asked, words, place)
        context["told_by"] = figures.result.trail
    return render(request, "indicators/figure_map.html", context)


@allow(STAFF)
def borders(request: HttpRequest) -> HttpResponse:
    """Take in a map of borders, and see the one that is there."""
    sent = request.method == "POST"
    form = BordersForm(request.POST if sent else None, request.FILES if sent else None)
    report = None
    if form.is_valid():
        file = form.cleaned_data["file"]
        report = changes.import_borders(
            file.read(),
            file.name,
            by=request.viewer.person,  # type: ignore[attr-defined]
            at=clock.now(),
        )
        if not report.refused:
            said = (
                _("We have this map already.") if report.unchanged else _("The map of borders is taken in.")
            )
            messages.success(request, said)
            return redirect("borders")
    context = {"form": form, "report": report, "newest": queries.newest_borders()}
    wrong = form.errors or report
    return render(request, "indicators/borders.html", context, status=422 if wrong else 200)


def _indicator(key: str) -> Indicator:
    try:
        return queries.indicator_with_key(key)
    except Refused:
        raise Http404 from None


def _day_of_borders(known: Divisions) -> Any:
    newest = queries.newest_borders()
    return queries.day_of_borders(newest, known, today=clock.today()) if newest else None


def _measured(found: Indicator) -> list[Measured]:
    """What can be shown: shares and inhabitants are not divided by inhabitants."""
    divisible = can_be_per_inhabitant(found.unit)
    return [one for one in Measured if divisible or not one.is_per_inhabitant][:: 1 if divisible else -1]


def _figures(found: Indicator, asked: Asked, words: dict[str, Any]) -> MapFigures | None:
    people = queries.indicator_with_key(POPULATION) if words["measured"].is_per_inhabitant else None
    return queries.map_figures(
        found, asked, measured=words["measured"], year=words["year"] or None, population=people
    )


def _chart(figures: MapFigures, asked: Asked, words: dict[str, Any], place: str) -> Any:
    more = {"per": "inhabitant"} if words["measured"].is_per_inhabitant else {}
    query = urlencode({"region": words["region"], "by": "municipality", **more})
    address = f"{reverse('series_export', args=[figures.indicator.key])}?{query}"
    return queries.figure_map(figures, asked, drawn=words["drawn"], place=place, address=address)
