"""Who comes in, and what every answer carries: keys, policies, pages of lists, headers."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja.security import HttpBearer

from dugnad.api.changes import note_use
from dugnad.api.forms.asked import Paging
from dugnad.api.queries.tokens import token_of
from dugnad.api.views.problems import Problem, not_found, problem
from dugnad.kit import clock
from dugnad.kit.access import Role
from dugnad.members.queries import ANONYMOUS, viewer_of
from dugnad.members.rules import Viewer

SPOKEN_AS = {"no": "nb"}


class Key(HttpBearer):
    """A key in the header lets a program act for its user; cookies open nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer:
        """The viewer whom the key stands for; a key that does not open is told so, also at public doors."""
        found = token_of(token.strip(), on=clock.today())
        if found is None:
            raise Problem(401)
        note_use(found, on=clock.today())
        viewer = viewer_of(found.user, on=clock.today())
        translation.activate(asked_language(request) or viewer.language or translation.get_language())
        request.viewer = viewer  # type: ignore[attr-defined]
        return viewer


def asked_language(request: HttpRequest) -> str:
    """The language that a program asks for by Accept-Language; nothing where it names none that we speak."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    known = dict(settings.LANGUAGES)
    spoken = (own for language, _weight in asked for own in (language, language.split("-")[0]))
    return next((SPOKEN_AS.get(own, own) for own in spoken if SPOKEN_AS.get(own, own) in known), "")


def stranger(request: HttpRequest) -> bool:
    """Whoever comes without a key is a stranger, whatever cookie the browser sends along."""
    request.viewer = ANONYMOUS  # type: ignore[attr-defined]
    return True


OPEN_TO_ALL: list[Callable[[HttpRequest], Any]] = [Key(), stranger]
BY_KEY = Key()


def opens(*roles: Role | frozenset[Role]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Open an operation to these roles; for others it does not exist."""
    allowed = frozenset(role for group in roles for role in ([group] if isinstance(group, Role) else group))

    def decorate(operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not viewer_on(request).roles & allowed:
                raise Http404
            return operation(request, *args, **kwargs)

        guarded.policy = allowed  # type: ignore[attr-defined]
        return guarded

    return decorate


def viewer_on(request: HttpRequest) -> Viewer:
    """The one who asks."""
    return request.viewer  # type: ignore[attr-defined]


def began_at(request: HttpRequest) -> datetime:
    """When the request began to arrive: who has begun to send in time is in time."""
    return request.first_byte_at  # type: ignore[attr-defined]


def listed(
    request: HttpRequest,
    rows: QuerySet[Any] | list[Any],
    paging: Paging,
    shaped: Callable[[Any], Iterable[Any]],
) -> dict[str, Any]:
    """One page of a list: its items, how many there are in all, and the address of the next page."""
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    end = paging.offset + paging.limit
    return {
        "items": list(shaped(rows[paging.offset : end])),
        "count": count,
        "next": _address(request, limit=paging.limit, offset=end) if end < count else None,
    }


def _address(request: HttpRequest, **changed: int) -> str:
    asked = {**request.GET.dict(), **changed}
    return request.build_absolute_uri(f"{request.path}?{urlencode(asked)}")


# The outside of every address ----------------------------------------------------------------------------


def guarded(view: Callable[..., HttpResponse], policy: frozenset[Role]) -> Callable[..., HttpResponse]:
    """A view of the API as Django sees it: errors are problems, HEAD is GET, nothing is cached for others."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        head = request.method == "HEAD"
        request.method = "GET" if head else request.method
        translation.activate(asked_language(request) or translation.get_language())
        response = _answered(view, request, *args, **kwargs)
        response["Cache-Control"] = "private, no-cache"
        response["Vary"] = "Authorization, Accept-Language"
        response["Content-Language"] = translation.get_language()
        if head:
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    answer.policy = policy  # type: ignore[attr-defined]
    answer.csrf_exempt = True  # type: ignore[attr-defined] # keys are sent by hand, never by a browser of itself
    return answer


def _answered(
    view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return problem(400)  # PostgreSQL keeps no such character, so nothing here can be named by it
    try:
        response = view(request, *args, **kwargs)
    except Http404:
        return not_found()
    if response.status_code != 405:
        return response
    refusal = problem(405)
    refusal["Allow"] = response["Allow"]
    return refusal
