"""A reply as a workbook: handed out, and taken back filled in."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dugnad.calls import changes, queries
from dugnad.calls.changes.starting import ReplyReport
from dugnad.calls.forms import WorkbookForm
from dugnad.calls.models import Reply
from dugnad.calls.views.finding import permitted, reply_or_404, viewer_on
from dugnad.kit import clock, uploads
from dugnad.kit.access import MEMBER, STAFF, allow
from dugnad.kit.errors import Refused
from dugnad.kit.tables import CellError

MOST_TOLD = 5  # cells in one message; the rest is told where the reply is read through
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(MEMBER, STAFF)
@require_safe
def reply_workbook(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """The workbook of a reply, with what is known and what is written."""
    found = reply_or_404(request, slug, organisation)
    response = HttpResponse(queries.reply_workbook(found, on=clock.today()), content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{slug}-{organisation}.xlsx"'
    return response


@allow(MEMBER, STAFF)
def import_reply(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Take the filled workbook; every wrong cell is named, and then nothing is stored."""
    found = permitted(request, slug, organisation, "save_draft")
    form = WorkbookForm(request.POST or None, request.FILES or None)
    report = _taken(request, found, form) if form.is_valid() else None
    if report and report.stored:
        if report.changes or not report.unconfirmed:
            messages.success(request, _said(len(report.changes), report.questions))
        if report.unconfirmed:
            messages.warning(request, _unconfirmed(report.unconfirmed))
        if report.lacking:
            messages.warning(request, _lacking(report.lacking))
        return redirect("reply", slug, organisation)
    context = {"reply": found, "call": found.call, "form": form, "report": report}
    status = 422 if report or form.errors else 200
    return render(request, "calls/import_reply.html", context, status=status)


def _said(rows: int, questions: int) -> str:
    if not rows:
        return _("Nothing was new: the reply has all that the workbook says.")
    said = ngettext("%(n)s row is stored.", "%(n)s rows are stored.", rows) % {"n": rows}
    if questions == rows:
        return said
    belong = ngettext("They belong to %(n)s question.", "They belong to %(n)s questions.", questions)
    return f"{said} {belong % {'n': questions}}"


def _lacking(errors: list[CellError]) -> str:
    told = [f"{error.place}: {error.reason}" for error in errors[:MOST_TOLD]]
    more = len(errors) - len(told)
    if more > 0:
        told.append(ngettext("and %(n)s more.", "and %(n)s more.", more) % {"n": more})
    return _("To be mended before the answer is sent in: %(places)s") % {"places": " ".join(told)}


def _unconfirmed(answers: int) -> str:
    said = ngettext(
        "%(n)s answer that was filled in is not confirmed, and does not count. Choose Yes in the column "
        "“Still true?” and upload the workbook again, or press the button on this page.",
        "%(n)s answers that were filled in are not confirmed, and do not count. Choose Yes in the column "
        "“Still true?” and upload the workbook again, or press the buttons on this page.",
        answers,
    )
    return said % {"n": answers}


def _taken(request: HttpRequest, found: Reply, form: WorkbookForm) -> ReplyReport | None:
    file: UploadedFile = form.cleaned_data["file"]
    try:
        content = file.read()
        uploads.inspect(content, str(file.name), allowed={"xlsx"})
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as kept:
            kept.write(content)
            kept.flush()
            return changes.import_reply(found, Path(kept.name), by=viewer_on(request).person, at=clock.now())
    except Refused as refusal:
        form.add_error("file", str(refusal.message) or _("The workbook could not be read."))
        return None
