"""What the secretariat does with one activity: write, update the status, milestones."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.errors import Refused
from dugnad.kit.pages import FormPage, answer_form, posted
from dugnad.programme import changes
from dugnad.programme.forms import ActivityForm, MilestoneForm, StatusForm
from dugnad.programme.models import Activity, Milestone
from dugnad.programme.queries import from_to, next_number
from dugnad.programme.views.asking import activity_or_404, address_of, programme_or_404, stamp


@allow(STAFF)
def add_activity(request: HttpRequest, year: int) -> HttpResponse:
    """A new activity of a year."""
    found = programme_or_404(request, year)
    form = ActivityForm(posted(request), programme=found, initial={"number": next_number(found), "seen": ""})
    page = FormPage(
        heading=_("Add an activity"),
        lead=_("What the alliance has set out to do, how, and who answers for it."),
        submit=_("Add the activity"),
        back=reverse("programme", args=[year]),
        crumbs=[(reverse("programme_now"), _("Programme")), (reverse("programme", args=[year]), str(year))],
    )

    def act(values: dict[str, Any]) -> str:
        del values["seen"]
        return address_of(changes.add_activity(values.pop("strand"), **values, **stamp(request)))

    return answer_form(request, form, page, act, _("The activity is added."))


@allow(STAFF)
def edit_activity(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """What an activity says."""
    found = activity_or_404(request, year, key)
    form = ActivityForm(posted(request), programme=found.programme, initial=ActivityForm.initial_of(found))
    page = _page(found, heading=_("Edit the activity"), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        goals = values.pop("goals")
        changes.edit_activity(found, goals=goals, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def update_status(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """How an activity goes."""
    found = activity_or_404(request, year, key)
    initial = {
        "status": found.status,
        "status_note": found.status_note,
        "seen": found.updated_at.isoformat(),
    }
    form = StatusForm(posted(request), initial=initial)
    page = _page(
        found,
        heading=_("How does it go?"),
        lead=_("Saving the same status again says that somebody has looked after the activity."),
        submit=_("Save the status"),
    )

    before = found.status

    def act(values: dict[str, Any]) -> None:
        note = values.pop("status_note")
        changes.update_status(found, values.pop("status"), note=note, **values, **stamp(request))

    def said() -> str:
        return from_to("status", before, found.status) or _("The status is saved.")

    return answer_form(request, form, page, act, said)


@allow(STAFF)
def add_milestone(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """A new step of an activity."""
    found = activity_or_404(request, year, key)
    form = MilestoneForm(posted(request))
    page = _page(found, heading=_("Add a milestone"), submit=_("Add the milestone"))

    def act(values: dict[str, Any]) -> None:
        changes.add_milestone(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The milestone is added."))


@allow(STAFF)
def edit_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """The words and days of a milestone."""
    step = _milestone_or_404(pk)
    form = MilestoneForm(posted(request), initial=MilestoneForm.initial_of(step))
    page = _page(step.activity, heading=_("Edit the milestone"), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.edit_milestone(step, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
@require_POST
def complete_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """A milestone is reached today."""
    step = _milestone_or_404(pk)
    try:
        changes.complete_milestone(step, on=clock.today(), **stamp(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect(address_of(step.activity))


@allow(STAFF)
@require_POST
def reopen_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """A milestone was not reached after all."""
    step = _milestone_or_404(pk)
    try:
        changes.reopen_milestone(step, **stamp(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect(address_of(step.activity))


def _milestone_or_404(pk: int) -> Milestone:
    return get_object_or_404(Milestone.objects.select_related("activity__programme"), pk=pk)


def _page(found: Activity, *, heading: str, submit: str, lead: str = "") -> FormPage:
    year = found.programme.year
    return FormPage(
        heading=heading,
        lead=lead or str(found),
        submit=submit,
        back=address_of(found),
        crumbs=[
            (reverse("programme_now"), _("Programme")),
            (reverse("programme", args=[year]), str(year)),
            (address_of(found), str(found)),
        ],
    )
