"""Writing minutes: all points on one page, saved by a button or by its script while somebody writes."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dugnad.events import changes
from dugnad.events.forms.writing import MinutesForm, mark_of
from dugnad.events.models import Event, Note
from dugnad.events.queries import agenda, minutes
from dugnad.events.rules import meeting as rules
from dugnad.events.views.finding import Found, address_of, kept_or_404, stamp
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, allow
from dugnad.kit.errors import Conflict, Refused
from dugnad.kit.formats import clock_time, moment
from dugnad.kit.pages import posted


@allow(SIGNED_IN)
def write_minutes(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole agenda with what has been written so far; one button saves all of it."""
    found = kept_or_404(request, slug)
    form = _form(request, found.event)
    if request.method != "POST" or not form.is_valid():
        return _show(request, found, form, status=422 if form.errors else 200)
    try:
        clashes = changes.write_notes(found.event, form.touched, form.seen, **stamp(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return _show(request, found, form, unsaved=_unsaved(found.event, form), status=409)
    if clashes:
        return _show_clashes(request, found, form, clashes)
    messages.success(request, _("Saved %(time)s") % {"time": clock_time(clock.now())})
    return redirect(_onward(request, found.event))


def _form(request: HttpRequest, event: Event) -> MinutesForm:
    return MinutesForm(posted(request), rows=agenda.agenda_of(event, restricted=True, closed=True))


def _onward(request: HttpRequest, event: Event) -> str:
    """Where the button that was pressed leads: on to an outcome, to sending, or back to the point."""
    pressed = {name: request.POST.get(name, "") for name in ("outcome", "point")}
    if pressed["outcome"].isdecimal():
        return address_of(event, "add_outcome", int(pressed["outcome"]))
    if "send" in request.POST:
        return address_of(event, "send_minutes")
    place = f"#q-{pressed['point']}" if pressed["point"].isdecimal() else ""
    return address_of(event, "write_minutes") + place


def _show_clashes(
    request: HttpRequest, found: Found, form: MinutesForm, clashes: Mapping[int, Conflict]
) -> HttpResponse:
    """Both texts; sent once more, what was typed is stored on top of the other, now with open eyes."""
    typed, notes = request.POST.copy(), minutes.notes_of(found.event)
    for row in form.rows:
        note = notes.get(row.item.pk)
        typed[form.names(row)[1]] = str(_revision(note))
        if row.item.pk not in form.touched:
            text = note.text if note else ""
            typed[form.names(row)[0]], typed[f"{row.item.pk}.was"] = text, mark_of(text)
    shown = MinutesForm(typed, rows=form.rows)
    shown.is_valid()
    theirs = {pk: _theirs(notes[pk]) for pk in clashes}
    return _show(request, found, shown, clashes=theirs, status=409)


def _show(
    request: HttpRequest, found: Found, form: MinutesForm, *, status: int = 200,
    clashes: Mapping[int, dict[str, Any]] | None = None, unsaved: list[tuple[str, str]] | None = None,
) -> HttpResponse:  # fmt: skip
    event, clashes = found.event, clashes or {}
    returning, said = minutes.returning_tasks(form.rows), minutes.comments_by_point(event)
    told = [
        {
            "row": row, "text": text, "seen": seen, "was": form[f"{row.item.pk}.was"],
            "clash": clashes.get(row.item.pk),
            "tasks": returning.get(row.item.pk, []),
            "comments": said.get(row.item.pk, []),
        }
        for row, text, seen in form.points
    ]  # fmt: skip
    context = {
        "event": event,
        "form": form,
        "points": told,
        "comments": said.get(None, []),
        "clashing": [one for one in told if one["clash"]],
        "unsaved": unsaved or [],
        "turnout": minutes.turnout_of(event),
        "is_approved": minutes.is_approved(event),
        "can_write": rules.can_write_minutes(event, is_approved=minutes.is_approved(event)),
        "can_approve": rules.can_approve(event, at=clock.now()),
        "can_send": rules.can_send_minutes(event, at=clock.now()),
        "written": sum(bool(row.note and row.note.text.strip()) for row in form.rows),
        "revision": sum(row.note.revision for row in form.rows if row.note),
    }
    return render(request, "events/write_minutes.html", context, status=status)


def _unsaved(event: Event, form: MinutesForm) -> list[tuple[str, str]]:
    """What was typed while somebody approved the minutes: shown, so that nothing is lost."""
    notes = minutes.notes_of(event)
    return [
        (row.item.title, form.texts[row.item.pk])
        for row in form.rows
        if row.item.pk in form.texts and not _is_stored(notes.get(row.item.pk), form.texts[row.item.pk])
    ]


@allow(SIGNED_IN)
@require_POST
def save_notes(request: HttpRequest, slug: str) -> HttpResponse:
    """Save while somebody writes: an answer for the page's script."""
    event = kept_or_404(request, slug).event
    form = _form(request, event)
    form.is_valid()
    try:
        changes.write_notes(event, form.texts, form.seen, **stamp(request))
    except Refused as refusal:
        return JsonResponse({"message": str(refusal.message)}, status=422)
    report = _report(event, form)
    return JsonResponse(report, status=409 if report["conflicts"] else 200)


def _report(event: Event, form: MinutesForm) -> dict[str, Any]:
    """What the script needs: what is stored in which revision, what is wrong, and both texts of a clash."""
    notes = minutes.notes_of(event)
    clashing = [pk for pk, text in form.texts.items() if not _is_stored(notes.get(pk), text)]
    count = ngettext(
        "Not saved: one point needs you. See below it.",
        "Not saved: %(number)s points need you. See below them.",
        len(clashing),
    )
    return {
        "saved": _("Saved %(time)s") % {"time": clock_time(clock.now())},
        "unsaved": count % {"number": len(clashing)} if clashing else "",
        "seen": {str(pk): _revision(notes.get(pk)) for pk in form.texts if pk not in clashing},
        "errors": {name: " ".join(map(str, errors)) for name, errors in form.errors.items()},
        "conflicts": {str(pk): _theirs(notes[pk]) for pk in clashing},
        "answered": sum(bool(note.text.strip()) for note in notes.values()),
        "asked": len(form.rows),
    }


@allow(SIGNED_IN)
@require_safe
def note_news(request: HttpRequest, slug: str) -> HttpResponse:
    """What others have written since the revision that a page knows: asked by its script while it is open."""
    notes = minutes.notes_of(kept_or_404(request, slug).event)
    since = request.GET.get("since", "")
    known = int(since) if since.isdecimal() and len(since) < 9 else 0
    revision = sum(note.revision for note in notes.values())
    news = {str(pk): _theirs(note) for pk, note in notes.items()} if revision > known else {}
    return JsonResponse({"revision": revision, "news": news})


def _revision(note: Note | None) -> int:
    return note.revision if note else 0


def _is_stored(note: Note | None, text: str) -> bool:
    """Whether what was sent is what is stored now; if not, a colleague was there, and the page is told."""
    return note.text == text if note else not text.strip()


def _theirs(note: Note) -> dict[str, Any]:
    """What stands at a point now, who wrote it and when."""
    who = {"name": str(note.written_by or _("Somebody")), "moment": moment(note.written_at)}
    return {
        "message": _("%(name)s wrote at this point %(moment)s.") % who,
        "theirs": note.text,
        "revision": note.revision,
    }
