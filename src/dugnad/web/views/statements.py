"""What the law wants to be said: accessibility and privacy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dugnad.kit.access import public


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the pages meet the rules, and where to complain."""
    return render(request, "web/accessibility.html")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why, and for how long."""
    return render(request, "web/privacy.html")
