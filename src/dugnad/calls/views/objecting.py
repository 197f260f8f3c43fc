"""Pages of objections: the list by publisher, the letter, sent, dropped."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dugnad.calls import changes
from dugnad.calls.forms import NoteForm, ObjectionFilterForm, SentForm
from dugnad.calls.models import Objection
from dugnad.calls.queries import ObjectionList, objection_list, objections_listing
from dugnad.calls.queries.objections import ObjectionGroup
from dugnad.calls.states import ObjectionState
from dugnad.calls.views.calls import WORKBOOK
from dugnad.calls.views.finding import viewer_on
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, form_on
from dugnad.kit.errors import Refused
from dugnad.kit.spreadsheets import CSV, Sheet, as_csv_file, write_csv, write_workbook
from dugnad.members.queries import alliance

FILTERS = ("state", "call", "indicator", "source")
WIDTHS = (12, 22, 26, 8, 22, 22, 16, 16, 12, 60, 40, 26, 14, 30, 24, 18, 18, 16, 14, 14)


@allow(STAFF)
@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """Every figure that a member says is wrong, by publisher, and what became of it."""
    return _show(request)


@allow(STAFF)
@require_safe
def objections_export(request: HttpRequest, format: str) -> HttpResponse:
    """The list with its filters as a spreadsheet, as the publisher can take it."""
    header, rows = objections_listing(_found(request).rows)
    if format == "csv":
        response = HttpResponse(as_csv_file(write_csv(header, rows)), content_type=CSV)
    else:
        book = write_workbook([Sheet(title=_("Objections"), header=header, rows=rows, widths=WIDTHS)])
        response = HttpResponse(book, content_type=WORKBOOK)
    name = "-".join(["innvendinger", *filter(None, [request.GET.get("source", "")])])
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return response


@allow(STAFF)
@require_safe
def objections_letter(request: HttpRequest, source: str) -> HttpResponse:
    """What waits to be sent to one publisher, as a letter to copy or print."""
    group = _group(source)
    context = {
        "group": group,
        "sender": alliance(),  # not "alliance", which the foot of every page asks for
        "person": viewer_on(request).person,
        "illustrative": not group.source.is_official,
    }
    return render(request, "calls/objections_letter.html", context)


@allow(STAFF)
@form_on("objections_letter", "source")
@require_POST
def send_objections(request: HttpRequest, source: str) -> HttpResponse:
    """Note that those on the page were sent to their publisher on a day."""
    group = _group(source)
    form = _sent_form(group, request.POST)
    if not form.is_valid():
        return _show(request, sent={group.source.pk: form}, status=422)
    try:
        sent = changes.send_objections(
            form.cleaned_data["objection"],
            on=form.cleaned_data["on"],
            by=viewer_on(request).person,
            at=clock.now(),
        )
    except Refused as refusal:
        form.add_error(refusal.field or None, str(refusal.message))
        return _show(request, sent={group.source.pk: form}, status=422)
    said = ngettext("%(sent)s objection is marked as sent.", "%(sent)s objections are marked as sent.", sent)
    messages.success(request, said % {"sent": sent})
    return redirect("objections")


@allow(STAFF)
@form_on("objections")
@require_POST
def drop_objection(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an objection no further, with the reason that the member reads."""
    objection = get_object_or_404(Objection, pk=pk)
    form = _drop_form(objection, request.POST)
    if form.is_valid():
        try:
            reason, by = form.cleaned_data["note"], viewer_on(request).person
            changes.drop_objection(objection, reason=reason, by=by, at=clock.now())
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The objection is dropped. The member sees the reason at its reply."))
        return redirect("objections")
    return _show(request, dropped={objection.pk: form}, status=422)


def _found(request: HttpRequest, **fixed: str) -> ObjectionList:
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    return objection_list(on=clock.today(), **{**asked, **fixed})


def _group(source: str) -> ObjectionGroup:
    """What goes to one publisher; a source that nobody objects to has no page."""
    groups = objection_list(on=clock.today(), source=source).groups
    if not groups:
        raise Http404
    return groups[0]


def _show(
    request: HttpRequest,
    *,
    sent: dict[int, Any] | None = None,
    dropped: dict[int, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The list; `sent` (by source) and `dropped` (by objection) are forms that came back with an error."""
    found = _found(request)
    context = {
        "found": found,
        "form": ObjectionFilterForm(request.GET, calls=found.calls, indicators=found.indicators),
        "states": [(state.value, state.label, found.states[state]) for state in ObjectionState],
        "groups": [_drawn(group, sent or {}, dropped or {}) for group in found.groups],
    }
    return render(request, "calls/objections.html", context, status=status)


def _drawn(group: ObjectionGroup, sent: dict[int, Any], dropped: dict[int, Any]) -> dict[str, Any]:
    """A publisher's objections with the small forms beside them."""
    rows = [
        (row, dropped.get(row.objection.pk) or (_drop_form(row.objection) if row.is_standing else None))
        for row in group.rows
    ]
    return {
        "source": group.source,
        "rows": rows,
        "raised": group.raised,
        "form": sent.get(group.source.pk) or _sent_form(group),
    }


def _sent_form(group: ObjectionGroup, data: Any = None) -> SentForm:
    waiting = [(row.objection.pk, str(row.objection)) for row in group.raised]
    initial = {"on": clock.today(), "objection": [pk for pk, _name in waiting]}
    known = [(row.objection.pk, str(row.objection)) for row in group.rows]
    return SentForm(data, objections=known, initial=initial, auto_id=f"sent_{group.source.pk}_%s")


def _drop_form(objection: Objection, data: Any = None) -> NoteForm:
    question = _("Why is it taken no further?")
    return NoteForm(data, question=question, auto_id=f"drop_{objection.pk}_%s")
