"""Papers: agenda and papers in one file, an extract, a certificate."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dugnad.events.queries import decisions, papers, school
from dugnad.events.views.finding import meeting_or_404, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import public
from dugnad.kit.codes import code_as_printed

PDF = "application/pdf"


@public
@require_safe
def meeting_bundle(request: HttpRequest, slug: str) -> HttpResponse:
    """Agenda and papers in one PDF."""
    found = meeting_or_404(request, slug)
    content = papers.bundle(
        found.event,
        restricted=found.is_inside,
        closed=found.reads_closed,
        language=_language(),
        at=found.event.starts,
    )
    return _attached(content, PDF, f"{slug}.pdf", is_private=found.is_inside)


@public
@require_safe
def decision_extract(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision for a member's archive."""
    viewer = viewer_on(request)
    found = decisions.decision_with(pk, viewer, on=clock.today())
    if found is None:
        raise Http404
    present = decisions.present_at(found, viewer)
    day = clock.at_oslo(found.on, clock.now().min.time())
    content = papers.extract(found, present=present, language=_language(), at=day)
    return _attached(content, PDF, f"vedtak-{pk}.pdf", is_private=bool(present))


@public
@require_safe
def certificate_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """A certificate, for whoever has its code."""
    found = school.certificate_with(code_as_printed(code))
    if found is None or found.revoked_at or not found.name:
        raise Http404
    content = papers.certificate_pdf(found, language=found.participation.language)
    return _attached(content, PDF, f"{found.code}.pdf")


def _language() -> str:
    return (get_language() or "nb")[:2]


def _attached(content: bytes, content_type: str, name: str, *, is_private: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    if is_private:
        response["Cache-Control"] = "private, no-store"
    return response
