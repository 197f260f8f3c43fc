"""The page of a reply: what is read, where it stands, what was said of it, and what is offered."""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dugnad.calls import rules
from dugnad.calls.forms import ExpectForm, NoteForm, ReplyForm
from dugnad.calls.models import Question, Reply, ReplyVersion
from dugnad.calls.queries import (
    ReplySheet,
    answerers_of,
    basis_in_words,
    basis_of,
    contact_notes_of,
    every_objection_of,
    forwardings_of,
    frozen_sheet,
    is_intact,
    is_long,
    letter_of,
    outline_of,
    returned_sections,
    sheet_of,
    submitted_before,
    told_by_link,
    versions_shown,
    why_objected,
    with_published,
    with_submitted,
)
from dugnad.calls.states import ReplyState
from dugnad.calls.views.desk import desk_of
from dugnad.calls.views.finding import rights_on, viewer_on
from dugnad.kit import clock
from dugnad.kit.history import changes_of


def show_reply(
    request: HttpRequest,
    found: Reply,
    *,
    form: ReplyForm | None = None,
    conflict: dict[str, Any] | None = None,
    notes: dict[str, Any] | None = None,
    unsaved: list[tuple[Question, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a reply; `form` is one that came back with something wrong in it."""
    now, may = clock.now(), rights_on(request, found)
    # The secretariat comes to read; it writes on a member's behalf only when it says so.
    reads = form is None and _comes_to_read(request, found)
    shown = _read(found, form, may=may, reads=reads, now=now)
    context = {
        "reply": found,
        "call": found.call,
        "desk": desk_of(request, found, partial(show_reply, request, found)),
        "may": may,
        "now": now,
        "conflict": conflict,
        "unsaved": unsaved or [],
        **shown,
        **_standing(found, shown["newest"], now=now),
        **_told(shown["sheet"], shown["newest"], may=may, reads=reads, now=now),
        **_offered(request, found, shown, form, may=may, reads=reads, now=now),
    }
    context["forms"] |= notes or {}
    return render(request, "calls/reply.html", context, status=status)


def _read(
    found: Reply, form: ReplyForm | None, *, may: dict[str, bool], reads: bool, now: datetime
) -> dict[str, Any]:
    """What is read: the answers as they stand for this reader, and the sections that came back."""
    versions = versions_shown(found)
    newest = versions[0] if versions else None
    unsent = rules.has_unsent(
        found, saved_at=found.saved_at, received_at=newest.received_at if newest else None
    )
    writes = may["save_draft"] and not reads
    if form is not None:
        sheet = form.sheet
    elif reads and unsent and newest:
        sheet = with_published(frozen_sheet(newest))  # what would be accepted, and not what was written since
    else:
        sheet = sheet_of(found, on=now.date(), with_last_year=writes)
    stands = newest is not None and not newest.is_withdrawal
    if newest and stands and not writes:
        sheet = with_submitted(sheet, newest)
    lent, trail = list(forwardings_of(found)), list(changes_of(found))
    return {
        "sheet": sheet,
        "newest": newest,
        "versions": versions,
        "before": submitted_before(sheet, newest) if newest and stands and writes else [],
        "has_unsent": unsent,
        "outline": outline_of(sheet, lent),
        "is_lent_out": any(forwarding.ended_at is None for forwarding in lent),
        "changes": trail,
        "told": told_by_link(trail, lent),
    }


def _standing(found: Reply, newest: ReplyVersion | None, *, now: datetime) -> dict[str, Any]:
    """Where the reply stands, and what was submitted."""
    basis = found.call.asks_basis and found.submitted_at
    return {
        "standing": rules.standing_of(found.call, found, at=now),
        "why_objected": why_objected(found, newest),
        "is_late": rules.is_late(found.call, found, at=now),
        "basis": basis_in_words(basis_of(found)) if basis else "",
        "is_intact": newest is None or is_intact(newest),
        "needs_check": rules.needs_check(found.call, found),
        "waits_for_second": rules.waits_for_second(found.call, found),
    }


def _told(
    sheet: ReplySheet, newest: ReplyVersion | None, *, may: dict[str, bool], reads: bool, now: datetime
) -> dict[str, Any]:
    """What was said of the reply: objections, notes, talks, and what was done."""
    found = sheet.reply
    speaks = may["note_contact"] and reads
    return {
        # What became of them is told where the secretariat writes to the publishers.
        "objections": []
        if reads or newest is None
        else every_objection_of(found, on=now.date(), sheet=sheet),
        "objected": found.objected if reads else 0,  # type: ignore[attr-defined]
        "review_notes": found.notes.select_related("by") if newest else [],
        "people": answerers_of(found, at=now) if speaks else [],
        "contact_notes": contact_notes_of(found) if speaks else [],
    }


def _offered(
    request: HttpRequest,
    found: Reply,
    shown: dict[str, Any],
    form: ReplyForm | None,
    *,
    may: dict[str, bool],
    reads: bool,
    now: datetime,
) -> dict[str, Any]:
    """What is offered: the form whole or section by section, and the small forms beside it."""
    writes = may["save_draft"] and not reads
    # What came back with something wrong in it is shown whole: nothing that was typed may hide.
    by_section = writes and form is None and is_long(shown["sheet"])
    reviews = viewer_on(request).is_secretariat and may["return_reply"]
    # The member reads the notes on sections when the reply has come back, and not while it is being read.
    is_returned = found.state == ReplyState.RETURNED
    returned = returned_sections(found, shown["newest"]) if reviews or is_returned else []
    return {
        "by_section": by_section,
        "form": form or (ReplyForm(sheet=shown["sheet"]) if writes and not by_section else None),
        "may_change": may["save_draft"] and reads,
        "can_object": rules.can_object(found, on=now.date()),
        "returned_sections": returned if is_returned else [],
        "to_return": [row.section for row in returned] if reviews and not is_returned else [],
        "forms": side_forms(letter_of(returned)),
    }


def _comes_to_read(request: HttpRequest, found: Reply) -> bool:
    viewer = viewer_on(request)
    is_guest = viewer.is_secretariat and found.organisation_id not in viewer.edits
    return is_guest and "endre" not in request.GET


def side_forms(letter: str = "") -> dict[str, Any]:
    """The small forms beside a reply, empty but for what was written to the member section by section."""
    return {
        "decline_reply": NoteForm(question=_("Why do you not answer?"), auto_id="decline_%s"),
        "expect_reply": ExpectForm(auto_id="expect_%s"),
        "object_to_reply": NoteForm(question=_("Why do you object?"), auto_id="object_%s"),
        "withdraw_reply": NoteForm(question=_("Why do you withdraw the reply?"), auto_id="withdraw_%s"),
        "return_reply": return_form(letter=letter),
        "accept_reply": NoteForm(question=_("A word of thanks"), required=False, auto_id="accept_%s"),
    }


def return_form(data: Any = None, *, letter: str = "") -> NoteForm:
    """What is written to the member when a reply goes back; long enough for notes on many sections."""
    question = _("What should be changed?")
    initial = {"note": letter}
    return NoteForm(
        data, question=question, required=False, most=20_000, initial=initial, auto_id="return_%s"
    )
