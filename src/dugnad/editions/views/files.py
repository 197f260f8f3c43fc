"""Files of an edition: tables, JSON-stat, data package, checksums, PDF, pictures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dugnad.editions.models import Figure
from dugnad.editions.queries.citing import address_of, citation, is_draft
from dugnad.editions.queries.files import archive_of, files_of, pdf_of
from dugnad.editions.queries.package import place_table
from dugnad.editions.queries.printing import story_picture
from dugnad.editions.views.finding import composed_or_404, edition_or_404
from dugnad.kit.access import public

ABOUT = {
    "region.csv": _("The whole region: emissions by year and sector, and what is worked out from them"),
    "delregioner.csv": _("The same for each sub-region"),
    "kommuner.csv": _("The same for each municipality"),
    "klimastatus.json": _("All emissions as one JSON-stat 2 data set: place, year, sector"),
    "landet.csv": _("The country, or several countries, where the page shows them"),
    "vintages.csv": _("Which files the figures rest on: publisher, day, licence, checksum"),
    "alle-tall.json": _("Every figure of the edition as one JSON-stat 2 data set"),
    "CITATION.cff": _("How to cite the edition, for programs that keep references"),
    "datapackage.json": _("What the files hold: columns, units, sources, licences"),
    "SHA256SUMS": _("Checksums, by which you can see that a file is whole"),
}
LANGUAGES = (("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English"))
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@public
@require_safe
def edition_data(request: HttpRequest, year: int) -> HttpResponse:
    """What can be downloaded."""
    found = edition_or_404(request, year)
    files = files_of(found) if found.composed_at else {}
    context = {
        "edition": found,
        "files": [(name, len(content), ABOUT.get(name, "")) for name, content in files.items()],
        "illustrative": Figure.objects.filter(edition=found, is_illustrative=True).exists(),
        "citations": [(code, name, citation(found, code)) for code, name in LANGUAGES],
        "address": address_of(found),
        "archive": f"klimastatus-{year}.zip",
        "draft": is_draft(found),
    }
    return render(request, "editions/edition_data.html", context)


@public
@require_safe
def edition_file(request: HttpRequest, year: int, name: str) -> HttpResponse:
    """One file of the data package, or one municipality's figures."""
    found = composed_or_404(request, year)
    code, _dot, ending = name.rpartition(".")
    if name == f"klimastatus-{year}.zip":
        return _download(archive_of(found), name, "application/zip")
    content = place_table(found, code) if code.isdigit() and ending == "csv" else files_of(found).get(name)
    if content is None:
        raise Http404
    kind = TYPES.get(ending, "text/plain; charset=utf-8")
    return _download(content, f"klimastatus-{year}-{name}", kind)


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public
@require_safe
def edition_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The report as PDF, in the reader's language."""
    found = composed_or_404(request, year)
    content = pdf_of(found, (get_language() or "nb")[:2])
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="klimastatus-{year}.pdf"'
    return response


@public
@require_safe
def edition_picture(request: HttpRequest, year: int, sha256: str) -> HttpResponse:
    """A picture of a story, as it stood when the edition was composed."""
    picture = story_picture(composed_or_404(request, year), sha256)
    if picture is None:
        raise Http404
    response = HttpResponse(picture.content, content_type=picture.content_type)
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
