"""What every view begins with: who asks, and the call or reply as they may see it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest

from dugnad.calls.models import Call, Reply, Section
from dugnad.calls.queries import visible_calls, visible_replies, with_objected, with_own_figures
from dugnad.calls.rules import RIGHTS
from dugnad.kit import clock
from dugnad.kit.errors import Refused
from dugnad.members.rules import Viewer


def viewer_on(request: HttpRequest) -> Viewer:
    """The one who asks."""
    return request.viewer  # type: ignore[attr-defined]


def call_or_404(request: HttpRequest, slug: str) -> Call:
    """The call at this address, for those who may know of it."""
    calls = with_own_figures(visible_calls(viewer_on(request))).select_related("contact", "activity")
    found = calls.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def reply_or_404(request: HttpRequest, slug: str, organisation: str) -> Reply:
    """The reply at this address; one that the viewer may not see does not exist."""
    replies = visible_replies(viewer_on(request)).filter(call__slug=slug, organisation__slug=organisation)
    known = with_objected(replies).select_related("call__contact", "ready_by", "spoken_by", "checked_by")
    found = known.first()
    if found is None:
        raise Http404
    return found


def section_or_404(found: Reply, pk: int) -> Section:
    """A section of the call of this reply."""
    section = found.call.sections.filter(pk=pk).first()
    if section is None:
        raise Http404
    return section


def permitted(request: HttpRequest, slug: str, organisation: str, verb: str) -> Reply:
    """The reply at this address, if the viewer may take this step now."""
    reply = reply_or_404(request, slug, organisation)
    if not RIGHTS[verb](viewer_on(request), reply.call, reply):
        raise Http404
    return reply


def rights_on(request: HttpRequest, reply: Reply) -> dict[str, bool]:
    """For each verb whether the viewer may take it now."""
    viewer = viewer_on(request)
    return {verb: may(viewer, reply.call, reply) for verb, may in RIGHTS.items()}


def tried(request: HttpRequest, step: Callable[..., Any], done: str) -> bool:
    """Take a step and say so; a refusal is said instead."""
    try:
        step(by=viewer_on(request).person, at=clock.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return False
    messages.success(request, done)
    return True
