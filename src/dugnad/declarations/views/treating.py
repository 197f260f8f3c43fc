"""Pages of treatments: which body treats a text on which day, what it said, also of each proposal."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.declarations import changes, queries, rules
from dugnad.declarations.forms import HeldForm, MoveForm, OpinionsForm, PlanForm
from dugnad.declarations.models import Treatment, Wording
from dugnad.declarations.views.finding import (
    address_of,
    form_page,
    readable,
    stamp,
    viewer_on,
    wording_or_404,
)
from dugnad.kit.access import STAFF, allow
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage, answer_form, posted


@readable
@require_safe
def treatments(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Who treats a text, day by day."""
    found = wording_or_404(request, key, name)
    context = {
        "declaration": found.declaration,
        "wording": found,
        "rows": queries.treatments_of(found),
        "may_write": rules.may_write(viewer_on(request)),
    }
    return render(request, "declarations/treatments.html", context)


@readable
@require_safe
def treatment(request: HttpRequest, key: str, name: str, pk: int) -> HttpResponse:
    """What one body said of the text, and of each proposal."""
    found, this = _treatment_or_404(request, key, name, pk)
    viewer = viewer_on(request)
    row = next(row for row in queries.treatments_of(found) if row.treatment.pk == pk)
    known = queries.opinions_in(this)
    proposals = queries.amendments_of(found) if viewer.is_signed_in else []
    context = {
        "declaration": found.declaration,
        "wording": found,
        "row": row,
        "treatment": row.treatment,
        "opinions": [(each, known[each.amendment.pk]) for each in proposals if each.amendment.pk in known],
        "settled": [each for each in proposals if each.amendment.settled_in_id == pk],
        "proposals": len(proposals),
        "may_write": rules.may_write(viewer),
        "changes": changes_of(this) if viewer.is_signed_in else (),
    }
    return render(request, "declarations/treatment.html", context)


@allow(STAFF)
def plan_treatment(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Plan the day on which a body treats the text."""
    found = wording_or_404(request, key, name)
    form = PlanForm(posted(request))
    page = _page(found, heading=_("Plan a treatment"), submit=_("Plan it"))

    def act(values: dict[str, Any]) -> None:
        changes.plan_treatment(found, values.pop("body"), **values, **stamp(request))

    return answer_form(request, form, page, act, _("The treatment is planned."))


@allow(STAFF)
def move_treatment(request: HttpRequest, key: str, name: str, pk: int) -> HttpResponse:
    """Plan it for another day."""
    found, this = _planned_or_404(request, key, name, pk)
    form = MoveForm(posted(request), initial=MoveForm.initial_of(this))
    page = _page(found, this, heading=_("Change the plan"), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.move_treatment(this, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The plan is changed."))


@allow(STAFF)
def cancel_treatment(request: HttpRequest, key: str, name: str, pk: int) -> HttpResponse:
    """Take a plan away."""
    found, this = _planned_or_404(request, key, name, pk)
    page = _page(found, this, heading=_("Take the plan away"), submit=_("Take it away"), is_dangerous=True)

    def act(values: dict[str, Any]) -> str:
        changes.cancel_treatment(this, **stamp(request))
        return address_of(found, "treatments")

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("The plan is taken away."))


@allow(STAFF)
def enter_treatment(request: HttpRequest, key: str, name: str, pk: int) -> HttpResponse:
    """Enter what the body said of the text."""
    found, this = _treatment_or_404(request, key, name, pk)
    form = HeldForm(posted(request), treatment=this, initial=HeldForm.initial_of(this))
    page = _page(found, this, heading=_("What did they say?"), lead=str(this.body), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.enter_treatment(this, **values, **stamp(request))

    return answer_form(request, form, page, act, _("What the body said is entered."))


@allow(STAFF)
def give_opinions(request: HttpRequest, key: str, name: str, pk: int) -> HttpResponse:
    """What the body said of each proposal, all on one page."""
    found, this = _treatment_or_404(request, key, name, pk)
    if not this.held_on:
        raise Http404
    form = OpinionsForm(posted(request), rows=queries.amendments_of(found), known=queries.opinions_in(this))
    page = _page(
        found,
        this,
        heading=_("What they said of the proposals"),
        lead=str(this),
        submit=_("Save"),
        template="declarations/give_opinions.html",
    )

    def act(values: dict[str, Any]) -> None:
        changes.give_opinions(this, form.values(), **stamp(request))

    return answer_form(request, form, page, act, _("The opinions are saved."))


def _treatment_or_404(request: HttpRequest, key: str, name: str, pk: int) -> tuple[Wording, Treatment]:
    found = wording_or_404(request, key, name)
    this = queries.treatment_of(found, pk)
    if this is None:
        raise Http404
    return found, this


def _planned_or_404(request: HttpRequest, key: str, name: str, pk: int) -> tuple[Wording, Treatment]:
    found, this = _treatment_or_404(request, key, name, pk)
    if this.held_on:
        raise Http404
    return found, this


def _page(found: Wording, this: Treatment | None = None, **words: Any) -> FormPage:
    listed = (address_of(found, "treatments"), _("Treatment"))
    if this is None:
        return form_page(found, listed, back=listed[0], **words)
    back = address_of(found, "treatment", this.pk)
    return form_page(found, listed, (back, str(this)), back=back, **words)
