"""What to take up next in the school, with reasons from rooms that know nothing of each other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.web.queries.next_topics import next_topics as found_on


@allow(STAFF)
@require_safe
def next_topics(request: HttpRequest) -> HttpResponse:
    """Topics that most have missed or wish for, and wishes that are no topic yet."""
    return render(request, "web/next_topics.html", {"found": found_on(on=clock.today())})
