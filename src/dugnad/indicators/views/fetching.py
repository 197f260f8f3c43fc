"""Pages on which the secretariat asks publishers: what can be fetched, and what came."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dugnad.indicators import changes, queries
from dugnad.indicators.changes import FileReport
from dugnad.indicators.forms import KeptForm, PreviewedForm, RegisterFilesForm, TableForm
from dugnad.indicators.kinds import layout_in_words
from dugnad.indicators.sources.connectors import REGISTER
from dugnad.indicators.sources.fetching import Wire
from dugnad.kit import clock, uploads
from dugnad.kit.access import STAFF, allow
from dugnad.kit.changes import store_file
from dugnad.kit.errors import Refused

# Somebody waits: fewer tries than the command line has, so that the page answers.
PATIENCE = {"timeout": 20.0, "tries": 2}


@allow(STAFF)
@require_safe
def connectors(request: HttpRequest) -> HttpResponse:
    """What can be fetched, from whom, and when we last did."""
    return _page(request)


@allow(STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def fetch_figures(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the publisher; what comes is judged and kept, and stored when that is confirmed.

    Whoever reloads the page, or reads it in another language, comes to the list: nobody is asked by a look.
    """
    if request.method != "POST":
        return redirect("connectors")
    try:
        fetched = changes.fetch_file(key, seen_on=clock.calendar_day(), wire=Wire(**PATIENCE))  # type: ignore[arg-type]
        report = _taken(request, fetched, dry_run=True)
    except Refused as refusal:
        messages.error(request, _("Nothing was fetched. %(reason)s") % {"reason": refusal.message})
        return redirect("connectors")
    if report.vintage:
        messages.info(request, _("The publisher has nothing new; we have this file already."))
        return redirect("vintage", report.vintage)
    if report.refused:
        return _page(request, report=report, key=key, status=422)
    return _page(request, report=report, key=key, confirm=_kept(fetched))


@allow(STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def read_register(request: HttpRequest) -> HttpResponse:
    """Judge the files that somebody downloaded from Klass, as if it had answered with them now."""
    if request.method != "POST":
        return redirect("connectors")
    form = RegisterFilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, register_form=form, key=REGISTER, status=422)
    try:
        files = [(file.read(), file.name) for file in form.cleaned_data["chosen"]]
        content, name = changes.joined(files) if len(files) > 1 else files[0]
    except Refused as refusal:
        return _page(request, refusal=refusal, key=REGISTER, status=422)
    fetched = changes.Fetched(changes.connector_with_key(REGISTER), content, name)
    report = _taken(request, fetched, dry_run=True)
    if report.refused:
        return _page(request, report=report, key=REGISTER, status=422)
    return _page(request, report=report, key=REGISTER, confirm=_kept(fetched))


@allow(STAFF)
@require_POST
def store_register(request: HttpRequest) -> HttpResponse:
    """Store the register of municipality numbers that was judged, by its hash."""
    form = KeptForm(request.POST)
    path = uploads.path_of(form.cleaned_data["sha256"]) if form.is_valid() else None
    if path is None or not path.is_file():
        messages.error(request, _("The file is no longer here. Fetch it once more."))
        return redirect("connectors")
    fetched = changes.Fetched(
        changes.connector_with_key(REGISTER), path.read_bytes(), form.cleaned_data["name"]
    )
    report = _taken(request, fetched, dry_run=False)
    if report.refused:
        return _page(request, report=report, key=REGISTER, status=422)
    messages.success(request, changes.outcome_of(report))
    return redirect("connectors")


@allow(STAFF)
@require_POST
def set_table(request: HttpRequest, key: str) -> HttpResponse:
    """Say which table a connector asks for."""
    form = TableForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, key=key, status=422)
    try:
        changes.set_table(key, form.cleaned_data["table"], by=_person(request), at=clock.now())
    except Refused as refusal:
        return _page(request, refusal=refusal, key=key, status=422)
    messages.success(request, _("The table is changed."))
    return redirect("connectors")


@allow(STAFF)
@require_POST
def watch_source(request: HttpRequest, key: str) -> HttpResponse:
    """Ask a source every night, or no longer."""
    is_watched = request.POST.get("watch") == "on"
    try:
        changes.watch(key, is_watched=is_watched, by=_person(request), at=clock.now())
    except Refused as refusal:
        return _page(request, refusal=refusal, key=key, status=422)
    told = _("It is asked every night from now on.") if is_watched else _("It is asked no longer.")
    messages.success(request, told)
    return redirect("connectors")


@allow(STAFF)
@require_safe
def found_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in the night, beside what we have."""
    return render(request, "indicators/found_figures.html", {"row": _find(pk)})


@allow(STAFF)
@require_POST
def take_find(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in what was found."""
    row = _find(pk)
    report = changes.take_find(row.find, by=_person(request), at=clock.now())
    if report.refused:
        context = {"row": row, "report": report}
        return render(request, "indicators/found_figures.html", context, status=422)
    messages.success(request, changes.outcome_of(report))
    return redirect("vintage", report.vintage) if report.vintage else redirect("connectors")


@allow(STAFF)
@require_POST
def set_aside_find(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave what was found."""
    changes.set_aside_find(_find(pk).find, by=_person(request), at=clock.now())
    messages.success(request, _("It is set aside; the same file is not told of again."))
    return redirect("connectors")


def _find(pk: int) -> queries.FindRow:
    found = queries.find_with_number(pk)
    if found is None:
        raise Http404
    return found


def _taken(request: HttpRequest, fetched: changes.Fetched, *, dry_run: bool) -> FileReport:
    return changes.take_in_fetched(
        fetched, seen_on=clock.calendar_day(), dry_run=dry_run, by=_person(request), at=clock.now()
    )


def _kept(fetched: changes.Fetched) -> PreviewedForm:
    """The answer is kept, so that what is stored is what was judged, and nobody is asked twice."""
    inspected = uploads.inspect(fetched.content, fetched.name, allowed=changes.READABLE)
    store_file(fetched.content, inspected, at=clock.now())
    words = {
        "indicator": fetched.connector.indicator,
        "seen_on": clock.calendar_day().isoformat(),
        "sha256": inspected.sha256,
        "name": fetched.name,
    }
    return PreviewedForm(initial=words, today=clock.today(), latest=clock.calendar_day())


def _person(request: HttpRequest) -> Any:
    return request.viewer.person  # type: ignore[attr-defined]


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    report: FileReport | None = more.get("report")
    context = {
        "sources": queries.connections(),
        "finds": queries.waiting_finds(),
        "register_form": RegisterFilesForm(),
        "layout": layout_in_words(report.layout) if report else "",
        **more,
    }
    return render(request, "indicators/connectors.html", context, status=status)
