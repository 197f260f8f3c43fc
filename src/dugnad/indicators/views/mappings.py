"""Pages on which somebody says what the columns of a table are, and sees its first rows."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.indicators import changes, queries
from dugnad.indicators.changes import FileReport
from dugnad.indicators.forms import ColumnsForm, PreviewedForm, UploadForm
from dugnad.indicators.kinds import sector_name
from dugnad.indicators.models import ColumnMapping
from dugnad.indicators.sources.indicator_table import COLUMNS
from dugnad.indicators.sources.reading import Figure, folded
from dugnad.kit import clock, uploads
from dugnad.kit.access import STAFF, allow
from dugnad.kit.changes import store_file
from dugnad.kit.errors import Refused
from dugnad.members.queries import divisions

GUESSES = {
    "code": "place_column",
    "year": "year_column",
    "value": "value_column",
    "sector": "sector_column",
    "unit": "unit_column",
}


@allow(STAFF)
def name_columns(request: HttpRequest) -> HttpResponse:
    """Choose a table whose columns nobody has named yet."""
    asked = {"indicator": request.GET.get("indicator", "")}
    form = UploadForm(request.POST or None, request.FILES or None, initial=asked, **_days())
    del form.fields["mapping"]
    if not form.is_valid():
        return _choose(request, form)
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        changes.columns_in(content, file.name)
        inspected = uploads.inspect(content, file.name, allowed={"csv", "xlsx"})
    except Refused as refusal:
        form.add_error("file", str(refusal.message))
        return _choose(request, form)
    store_file(content, inspected, at=clock.now())
    words = {name: form[name].value() or "" for name in ("indicator", "source", "seen_on")}
    return redirect(
        f"{reverse('map_columns')}?{urlencode(words | {'sha256': inspected.sha256, 'name': file.name})}"
    )


def _choose(request: HttpRequest, form: UploadForm) -> HttpResponse:
    context = {"form": form, "mappings": queries.mappings()}
    return render(request, "indicators/name_columns.html", context, status=422 if form.errors else 200)


@allow(STAFF)
def map_columns(request: HttpRequest) -> HttpResponse:
    """Say which column holds what, see how the first rows are read, and store the figures and the names."""
    asked = PreviewedForm(request.GET, **_days())
    path = uploads.path_of(asked.cleaned_data["sha256"]) if asked.is_valid() else None
    if path is None or not path.is_file():
        messages.error(request, _("The file is no longer here. Choose it once more."))
        return redirect("name_columns")
    content, name = path.read_bytes(), asked.cleaned_data["name"]
    titles, rows = changes.columns_in(content, name)
    form = ColumnsForm(request.POST or None, titles=titles, initial=_guessed(titles, name))
    context = {"asked": asked, "form": form, "titles": titles, "rows": rows, "file": name}
    if not form.is_valid():
        return _mapped(request, context, status=422 if form.errors else 200)
    indicator, seen_on = asked.cleaned_data["indicator"], asked.cleaned_data["seen_on"]
    columns = changes.columns_of(ColumnMapping(indicator=indicator, **form.columns))
    report, first = changes.judge_columns(content, name, indicator, columns, seen_on=seen_on)
    context |= {"report": report, "first": _in_words(first)}
    if report.refused or "store" not in request.POST:
        return _mapped(request, context, status=422 if report.refused else 200)
    return _stored(request, asked, form, content)


def _stored(request: HttpRequest, asked: PreviewedForm, form: ColumnsForm, content: bytes) -> HttpResponse:
    values, by, at = asked.cleaned_data, request.viewer.person, clock.now()  # type: ignore[attr-defined]
    indicator = values["indicator"]
    mapping = changes.save_mapping(form.cleaned_data["name"], indicator, by=by, at=at, **form.columns)
    report = changes.import_figures(
        content,
        values["name"],
        indicator=indicator.key,
        seen_on=values["seen_on"],
        source=values["source"].key if values["source"] else "",
        columns=changes.columns_of(mapping),
        by=by,
        at=at,
    )
    messages.success(request, changes.outcome_of(report))
    return redirect("vintage", report.vintage)


def _guessed(titles: list[str], name: str) -> dict[str, str]:
    found = {GUESSES[COLUMNS[folded(t)]]: t for t in reversed(titles) if folded(t) in COLUMNS}
    return {"thousands": "space", "name": name.rpartition(".")[0][:80] or name, **found}


def _in_words(first: list[Figure]) -> list[dict[str, Any]]:
    known = divisions()
    return [
        {
            "row": figure.row,
            "place": known.row(figure.code, known.newest_day).name,
            "code": figure.code,
            "year": figure.year,
            "sector": sector_name(figure.sector),
            "value": figure.value,
        }
        for figure in first
    ]


def _mapped(request: HttpRequest, context: dict[str, Any], *, status: int) -> HttpResponse:
    report: FileReport | None = context.get("report")
    count = len(report.refused) + report.more_refused if report else 0
    return render(request, "indicators/map_columns.html", context | {"refusal_count": count}, status=status)


def _days() -> dict[str, date]:
    """The day that is offered for when a file was seen, and the last that it can be."""
    return {"today": clock.today(), "latest": clock.calendar_day()}
