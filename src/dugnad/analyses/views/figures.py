"""The system and the figures of a study: read them, state a flow, type a figure, read in a file."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.analyses import changes
from dugnad.analyses.forms.figures import FlowForm, QuantityForm
from dugnad.analyses.models import Flow, Study
from dugnad.analyses.queries import systems
from dugnad.analyses.views.asking import crumbs, stamp, study_or_404
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, form_on, public
from dugnad.kit.errors import Refused
from dugnad.kit.pages import FormPage, answer_form, answer_workbook, posted
from dugnad.kit.tables import WorkbookReport
from dugnad.kit.uploads import FILE_KINDS

PAGE = 100
READABLE = frozenset({"xlsx", "csv"})


@public
def quantities(request: HttpRequest, slug: str) -> HttpResponse:
    """Every flow and every figure of a study, with source, method and grade, and which of them counts."""
    found = study_or_404(request, slug)
    rows = systems.weighed(systems.quantities_of(found))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"study": found, "page": page, "flows": systems.flows_of(found), "count": len(rows)}
    return render(request, "analyses/quantities.html", context)


@allow(STAFF)
def add_flow(request: HttpRequest, slug: str) -> HttpResponse:
    """State a flow."""
    found = study_or_404(request, slug)
    form = FlowForm(posted(request), study=found)
    page = _page(found, _("Add a flow"), _("What goes from where to where. New processes come with it."))

    def act(values: dict[str, Any]) -> None:
        changes.add_flow(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The flow is added."))


@allow(STAFF)
@require_POST
@form_on("quantities", "slug")
def remove_flow(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take out a flow that was stated by mistake."""
    found = study_or_404(request, slug)
    flow = get_object_or_404(Flow, pk=pk, study=found)
    try:
        changes.remove_flow(flow, **stamp(request))
        messages.success(request, _("“%(flow)s” is taken out.") % {"flow": flow})
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("quantities", slug)


@allow(STAFF)
def add_quantity(request: HttpRequest, slug: str) -> HttpResponse:
    """Type one figure."""
    found = study_or_404(request, slug)
    initial = {"vintage": f"{clock.today():%Y-%m-%d}", "method": "measured"}
    form = QuantityForm(posted(request), study=found, initial=initial)
    lead = _("A figure never changes. A newer or better one is added, and takes the place of the old one.")
    page = _page(found, _("Add a figure"), lead)

    def act(values: dict[str, Any]) -> None:
        changes.add_quantity(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The figure is added."))


@allow(STAFF)
def import_quantities(request: HttpRequest, slug: str) -> HttpResponse:
    """Read in a system with its figures, or figures alone; first what the file says, then the change."""
    found = study_or_404(request, slug)
    page = FormPage(
        heading=_("Read in figures"),
        lead=_("A spreadsheet with processes, flows and figures, or a CSV file of figures alone."),
        submit=_("Show what changes"),
        back=reverse("quantities", args=[slug]),
        crumbs=crumbs(found),
        template="analyses/import_quantities.html",
        more={"study": found, "headings": systems.SHEETS},
    )

    def take(path: Path, **how: Any) -> WorkbookReport:
        name = _("Read in %(day)s") % {"day": f"{clock.today():%Y-%m-%d}"}
        return changes.import_figures(found, path, name=name, **how, **stamp(request))

    return answer_workbook(request, page, take, _("The figures are stored."), allowed=READABLE)


@public
def study_workbook(request: HttpRequest, slug: str) -> HttpResponse:
    """The system and all its figures as a spreadsheet that can be read in again."""
    found = study_or_404(request, slug)
    response = HttpResponse(systems.study_workbook(found), content_type=FILE_KINDS["xlsx"].content_type)
    response["Content-Disposition"] = f'attachment; filename="{slug}.xlsx"'
    return response


def _page(study: Study, heading: str, lead: str) -> FormPage:
    return FormPage(
        heading=heading,
        lead=lead,
        submit=heading,
        back=reverse("quantities", args=[study.slug]),
        crumbs=[*crumbs(study), (reverse("quantities", args=[study.slug]), _("Figures"))],
    )
