"""What the pages of figures hand out besides pages: tables and the files that figures came in."""

from django.http import FileResponse, HttpResponse

from dugnad.indicators.models import Vintage
from dugnad.kit.uploads import path_of


def csv_response(text: str, name: str) -> HttpResponse:
    """A table to take home; the mark at its beginning tells spreadsheets that it is UTF-8."""
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def file_response(vintage: Vintage) -> FileResponse:
    """The bytes as they came, to be kept and never run."""
    file = vintage.file
    response = FileResponse(
        path_of(file.sha256).open("rb"),
        as_attachment=True,
        filename=vintage.file_name,
        content_type=file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = f'"{file.sha256}"'
    return response
