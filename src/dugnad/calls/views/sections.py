"""One section of a reply at a time, for those who have signed in."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dugnad.calls import changes, rules
from dugnad.calls.forms import ReplyForm
from dugnad.calls.models import Question, Reply, Section
from dugnad.calls.queries import (
    ReplySheet,
    forwardings_of,
    outline_of,
    part_of,
    returned_sections,
    sheet_of,
)
from dugnad.calls.states import ReplyState
from dugnad.calls.views.desk import Desk, desk_of
from dugnad.calls.views.finding import reply_or_404, rights_on, section_or_404, viewer_on
from dugnad.calls.views.replies import save_answers
from dugnad.kit import clock
from dugnad.kit.access import MEMBER, STAFF, allow


@allow(MEMBER, STAFF)
def reply_section(request: HttpRequest, slug: str, organisation: str, pk: int) -> HttpResponse:
    """One section of a reply: answer it, and go on to the next."""
    found = reply_or_404(request, slug, organisation)
    section = section_or_404(found, pk)
    viewer = viewer_on(request)
    if found.opened_at is None and rules.may_write(viewer, found.call, found) and not viewer.is_secretariat:
        changes.open_reply(found.call, found.organisation, by=viewer.person, at=clock.now())
    show = partial(_show, request, found, section)
    if request.method == "POST":
        return save_answers(desk_of(request, found, show, section), _onward)
    return show()


def _show(
    request: HttpRequest,
    found: Reply,
    section: Section,
    *,
    form: ReplyForm | None = None,
    conflict: dict[str, Any] | None = None,
    unsaved: list[tuple[Question, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    may, now = rights_on(request, found), clock.now()
    whole = sheet_of(found, on=now.date(), with_last_year=may["save_draft"])
    sheet = part_of(whole, section)
    if not sheet.items:
        raise Http404
    before, after = _beside(whole, section)
    context = {
        "reply": found,
        "call": found.call,
        "section": section,
        "sheet": whole,
        "part": sheet,
        "form": form or (ReplyForm(sheet=sheet) if may["save_draft"] else None),
        "desk": desk_of(request, found, partial(_show, request, found, section), section),
        "outline": outline_of(whole, forwardings_of(found)),
        "may": may,
        "conflict": conflict,
        "unsaved": unsaved or [],
        "before": before,
        "after": after,
        "returned_sections": returned_sections(found) if found.state == ReplyState.RETURNED else [],
    }
    return render(request, "calls/reply_section.html", context, status=status)


def _beside(whole: ReplySheet, section: Section) -> tuple[Section | None, Section | None]:
    """The section before and the one after."""
    places = [place for place, _items in whole.sections]
    here = next(number for number, place in enumerate(places) if place.pk == section.pk)
    before = places[here - 1] if here else None
    return before, places[here + 1] if here + 1 < len(places) else None


def _onward(desk: Desk) -> HttpResponse:
    """Where the button leads that saved: the next or the section before, the whole of it, or here again."""
    place = (desk.reply.call.slug, desk.reply.organisation.slug)
    if "read" in desk.request.POST:
        return redirect("read_reply", *place)
    wanted = desk.request.POST.get("go", "")
    known = {str(pk) for pk in desk.reply.call.sections.values_list("pk", flat=True)}
    if wanted in known:
        return redirect("reply_section", *place, int(wanted))
    return redirect(desk.page)
