"""Evaluation: ask those who were there, answer without an account, read what was said."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dugnad.calls import changes
from dugnad.calls.forms import AskHowItWasForm, EvaluateForm
from dugnad.calls.queries.evaluating import (
    evaluation_of,
    event_to_evaluate,
    request_with,
    those_who_were_there,
    verdict_of,
)
from dugnad.calls.rules.evaluating import FEWEST, can_evaluate
from dugnad.calls.views.finding import viewer_on
from dugnad.events.models import Event
from dugnad.events.queries.taking_part import language_of
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.pages import FormPage, answer_form, by_key, posted, speak
from dugnad.kit.text import localised

DAYS = 10


@allow(STAFF)
def ask_how_it_was(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask everybody who was there."""
    event = event_to_evaluate(slug)
    if event is None or evaluation_of(slug):
        raise Http404
    count = len(those_who_were_there(event))
    form = AskHowItWasForm(posted(request), closes=clock.today() + timedelta(days=DAYS))
    page = FormPage(
        heading=_("How was it?"),
        lead=ngettext(
            "%(n)d person was there and gets a mail with a link; no account is asked for.",
            "%(n)d people were there and get a mail with a link; no account is asked for.",
            count,
        )
        % {"n": count},
        submit=_("Ask them"),
        back=reverse("school_session", args=[slug]),
        crumbs=_crumbs(event),
    )

    def act(values: dict[str, Any]) -> None:
        changes.ask_how_it_was(event, **values, by=viewer_on(request).person, at=clock.now())

    said = _("They are asked. What they say stands on the page of the session when enough have answered.")
    return answer_form(request, form, page, act, said)


@by_key
def evaluate(request: HttpRequest, key: str) -> HttpResponse:
    """Say how it was; the answer is kept without a name."""
    one = request_with(key)
    if one is None:
        raise Http404
    speak(request, language_of(one.participation))
    event, evaluation = one.evaluation.event, one.evaluation
    is_open = can_evaluate(evaluation, one, on=clock.today())
    page = FormPage(
        heading=_("How was it?"),
        lead=localised(event, "title"),
        submit=_("Send"),
        back=request.path,
        crumbs=_crumbs(event),
        template="calls/evaluate.html",
        more={"event": event, "evaluation": evaluation, "is_open": is_open, "one": one, "fewest": FEWEST},
    )
    form = EvaluateForm(posted(request) if is_open else None, questions=evaluation.asked)

    def act(values: dict[str, Any]) -> None:
        changes.evaluate(one, values, at=clock.now())

    if request.method == "POST" and not is_open:
        return render(request, page.template, {"form": form, "page": page, **page.more}, status=409)
    return answer_form(request, form, page, act, _("Thank you. Your answer is kept without your name."))


@allow(STAFF)
@require_safe
def evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """What was said, question by question, on a page to print."""
    found = evaluation_of(slug)
    if found is None:
        raise Http404
    context = {"event": found.event, "verdict": verdict_of(found), "crumbs": _crumbs(found.event)}
    return render(request, "calls/evaluation.html", context)


def _crumbs(event: Event) -> list[tuple[str, str]]:
    return [
        (reverse("school"), _("Klimaskolen")),
        (reverse("school_session", args=[event.slug]), localised(event, "title")),
    ]
