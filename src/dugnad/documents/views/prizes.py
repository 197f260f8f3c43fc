"""Prizes: which we know, what they ask, and a story as the form of one wants it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.documents import changes, rules
from dugnad.documents.forms import PrizeForm, as_lines
from dugnad.documents.models import Prize
from dugnad.documents.queries import Card, answers_for, prize_paper, prize_with
from dugnad.documents.queries import prizes as known_prizes
from dugnad.documents.views.finding import card_or_404, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import MEMBER, STAFF, allow
from dugnad.kit.pages import FormPage, answer_form, posted

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@allow(STAFF)
@require_safe
def prizes(request: HttpRequest) -> HttpResponse:
    """The prizes that we know, with what they ask."""
    return render(request, "documents/prizes.html", {"prizes": known_prizes()})


@allow(STAFF)
def create_prize(request: HttpRequest) -> HttpResponse:
    """Write the form of a prize that we do not know yet."""
    return _write(request, None, PrizeForm(posted(request)), _("New prize"))


@allow(STAFF)
def edit_prize(request: HttpRequest, key: str) -> HttpResponse:
    """Write this year's form of a prize."""
    prize = _prize_or_404(key)
    initial = {name: getattr(prize, name) for name in ("name", "organiser", "link")}
    form = PrizeForm(posted(request), initial=initial | {"questions": as_lines(prize.questions)})
    return _write(request, prize, form, prize.name)


@allow(MEMBER, STAFF)
@require_safe
def prize_form(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A story as the form of a prize wants it, to copy from."""
    card, prize = _story_or_404(request, slug), _prize_or_404(key)
    answers = answers_for(prize, card)
    context = {
        "card": card,
        "document": card.document,
        "prize": prize,
        "answers": answers,
        "lacking": sum(bool(answer.complaint) for answer in answers),
        "may_note_use": viewer_on(request).is_secretariat,
    }
    return render(request, "documents/prize_form.html", context)


@allow(MEMBER, STAFF)
@require_safe
def prize_document(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The same for a word processor."""
    card, prize = _story_or_404(request, slug), _prize_or_404(key)
    response = HttpResponse(prize_paper(prize, card, at=clock.now()), content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="{card.document.slug}-{prize.key}.docx"'
    return response


def _write(request: HttpRequest, prize: Prize | None, form: PrizeForm, heading: str) -> HttpResponse:
    back = reverse("prizes")
    page = FormPage(
        heading=heading,
        submit=_("Save"),
        back=back,
        lead=_(
            "Take the questions and their limits from this year's form, "
            "so that a story can be held against it."
        ),
        crumbs=[(reverse("documents"), _("Stories and reports")), (back, _("Prizes"))],
    )

    def act(values: dict[str, Any]) -> None:
        changes.write_prize(prize, by=viewer_on(request).person, at=clock.now(), **values)

    return answer_form(request, form, page, act, _("The prize is saved."))


def _prize_or_404(key: str) -> Prize:
    prize = prize_with(key)
    if prize is None:
        raise Http404
    return prize


def _story_or_404(request: HttpRequest, slug: str) -> Card:
    """A story, for those who may send it somewhere in its municipality's name."""
    card = card_or_404(request, slug)
    if card.story is None or not rules.may_see_sender(viewer_on(request), card.document):
        raise Http404
    return card
