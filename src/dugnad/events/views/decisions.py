"""Decisions and tasks: the register over all bodies, one decision, tasks that are open."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.events import changes
from dugnad.events.forms.minutes import SettleForm
from dugnad.events.forms.planning import ConfirmForm
from dugnad.events.models import Outcome
from dugnad.events.queries import decisions
from dugnad.events.states import Lasting
from dugnad.events.views.finding import crumbs_to, stamp, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import EVERYONE, SIGNED_IN, STAFF, allow, public
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage, answer_form, posted


@public
@require_safe
def register_of_decisions(request: HttpRequest) -> HttpResponse:
    """What has been decided, over all bodies, and where it stands today."""
    words = {name: request.GET.get(name, "") for name in ("q", "organ", "ar", "tilstand")}
    rows = decisions.register(
        viewer_on(request),
        on=clock.today(),
        text=words["q"],
        body=words["organ"],
        year=words["ar"],
        state=words["tilstand"],
    )
    context = {
        "rows": rows,
        "words": words,
        "bodies": decisions.bodies_that_decided(),
        "states": Lasting.choices,
    }
    return render(request, "events/decisions.html", context)


@allow(EVERYONE)
@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision with its case, its meeting, what it replaced and what replaced it."""
    viewer = viewer_on(request)
    found = decisions.decision_with(pk, viewer)
    if found is None:
        raise Http404
    context = {
        "outcome": found,
        "state": decisions.lasting(found, on=clock.today()),
        "replaces": found.replaces.select_related("item"),
        "changes": changes_of(found) if viewer.is_secretariat else (),
    }
    return render(request, "events/decision.html", context)


@allow(SIGNED_IN)
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """What is open: all of it for the secretariat, for others what they or their members are to do."""
    viewer = viewer_on(request)
    rows = decisions.open_tasks(on=clock.today(), viewer=None if viewer.is_secretariat else viewer)
    return render(request, "events/tasks.html", {"rows": rows})


@allow(SIGNED_IN)
def settle_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a task or a decision."""
    outcome = _own_or_404(request, pk)
    form = SettleForm(posted(request), initial={"on": clock.today()})
    page = _page(heading=_("How did it end?"), lead=outcome.text, submit=_("Close it"))

    def act(values: dict[str, Any]) -> None:
        changes.settle_outcome(outcome, values.pop("state"), **values, **stamp(request))

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
    is_own = viewer.person is not None and found.owner_id == viewer.person.pk
    if not (viewer.is_secretariat or is_own or found.organisation_id in viewer.edits):
        raise Http404
    return found


def _page(**words: Any) -> FormPage:
    back = reverse("tasks")
    return FormPage(back=back, crumbs=crumbs_to(None, (back, _("Tasks"))), **words)
