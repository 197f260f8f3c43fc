"""The yearly report: how it went with each point, from members' answers and what was asked of others."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dugnad.declarations import changes, rules
from dugnad.declarations.forms.follow_ups import ReportForm
from dugnad.declarations.models import Declaration
from dugnad.declarations.queries import declarations
from dugnad.declarations.queries.reports import Told, report_of, told_in
from dugnad.documents import rules as documents
from dugnad.documents.queries import card_of
from dugnad.documents.states import State
from dugnad.dossiers.queries.reporting import asked_for_points
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, public
from dugnad.kit.errors import Refused
from dugnad.kit.pages import FormPage, answer_form, posted
from dugnad.members.rules import Viewer


@public
@require_safe
def year_report(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """The report of a year for who may read it; for those at work here what it will be made from."""
    declaration, viewer = _declaration_or_404(key), _viewer(request)
    report = report_of(declaration, year)
    card = card_of(report.document, viewer) if report else None
    if card is None and not rules.may_see_plan(viewer):
        raise Http404
    context = {
        "declaration": declaration,
        "year": year,
        "report": report,
        "card": card,
        "told": [] if card else _told(declaration, year),
        "sees_plan": rules.may_see_plan(viewer),
        "may_begin": rules.may_write(viewer) and report is None,
        "may_renew": card is not None
        and rules.may_write(viewer)
        and documents.may_edit(viewer, card.document)
        and card.document.state == State.DRAFT,
    }
    return render(request, "web/year_report.html", context)


@allow(STAFF)
def begin_report(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """Make the report of a year as a draft."""
    declaration = _declaration_or_404(key)
    form = ReportForm(posted(request), initial={"language": "nb"})
    back = reverse("year_report", args=[key, year])
    page = FormPage(
        heading=_("Begin the report of %(year)s") % {"year": year},
        lead=_(
            "A draft is made with a heading for each point: how far the region has come, what the members "
            "did, what they want help with, what is asked of others with what came of it, and the tasks of "
            "the plan. Then you write on, and it is reviewed, approved and published as other documents are."
        ),
        submit=_("Make the draft"),
        back=back,
        crumbs=[(back, _("How it went in %(year)s") % {"year": year})],
    )

    def act(values: dict[str, Any]) -> str:
        asks = asked_for_points(declaration, year)
        report = changes.begin_report(declaration, year=year, asks=asks, **values, **_stamp(request))
        return reverse("document", args=[report.document.slug])

    return answer_form(request, form, page, act, _("The draft is made. Read it through and write on."))


@allow(STAFF)
@require_POST
def renew_report(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """Make the draft anew from the answers of today."""
    declaration = _declaration_or_404(key)
    report = report_of(declaration, year)
    if report is None:
        raise Http404
    seen = request.POST.get("revision", "")
    try:
        revision = int(seen) if seen.isdigit() else 0
        asks = asked_for_points(declaration, year)
        changes.renew_report(report, revision=revision, asks=asks, **_stamp(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The draft is made anew. What stood there before is in its trail."))
    return redirect("year_report", key, year)


def _told(declaration: Declaration, year: int) -> list[Told]:
    return told_in(declaration, year, on=clock.today(), asks=asked_for_points(declaration, year))


def _viewer(request: HttpRequest) -> Viewer:
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def _stamp(request: HttpRequest) -> dict[str, Any]:
    return {"by": _viewer(request).person, "at": clock.now()}


def _declaration_or_404(key: str) -> Declaration:
    found = declarations().filter(key=key).first()
    if found is None:
        raise Http404
    return found
