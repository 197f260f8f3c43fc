"""What the pages of figures hand out besides pages: tables and the files that figures came in."""

from django.http import FileResponse

from dugnad.indicators.models import Vintage
from dugnad.kit import pages
from dugnad.kit.uploads import path_of

csv_response = pages.csv_response


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
