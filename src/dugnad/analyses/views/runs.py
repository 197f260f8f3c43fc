"""Runs: order one, look at its picture and table, check, accept or return it, compare it, take it home."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.analyses import changes, rules
from dugnad.analyses.forms.figures import LookForm, ReturnForm, RunForm
from dugnad.analyses.models import Run, Study
from dugnad.analyses.queries import printing, runs, showing
from dugnad.analyses.queries.refusals import why_failed
from dugnad.analyses.views.asking import crumbs, stamp, study_or_404, viewer_on
from dugnad.kit.access import STAFF, allow, public
from dugnad.kit.errors import Refused
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage, answer_form, csv_response, posted
from dugnad.kit.spreadsheets import write_csv


@allow(STAFF)
def order_run(request: HttpRequest, slug: str) -> HttpResponse:
    """Order a run of what is known today."""
    found = study_or_404(request, slug)
    form = RunForm(posted(request))
    page = FormPage(
        heading=_("Order a run"),
        lead=_(
            "The figures that count today are frozen, balanced and tested. It takes some seconds, or a "
            "minute where there is much."
        ),
        submit=_("Order the run"),
        back=reverse("study", args=[slug]),
        crumbs=crumbs(found),
    )

    def act(values: dict[str, Any]) -> str:
        ordered = changes.order_run(found, **values, **stamp(request))
        return reverse("run", args=[slug, ordered.number])

    return answer_form(request, form, page, act, _("The run is ordered."))


@public
def run(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What a run says: its verdict, its picture, its table."""
    study, found = _run_or_404(request, slug, number)
    context: dict[str, Any] = {
        "study": study,
        "run": found,
        "can_check": rules.can_check(found.state),
        "can_accept": rules.can_accept(found.state),
        "can_return": rules.can_return(found.state),
        "waits": rules.waits(found.state),
        "has_failed": rules.has_failed(found.state),
        "why_failed": why_failed(found),
    }
    if viewer_on(request).is_signed_in:
        context["trail"] = changes_of(found)[:20]
    context["shown"] = showing.shown(study, found, LookForm(request.GET).wanted())
    return render(request, "analyses/run.html", context)


@allow(STAFF)
@require_POST
def check_run(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Somebody has looked through it."""
    study, found = _run_or_404(request, slug, number)
    _try(request, lambda: changes.check_run(found, **stamp(request)), _("The run is checked."))
    return redirect("run", study.slug, number)


@allow(STAFF)
@require_POST
def accept_run(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The alliance stands behind it."""
    study, found = _run_or_404(request, slug, number)
    said = _("The run is accepted. Everybody sees it now.")
    _try(request, lambda: changes.accept_run(found, **stamp(request)), said)
    return redirect("run", study.slug, number)


@allow(STAFF)
def return_run(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Send it back with what has to be better."""
    study, found = _run_or_404(request, slug, number)
    page = FormPage(
        heading=_("Return the run"),
        lead=_("Say what has to be better before somebody can stand behind it."),
        submit=_("Return the run"),
        back=reverse("run", args=[slug, number]),
        crumbs=crumbs(study),
    )

    def act(values: dict[str, Any]) -> None:
        changes.return_run(found, **values, **stamp(request))

    return answer_form(request, ReturnForm(posted(request)), page, act, _("The run is returned."))


@public
def compare_runs(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A run beside another one, or two years or places of the same."""
    study, found = _run_or_404(request, slug, number)
    asked = LookForm(request.GET).wanted()
    other = runs.run_numbered(study, asked["mot"], viewer_on(request)) if asked["mot"] else found
    if other is None:  # beside itself, a run would look like one that nothing has changed
        raise Http404
    context = {
        "study": study,
        "run": found,
        "runs": runs.runs_of(study, viewer_on(request)),
        "shown": showing.compared(study, found, other, asked),
    }
    return render(request, "analyses/compare_runs.html", context)


@public
def run_table(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """All results of a run as CSV."""
    _study, found = _run_or_404(request, slug, number)
    return csv_response(write_csv(printing.HEADER, printing.lines_of(found)), f"{slug}-{number}.csv")


@public
def run_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The picture, its table and its sources on paper."""
    study, found = _run_or_404(request, slug, number)
    asked = showing.shown(study, found, LookForm(request.GET).wanted())
    if asked is None:
        raise Http404
    content = printing.pdf_of(study, found, asked)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slug}-{number}.pdf"'
    return response


def _try(request: HttpRequest, act: Any, said: str) -> None:
    try:
        act()
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, str(refusal.message))


def _run_or_404(request: HttpRequest, slug: str, number: int) -> tuple[Study, Run]:
    study = study_or_404(request, slug)
    found = runs.run_numbered(study, number, viewer_on(request))
    if found is None:
        raise Http404
    return study, found
