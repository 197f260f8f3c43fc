"""The school: its catalogue, a session, signing up without an account, certificates, coverage."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.events import changes
from dugnad.events.forms.planning import ConfirmForm
from dugnad.events.forms.school import ListForm, SignUpForm
from dugnad.events.models import Event
from dugnad.events.queries import meetings, school, taking_part
from dugnad.events.rules import meeting as rules
from dugnad.events.rules import signing_up as sign_up_rules
from dugnad.events.sources.attendance import read_attendance_list
from dugnad.events.views.finding import stamp, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, public
from dugnad.kit.codes import code_as_printed
from dugnad.kit.history import changes_of
from dugnad.kit.pages import FormPage, answer_form, posted
from dugnad.kit.text import localised


@public
@require_safe
def list_sessions(request: HttpRequest) -> HttpResponse:
    """What is coming and the catalogue of what has been."""
    viewer, now = viewer_on(request), clock.now()
    found = meetings.sessions(viewer)
    context = {
        "coming": list(found.filter(ends__gte=now).order_by("starts")),
        "past": list(found.filter(ends__lt=now)),
    }
    return render(request, "events/sessions.html", context)


@public
@require_safe
def school_session(request: HttpRequest, slug: str) -> HttpResponse:
    """One session: what it is about, for whom, how to sign up, what is left of it afterwards."""
    event, viewer = session_or_404(request, slug), viewer_on(request)
    counts = school.counts_of(event)
    context = {
        "event": event,
        "asked": event.sign_up,
        "counts": counts,
        "is_open": sign_up_rules.can_sign_up(event, event.sign_up, at=clock.now()),
        "people": taking_part.rows_of(event) if viewer.is_secretariat else [],
        "can_certify": viewer.is_secretariat and event.state == "held",
        "can_note": viewer.is_secretariat and event.starts <= clock.now(),
        "can_hold": viewer.is_secretariat and rules.can_hold(event, at=clock.now()),
        "changes": changes_of(event) if viewer.is_secretariat else (),
    }
    return render(request, "events/school_session.html", context)


@public
def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign up; no account is asked for."""
    event, viewer = session_or_404(request, slug), viewer_on(request)
    if not sign_up_rules.can_sign_up(event, event.sign_up, at=clock.now()):
        raise Http404
    initial = {"name": viewer.person.name, "email": viewer.person.email} if viewer.person else {}
    form = SignUpForm(posted(request), on=clock.today(), initial=initial)
    page = _page(event, heading=_("Sign up"), lead=localised(event, "title"), submit=_("Sign up"))

    def act(values: dict[str, Any]) -> None:
        changes.sign_up(
            event, **values, language=get_language() or "nb", person=viewer.person, at=clock.now()
        )

    said = _(
        "Thank you. A mail is on its way with your place, or with word that you are on the waiting list."
    )
    return answer_form(request, form, page, act, said)


@allow(STAFF)
def read_attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """Note from the attendance report who was there."""
    event = session_or_404(request, slug)
    form = ListForm(posted(request), request.FILES or None)
    page = _page(
        event,
        heading=_("Who was there?"),
        lead=_("Whoever is on the list and has signed up is noted. Nobody is added by being on a list."),
        submit=_("Read the list"),
    )
    told: list[changes.AttendanceReport] = []

    def act(values: dict[str, Any]) -> None:
        rows = read_attendance_list(values["file"].read())
        told.append(changes.read_attendance(event, rows, **stamp(request)))

    def said() -> str:
        words = {"n": len(told[0].present), "short": len(told[0].short), "unknown": len(told[0].unknown)}
        return _("%(n)d were there, %(short)d too short, %(unknown)d on the list have not signed up.") % words

    return answer_form(request, form, page, act, said)


@allow(STAFF)
def issue_certificates(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a certificate to everybody who was there, and nobody else."""
    event = session_or_404(request, slug)
    page = _page(
        event,
        heading=_("Issue certificates"),
        lead=_("Everybody who was noted as there gets one by mail. Who has one keeps it."),
        submit=_("Issue them"),
    )
    made: list[int] = []

    def act(_values: dict[str, Any]) -> None:
        made.append(len(changes.issue_certificates(event, **stamp(request))))

    def said() -> str:
        return ngettext("%(n)d certificate is issued.", "%(n)d certificates are issued.", made[0]) % {
            "n": made[0]
        }

    return answer_form(request, ConfirmForm(posted(request)), page, act, said)


@public
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate is genuine, for whoever holds one in their hand."""
    found = school.certificate_with(code_as_printed(code))
    return render(request, "events/certificate.html", {"certificate": found}, status=200 if found else 404)


@allow(STAFF)
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Which members have had nobody there, topic by topic."""
    today = clock.today()
    context = {"rows": school.coverage(on=today), "never": school.never_there(on=today)}
    return render(request, "events/coverage.html", context)


def session_or_404(request: HttpRequest, slug: str) -> Event:
    """The session at this address."""
    found = meetings.event_at(slug, viewer_on(request), meetings.SESSIONS)
    if found is None:
        raise Http404
    return found


def _page(event: Event, **words: Any) -> FormPage:
    back = reverse("school_session", args=[event.slug])
    crumbs = [(reverse("school"), _("Klimaskolen")), (back, localised(event, "title"))]
    return FormPage(back=back, crumbs=crumbs, **words)
