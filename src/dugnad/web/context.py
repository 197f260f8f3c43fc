"""What templates may ask of the upper floors: the page's thread, how a session was, what a study asks for."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from dugnad.calls.queries.collecting import collection_of
from dugnad.calls.queries.evaluating import evaluation_of, verdict_of
from dugnad.kit.thread import STROKE
from dugnad.web.queries.thread import NOUNS, thread_of


def thread(request: HttpRequest) -> dict[str, Any]:
    """The thread of the page's own thing, where its page bears the name of a noun; asked when it is drawn.

    A room below cannot ask the rooms above it. Its page is called by its noun, and the words of its address
    are the key, which is all that the thread needs to know.
    """
    match = request.resolver_match
    viewer = getattr(request, "viewer", None)
    if viewer is None or match is None or match.url_name not in NOUNS:
        return {"thread": None}
    noun, key = match.url_name, STROKE.join(map(str, match.kwargs.values()))
    if "\x00" in key:  # names nothing, and PostgreSQL refuses the very question
        return {"thread": None}
    return {"thread": SimpleLazyObject(lambda: thread_of(noun, key, viewer))}


def evaluation(request: HttpRequest) -> dict[str, Any]:
    """What those who were at a session said of it, for the secretariat; asked when it is drawn."""
    match = request.resolver_match
    viewer = getattr(request, "viewer", None)
    if viewer is None or not viewer.is_secretariat or match is None or match.url_name != "school_session":
        return {"verdict": None}
    return {"verdict": SimpleLazyObject(lambda: _verdict(match.kwargs["slug"]))}


def _verdict(slug: str) -> Any:
    found = evaluation_of(slug)
    return verdict_of(found) if found else None


def collection(request: HttpRequest) -> dict[str, Any]:
    """Which calls ask for the flows of a study, for the secretariat; asked when it is drawn."""
    match = request.resolver_match
    viewer = getattr(request, "viewer", None)
    if viewer is None or not viewer.is_secretariat or match is None or match.url_name != "study":
        return {"collection": None}
    return {"collection": SimpleLazyObject(lambda: collection_of(match.kwargs["slug"]))}
