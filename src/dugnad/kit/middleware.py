"""Language of the page, the closed door for views without a policy, and the page of a wrong method."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

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


class MethodMiddleware:
    """Whoever opens an address that only takes what a form sends is led to the page that holds the form.

    That happens after a refused form: reloading, changing the language or following the address in the
    browser's history asks to read what can only be sent to. What else comes by a wrong method gets a page of
    ours with a way back. The API answers in its own words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code != 405 or not is_page or not request.accepts("text/html"):
            return response
        if request.method in {"GET", "HEAD"}:
            return HttpResponseRedirect(page_of_form(request))
        page = render(request, "405.html", {"way_back": _way_back(request)}, status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page


def page_of_form(request: HttpRequest) -> str:
    """The page that a view names as its form's, else the address above, which leads on in its turn."""
    match = request.resolver_match
    page, names = getattr(match.func, "form_page", ("", ())) if match else ("", ())
    if page and match:
        return reverse(page, kwargs={name: match.kwargs[name] for name in names})
    return nearest_page(request.path)


def _way_back(request: HttpRequest) -> str:
    """The page of ours that the reader came from, else the one above this address."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()})
    if is_ours and urlsplit(came_from).path != request.path:
        return came_from
    return nearest_page(request.path)


def nearest_page(address: str) -> str:
    """The address above this one that has a view: a button stands on the page that its address hangs from."""
    above = address.rstrip("/")
    while above:
        above = above.rpartition("/")[0]
        try:
            resolve(f"{above}/")
        except Resolver404:
            continue
        break
    return f"{above}/"
