"""Language of the page, and the closed door for views without a policy."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from dugnad.kit.access import policy_of

# Views of libraries cannot carry our decorator; these are theirs that we mount, all open to strangers.
LIBRARY_VIEWS = frozenset(
    {
        "account_login",
        "account_logout",
        "account_request_login_code",
        "account_confirm_login_code",
        "account_inactive",
        "account_signup",
        "set_language",
    }
)


class LanguageMiddleware:
    """The reader's choice in the cookie, else the person's own language, else bokmål.

    What the browser prefers is not asked: a Norwegian municipality's page opens in Norwegian
    on every machine, and a link shows the same text to everyone who follows it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self._language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response

    def _language_of(self, request: HttpRequest) -> str:
        known = dict(settings.LANGUAGES)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen in known:
            return chosen
        own = getattr(request.viewer, "language", "")  # type: ignore[attr-defined]
        return own if own in known else settings.LANGUAGE_CODE


class PolicyMiddleware:
    """A view that nobody has given a policy is closed, so that forgetting one leaks nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Close the door on a view without a policy."""
        match = request.resolver_match
        is_library = match is not None and match.view_name in LIBRARY_VIEWS
        if policy_of(view) is None and not is_library:
            raise Http404
