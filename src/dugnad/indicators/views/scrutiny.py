"""Pages that set what others have published beside our own figures, and explain the difference."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dugnad.engine.boundaries import Divisions
from dugnad.indicators import changes, queries
from dugnad.indicators.forms import PublishedFigureForm
from dugnad.indicators.models import Indicator, PublishedFigure
from dugnad.indicators.queries import Regions
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, public
from dugnad.kit.errors import Refused
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage, answer_form, posted
from dugnad.members.queries import divisions

A_PAGE = 50


@public
@require_safe
def published_figures(request: HttpRequest, key: str) -> HttpResponse:
    """What others have published of an indicator, with the way to each comparison."""
    found = _indicator(key)
    known = divisions()
    regions = _regions(known)
    page = Paginator(queries.published_figures(found), A_PAGE).get_page(request.GET.get("page"))
    rows = [_row(figure, regions.name_of(figure.region, known)) for figure in page]
    context = {"indicator": found, "pages": page, "rows": rows}
    return render(request, "indicators/published_figures.html", context)


@public
@require_safe
def published_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure that was published beside ours: the difference, and what would explain it."""
    figure = _figure(pk)
    known, today = divisions(), clock.today()
    ours, totals = queries.scrutinise(figure, today=today, known=known)
    variants = queries.variants(figure, ours, today=today, known=known) if totals else []
    context = {
        "figure": figure,
        "indicator": figure.indicator,
        "place": _regions(known).name_of(figure.region, known),
        "scrutiny": ours,
        "variants": variants,
        "chart": queries.scrutiny_chart(ours, variants, totals) if totals and ours.ours is not None else None,
        "changes": changes_of(figure) if request.viewer.is_secretariat else [],  # type: ignore[attr-defined]
    }
    return render(request, "indicators/published_figure.html", context)


@allow(STAFF)
def enter_published_figure(request: HttpRequest, key: str) -> HttpResponse:
    """Enter what somebody else has published."""
    found = _indicator(key)
    form = _form(request, found, {"region": request.GET.get("region", "")})
    page = FormPage(
        heading=_("Enter a published figure"),
        submit=_("Set it beside ours"),
        back=reverse("published_figures", args=[key]),
        lead=_(
            "A figure that others have published of our region, with its source. We look for an explanation."
        ),
        crumbs=_crumbs(found),
    )

    def act(values: dict[str, Any]) -> str:
        figure = changes.enter_published_figure(found, values, **_who(request))
        return reverse("published_figure", args=[figure.pk])

    return answer_form(
        request, form, page, act, _("The published figure is entered. Here it stands beside ours.")
    )


@allow(STAFF)
def edit_published_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a published figure, or write down why it differs."""
    figure = _figure(pk)
    names = PublishedFigureForm.base_fields
    form = _form(request, figure.indicator, {name: getattr(figure, name) for name in names})
    page = FormPage(
        heading=_("Change the published figure"),
        submit=_("Save"),
        back=reverse("published_figure", args=[pk]),
        crumbs=[*_crumbs(figure.indicator), (reverse("published_figure", args=[pk]), figure.publisher)],
    )

    def act(values: dict[str, Any]) -> None:
        changes.edit_published_figure(figure, values, **_who(request))

    return answer_form(request, form, page, act, _("The published figure is changed."))


@allow(STAFF)
@require_POST
def withdraw_published_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a published figure away from the pages."""
    figure = _figure(pk)
    try:
        changes.withdraw_published_figure(figure, **_who(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The published figure is taken away; the trail keeps it."))
    return redirect("published_figures", figure.indicator.key)


def _indicator(key: str) -> Indicator:
    try:
        return queries.indicator_with_key(key)
    except Refused:
        raise Http404 from None


def _figure(pk: int) -> PublishedFigure:
    try:
        return queries.published_figure(pk)
    except PublishedFigure.DoesNotExist:
        raise Http404 from None


def _regions(known: Divisions) -> Regions:
    return queries.regions(on=clock.today(), codes_day=known.newest_day)


def _row(figure: PublishedFigure, place: str) -> dict[str, Any]:
    alone = queries.Scrutiny(figure, None)
    return {"figure": figure, "place": place, "words": alone.words["published"], "reasons": alone.reasons}


def _form(request: HttpRequest, indicator: Indicator, initial: dict[str, Any]) -> PublishedFigureForm:
    regions = _regions(divisions()).choices
    return PublishedFigureForm(posted(request), indicator=indicator, regions=regions, initial=initial)


def _crumbs(indicator: Indicator) -> list[tuple[str, str]]:
    return [
        (reverse("indicators"), _("Figures and sources")),
        (reverse("indicator", args=[indicator.key]), str(indicator)),
        (reverse("published_figures", args=[indicator.key]), _("Published by others")),
    ]


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.viewer.person, "at": clock.now()}  # type: ignore[attr-defined]
