"""Taking in what answers become: first everything that would come of it, then the change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.calls.models import Call, Question
from dugnad.calls.views.finding import call_or_404, viewer_on
from dugnad.kit import clock
from dugnad.kit.errors import Refused


@dataclass(frozen=True)
class Taking:
    """One kind of figure that answers become; its address, its template and its verb have the same name."""

    name: str
    questions: Callable[[Call], list[Question]]  # which of a call's become it; a call of none has no page
    groups: Callable[..., list[Any]]  # what would come of the answers on a day
    digest: Callable[[list[Any]], str]  # a mark of what is shown, so that what is taken in is what was seen
    is_new: Callable[[Any], bool]  # whether a group has something that is not taken in yet
    take: Callable[..., list[Any]]  # the verb; what it took in
    count: Callable[[Any], int]  # the figures of one thing that it took in


def answer_taking(request: HttpRequest, slug: str, taking: Taking) -> HttpResponse:
    """Show what the accepted answers say before others have it, then take it in."""
    found = call_or_404(request, slug)
    if not taking.questions(found):
        raise Http404
    if request.method == "POST":
        _take(request, found, taking)
        return redirect(taking.name, slug)
    groups = taking.groups(found, on=clock.today())
    context = {
        "call": found,
        "groups": groups,
        "seen": taking.digest(groups),
        "is_new": any(taking.is_new(group) for group in groups),
    }
    return render(request, f"calls/{taking.name}.html", context)


def _take(request: HttpRequest, found: Call, taking: Taking) -> None:
    who: dict[str, Any] = {"by": viewer_on(request).person, "at": clock.now()}
    try:
        taken = taking.take(found, seen=request.POST.get("seen", ""), **who)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return
    count = sum(taking.count(one) for one in taken)
    done = ngettext("%(n)s figure is taken in.", "%(n)s figures are taken in.", count) % {"n": count}
    messages.success(request, done if taken else _("These figures are taken in already."))
