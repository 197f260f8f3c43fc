"""The thread of one thing: what belongs to it, and what belongs to that."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dugnad.kit.access import public
from dugnad.web.queries.thread import NOUNS, whole_thread
from dugnad.web.queries.thread_picture import picture_of


@public
@require_safe
def thread(request: HttpRequest, noun: str, key: str) -> HttpResponse:
    """Two steps both ways from any thing that the viewer may see something of."""
    viewer = request.viewer  # type: ignore[attr-defined]
    # PostgreSQL keeps no zero byte, so nothing can be called by one.
    known = noun in NOUNS and "\x00" not in key
    found = whole_thread(noun, key, viewer) if known else None
    if found is None:
        raise Http404
    return render(request, "web/thread.html", {"walked": found, "picture": picture_of(found)})
