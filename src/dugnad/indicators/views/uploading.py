"""Pages on which the secretariat reads in figures: first what the file says, then the vintage."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.indicators import changes
from dugnad.indicators.changes import FileReport
from dugnad.indicators.forms import PreviewedForm, UploadForm
from dugnad.indicators.kinds import EMISSIONS, layout_in_words
from dugnad.indicators.sources.reading import ANSWERS
from dugnad.kit import clock, uploads
from dugnad.kit.access import STAFF, allow
from dugnad.kit.changes import store_file


@allow(STAFF)
def import_vintage(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is judged whole, and nothing is stored before you have seen what it says."""
    asked = {
        "indicator": request.GET.get("indicator") or EMISSIONS,
        "mapping": request.GET.get("mapping", ""),
    }
    form = UploadForm(request.POST or None, request.FILES or None, initial=asked, **_days())
    if not form.is_valid():
        return _page(request, form)
    file = form.cleaned_data["file"]
    report = _taken(request, form, file.read(), file.name, dry_run=True)
    if report.vintage:
        messages.info(request, _("We have this file already; nothing was changed."))
        return redirect("vintage", report.vintage)
    if report.refused:
        return _page(request, form, report=report)
    file.seek(0)
    confirm = _kept(form, file.read(), file.name)
    return _page(request, form, report=report, confirm=confirm)


@allow(STAFF)
@require_POST
def store_vintage(request: HttpRequest) -> HttpResponse:
    """Store the file that was judged, by its hash."""
    form = PreviewedForm(request.POST, **_days())
    path = uploads.path_of(form.cleaned_data["sha256"]) if form.is_valid() else None
    if path is None or not path.is_file():
        messages.error(request, _("The file is no longer here. Choose it once more."))
        return redirect("import_vintage")
    report = _taken(request, form, path.read_bytes(), form.cleaned_data["name"], dry_run=False)
    if report.vintage is None:
        return _page(request, UploadForm(request.POST, **_days()), report=report)
    messages.success(request, changes.outcome_of(report))
    return redirect("vintage", report.vintage)


def _taken(request: HttpRequest, form: UploadForm, content: bytes, name: str, *, dry_run: bool) -> FileReport:
    values = form.cleaned_data
    return changes.import_figures(
        content,
        name,
        indicator=values["indicator"].key,
        seen_on=values["seen_on"],
        source=values["source"].key if values["source"] else "",
        columns=changes.columns_of(values["mapping"]) if values["mapping"] else None,
        dry_run=dry_run,
        by=request.viewer.person,  # type: ignore[attr-defined]
        at=clock.now(),
    )


def _kept(form: UploadForm, content: bytes, name: str) -> PreviewedForm:
    """The bytes are kept, so that what is stored is what was judged."""
    inspected = uploads.inspect(content, name, allowed=changes.READABLE)
    store_file(content, inspected, at=clock.now())
    words = {name: form[name].value() for name in ("indicator", "mapping", "source", "seen_on")}
    return PreviewedForm(initial=words | {"sha256": inspected.sha256, "name": name}, **_days())


def _page(request: HttpRequest, form: UploadForm, **more: Any) -> HttpResponse:
    report: FileReport | None = more.get("report")
    context = {
        "form": form,
        "layout": layout_in_words(report.layout) if report else "",
        "refusal_count": len(report.refused) + report.more_refused if report else 0,
        # An agency's answer has no columns that somebody could name.
        "is_answer": report is not None and report.file.lower().endswith(tuple(ANSWERS)),
        **more,
    }
    wrong = form.errors or (report and report.refused)
    return render(request, "indicators/import_vintage.html", context, status=422 if wrong else 200)


def _days() -> dict[str, date]:
    """The day that is offered for when a file was seen, and the last that it can be."""
    return {"today": clock.today(), "latest": clock.calendar_day()}
