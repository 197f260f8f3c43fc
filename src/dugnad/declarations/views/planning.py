"""The follow-up plan: a year's tasks point by point, and what the secretariat does with them."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dugnad.declarations import changes, rules
from dugnad.declarations.forms.follow_ups import CarryForm, FinishForm, FollowUpForm, PlanFilter
from dugnad.declarations.models import Declaration, FollowUp
from dugnad.declarations.queries import declarations
from dugnad.declarations.queries.follow_ups import (
    bodies_of_plan,
    by_point,
    chosen,
    follow_up_of,
    follow_ups,
    plan_workbook,
    points_to_follow_up,
    to_carry,
    years_of_plans,
)
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, STAFF, Role, allow
from dugnad.kit.errors import Refused
from dugnad.kit.pages import FormPage, answer_form, posted
from dugnad.members.rules import Viewer

# Those who work together here: an account without a seat or a post is not enough.
AT_WORK = SIGNED_IN - {Role.GUEST}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(AT_WORK)
@require_safe
def newest_plan(request: HttpRequest, key: str) -> HttpResponse:
    """The plan of this year, or of the last year that has one."""
    years = years_of_plans(_declaration_or_404(key))
    this = clock.today().year
    year = this if this in years or not years else years[0]
    return redirect("follow_up_plan", key, year)


@allow(AT_WORK)
@require_safe
def follow_up_plan(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """What is to be done about each point in a year, by whom and when."""
    declaration, viewer, today = _declaration_or_404(key), _viewer(request), clock.today()
    tasks = follow_ups(declaration, year)
    form = PlanFilter(request.GET, bodies=bodies_of_plan(tasks))
    shown = chosen(tasks, **form.wanted, on=today)
    years = years_of_plans(declaration)
    return render(
        request,
        "declarations/follow_up_plan.html",
        {
            "declaration": declaration,
            "year": year,
            "years": sorted({*years, year}, reverse=True),
            "form": form,
            "tasks": tasks,
            "shown": shown,
            "points": by_point(shown),
            "done": sum(task.done_on is not None for task in tasks),
            "late": {task.pk for task in tasks if rules.is_overdue(task, on=today)},
            "finishable": {task.pk for task in tasks if rules.may_finish(viewer, task)},
            "may_write": rules.may_write(viewer),
            "carriable": to_carry(declaration, year) if rules.may_write(viewer) else [],
        },
    )


@allow(AT_WORK)
@require_safe
def export_plan(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """The plan as a spreadsheet, with the filters of the address."""
    declaration, today = _declaration_or_404(key), clock.today()
    tasks = follow_ups(declaration, year)
    form = PlanFilter(request.GET, bodies=bodies_of_plan(tasks))
    shown = chosen(tasks, **form.wanted, on=today)
    response = HttpResponse(plan_workbook(declaration, year, shown, on=today), content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="oppfolgingsplan-{year}.xlsx"'
    return response


@allow(STAFF)
def add_follow_up(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """A new task of a year's plan."""
    declaration = _declaration_or_404(key)
    points = points_to_follow_up(declaration)
    asked = next((point for point in points if point.key == request.GET.get("punkt")), None)
    form = FollowUpForm(posted(request), points=points, on=clock.today(), initial={"point": asked})
    page = _page(
        declaration,
        year,
        heading=_("Add a task"),
        lead=_("What is to be done about a point, who answers for it, and when it is due."),
        submit=_("Add the task"),
    )

    def act(values: dict[str, Any]) -> None:
        changes.add_follow_up(values.pop("point"), year=year, **values, **_stamp(request))

    return answer_form(request, form, page, act, _("The task is in the plan."))


@allow(STAFF)
def edit_follow_up(request: HttpRequest, key: str, year: int, pk: int) -> HttpResponse:
    """What a task says, whose it is, and when it is due."""
    declaration, task = _task_or_404(key, year, pk)
    points = points_to_follow_up(declaration)
    points = points if task.point in points else [*points, task.point]
    initial = FollowUpForm.initial_of(task)
    form = FollowUpForm(posted(request), points=points, on=clock.today(), initial=initial)
    page = _page(declaration, year, heading=_("Edit the task"), submit=_("Save"), lead=str(task))

    def act(values: dict[str, Any]) -> None:
        changes.edit_follow_up(task, **values, **_stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(AT_WORK)
def finish_follow_up(request: HttpRequest, key: str, year: int, pk: int) -> HttpResponse:
    """A task is done: when, and what came of it."""
    declaration, task = _task_or_404(key, year, pk)
    if not rules.may_finish(_viewer(request), task):
        raise Http404
    form = FinishForm(posted(request), initial={"on": clock.today(), "result": task.result})
    page = _page(declaration, year, heading=_("The task is done"), submit=_("Save"), lead=str(task))

    def act(values: dict[str, Any]) -> None:
        changes.finish_follow_up(task, **values, **_stamp(request))

    return answer_form(request, form, page, act, _("The task is done."))


@allow(AT_WORK)
@require_POST
def reopen_follow_up(request: HttpRequest, key: str, year: int, pk: int) -> HttpResponse:
    """A task was not done after all."""
    _declaration, task = _task_or_404(key, year, pk)
    if not rules.may_finish(_viewer(request), task):
        raise Http404
    return _do(request, task, changes.reopen_follow_up)


@allow(STAFF)
@require_POST
def remove_follow_up(request: HttpRequest, key: str, year: int, pk: int) -> HttpResponse:
    """A task that should not have stood in the plan."""
    _declaration, task = _task_or_404(key, year, pk)
    return _do(request, task, changes.remove_follow_up)


@allow(STAFF)
def carry_follow_ups(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """The open tasks go on to the next year's plan."""
    declaration = _declaration_or_404(key)
    open_tasks = to_carry(declaration, year)
    form = CarryForm(posted(request), initial={"to": year + 1})
    count = len(open_tasks)
    lead = ngettext(
        "%(count)s open task goes on, without a day: set a new one there. What was done stays here.",
        "%(count)s open tasks go on, without a day: set new ones there. What was done stays here.",
        count,
    ) % {"count": count}
    page = _page(declaration, year, heading=_("Carry open tasks on"), submit=_("Carry them on"), lead=lead)

    def act(values: dict[str, Any]) -> str:
        changes.carry_follow_ups(declaration, year=year, to=values["to"], **_stamp(request))
        return reverse("follow_up_plan", args=[key, values["to"]])

    return answer_form(request, form, page, act, _("The open tasks are carried on."))


def _do(request: HttpRequest, task: FollowUp, verb: Any) -> HttpResponse:
    try:
        verb(task, **_stamp(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("follow_up_plan", task.declaration.key, task.year)


def _viewer(request: HttpRequest) -> Viewer:
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def _stamp(request: HttpRequest) -> dict[str, Any]:
    return {"by": _viewer(request).person, "at": clock.now()}


def _declaration_or_404(key: str) -> Declaration:
    found = declarations().filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _task_or_404(key: str, year: int, pk: int) -> tuple[Declaration, FollowUp]:
    declaration = _declaration_or_404(key)
    task = follow_up_of(declaration, year, pk)
    if task is None:
        raise Http404
    return declaration, task


def _page(declaration: Declaration, year: int, *, heading: str, submit: str, lead: str) -> FormPage:
    plan = reverse("follow_up_plan", args=[declaration.key, year])
    return FormPage(
        heading=heading,
        lead=lead,
        submit=submit,
        back=plan,
        crumbs=[(plan, _("Follow-up plan %(year)s") % {"year": year})],
    )
