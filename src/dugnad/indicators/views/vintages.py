"""Pages of vintages: the list, one with its file, two compared."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dugnad.indicators import queries
from dugnad.indicators.forms import ComparisonForm, VintagesFilter
from dugnad.indicators.kinds import (
    DIFFERENCE_WORDS,
    layout_in_words,
    missing_in_words,
    sector_name,
    unit_in_words,
)
from dugnad.indicators.models import Vintage
from dugnad.indicators.queries.differences import Effect
from dugnad.indicators.queries.findings import effect_in_words
from dugnad.indicators.rules import region_of
from dugnad.indicators.views.answers import csv_response, file_response
from dugnad.kit.access import public
from dugnad.kit.history import changes_of
from dugnad.members.queries import alphabetical

A_PAGE = 50


@public
@require_safe
def vintages(request: HttpRequest) -> HttpResponse:
    """Every file that figures came in, the newest first."""
    form, found = _filtered(request)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "comparison": ComparisonForm(None, vintages=_all())}
    return render(request, "indicators/vintages.html", context)


@public
@require_safe
def vintages_export(request: HttpRequest) -> HttpResponse:
    """The list as CSV."""
    _form, found = _filtered(request)
    return csv_response(queries.vintages_as_csv(found), "tallgrunnlag.csv")


@public
@require_safe
def vintage(request: HttpRequest, pk: int) -> HttpResponse:
    """One vintage: whose figures, in which file, what was read and what had no figure."""
    found = _vintage(pk)
    years = sorted({year for group in found.coverage for year in group["years"]})
    context = {
        "vintage": found,
        "years": years,
        "place_count": len({code for group in found.coverage for code in group["codes"]}),
        "sectors": [sector_name(sector) for sector in found.sectors if sector],
        "layout": layout_in_words(found.layout),
        "gaps": [gap | {"why": missing_in_words(gap.get("missing", ""))} for gap in found.without_figure],
        "region": region_of(found.coverage),
        "before": queries.vintage_before(found),
        "changes": changes_of(found),
    }
    return render(request, "indicators/vintage.html", context)


@public
@require_safe
def vintage_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it came."""
    return file_response(_vintage(pk))


@public
@require_safe
def compare_vintages(request: HttpRequest) -> HttpResponse:
    """What one vintage says that another does not, and what it does to the change since the base year."""
    form = ComparisonForm(request.GET or None, vintages=_all())
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "indicators/compare_vintages.html", {"form": form}, status=status)
    old, new = form.chosen
    summary = queries.summary_of(old, new)
    form.offer([(effect.place, effect.name) for effect in _by_name(summary.effects)], summary.by_sector)
    context = {
        "form": form,
        "old": old,
        "new": new,
        "summary": summary,
        "illustrative": _are_made_up(old, new),
        "whole": effect_in_words(summary.whole) if summary.whole else "",
        "by_sector": [(sector_name(key), count) for key, count in summary.by_sector.items() if key],
        **_figures_or_places(request, form),
    }
    return render(request, "indicators/compare_vintages.html", context)


@public
@require_safe
def differences_export(request: HttpRequest) -> HttpResponse:
    """Everything that differs as CSV: the columns of the command line, and one that says what is made up."""
    form = ComparisonForm(request.GET, vintages=_all())
    if not form.is_valid():
        raise Http404
    old, new = form.chosen
    found = queries.compare_vintages(old, new, **form.filters)
    made_up = _are_made_up(old, new)
    name = f"endringer-{old.pk}-{new.pk}{'-illustrative' if made_up else ''}.csv"
    return csv_response(queries.differences_as_csv(found, illustrative=made_up), name)


def _are_made_up(old: Vintage, new: Vintage) -> bool:
    return not (old.source.is_official and new.source.is_official)


def _figures_or_places(request: HttpRequest, form: ComparisonForm) -> dict[str, Any]:
    """The figures of the place or the sector that was chosen; else the places in which something differs."""
    old, new = form.chosen
    if not any(form.filters.values()):
        effects = _by_name(queries.summary_of(old, new).effects)
        return {"places": Paginator(effects, A_PAGE).get_page(request.GET.get("page"))}
    found = queries.compare_vintages(old, new, **form.filters)
    page = Paginator(found.differences, A_PAGE).get_page(request.GET.get("page"))
    rows = [
        (found.names.get(d.place, d.place), d, sector_name(d.sector), DIFFERENCE_WORDS[d.kind]) for d in page
    ]
    return {"figures": page, "rows": rows, "unit_words": unit_in_words(new.indicator.unit)}


def _by_name(effects: Iterable[Effect]) -> list[Effect]:
    return sorted(effects, key=lambda effect: alphabetical(effect.name))


def _filtered(request: HttpRequest) -> tuple[VintagesFilter, Any]:
    form = VintagesFilter(request.GET)
    indicator = form.cleaned_data["indicator"] if form.is_valid() else None
    return form, queries.vintages(indicator).defer("coverage", "without_figure")


def _all() -> list[Vintage]:
    return list(queries.vintages().defer("without_figure"))


def _vintage(pk: int) -> Vintage:
    found = queries.vintage_with_number(pk)
    if found is None:
        raise Http404
    return found
