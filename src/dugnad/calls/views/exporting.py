"""One member's answers to take along: nobody should have to type them again elsewhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dugnad.calls.queries import REPLY_FILES, submitted_version
from dugnad.calls.views.finding import reply_or_404
from dugnad.kit.access import MEMBER, STAFF, allow


@allow(MEMBER, STAFF)
@require_safe
def export_reply(request: HttpRequest, slug: str, organisation: str, format: str) -> HttpResponse:
    """What was submitted last, as a file."""
    version = submitted_version(reply_or_404(request, slug, organisation))
    if version is None:
        raise Http404
    kind = REPLY_FILES[format]
    response = HttpResponse(kind.write(version), content_type=kind.content_type)
    response["Content-Disposition"] = f'attachment; filename="{kind.name(version)}"'
    response["Cache-Control"] = "private, no-store"
    return response
