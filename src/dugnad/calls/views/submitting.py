"""Reading through, submitting, the receipt; saying no, naming a day, withdrawing."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dugnad.calls import changes, rules
from dugnad.calls.forms import BasisForm, ExpectForm, MembersForm, NoteForm
from dugnad.calls.models import Reply
from dugnad.calls.queries import (
    also_spoken_for,
    basis_in_words,
    carried_answers,
    is_intact,
    is_long,
    read_version,
    rows_in,
    sheet_of,
)
from dugnad.calls.views.finding import permitted, reply_or_404, rights_on, tried, viewer_on
from dugnad.calls.views.showing import show_reply
from dugnad.kit import clock
from dugnad.kit.access import MEMBER, STAFF, allow, form_on
from dugnad.kit.errors import Refused


@allow(MEMBER, STAFF)
@require_safe
def read_reply(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Everything that would be submitted, on one page, with what is lacking."""
    return show_read(request, reply_or_404(request, slug, organisation))


def show_read(
    request: HttpRequest,
    found: Reply,
    *,
    basis: BasisForm | None = None,
    members: MembersForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page to read through; a form is one that came back with something wrong in it."""
    now, may = clock.now(), rights_on(request, found)
    others = also_spoken_for(viewer_on(request), found, on=now.date()) if may["submit_reply"] else []
    empty = MembersForm(others=others, answers=carried_answers(found), auto_id="also_%s") if others else None
    sheet = sheet_of(found, on=now.date())
    context = {
        "reply": found,
        "call": found.call,
        "sheet": sheet,
        "by_section": is_long(sheet),
        "may": may,
        "basis": (basis or BasisForm(reply=found)) if found.call.asks_basis else None,
        "members": members or empty,
        "key": request.POST.get("key") or uuid.uuid4().hex,
        "has_passed": rules.has_passed(found.call, now, found),
        "on_behalf": _is_on_behalf(request, found.organisation_id),
        "now": now,
    }
    return render(request, "calls/read_reply.html", context, status=status)


@allow(MEMBER, STAFF)
@form_on("read_reply", "slug", "organisation")
@require_POST
def submit_reply(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Submit what was read through; sent twice, it gives the same receipt."""
    found = reply_or_404(request, slug, organisation)
    if not rules.may_speak_for(viewer_on(request), found.organisation_id):
        raise Http404
    read = request.POST.get("revision", "")
    basis = BasisForm(request.POST, reply=found) if found.call.asks_basis else None
    if basis is not None and not basis.is_valid():
        return show_read(request, found, basis=basis, status=422)
    try:
        version = changes.submit_reply(
            found,
            request.POST.get("key", ""),
            viewer_on(request).person,
            clock.now(),
            request.first_byte_at,  # type: ignore[attr-defined]
            on_behalf=_is_on_behalf(request, found.organisation_id),
            expected_revision=int(read) if read.isdecimal() and len(read) < 9 else None,
            basis=basis.cleaned_data if basis else None,
        )
    except Refused as refusal:
        if basis is not None and refusal.field in basis.fields:
            basis.add_error(refusal.field, str(refusal.message))
            return show_read(request, found, basis=basis, status=422)
        messages.error(request, refusal.message)
        return redirect("read_reply", slug, organisation)
    return redirect("receipt", slug, organisation, version.number)


@allow(MEMBER, STAFF)
@require_safe
def receipt(request: HttpRequest, slug: str, organisation: str, number: int) -> HttpResponse:
    """What was submitted, when and by whom: to keep, to print, to check."""
    found = reply_or_404(request, slug, organisation)
    version = get_object_or_404(found.versions.select_related("submitted_by"), number=number)
    content = read_version(version)
    context = {
        "reply": found,
        "call": found.call,
        "version": version,
        "is_intact": is_intact(version),
        "in_time": rules.stands_in_time(found.call, found, version),
        "reason": content.get("reason", ""),
        "basis": basis_in_words(content.get("basis")),
        "spoken_by": content.get("spoken_by", {}).get("name", ""),
        "rows": rows_in(version),
        "files": content.get("files", []),
    }
    return render(request, "calls/receipt.html", context)


@allow(MEMBER, STAFF)
@require_POST
def ask_for_approval(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Say that the reply is ready for somebody else to submit."""
    found = permitted(request, slug, organisation, "ask_for_approval")
    done = _("Those who may submit are told by mail.")
    tried(request, lambda **who: changes.ask_for_approval(found, **who), done)
    return redirect("reply", slug, organisation)


@allow(MEMBER, STAFF)
@require_POST
def decline_reply(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Say that the member will not answer."""
    done = _("Thank you for telling us. You can still answer until the call is closed.")
    return _with_reason(request, slug, organisation, "decline_reply", changes.decline_reply, done)


@allow(MEMBER, STAFF)
@require_POST
def withdraw_reply(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Take back what was submitted."""
    done = _("The reply is withdrawn. What you wrote is still here.")
    return _with_reason(request, slug, organisation, "withdraw_reply", changes.withdraw_reply, done)


@allow(MEMBER, STAFF)
@require_POST
def expect_reply(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Name the day on which the answer will come."""
    found = permitted(request, slug, organisation, "expect_reply")
    form = ExpectForm(request.POST, auto_id="expect_%s")
    if form.is_valid():
        done = _("Thank you. We do not remind you before that day.")
        tried(request, lambda **who: changes.expect_reply(found, **form.cleaned_data, **who), done)
        return redirect("reply", slug, organisation)
    return show_reply(request, found, notes={"expect_reply": form}, status=422)


def _with_reason(  # noqa: PLR0917 - a row of a table: the step, its verb and what is said after it
    request: HttpRequest, slug: str, organisation: str, name: str, verb: Any, done: str
) -> HttpResponse:
    found = permitted(request, slug, organisation, name)
    form = NoteForm(request.POST, question=_("Reason"), auto_id=f"{name.partition('_')[0]}_%s")
    if not form.is_valid():
        return show_reply(request, found, notes={name: form}, status=422)
    tried(request, lambda **who: verb(found, reason=form.cleaned_data["note"], **who), done)
    return redirect("reply", slug, organisation)


def _is_on_behalf(request: HttpRequest, organisation: int) -> bool:
    return organisation not in viewer_on(request).approves
