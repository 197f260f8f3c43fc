"""The ceremony: who comes to sign, in which order, and that they have signed."""

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dugnad.declarations import changes
from dugnad.declarations.forms.campaigns import AttendanceForm, OrderForm
from dugnad.declarations.kinds import PaperLanguage
from dugnad.declarations.models import Attendance, Endorsement, Signature
from dugnad.declarations.queries import (
    attendance_of,
    ceremony_list,
    signatures_in_force,
    usual_signatory,
    without_paper,
    words_of,
)
from dugnad.declarations.queries.papers import ceremony_sheet as sheet_of
from dugnad.declarations.rules.consent import Step, stands_behind
from dugnad.declarations.views.campaign import tried
from dugnad.declarations.views.keeping import (
    campaign_or_404,
    consent_page,
    endorsement_or_404,
    names,
    stamp,
    wording_or_404,
)
from dugnad.kit import clock
from dugnad.kit.access import MEMBER, STAFF, allow
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.kit.pages import answer_form, posted

# A paper takes the compiler most of a second, and nobody waits for more than half a minute.
PAPERS_AT_ONCE = 30


@allow(STAFF)
@require_safe
def ceremony(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """Who comes to sign, in the order in which they are called."""
    found = campaign_or_404(request, key, wording)
    today = clock.today()
    words = words_of(found.wording)
    signatures = signatures_in_force(found.wording, on=today)
    coming = ceremony_list(found.wording)
    context = {
        "wording": found.wording,
        "campaign": found,
        "coming": coming,
        "lacking": {one.pk for one in coming if not stands_behind(one.endorsement, words)},
        "signed": {one.endorsement_id for one in signatures if one.sha256 == words},
        "signed_before": {one.endorsement_id for one in signatures if one.sha256 != words},
        "without_paper": len(without_paper(signatures, words)),
        "is_day": local_day(found.ceremony_at) <= today,
    }
    return render(request, "declarations/ceremony.html", context)


@allow(STAFF)
@require_safe
def ceremony_sheet(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """The same as a PDF, for whoever stands at the lectern."""
    found = campaign_or_404(request, key, wording)
    language = (get_language() or "nb")[:2]
    coming = [one for one in ceremony_list(found.wording) if one.comes is not False]
    content = sheet_of(found, coming, language=language, at=clock.now())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="seremoni-{found.wording.name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@allow(STAFF)
@require_POST
def order_ceremony(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """The order, by numbers, or one row up or down."""
    found = campaign_or_404(request, key, wording)
    coming = ceremony_list(found.wording)
    form = OrderForm(request.POST, rows=[one.pk for one in coming])
    if not form.is_valid():
        messages.error(request, _("Write whole numbers from 1 to 999."))
        return redirect("ceremony", *names(found.wording))
    step = _one_step(request, coming)
    places = step if step is not None else form.places()
    tried(
        request, lambda **who: changes.order_ceremony(found.wording, places, **who), _("The order is saved.")
    )
    return redirect(reverse("ceremony", args=names(found.wording)) + "#rekkefolge")


def _one_step(request: HttpRequest, coming: list[Attendance]) -> dict[int, int | None] | None:
    """Everybody's new place when one row goes up or down; None when numbers were written."""
    way = next((name for name in ("up", "down") if name in request.POST), "")
    keys = [str(one.pk) for one in coming]
    if not way or request.POST[way] not in keys:
        return None
    at = keys.index(request.POST[way])
    to = max(0, min(len(keys) - 1, at + (1 if way == "down" else -1)))
    keys.insert(to, keys.pop(at))
    return {int(pk): place for place, pk in enumerate(keys, start=1)}


@allow(STAFF)
@require_POST
def sign_at_ceremony(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """Those who are ticked have signed at the ceremony, each as they were entered.

    Where the endorsement lacks, the signature is the mayor's confirmation too: what is entered is said
    first, and each one is confirmed or left out.
    """
    found = campaign_or_404(request, key, wording)
    chosen, on = set(request.POST.getlist("attendance")), local_day(found.ceremony_at)
    ticked = [one for one in ceremony_list(found.wording) if str(one.pk) in chosen]
    words = words_of(found.wording)
    lacking = [one for one in ticked if not stands_behind(one.endorsement, words)]
    if lacking and "confirmed" not in request.POST:
        ready = [one for one in ticked if one not in lacking]
        told = {"wording": found.wording, "ready": ready, "lacking": lacking, "on": on}
        return render(request, "declarations/sign_at_ceremony.html", told)
    both = set(request.POST.getlist("endorses"))
    ticked = [one for one in ticked if one not in lacking or str(one.pk) in both]
    number = sum(_has_signed(request, one, on=on, endorses_too=one in lacking) for one in ticked)
    said = ngettext("%(number)s signature is entered.", "%(number)s signatures are entered.", number)
    messages.success(request, said % {"number": number})
    return redirect("ceremony", *names(found.wording))


@allow(STAFF)
@require_POST
def make_missing_papers(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """The papers of all who have signed and have none, each kept by itself; of many some at a time."""
    found = campaign_or_404(request, key, wording)
    held = signatures_in_force(found.wording, on=clock.today())
    missing = without_paper(held, words_of(found.wording))
    made = sum(_has_paper(request, one) for one in missing[:PAPERS_AT_ONCE])
    said = ngettext("%(number)s paper is made.", "%(number)s papers are made.", made) % {"number": made}
    if left := len(missing) - made:
        words = ngettext(
            "%(number)s is still missing. Press once more.",
            "%(number)s are still missing. Press once more.",
            left,
        )
        said = f"{said} {words % {'number': left}}"
    messages.success(request, said)
    return redirect("ceremony", *names(found.wording))


def _has_paper(request: HttpRequest, signature: Signature) -> bool:
    """Make one paper; what is refused is told with the member's name, and the others go on."""
    try:
        changes.make_signed_paper(signature, **stamp(request))
    except Refused as refusal:
        messages.error(request, f"{signature.endorsement.organisation}: {refusal.message}")
        return False
    return True


def _has_signed(request: HttpRequest, one: Attendance, *, on: date, endorses_too: bool) -> bool:
    """Enter one signature; what is refused is told, and the others go on."""
    try:
        changes.sign(
            one.endorsement, signatory=one.name, office=one.office, office_title=one.office_title,
            is_deputy=one.is_deputy, on=on, at_ceremony=True, endorses_too=endorses_too,
            **stamp(request),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return False
    return True


@allow(MEMBER, STAFF)
def enter_attendance(request: HttpRequest, key: str, wording: str, member: str) -> HttpResponse:
    """Who comes to sign for a member, and how the name is said."""
    found = endorsement_or_404(request, key, wording, member, Step.ENDORSE)
    known = attendance_of(found) if found.pk else None
    form = AttendanceForm(posted(request), initial=_initial(known, found))
    page = consent_page(
        found, heading=_("Who signs for %(member)s") % {"member": found.organisation}, submit=_("Save")
    )

    def act(values: dict[str, Any]) -> None:
        who = stamp(request)
        name = values.pop("signatory")
        changes.entered(
            found,
            lambda endorsement: changes.enter_attendance(endorsement, name=name, **values, **who),
            **who,
        )

    return answer_form(request, form, page, act, _("Saved."))


def _initial(known: Attendance | None, found: Endorsement) -> dict[str, Any]:
    if known is None:
        return {**usual_signatory(found.organisation, on=clock.today())}
    told = ("office", "office_title", "is_deputy", "pronunciation", "note")
    comes = {True: "yes", False: "no", None: ""}[known.comes]
    return {"signatory": known.name, "comes": comes} | {name: getattr(known, name) for name in told}


@allow(STAFF)
@require_POST
def make_joint_paper(request: HttpRequest, key: str, wording: str) -> HttpResponse:
    """One paper with everybody's names, as they stand now."""
    found = wording_or_404(request, key, wording)
    asked = request.POST.get("language", "")
    language = asked if asked in PaperLanguage else PaperLanguage.BOKMAAL
    make = partial(changes.make_joint_paper, found, language=language)
    tried(request, make, _("The paper is made."))
    return redirect("register", *names(found))
