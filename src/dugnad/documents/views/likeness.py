"""Who else did this? Stories that are like what somebody plans."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dugnad.documents.forms import PlanForm
from dugnad.documents.queries import who_else as stories_like
from dugnad.documents.rules import may_see_contact
from dugnad.documents.views.finding import viewer_on
from dugnad.kit.access import public


@public
@require_safe
def who_else(request: HttpRequest) -> HttpResponse:
    """Say what you plan, and see who has done something like it."""
    form = PlanForm(request.GET or None)
    plan = form.cleaned_data["plan"] if form.is_valid() else ""
    context = {
        "form": form,
        "plan": plan,
        "similar": stories_like(plan) if plan.strip() else [],
        "sees_contact": may_see_contact(viewer_on(request)),
    }
    return render(request, "documents/who_else.html", context, status=422 if form.errors else 200)
