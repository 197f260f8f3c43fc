"""The first page: what waits for somebody who is signed in, and what a stranger should know of us."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dugnad.calls.queries import awaiting_confirmation, reminders_on, revised_for, waiting_for
from dugnad.declarations.queries.follow_ups import due_tasks
from dugnad.events.queries.decisions import open_tasks
from dugnad.events.queries.meetings import coming_up
from dugnad.kit import clock
from dugnad.kit.access import public
from dugnad.members.queries import members_on
from dugnad.members.rules import Viewer
from dugnad.web.queries import front as public_front
from dugnad.web.queries import monday


@public
def front(request: HttpRequest) -> HttpResponse:
    """Monday for those who work together here, the public front for everyone else."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.is_signed_in:
        return render(request, "web/monday.html", _monday(viewer))
    return render(request, "web/front.html", _front(viewer))


def _monday(viewer: Viewer) -> dict[str, Any]:
    today, now = clock.today(), clock.now()
    staff = viewer.is_secretariat
    calls = monday.open_calls(viewer, at=now) if staff else []
    waited = [reply for call in calls for reply in call.replies]
    editions, published = monday.editions_today(viewer)
    reminders = reminders_on(today + timedelta(days=1), at=now, known=waited) if staff else []
    return {
        "waiting": waiting_for(viewer, at=now),
        "revised": revised_for(viewer, on=today),
        "spoken": awaiting_confirmation(viewer, on=today),
        "drafts": monday.own_drafts(viewer),
        "reviews": monday.documents_waiting(viewer) if staff or viewer.is_body_member else [],
        "editions": editions,
        "calls": calls,
        "reminders": reminders,
        "consultations": monday.consultations_today(viewer, at=now, is_full=bool(reminders)),
        "programme": monday.programme_today(viewer, on=today),
        "tasks": due_tasks(viewer, on=today),
        "events": coming_up(viewer, at=now),
        "open_tasks": open_tasks(on=today, viewer=viewer)[:5],
        "upkeep": monday.upkeep(on=today) if staff else None,
        "own": members_on(today).filter(pk__in=viewer.edits),
        "klimastatus": public_front.newest_klimastatus(published) if published else None,
    }


def _front(viewer: Viewer) -> dict[str, Any]:
    today = clock.today()
    headline = public_front.newest_klimastatus()
    return {
        "members": members_on(today).count(),
        "klimastatus": headline,
        "shares": public_front.sector_shares(headline)[:5] if headline else [],
        "strands": public_front.programme_at_a_glance(viewer, on=today),
        "stories": public_front.newest_stories(),
        "coming": public_front.what_comes_next(viewer, on=today),
    }
