"""One member's answers to take along: nobody should have to type them again elsewhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dugnad.calls.queries import REPLY_FILES, submitted_version
from dugnad.calls.views.finding import reply_or_404
from dugnad.kit.access import MEMBER, STAFF, allow
from dugnad.kit.spreadsheets import CSV, as_csv_file


@allow(MEMBER, STAFF)
@require_safe
def export_reply(request: HttpRequest, slug: str, organisation: str, format: str) -> HttpResponse:
    """What was submitted last, as a file."""
    version = submitted_version(reply_or_404(request, slug, organisation))
    if version is None:
        raise Http404
    kind = REPLY_FILES[format]
    written = kind.write(version)
    content = as_csv_file(written) if isinstance(written, str) and kind.content_type == CSV else written
    response = HttpResponse(content, content_type=kind.content_type)
    response["Content-Disposition"] = f'attachment; filename="{kind.name(version)}"'
    response["Cache-Control"] = "private, no-store"
    return response
