"""What every template may ask of the upper floors: the thread of the thing that the page is about."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

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
    return {"thread": SimpleLazyObject(lambda: thread_of(noun, key, viewer))}
