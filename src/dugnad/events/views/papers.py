"""Papers and feeds: agenda and papers in one file, an extract, a certificate, calendars to subscribe to."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.events.queries import calendars, decisions, feeds, meetings, papers, school
from dugnad.events.views.finding import meeting_or_404, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, allow, public
from dugnad.kit.codes import code_as_printed
from dugnad.kit.pages import as_secret
from dugnad.members.models import Organisation
from dugnad.members.rules import Viewer

ICALENDAR, ATOM, PDF = (
    "text/calendar; charset=utf-8",
    "application/atom+xml; charset=utf-8",
    "application/pdf",
)


@public
@require_safe
def meeting_bundle(request: HttpRequest, slug: str) -> HttpResponse:
    """Agenda and papers in one PDF."""
    found = meeting_or_404(request, slug)
    content = papers.bundle(
        found.event, restricted=found.is_inside, language=_language(), at=found.event.starts
    )
    return _attached(content, PDF, f"{slug}.pdf", is_private=found.is_inside)


@public
@require_safe
def decision_extract(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision for a member's archive."""
    viewer = viewer_on(request)
    found = decisions.decision_with(pk, viewer, on=clock.today())
    if found is None:
        raise Http404
    present = decisions.present_at(found, viewer)
    day = clock.at_oslo(found.on, clock.now().min.time())
    content = papers.extract(found, present=present, language=_language(), at=day)
    return _attached(content, PDF, f"vedtak-{pk}.pdf", is_private=bool(present))


@public
@require_safe
def certificate_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """A certificate, for whoever has its code."""
    found = school.certificate_with(code_as_printed(code))
    if found is None or found.revoked_at or not found.name:
        raise Http404
    content = papers.certificate_pdf(found, language=found.participation.language)
    return _attached(content, PDF, f"{found.code}.pdf")


@public
@require_safe
def meetings_calendar(request: HttpRequest) -> HttpResponse:
    """Meetings that everybody may know of, for a calendar that subscribes."""
    events = meetings.meetings(Viewer()).order_by("starts")
    return HttpResponse(
        calendars.calendar(events, name=_("Meetings"), at=clock.now()), content_type=ICALENDAR
    )


@public
@require_safe
def school_calendar(request: HttpRequest) -> HttpResponse:
    """Sessions of the school, for a calendar that subscribes."""
    events = meetings.sessions(Viewer()).order_by("starts")
    return HttpResponse(
        calendars.calendar(events, name=_("Klimaskolen"), at=clock.now()), content_type=ICALENDAR
    )


@public
@require_safe
def own_calendar(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody's own meetings; the address is a key, so it is not written into any log."""
    person = feeds.person_with(key)
    if person is None:
        raise Http404
    content = calendars.calendar(feeds.own_events(person), name=str(person), at=clock.now())
    return as_secret(HttpResponse(content, content_type=ICALENDAR))


@public
@require_safe
def member_calendar(request: HttpRequest, member: str) -> HttpResponse:
    """What concerns a member, for a calendar that subscribes."""
    organisation = get_object_or_404(Organisation, slug=member)
    events = meetings.concerning(organisation.pk, at=clock.now())
    content = calendars.calendar(events, name=organisation.name, at=clock.now())
    return HttpResponse(content, content_type=ICALENDAR)


@public
@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The last announcements and decisions, for a reader of feeds."""
    return HttpResponse(feeds.atom(at=clock.now()), content_type=ATOM)


@allow(SIGNED_IN)
@require_safe
def my_calendar(request: HttpRequest) -> HttpResponse:
    """The address of my own calendar, as text to copy."""
    person = viewer_on(request).person
    if person is None:
        raise Http404
    return as_secret(HttpResponse(feeds.own_address(person) + "\n", content_type="text/plain; charset=utf-8"))


def _language() -> str:
    return (get_language() or "nb")[:2]


def _attached(content: bytes, content_type: str, name: str, *, is_private: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    if is_private:
        response["Cache-Control"] = "private, no-store"
    return response
