"""Calendars to subscribe to and feeds to read: of all, of a group, of a member, and one's own."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.events import changes
from dugnad.events.models import Event
from dugnad.events.queries import calendars, feeds, meetings
from dugnad.events.states import EventState
from dugnad.events.views.finding import crumbs_to, group_or_404, stamp, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, allow, public
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.pages import FormPage, answer_form, as_secret, posted
from dugnad.members.models import Organisation
from dugnad.members.rules import Viewer

ICALENDAR, ATOM = "text/calendar; charset=utf-8", "application/atom+xml; charset=utf-8"


@public
@require_safe
def meetings_calendar(request: HttpRequest) -> HttpResponse:
    """Meetings that everybody may know of, for a calendar that subscribes."""
    return _calendar(meetings.meetings(Viewer()).order_by("starts"), _("Meetings"))


@public
@require_safe
def school_calendar(request: HttpRequest) -> HttpResponse:
    """Sessions of the school, for a calendar that subscribes."""
    return _calendar(meetings.sessions(Viewer()).order_by("starts"), _("Klimaskolen"))


@public
@require_safe
def group_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings of a group that everybody may know of, for a calendar that subscribes."""
    body = group_or_404(slug)
    return _calendar(meetings.meetings(Viewer(), body=body.slug).order_by("starts"), str(body))


@public
@require_safe
def member_calendar(request: HttpRequest, member: str) -> HttpResponse:
    """What concerns a member, for a calendar that subscribes."""
    organisation = get_object_or_404(Organisation, slug=member)
    return _calendar(meetings.concerning(organisation.pk, at=clock.now()), organisation.name)


@public
@require_safe
def own_calendar(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody's own meetings; the address is a key, so it is not written into any log."""
    person = feeds.person_with(key)
    if person is None:
        raise Http404
    return as_secret(_calendar(feeds.own_events(person, on=clock.today()), str(person)))


@public
@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The last announcements and decisions, for a reader of feeds."""
    return HttpResponse(feeds.atom(at=clock.now()), content_type=ATOM)


@public
@require_safe
def group_atom(request: HttpRequest, slug: str) -> HttpResponse:
    """The last announcements and decisions of one group."""
    return HttpResponse(feeds.atom(at=clock.now(), body=group_or_404(slug)), content_type=ATOM)


@public
@require_safe
def member_meetings(request: HttpRequest, member: str) -> HttpResponse:
    """What concerns a member, as a page: what is coming, and how its calendar follows along."""
    organisation = get_object_or_404(Organisation, slug=member)
    now = clock.now()
    coming = meetings.concerning(organisation.pk, at=now).filter(ends__gte=now).values("pk")
    events = meetings.visible_events(viewer_on(request)).filter(pk__in=coming).order_by("starts")
    rows = meetings.event_rows(events.exclude(state=EventState.CANCELLED), viewer_on(request), at=now)
    context = {"organisation": organisation, "rows": rows}
    return render(request, "events/member_meetings.html", context)


@allow(SIGNED_IN)
def my_calendar(request: HttpRequest) -> HttpResponse:
    """The secret address of my own calendar, and a new one where the old has come astray."""
    person = viewer_on(request).person
    if person is None:
        raise Http404
    address = feeds.own_address(person)
    page = FormPage(
        heading=_("My own meetings as a calendar"),
        lead=_("Everything you are asked to, with its changes, in the calendar that you use anyway."),
        submit=_("Give me a new address"),
        back=request.path,
        crumbs=crumbs_to(),
        is_dangerous=True,
        template="events/my_calendar.html",
        more={"address": address, "webcal": f"webcal:{address.partition(':')[2]}"},
    )

    def act(_values: dict[str, Any]) -> None:
        changes.renew_calendar_address(person, **stamp(request))

    said = _("Here is your new address. The old one gives nothing more.")
    response = answer_form(request, ConfirmForm(posted(request)), page, act, said)
    response["Cache-Control"] = "no-store"  # it shows a key, though its own address is none
    return response


def _calendar(events: Iterable[Event], name: str) -> HttpResponse:
    content = calendars.calendar(events, name=name, at=clock.now())
    return HttpResponse(content, content_type=ICALENDAR)
