"""Steps of the secretariat: read what was submitted section by section, accept, return with a note."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from dugnad.calls import changes
from dugnad.calls.forms import NoteForm
from dugnad.calls.models import Reply, Section
from dugnad.calls.queries import frozen_sheet, letter_of, returned_sections, verdicts_of, with_published
from dugnad.calls.rules import needs_check, waits_for_second
from dugnad.calls.views.finding import permitted, rights_on, tried, viewer_on
from dugnad.calls.views.showing import return_form, show_reply, side_forms
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.errors import Refused

ACCEPTED = _l("The reply is accepted, and the member is told by mail.")
CHECKED = _l("You have checked the reply. It is accepted when somebody else in the secretariat accepts it.")


@allow(STAFF)
@require_safe
def review_reply(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """What a member submitted, with a verdict on each section."""
    return _show_review(request, permitted(request, slug, organisation, "accept_section"))


@allow(STAFF)
@require_POST
def accept_section(request: HttpRequest, slug: str, organisation: str, pk: int) -> HttpResponse:
    """Say that a section needs no more reading."""
    found = permitted(request, slug, organisation, "accept_section")
    section = get_object_or_404(Section, pk=pk, call=found.call)
    done = _("The section is accepted.")
    version = _version_read(request)
    tried(request, lambda **who: changes.accept_section(found, section, version=version, **who), done)
    return redirect("review_reply", slug, organisation)


@allow(STAFF)
@require_POST
def return_section(request: HttpRequest, slug: str, organisation: str, pk: int) -> HttpResponse:
    """Mark a section for return with a note."""
    found = permitted(request, slug, organisation, "return_section")
    section = get_object_or_404(Section, pk=pk, call=found.call)
    form = _section_form(section, request.POST)
    if not form.is_valid():
        return _show_review(request, found, forms={section.pk: form}, status=422)
    note, version = form.cleaned_data["note"], _version_read(request)
    done = _("The note is kept. The member sees it when you return the reply.")
    tried(
        request,
        lambda **who: changes.return_section(found, section, note=note, version=version, **who),
        done,
    )
    return redirect("review_reply", slug, organisation)


@allow(STAFF)
@require_POST
def accept_reply(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Accept what was submitted; its story becomes a document."""
    found = permitted(request, slug, organisation, "accept_reply")
    note, version = request.POST.get("note", ""), _version_read(request)
    by = viewer_on(request).person
    try:
        accepted = changes.accept_reply(found, by=by, at=clock.now(), note=note, version=version)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, ACCEPTED if accepted else CHECKED)
    return redirect("reply", slug, organisation)


@allow(STAFF)
@require_POST
def return_reply(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Send a reply back with a note, or with the notes on its sections."""
    found = permitted(request, slug, organisation, "return_reply")
    form = return_form(request.POST)
    if form.is_valid() and _returned(request, found, form):
        messages.success(request, _("The reply is returned, and the member is told by mail."))
        return redirect("reply", slug, organisation)
    return show_reply(request, found, notes={"return_reply": form}, status=422)


def _returned(request: HttpRequest, found: Reply, form: NoteForm) -> bool:
    note = form.cleaned_data["note"]
    try:
        changes.return_reply(found, note=note, by=viewer_on(request).person, at=clock.now())
    except Refused as refusal:
        form.add_error("note", str(refusal.message))
        return False
    return True


def _show_review(
    request: HttpRequest, found: Reply, *, forms: dict[int, NoteForm] | None = None, status: int = 200
) -> HttpResponse:
    newest = found.versions.select_related("reply__call", "submitted_by").latest("number")
    verdicts = verdicts_of(found, newest)
    rows = [
        (section, items, verdicts.get(section.pk), (forms or {}).get(section.pk) or _section_form(section))
        for section, items in with_published(frozen_sheet(newest)).sections
    ]
    context = {
        "reply": found,
        "call": found.call,
        "newest": newest,
        "rows": rows,
        "to_return": [section for section, _i, verdict, _f in rows if verdict and verdict.is_returned],
        "accepted": sum(verdict is not None and verdict.is_accepted for _s, _i, verdict, _f in rows),
        "may": rights_on(request, found),
        "forms": side_forms(letter_of(returned_sections(found, newest))),
        "needs_check": needs_check(found.call, found),
        "waits_for_second": waits_for_second(found.call, found),
    }
    return render(request, "calls/review_reply.html", context, status=status)


def _section_form(section: Section, data: Any = None) -> NoteForm:
    return NoteForm(data, question=_("What should be changed here?"), auto_id=f"section-{section.pk}-%s")


def _version_read(request: HttpRequest) -> int | None:
    """The version that the page showed."""
    read = request.POST.get("version", "")
    return int(read) if read.isdecimal() and len(read) < 9 else None
