"""The campaign: its plan, its papers, its letters, the live count, and the ceremony."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dugnad.declarations import changes
from dugnad.declarations.forms.campaigns import CampaignForm, OwnStepForm, PaperForm, StepForm
from dugnad.declarations.models import Campaign, CampaignPaper, CampaignStep
from dugnad.declarations.queries import campaign_of, chase_list, register_of, steps_of
from dugnad.declarations.queries.grouping import by_subregion
from dugnad.declarations.rules import can_endorse
from dugnad.declarations.rules.campaigning import can_open, is_open
from dugnad.declarations.rules.consent import may_keep
from dugnad.declarations.views.keeping import (
    campaign_or_404,
    campaign_page,
    names,
    stamp,
    viewer_on,
    wording_or_404,
)
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, STAFF, allow, form_on
from dugnad.kit.errors import Refused
from dugnad.kit.pages import answer_form, handed_out, posted


def tried(request: HttpRequest, act: Callable[..., Any], said: str | Callable[[Any], str]) -> None:
    """Let something be done, and say what came of it."""
    try:
        done = act(**stamp(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, said(done) if callable(said) else said)


@allow(SIGNED_IN)
@require_safe
def campaign(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """How a text is brought to all members and signed."""
    found, viewer, today = wording_or_404(request, key, wording), viewer_on(request), clock.today()
    planned = campaign_of(found)
    if planned is None:
        context = {"wording": found, "may_keep": may_keep(viewer)}
        return render(request, "declarations/no_campaign.html", context)
    planned.wording = found
    waiting = chase_list(planned, on=today) if may_keep(viewer) else []
    context = {
        "wording": found,
        "campaign": planned,
        "steps": steps_of(planned, on=today),
        "papers": list(planned.papers.select_related("file")),
        "counts": register_of(found, on=today, with_counties=planned.with_counties).counts,
        "waiting": len(waiting),
        "rows": waiting,
        "overdue": sum(row.is_overdue for row in waiting),
        "groups": by_subregion(waiting, lambda row: row.subregion.name if row.subregion else ""),
        "may_keep": may_keep(viewer),
        "can_open": can_open(planned) and can_endorse(found),
        "is_open": is_open(planned),
    }
    return render(request, "declarations/campaign.html", context)


@allow(SIGNED_IN)
@require_safe
def campaign_counts(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """How many have answered and signed by now; a script that asks again gets the numbers alone."""
    found = campaign_or_404(request, key, wording)
    on = clock.today()
    context = {
        "wording": found.wording,
        "campaign": found,
        "counts": register_of(found.wording, on=on, with_counties=found.with_counties).counts,
        "at": clock.now(),
    }
    part = "declarations/parts/counts.html" if request.htmx else "declarations/campaign_counts.html"  # type: ignore[attr-defined]
    return render(request, part, context)


@allow(STAFF)
def plan_campaign(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """A campaign, planned back from its ceremony."""
    found = wording_or_404(request, key, wording)
    form = CampaignForm(posted(request), initial={"with_counties": True})
    page = campaign_page(
        found, reverse("campaign", args=names(found)), heading=_("Plan a signing campaign"),
        submit=_("Plan it"), lead=_("Say when the text is signed. The steps are planned back from that day."),
    )  # fmt: skip

    def act(values: dict[str, Any]) -> None:
        changes.plan_campaign(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The campaign is planned. Move the steps as you need."))


@allow(STAFF)
def edit_campaign(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """The days, the place and the letter of a campaign."""
    found = campaign_or_404(request, key, wording)
    form = CampaignForm(posted(request), initial=CampaignForm.initial_of(found))
    form.fields["reply_due"].required = True
    page = _page(
        found, heading=_("Edit the campaign"), submit=_("Save"),
        lead=_("Steps that nobody has moved or finished follow the ceremony."),
    )  # fmt: skip

    def act(values: dict[str, Any]) -> None:
        changes.edit_campaign(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def add_step(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """A step of one's own."""
    found = campaign_or_404(request, key, wording)
    form = OwnStepForm(posted(request))
    page = _page(found, heading=_("Add a step"), submit=_("Add the step"))

    def act(values: dict[str, Any]) -> None:
        changes.add_step(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The step is added."))


@allow(STAFF)
def move_step(request: HttpRequest, key: str, wording: str, pk: int) -> HttpResponse:
    """Another day for a step."""
    found = campaign_or_404(request, key, wording)
    step = _step(found, pk)
    form = StepForm(posted(request), initial={"due": step.due})
    page = _page(found, heading=str(step), submit=_("Move the step"))

    def act(values: dict[str, Any]) -> None:
        changes.move_step(step, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The step is moved."))


@allow(STAFF)
@require_POST
def tick_step(request: HttpRequest, key: str, wording: str, pk: int) -> HttpResponse:
    """A step is done today, or was not after all."""
    found = campaign_or_404(request, key, wording)
    step = _step(found, pk)
    on = None if step.done_on else clock.today()
    tried(request, lambda **who: changes.tick_step(step, on=on, **who), _("Saved."))
    return redirect("campaign", *names(found.wording))


@allow(STAFF)
def add_paper(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """A paper for the package."""
    found = campaign_or_404(request, key, wording)
    form = PaperForm(posted(request), request.FILES or None)
    page = _page(
        found, heading=_("Add a paper"), submit=_("Add the paper"),
        lead=_("Everybody who is signed in can open it, so that it can lie beside the case at home."),
    )  # fmt: skip

    def act(values: dict[str, Any]) -> None:
        file = values["file"]
        changes.add_paper(found, file.read(), file.name, title=values["title"], **stamp(request))

    return answer_form(request, form, page, act, _("The paper is added."))


@allow(STAFF)
@form_on("campaign", "key", "wording")
@require_POST
def remove_paper(request: HttpRequest, key: str, wording: str, pk: int) -> HttpResponse:
    """A paper is taken out of the package."""
    found = campaign_or_404(request, key, wording)
    paper = get_object_or_404(found.papers.select_related("file"), pk=pk)
    tried(request, lambda **who: changes.remove_paper(paper, **who), _("The paper is taken out."))
    return redirect("campaign", *names(found.wording))


@allow(SIGNED_IN)
@require_safe
def campaign_paper(request: HttpRequest, key: str, wording: str, pk: int) -> HttpResponseBase:
    """A paper of the package, as it came."""
    found = campaign_or_404(request, key, wording)
    paper = CampaignPaper.objects.select_related("file").filter(campaign=found, pk=pk).first()
    if paper is None:
        raise Http404
    return handed_out(paper.file, paper.name)


@allow(STAFF)
@require_POST
def open_campaign(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """Every member is asked, and their people get a letter."""
    found = campaign_or_404(request, key, wording)
    tried(request, lambda **who: changes.open_campaign(found, **who), _letters)
    return redirect("campaign", *names(found.wording))


@allow(STAFF)
@require_POST
def remind_of_campaign(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """Those who are ticked in the chase list get another letter."""
    found = campaign_or_404(request, key, wording)
    chosen = set(request.POST.getlist("endorsement"))
    rows = [row.endorsement for row in chase_list(found, on=clock.today())]
    ticked = [one for one in rows if str(one.pk) in chosen]
    if ticked:
        tried(request, lambda **who: changes.remind_of_campaign(found, ticked, **who), _letters)
    else:
        messages.warning(request, _("Tick those who are to be reminded."))
    return redirect("campaign", *names(found.wording))


@allow(STAFF)
@require_POST
def close_campaign(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """Answers are no longer waited for."""
    found = campaign_or_404(request, key, wording)
    said = _("The campaign is closed. Late signatures can still be entered in the register.")
    tried(request, lambda **who: changes.close_campaign(found, **who), said)
    return redirect("campaign", *names(found.wording))


def _letters(number: int) -> str:
    return ngettext("%(number)s letter is on its way.", "%(number)s letters are on their way.", number) % {
        "number": number
    }


def _step(found: Campaign, pk: int) -> CampaignStep:
    step = get_object_or_404(found.steps.all(), pk=pk)
    step.campaign = found
    return step


def _page(found: Campaign, **words: Any) -> Any:
    return campaign_page(found.wording, reverse("campaign", args=names(found.wording)), **words)
