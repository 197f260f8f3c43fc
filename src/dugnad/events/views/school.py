"""The school: its catalogue, a session, whether a certificate is genuine, coverage."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.events.forms.school import CodeForm
from dugnad.events.models import Event
from dugnad.events.queries import coverage as covering
from dugnad.events.queries import meetings, school
from dugnad.events.queries.links import questions_address
from dugnad.events.queries.taking_part import own_row, standing_of
from dugnad.events.rules import meeting as rules
from dugnad.events.rules import signing_up as sign_up_rules
from dugnad.events.states import EventState
from dugnad.events.views.finding import viewer_on
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, public
from dugnad.kit.codes import code_as_printed
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage
from dugnad.kit.text import localised


@public
@require_safe
def list_sessions(request: HttpRequest) -> HttpResponse:
    """What is coming, and the catalogue of what has been, with filters that live in the address."""
    viewer, now = viewer_on(request), clock.now()
    topic, year = request.GET.get("tema", ""), request.GET.get("ar", "")
    coming = school.coming(viewer, at=now)
    counts = school.counts_by_event(coming)
    context = {
        "coming": [(event, sign_up_of(event, counts[event.pk])) for event in coming],
        "found": school.catalogue(viewer, at=now, topic=topic, year=year),
        "tema": topic,
        "ar": year,
    }
    return render(request, "events/sessions.html", context)


@public
@require_safe
def school_session(request: HttpRequest, slug: str) -> HttpResponse:
    """One session: what it is about, for whom, how to sign up, what is left of it afterwards."""
    event, viewer = session_or_404(request, slug), viewer_on(request)
    today = clock.today()
    standing = standing_of(event, viewer, own_row(event, viewer, on=today), on=today)
    sees_names = rules.sees_names(event, viewer, standing)
    context = {
        "event": event,
        "asked": event.sign_up,
        "materials": school.materials_of(event),
        "own": school.own_sign_up(event, viewer.person),
        "people": school.people_of(event) if sees_names else [],
        **sign_up_of(event, school.counts_of(event)),
        **(_kept(event) if viewer.is_secretariat else {}),
    }
    return render(request, "events/school_session.html", context)


def sign_up_of(event: Event, counts: school.SignUpCounts) -> dict[str, Any]:
    """How the sign-up stands, as everybody may know it."""
    capacity = event.sign_up.capacity
    return {
        "counts": counts,
        "left": None if capacity is None else max(0, capacity - counts.taken),
        "is_open": sign_up_rules.can_sign_up(event, event.sign_up, at=clock.now()),
    }


def _kept(event: Event) -> dict[str, Any]:
    """What the secretariat sees and can do."""
    now = clock.now()
    return {
        "questions": school.questions_to(event),
        "questions_address": questions_address(event),
        "can_announce": rules.can_announce(event, at=now),
        "can_cancel": rules.can_cancel(event),
        "can_hold": rules.can_hold(event, at=now),
        "can_note": event.starts <= now and event.state != EventState.CANCELLED,
        "can_certify": event.state == EventState.HELD,
        "is_over": event.ends <= now and event.state != EventState.CANCELLED,
        "certificates": school.certificates_of(event),
        "changes": changes_of(event),
    }


@public
@require_safe
def check_certificate(request: HttpRequest) -> HttpResponse:
    """Type the code of a certificate, and see whether it is genuine."""
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("certificate", code_as_printed(form.cleaned_data["kode"]) or "0")
    return render(
        request, "events/check_certificate.html", {"form": form}, status=422 if form.errors else 200
    )


@public
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate is genuine, for whoever holds one in their hand."""
    found = school.certificate_with(code_as_printed(code))
    context: dict[str, Any] = {"certificate": found, "code": code_as_printed(code), "form": CodeForm()}
    if found and found.participation.person is None:
        context["kept_until"] = sign_up_rules.kept_until(found.participation.event)
    return render(request, "events/certificate.html", context, status=200 if found else 404)


@allow(STAFF)
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Which members have had nobody there, topic by topic."""
    today = clock.today()
    found = covering.coverage_of_members(on=today)
    next_one = school.coming(viewer_on(request), at=clock.now())
    context = {
        "found": found,
        "picture": covering.picture_of(found) if found.taught else None,
        "next": next((event for event in next_one if event.state == EventState.ANNOUNCED), None),
    }
    return render(request, "events/coverage.html", context)


def session_or_404(request: HttpRequest, slug: str) -> Event:
    """The session at this address."""
    found = meetings.event_at(slug, viewer_on(request), meetings.SESSIONS)
    if found is None:
        raise Http404
    return found


def crumbs_of(event: Event | None = None) -> list[tuple[str, str]]:
    """The way to a page of the school."""
    found = [(reverse("school"), _("Klimaskolen"))]
    return [*found, (address_of(event), localised(event, "title"))] if event else found


def address_of(event: Event, name: str = "school_session", *more: Any) -> str:
    """Where a page of a session stands."""
    return reverse(name, args=[event.slug, *more])


def session_page(event: Event, **words: Any) -> FormPage:
    """The words around a form about a session; it leads back to the session."""
    words.setdefault("back", address_of(event))
    return FormPage(crumbs=crumbs_of(event), **words)
