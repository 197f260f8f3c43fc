"""Notes when a request began to arrive, before anything reads the rest of it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from dugnad.kit import clock


class ArrivalMiddleware:
    """request.first_byte_at: an answer on a slow line is judged by when it began to come.

    The server calls the application when the head of a request is there; the body is read by the first
    one who asks for a field, which is the check of the form's token. So this one stands before it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.first_byte_at = clock.now()  # type: ignore[attr-defined]
        return self.get_response(request)
