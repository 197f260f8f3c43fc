"""What the law wants to be said: accessibility and privacy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dugnad.events.kinds import EVENT_FACTS
from dugnad.kit.access import public

# How long the sign-ups of the school are kept, as the kind of event says.
LONGEST = max(facts.kept for facts in EVENT_FACTS.values() if facts.gives_certificates)


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the pages meet the rules, and where to complain."""
    return render(request, "web/accessibility.html")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why, and for how long."""
    return render(request, "web/privacy.html", {"kept_days": LONGEST.days})
