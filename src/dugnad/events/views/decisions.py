"""Decisions and tasks: the register over all bodies, one decision, tasks that are open."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.events import changes
from dugnad.events.forms.minutes import SettleForm
from dugnad.events.forms.writing import RegisterFilter
from dugnad.events.models import AgendaItem, Outcome
from dugnad.events.queries import decisions
from dugnad.events.rules.meeting import facts_of
from dugnad.events.views.finding import crumbs_to, stamp, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import EVERYONE, SIGNED_IN, STAFF, allow, public
from dugnad.kit.forms import LONGEST_KEY, ConfirmForm
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage, answer_form, csv_response, posted
from dugnad.kit.spreadsheets import Sheet, write_csv, write_workbook

PAGE = 40
DAYS = "yyyy-mm-dd"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public
@require_safe
def register_of_decisions(request: HttpRequest) -> HttpResponse:
    """What has been decided, over all bodies, and where it stands today."""
    form, rows = _asked_for(request)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": page.object_list, "count": len(rows)}
    return render(request, "events/decisions.html", context)


@public
@require_safe
def register_export(request: HttpRequest, format: str) -> HttpResponse:
    """The register with its filters as a spreadsheet."""
    _form, rows = _asked_for(request)
    header, lines = decisions.listing(rows)
    if format == "csv":
        return csv_response(write_csv(header, lines), "vedtak.csv")
    days = {(number, column): DAYS for number in range(len(lines)) for column in (2, 6)}
    sheet = Sheet(
        _("Decisions"), header, lines, widths=(10, 30, 14, 40, 70, 18, 14, 14, 14, 40, 50), formats=days
    )
    response = HttpResponse(write_workbook([sheet]), content_type=WORKBOOK)
    response["Content-Disposition"] = 'attachment; filename="vedtak.xlsx"'
    return response


def _asked_for(request: HttpRequest) -> tuple[RegisterFilter, list[decisions.DecisionRow]]:
    viewer, today = viewer_on(request), clock.today()
    form = RegisterFilter(request.GET, viewer=viewer, on=today)
    return form, decisions.register(viewer, on=today, **form.wanted())


@allow(EVERYONE)
@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision with its case, its meeting, what it replaced and what replaced it."""
    viewer, today = viewer_on(request), clock.today()
    found = decisions.decision_with(pk, viewer, on=today)
    if found is None:
        raise Http404
    context = {
        "outcome": found,
        "state": decisions.lasting(found, on=today),
        "is_draft": found.on > today,
        "is_written": found.item.event is not None and facts_of(found.item.event).is_written,
        "replaces": found.replaces.select_related("item"),
        "present": decisions.present_at(found, viewer),
        "changes": changes_of(found) if viewer.is_secretariat else (),
    }
    return render(request, "events/decision.html", context)


@allow(SIGNED_IN)
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """What is open: one's own first; the secretariat reads all of it, others what is of their bodies."""
    found = decisions.tasks_of(viewer_on(request), on=clock.today())
    return render(request, "events/tasks.html", {"tasks": found})


@allow(SIGNED_IN)
def settle_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a task or a decision."""
    outcome = _own_or_404(request, pk)
    point = _point_of(request, outcome)
    form = SettleForm(posted(request), initial={"on": clock.today()})
    back = _back_from(outcome, point)
    page = _page(heading=_("How did it end?"), lead=outcome.text, submit=_("Close it"), back=back)

    def act(values: dict[str, Any]) -> None:
        state = values.pop("state")
        changes.settle_outcome(outcome, state, settled_in=point, **values, **stamp(request))

    return answer_form(request, form, page, act, _("It is closed."))


@allow(STAFF)
def reopen_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a task up again."""
    outcome = get_object_or_404(Outcome, pk=pk)
    page = _page(heading=_("Take the task up again"), lead=outcome.text, submit=_("Take it up"))

    def act(_values: dict[str, Any]) -> None:
        changes.reopen_task(outcome, **stamp(request))

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("The task is open again."))


def _own_or_404(request: HttpRequest, pk: int) -> Outcome:
    viewer = viewer_on(request)
    found = get_object_or_404(Outcome, pk=pk)
    if not (viewer.is_secretariat or decisions.is_own(found, viewer)):
        raise Http404
    return found


def _back_from(outcome: Outcome, point: AgendaItem | None) -> str:
    """Where one came from: the minutes of the meeting that closes it, a decision, or all tasks."""
    if point and point.event:
        return f"{reverse('write_minutes', args=[point.event.slug])}#q-{point.pk}"
    return reverse("decision", args=[outcome.pk]) if outcome.is_registered else ""


def _point_of(request: HttpRequest, outcome: Outcome) -> AgendaItem | None:
    """The point of a later meeting from whose minutes a task is closed, where the address names one."""
    named = request.GET.get("sak", "")
    if not named.isdecimal() or len(named) > LONGEST_KEY:
        return None
    points = AgendaItem.objects.select_related("event").filter(body=outcome.body, event__isnull=False)
    return points.filter(pk=int(named)).first()


def _page(*, back: str = "", **words: Any) -> FormPage:
    tasks = reverse("tasks")
    return FormPage(back=back or tasks, crumbs=crumbs_to(None, (tasks, _("Tasks"))), **words)
