"""A section lent to a colleague: lending it, ending it, and the page that the link opens."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from dugnad.calls import changes, rules
from dugnad.calls.forms import ForwardForm, ReplyForm
from dugnad.calls.models import Forwarding, Question
from dugnad.calls.queries import forwarding_with, language_of
from dugnad.calls.views.desk import Desk
from dugnad.calls.views.finding import permitted, section_or_404, tried, viewer_on
from dugnad.calls.views.pacing import TOO_OFTEN, is_too_often, told_later
from dugnad.calls.views.replies import news_at, save_answers, save_at
from dugnad.kit import clock
from dugnad.kit.access import MEMBER, STAFF, allow, public
from dugnad.kit.errors import Refused
from dugnad.kit.pages import as_secret


@allow(MEMBER, STAFF)
def forward_section(request: HttpRequest, slug: str, organisation: str, pk: int) -> HttpResponse:
    """Lend one section to a colleague, who gets a link by mail."""
    found = permitted(request, slug, organisation, "forward_section")
    section = section_or_404(found, pk)
    form = ForwardForm(request.POST or None)
    if form.is_valid():
        who = {"by": viewer_on(request).person, "at": clock.now()}
        try:
            changes.forward_section(found, section, **form.cleaned_data, **who)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            done = _("The link is on its way to %(name)s.")
            messages.success(request, done % {"name": form.cleaned_data["name"]})
            return redirect("reply", slug, organisation)
    until = rules.lent_until(clock.now(), found.call, found)
    context = {"reply": found, "call": found.call, "section": section, "form": form, "until": until}
    return render(request, "calls/forward_section.html", context, status=422 if form.errors else 200)


@allow(MEMBER, STAFF)
@require_POST
def end_forwarding(request: HttpRequest, slug: str, organisation: str, pk: int) -> HttpResponse:
    """Close a link."""
    found = permitted(request, slug, organisation, "end_forwarding")
    forwarding = get_object_or_404(found.forwardings.select_related("reply"), pk=pk)
    done = _("The link is closed. What was written by it is kept.")
    tried(request, lambda **who: changes.end_forwarding(forwarding, **who), done)
    return redirect("reply", slug, organisation)


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A page whose address is a key: no browser keeps it, no other site learns it, and no log of ours has it.

    It uses no cookie but that of the language, so there is nothing that another site could borrow, and the
    check of forms that guards against that is left out: with the referrer hidden, browsers would fail it.
    """

    @wraps(view)
    def answered(request: HttpRequest, token: str, **where: Any) -> HttpResponse:
        forwarding = forwarding_with(token)
        if forwarding is None:
            raise Http404
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(language_of(forwarding.reply))
            request.LANGUAGE_CODE = translation.get_language() or ""
        if request.method == "GET" and request.GET.get("sprak") in dict(settings.LANGUAGES):
            return as_secret(_speaking(request.GET["sprak"], token))
        return as_secret(view(request, _desk(request, forwarding, token), **where))

    return public(csrf_exempt(answered))


def _speaking(code: str, token: str) -> HttpResponse:
    """The page anew in another language; the form of the other pages needs a referrer, which is hidden."""
    response = redirect("forwarded_section", token)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def _desk(request: HttpRequest, forwarding: Forwarding, token: str) -> Desk:
    page, save, news = (
        reverse(name, args=[token]) for name in ("forwarded_section", "save_forwarded", "forwarded_news")
    )
    show = partial(_show, request, forwarding, token)
    return Desk(request, forwarding.reply, show, page, save, news, forwarding.section, forwarding, token)


@by_link
def forwarded_section(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What a link opens: one section of one reply, until its answers are due."""
    if request.method == "POST":
        return _wait(desk) if desk.may_write and is_too_often(desk) else save_answers(desk, _onward)
    changes.open_forwarding(lent_at(desk), at=clock.now())
    return desk.show()


@by_link
@require_POST
def save_forwarded(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Save while a colleague writes: an answer for the page's script."""
    return told_later(desk) if is_too_often(desk) else save_at(desk)


@by_link
@require_safe
def forwarded_news(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What others have saved in this section since the page was opened."""
    return news_at(desk) if desk.may_write else JsonResponse({"revision": 0, "news": {}})


def lent_at(desk: Desk) -> Forwarding:
    """The link by which somebody has come to a page."""
    if desk.forwarding is None:
        raise Http404
    return desk.forwarding


def _wait(desk: Desk) -> HttpResponse:
    """The page again with all that was typed; nothing of it is stored."""
    form = ReplyForm(desk.request.POST, sheet=desk.sheet(with_last_year=True))
    form.is_valid()
    messages.error(desk.request, TOO_OFTEN)
    return desk.show(form=form, status=429)


def _onward(desk: Desk) -> HttpResponse:
    if "done" in desk.request.POST:
        changes.finish_forwarding(lent_at(desk), at=clock.now())
    return redirect(desk.page)


def _show(
    request: HttpRequest,
    forwarding: Forwarding,
    token: str,
    *,
    form: ReplyForm | None = None,
    conflict: dict[str, Any] | None = None,
    unsaved: list[tuple[Question, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The section to fill in; when the link has ended, a page that says whom to ask, and what was typed."""
    desk = _desk(request, forwarding, token)
    reply = forwarding.reply
    context = {
        "desk": desk,
        "forwarding": forwarding,
        "reply": reply,
        "call": reply.call,
        "section": forwarding.section,
        "conflict": conflict,
        "unsaved": unsaved or [],
        "form": None,
        "token": token,
    }
    if desk.may_write:
        sheet = form.sheet if form else desk.sheet(with_last_year=True)
        context |= {"sheet": sheet, "form": form or ReplyForm(sheet=sheet)}
    return render(request, "calls/forwarded_section.html", context, status=status)
