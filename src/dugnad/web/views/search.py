"""The search box."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dugnad.kit import clock
from dugnad.kit.access import public
from dugnad.web.queries.search import search as find

LONGEST = 200


@public
def search(request: HttpRequest) -> HttpResponse:
    """What the viewer may see that holds every word."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    viewer = request.viewer  # type: ignore[attr-defined]
    return render(request, "web/search.html", {"text": text, "rooms": find(text, viewer, on=clock.today())})
