"""Who was there: the report from the meeting with its preview, a list to tick, certificates."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.events import changes
from dugnad.events.forms.minutes import AttendanceForm
from dugnad.events.forms.school import RevokeForm
from dugnad.events.forms.signing_up import ListForm, MatchForm, WhoCameForm, packed, unpacked
from dugnad.events.models import Event
from dugnad.events.queries import school
from dugnad.events.rules import signing_up as rules
from dugnad.events.sources.attendance import Present, read_attendance_list
from dugnad.events.states import Answer
from dugnad.events.views.finding import stamp
from dugnad.events.views.school import address_of, crumbs_of, session_or_404, session_page
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.codes import code_as_printed
from dugnad.kit.errors import Refused
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.pages import FormPage, answer_form, posted


@allow(STAFF)
def read_attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """Note from the attendance report who was there: first a preview, then it is stored."""
    event = session_or_404(request, slug)
    if event.starts > clock.now():
        raise Http404
    if "rows" in request.POST:
        return _store(request, event, unpacked(request.POST["rows"]))
    form = ListForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = read_attendance_list(form.cleaned_data["file"].read())
        except Refused as refusal:
            form.add_error("file", str(refusal.message))
        else:
            return _preview(request, event, rows)
    context = {"event": event, "form": form, "page": _page_of_list(event)}
    return render(request, "events/read_attendance.html", context, status=422 if form.errors else 200)


def _page_of_list(event: Event) -> FormPage:
    return session_page(
        event,
        heading=_("Who was there?"),
        lead=_("You see who is who before anything is stored. The file itself is not kept."),
        submit=_("Read the list"),
    )


def _preview(
    request: HttpRequest, event: Event, rows: list[Present], form: MatchForm | None = None
) -> HttpResponse:
    report = changes.read_attendance(event, rows, dry_run=True, **stamp(request))
    known = {one.pk for one in (*report.present, *report.short)}
    absent = [one for one in school.people_of(event) if one.answer == Answer.YES and one.pk not in known]
    form = form or MatchForm(unknown=report.unknown, free=absent, initial={"rows": packed(rows)})
    context = {
        "event": event,
        "report": report,
        "absent": absent,
        "match": form,
        "page": _page_of_list(event),
    }
    status = 422 if form.errors else 200
    return render(request, "events/read_attendance.html", context, status=status)


def _store(request: HttpRequest, event: Event, rows: list[Present]) -> HttpResponse:
    """What was seen is stored; a list that is too old, or that we did not make, is asked for anew."""
    if not rows:
        form = ListForm()
        context = {"event": event, "form": form, "page": _page_of_list(event), "is_stale": True}
        return render(request, "events/read_attendance.html", context, status=422)
    seen = changes.read_attendance(event, rows, dry_run=True, **stamp(request))
    free = [one for one in school.people_of(event) if one.answer == Answer.YES]
    match = MatchForm(request.POST, unknown=seen.unknown, free=free)
    if not match.is_valid():
        return _preview(request, event, rows, match)
    report = changes.read_attendance(event, rows, by_hand=match.by_hand, added=match.added, **stamp(request))
    words = {"n": len(report.present), "short": len(report.short), "unknown": len(report.unknown)}
    told = _("%(n)d were there, %(short)d too short, %(unknown)d on the list were left out.") % words
    return _done(request, event, told)


def _done(request: HttpRequest, event: Event, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect(address_of(event))


@allow(STAFF)
def check_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Tick who is there, one by one."""
    event = session_or_404(request, slug)
    if event.starts > clock.now():
        raise Http404
    rows = [one for one in school.people_of(event) if one.answer != Answer.NO and not one.erased_at]
    form = AttendanceForm(posted(request), rows=rows)
    page = session_page(
        event,
        heading=_("Who is there?"),
        lead=_("Whoever is noted as there can get a certificate. You can come back and change it."),
        submit=_("Save"),
        template="events/check_in.html",
        more={"event": event, "rows": rows},
    )
    noted: list[int] = []

    def act(_values: dict[str, Any]) -> None:
        noted.append(changes.note_attendance(event, form.told, **stamp(request)))

    def said() -> str:
        return ngettext("%(n)d person is noted.", "%(n)d people are noted.", noted[0]) % {"n": noted[0]}

    return answer_form(request, form, page, act, said)


@allow(STAFF)
def add_who_came(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter somebody who came without having signed up."""
    event = session_or_404(request, slug)
    if event.starts > clock.now():
        raise Http404
    page = session_page(
        event,
        heading=_("Somebody came without signing up"),
        lead=_("They are noted as there, and kept as long as the others."),
        submit=_("Put on the list"),
        back=address_of(event, "check_in"),
    )

    def act(values: dict[str, Any]) -> None:
        changes.add_who_came(event, **values, **stamp(request))

    form = WhoCameForm(posted(request), on=clock.today())
    return answer_form(request, form, page, act, _("They are on the list, and noted as there."))


@allow(STAFF)
def issue_certificates(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a certificate to everybody who was there, and nobody else."""
    event = session_or_404(request, slug)
    waiting = [one for one in school.people_of(event) if rules.can_certify(event, one) and not _has_one(one)]
    page = session_page(
        event,
        heading=_("Issue certificates"),
        lead=ngettext(
            "%(n)d person who was noted as there gets one by mail. Who has one keeps it.",
            "%(n)d people who were noted as there get one by mail. Who has one keeps it.",
            len(waiting),
        )
        % {"n": len(waiting)},
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


def _has_one(one: Any) -> bool:
    return getattr(one, "certificate", None) is not None


@allow(STAFF)
def revoke_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Take a certificate back, with the reason."""
    found = school.certificate_with(code_as_printed(code))
    if found is None or found.revoked_at:
        raise Http404
    event = found.participation.event
    back = reverse("certificate", args=[found.code])
    page = FormPage(
        heading=_("Take the certificate back"),
        lead=_("Its code says so from now on, with the reason; the PDF can no longer be fetched."),
        submit=_("Take the certificate back"),
        back=back,
        crumbs=[*crumbs_of(event), (back, _("Certificate"))],
        is_dangerous=True,
    )

    def act(values: dict[str, Any]) -> None:
        changes.revoke_certificate(found, **values, **stamp(request))

    return answer_form(request, RevokeForm(posted(request)), page, act, _("The certificate is taken back."))
