"""My own place at an event, opened by the link in the mail: no account is asked for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from dugnad.events import changes
from dugnad.events.forms.minutes import AnswerForm, DeputyForm
from dugnad.events.models import Participation
from dugnad.events.queries.agenda import agenda_of
from dugnad.events.queries.links import answer_key, participation_with
from dugnad.events.queries.minutes import minutes_for
from dugnad.events.queries.papers import bundle
from dugnad.events.queries.places import has_left
from dugnad.events.queries.taking_part import (
    deputies_for,
    is_of_it,
    is_sign_up,
    language_of,
    name_of,
    paper_for,
    reads_closed,
    reads_papers,
    rows_of,
    who_comes_instead,
)
from dugnad.events.rules import meeting as rules
from dugnad.events.rules import signing_up
from dugnad.events.states import Answer
from dugnad.kit import clock
from dugnad.kit.access import public
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.pages import FormPage, answer_form, as_secret, handed_out, posted
from dugnad.members.rules import Viewer


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page whose address is a key: in the language of its reader, kept by no browser and in no log.

    The key is all that is asked for and no cookie gives any right here, so there is nothing that another
    site could borrow; the check of forms is left out, for with the referrer hidden browsers would fail it.
    """

    @wraps(view)
    def answered(request: HttpRequest, key: str, **more: int) -> HttpResponseBase:
        one = participation_with(key)
        if one is None:
            raise Http404
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(language_of(one))
            request.LANGUAGE_CODE = language_of(one)
        if has_left(one, on=clock.today()):
            return as_secret(render(request, "events/place_left.html", {"event": one.event}, status=410))
        return as_secret(view(request, one, **more))

    return public(csrf_exempt(answered))


@by_link
def participation(request: HttpRequest, one: Participation) -> HttpResponse:
    """Whether I come; until it begins I may say otherwise."""
    if is_sign_up(one):
        return _signed_up(request, one)
    if one.event.is_written:
        return redirect("answer_in_writing", answer_key(one))
    page = _page(
        one,
        heading=str(one.event),
        lead=_("%(name)s, are you coming?") % {"name": name_of(one)},
        submit=_("Answer") if one.answer == Answer.AWAITED else _("Change my answer"),
        more=_told(one) | {"can_answer": rules.can_answer(one.event, at=clock.now())},
    )
    initial = {"answer": one.answer, "note": one.note}

    def act(values: dict[str, Any]) -> None:
        changes.answer_invitation(one, values["answer"], note=values["note"], by=one.person, at=clock.now())

    said = _("Thank you, your answer is noted.")
    return answer_form(request, AnswerForm(posted(request), initial=initial), page, act, said)


def _signed_up(request: HttpRequest, one: Participation) -> HttpResponse:
    """Who has signed up by themselves has said yes, and can only draw back: a place goes to the next."""
    page = _page(
        one,
        heading=str(one.event),
        lead=_("%(name)s, you are signed up.") % {"name": name_of(one)}
        if one.answer != Answer.NO
        else _("%(name)s, you have drawn back.") % {"name": name_of(one)},
        submit=_("I cannot come after all"),
        is_dangerous=True,
        more=_told(one) | {"can_answer": signing_up.can_withdraw(one.event, one, at=clock.now())},
    )

    def act(_values: dict[str, Any]) -> None:
        changes.draw_back(one, by=one.person, at=clock.now())

    said = _("Thank you for telling us; your place goes to the next one.")
    return answer_form(request, ConfirmForm(posted(request)), page, act, said)


@by_link
def send_deputy(request: HttpRequest, one: Participation) -> HttpResponse:
    """Call in a deputy oneself, by the link in the mail."""
    deputies = deputies_for(one)
    if not deputies or not rules.can_answer(one.event, at=clock.now()):
        raise Http404
    page = _page(
        one,
        heading=_("Who comes instead of you?"),
        lead=_("Your deputy gets the invitation by mail, and your own answer is no."),
        submit=_("Call in"),
        crumbs=[(_address(one), str(one.event))],
        template="kit/form_page.html",
    )

    def act(values: dict[str, Any]) -> None:
        changes.call_in_deputy(one, values["deputy"], by=one.person, at=clock.now())

    form = DeputyForm(posted(request), deputies=deputies)
    return answer_form(request, form, page, act, _("The deputy is invited."))


@by_link
@require_safe
def own_paper(request: HttpRequest, one: Participation, pk: int) -> HttpResponseBase:
    """A paper of the meeting, as far as whoever has the link may read it."""
    paper = paper_for(one, pk)
    if paper is None:
        raise Http404
    return handed_out(paper.file, paper.name)


@by_link
@require_safe
def own_bundle(request: HttpRequest, one: Participation) -> HttpResponse:
    """Agenda and papers in one PDF, as far as whoever has the link may read them."""
    language = (translation.get_language() or "nb")[:2]
    reads = {"restricted": reads_papers(one), "closed": reads_closed(one)}
    content = bundle(one.event, **reads, language=language, at=one.event.starts)
    headers = {"Content-Disposition": f'attachment; filename="{one.event.slug}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def points_of(one: Participation) -> dict[str, Any]:
    """The agenda with background, proposals and papers, as far as whoever has the link may read it."""
    closed = reads_closed(one)
    rows = agenda_of(one.event, restricted=reads_papers(one), closed=closed)
    return {"rows": rows, "reads_closed": closed, "key": answer_key(one)}


def _told(one: Participation) -> dict[str, Any]:
    """What somebody needs who decides whether to come: when, where, the agenda, who can come instead."""
    comes = one.answer in (Answer.YES, Answer.AWAITED)
    can_send = rules.can_answer(one.event, at=clock.now()) and bool(deputies_for(one))
    return {
        "one": one,
        "event": one.event,
        "link": one.event.link if comes else "",
        **points_of(one),
        "others": _others(one),
        "instead": who_comes_instead(one),
        "has_minutes": minutes_for(one) is not None,
        "deputy_address": reverse("send_deputy", args=[answer_key(one)]) if can_send else "",
        "is_sign_up": is_sign_up(one),
    }


def _others(one: Participation) -> list[Participation]:
    """Who else comes, where all who come are told: nobody needs an account to be treated as the others."""
    sees = rules.sees_names(one.event, Viewer(), rules.Standing(takes_part=is_of_it(one)))
    return [other for other in rows_of(one.event) if other.answer == Answer.YES] if sees else []


def _address(one: Participation) -> str:
    return reverse("participation", args=[answer_key(one)])


def _page(one: Participation, **words: Any) -> FormPage:
    words.setdefault("template", "events/participation.html")
    return FormPage(back=_address(one), **words)
