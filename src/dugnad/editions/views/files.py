"""Files of an edition: tables, JSON-stat, data package, checksums, PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dugnad.editions.models import Edition
from dugnad.editions.queries.package import checksums, citation, data_files, data_package, is_draft
from dugnad.editions.queries.printing import printed
from dugnad.editions.views.finding import edition_or_404
from dugnad.kit.access import public

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@public
@require_safe
def edition_data(request: HttpRequest, year: int) -> HttpResponse:
    """What can be downloaded."""
    found = edition_or_404(request, year)
    files = [(name, len(content)) for name, content in _files(found).items()]
    context = {"edition": found, "files": files, "citation": citation(found), "draft": is_draft(found)}
    return render(request, "editions/edition_data.html", context)


@public
@require_safe
def edition_file(request: HttpRequest, year: int, name: str) -> HttpResponse:
    """One file of the data package."""
    content = _files(edition_or_404(request, year)).get(name)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=TYPES.get(name.rpartition(".")[2], "text/plain"))
    response["Content-Disposition"] = f'attachment; filename="klimastatus-{year}-{name}"'
    return response


@public
@require_safe
def edition_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The report as PDF, in the reader's language."""
    found = edition_or_404(request, year)
    if found.composed_at is None:
        raise Http404
    response = HttpResponse(printed(found, get_language() or "nb"), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="klimastatus-{year}.pdf"'
    return response


def _files(edition: Edition) -> dict[str, bytes]:
    if edition.composed_at is None:
        return {}
    files = data_files(edition)
    files["datapackage.json"] = data_package(edition, files)
    return {**files, "SHA256SUMS": checksums(files)}
