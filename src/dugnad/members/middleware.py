"""Puts the viewer on the request; looked up when first asked for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from dugnad.kit import clock
from dugnad.members.queries import viewer_of


class ViewerMiddleware:
    """request.viewer: who asks, what follows from their seats and offices today."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: viewer_of(request.user, on=clock.today()))  # type: ignore[attr-defined]
        return self.get_response(request)
