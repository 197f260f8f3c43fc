"""The page on which a member answers, with and without script."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dugnad.calls import changes, rules
from dugnad.calls.forms import ReplyForm
from dugnad.calls.models import Reply
from dugnad.calls.queries import (
    Item,
    writer_of,
)
from dugnad.calls.rules import Outcome
from dugnad.calls.views.desk import Desk, desk_of
from dugnad.calls.views.finding import reply_or_404, section_or_404, viewer_on
from dugnad.calls.views.showing import show_reply
from dugnad.kit import clock
from dugnad.kit.access import MEMBER, STAFF, allow
from dugnad.kit.errors import Conflict, Refused
from dugnad.kit.formats import clock_time, moment

LOST_WHEN_CLOSED = frozenset({Outcome.YOURS, Outcome.CONFLICT})


@allow(MEMBER, STAFF)
def reply(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """What is asked of a member, what is known already, and what is written so far."""
    found = reply_or_404(request, slug, organisation)
    viewer = viewer_on(request)
    if found.opened_at is None and rules.may_write(viewer, found.call, found) and not viewer.is_secretariat:
        changes.open_reply(found.call, found.organisation, by=viewer.person, at=clock.now())
    if request.method == "POST":
        return save_answers(desk_of(request, found, partial(show_reply, request, found)), _onward)
    return show_reply(request, found)


@allow(MEMBER, STAFF)
@require_POST
def save_draft(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Save while somebody writes: an answer for the page's script."""
    return save_at(_open_desk(request, reply_or_404(request, slug, organisation)))


def _open_desk(request: HttpRequest, found: Reply) -> Desk:
    """The page that a script works for: a whole reply, or the section that it names."""
    named = request.GET.get("section", "")
    section = section_or_404(found, int(named)) if named.isdecimal() and len(named) < 9 else None
    return desk_of(request, found, partial(show_reply, request, found), section)


def save_at(desk: Desk) -> JsonResponse:
    """Save what a page's script sends, and answer what became of it."""
    # With what was filled in, so that a note beside it alone does not say that it is still true.
    form = ReplyForm(desk.request.POST, sheet=desk.sheet(with_last_year=True))
    form.is_valid()
    try:
        with suppress(Conflict):  # the report holds both texts
            _store(desk, form)
    except Refused as refusal:
        return JsonResponse({"message": str(refusal.message)}, status=422)
    report = _report(desk, form)
    return JsonResponse(report, status=409 if report["conflicts"] else 200)


@allow(MEMBER, STAFF)
@require_safe
def reply_news(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """What others have saved since the revision that a page knows: asked by its script while it is open."""
    return news_at(_open_desk(request, reply_or_404(request, slug, organisation)))


def news_at(desk: Desk) -> JsonResponse:
    """What a page that is open has not shown yet."""
    since = desk.request.GET.get("since", "")
    known = int(since) if since.isdecimal() and len(since) < 9 else 0
    items = desk.sheet().items if desk.reply.revision > known else []
    news = {item.question.key: _theirs(item) for item in items if _revision(item) > known}
    return JsonResponse({"revision": desk.reply.revision, "news": news})


def _report(desk: Desk, form: ReplyForm) -> dict[str, Any]:
    """What the script needs: what is stored in which revision, what is wrong, and both texts of a clash."""
    sheet = desk.sheet()
    sent = [item for item in sheet.items if item.question.key in form.answers]
    clashing = [item for item in sent if not _is_stored(item, form)]
    unsaved = [item for item in sheet.items if form.is_wrong(item) or item in clashing]
    count = ngettext(
        "Not saved: one answer needs you. See below it.",
        "Not saved: %(number)s answers need you. See below them.",
        len(unsaved),
    )
    return {
        "saved": _("Saved %(time)s") % {"time": clock_time(clock.now())},
        "unsaved": count % {"number": len(unsaved)} if unsaved else "",
        "seen": {item.question.key: _revision(item) for item in sent if _is_stored(item, form)},
        "errors": {name: " ".join(map(str, errors)) for name, errors in form.errors.items()},
        "conflicts": {item.question.key: _theirs(item) for item in clashing},
        "answered": sheet.progress.answered,
        "asked": sheet.progress.asked,
    }


def _revision(item: Item) -> int:
    return item.answer.revision if item.answer else 0


def _is_stored(item: Item, form: ReplyForm) -> bool:
    """Whether what was sent is what is stored now; if not, a colleague was there, and the page is told."""
    key = item.question.key
    sent = form.answers[key]
    if form.notes.get(key, item.note).strip() != item.note:
        return False
    if item.question.facts.is_confirmed and sent and sent.get("right"):
        return bool(item.value and item.value.get("right"))
    return bool(item.value == sent)


def _theirs(item: Item) -> dict[str, Any]:
    """What stands in an answer now, who wrote it and when."""
    at = item.answer.at if item.answer else None
    who = {"name": writer_of(item.answer) or _("Somebody"), "moment": moment(at)}
    return {
        "message": _("%(name)s changed this answer %(moment)s.") % who,
        "theirs": item.whole_text,
        "revision": _revision(item),
    }


def _store(desk: Desk, form: ReplyForm) -> None:
    changes.save_draft(desk.reply, form.answers, form.seen, at=clock.now(), notes=form.notes, **desk.hand)


def _onward(desk: Desk) -> HttpResponse:
    where = "read_reply" if "read" in desk.request.POST else "reply"
    return redirect(where, desk.reply.call.slug, desk.reply.organisation.slug)


def save_answers(desk: Desk, onward: Callable[[Desk], HttpResponse]) -> HttpResponse:
    """Save what can be saved; what is wrong or was written twice comes back with all that was typed."""
    request = desk.request
    form = ReplyForm(request.POST, sheet=desk.sheet(with_last_year=True))
    form.is_valid()
    if not desk.may_write:
        return _show_unsaved(desk, form)
    if key := request.POST.get("reuse"):
        _reuse(form, key)
    if key := request.POST.get("confirm"):
        _confirm(form, key)
    if key := request.POST.get("carry"):
        _carry(desk, form, key)
    try:
        _store(desk, form)
    except Conflict as error:
        return _show_conflict(desk, error)
    except Refused as refusal:
        if not desk.may_write:  # closed in this very moment
            return _show_unsaved(desk, form)
        messages.error(request, refusal.message)
        return desk.show(form=form, status=422)
    if form.errors:
        return desk.show(form=form, status=422)
    messages.success(request, _("Saved %(time)s") % {"time": clock_time(clock.now())})
    return onward(desk)


def _show_conflict(desk: Desk, error: Conflict) -> HttpResponse:
    """Both texts; sent once more, what was typed is stored on top of the other, now with open eyes."""
    sheet = desk.sheet(with_last_year=True)
    data = desk.request.POST.copy()
    for item in sheet.items:
        data[f"{item.question.key}.seen"] = str(_revision(item))
    shown = ReplyForm(data, sheet=sheet)
    shown.is_valid()
    clashing = [item for item in sheet.items if item.question.key in error.details["theirs"]]
    conflict = {"message": error.message, "items": [(item.question, _theirs(item)) for item in clashing]}
    return desk.show(form=shown, conflict=conflict, status=409)


def _show_unsaved(desk: Desk, form: ReplyForm) -> HttpResponse:
    """The reply was accepted or the call closed while somebody wrote: their words stand on the page still."""
    outcomes = changes.foresee(desk.reply, form.answers, form.seen, notes=form.notes, at=clock.now())
    lost = {question.key for question, outcome in outcomes.items() if outcome in LOST_WHEN_CLOSED}
    items = [item for item in form.sheet.items if item.question.key in lost or form.is_wrong(item)]
    unsaved = [(item.question, form.typed(item)) for item in items]
    if desk.forwarding is None:
        message = _("The reply is accepted, or the call is closed: nothing more can be written.")
        messages.error(desk.request, message)
    return desk.show(unsaved=unsaved, status=409)


def _confirm(form: ReplyForm, key: str) -> None:
    """The figure as its publisher has it now, in place of the one that was confirmed."""
    item = next((item for item in form.sheet.items if item.question.key == key), None)
    if item is None or item.prefilled is None or not item.question.facts.is_confirmed:
        raise Http404
    form.answers[key] = {"right": True, "vintage": item.prefilled.vintage}


def _reuse(form: ReplyForm, key: str) -> None:
    """Last year's answer in place of what is typed; of several the one with this number.

    What stood in the form as a start and was changed stays as it was changed.
    """
    key, _dot, number = key.partition(".")
    item = next((item for item in form.sheet.items if item.question.key == key), None)
    before = item and (_numbered(item, number) if number else _before(item))
    if item is None or before is None:
        raise Http404
    if not (item.is_filled_in and key in form.answers):
        form.answers[key] = before


def _before(item: Item) -> Any:
    """What the button beside a question stands for: what was filled in, else last year's answer."""
    return item.start if item.is_filled_in else item.last_value


def _numbered(item: Item, number: str) -> Any:
    values = {str(place): told.value for place, told in enumerate(item.told)}
    return values.get(number)


def _carry(desk: Desk, form: ReplyForm, key: str) -> None:
    """The answer to an earlier wording, with its note and its files, as the answer to the new one."""
    item = next((item for item in form.sheet.items if item.question.key == key), None)
    if item is None or not item.earlier_text:
        raise Http404
    if item.earlier:
        form.answers[key], form.carried[key] = item.earlier.value, item.earlier.note
    if item.earlier_files and not item.files:
        who = {"by": desk.hand["by"], "forwarding": desk.forwarding}
        changes.carry_files(form.sheet.reply, item.question, at=clock.now(), **who)
