"""A document on paper: as a PDF, and for a word processor."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dugnad.documents.kinds import KIND_FACTS, Kind
from dugnad.documents.queries import Card, paper_of, printed
from dugnad.documents.views.finding import card_or_404
from dugnad.kit.access import public

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@public
@require_safe
def document_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The text as PDF/UA-1."""
    return _file(request, slug, printed, "pdf", "application/pdf")


@public
@require_safe
def document_docx(request: HttpRequest, slug: str) -> HttpResponse:
    """The text for a word processor."""
    return _file(request, slug, paper_of, "docx", DOCX)


def _file(
    request: HttpRequest, slug: str, write: Callable[[Card], bytes], ending: str, content_type: str
) -> HttpResponse:
    card = card_or_404(request, slug)
    if not KIND_FACTS[Kind(card.document.kind)].is_printed:
        raise Http404
    response = HttpResponse(write(card), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{slug}.{ending}"'
    return response
