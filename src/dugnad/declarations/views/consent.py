"""What is entered about one member's consent: by the member's approver, or by the secretariat."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.declarations import changes
from dugnad.declarations.forms.consent import (
    YES,
    ConfirmForm,
    ConsiderForm,
    EndorseForm,
    ReasonForm,
    ReserveForm,
    SignForm,
)
from dugnad.declarations.models import Endorsement, Signature
from dugnad.declarations.queries import attendance_of, campaign_of, mayor_of, points_of, usual_signatory
from dugnad.declarations.rules.consent import Step
from dugnad.declarations.views.keeping import consent_page, endorsement_or_404, names, stamp
from dugnad.kit import clock
from dugnad.kit.access import MEMBER, STAFF, allow
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.kit.models import StoredFile
from dugnad.kit.pages import answer_form, posted
from dugnad.members.kinds import OfficeKind


def _entered(
    request: HttpRequest, found: Endorsement, act: Callable[..., Any]
) -> Callable[[dict[str, Any]], None]:
    """Store the row first where nothing was entered before, and then what the form says, or neither."""

    def enter(values: dict[str, Any]) -> None:
        who = stamp(request)
        changes.entered(found, lambda endorsement: act(endorsement, **values, **who), **who)

    return enter


@allow(MEMBER, STAFF)
def note_consideration(request: HttpRequest, key: str, wording: str, member: str) -> HttpResponse:
    """A member treats the text."""
    found = endorsement_or_404(request, key, wording, member, Step.CONSIDER)
    initial = {
        "on": found.considering_since or clock.today(),
        "considered_by": found.considered_by,
        "expected_on": found.expected_on,
    }
    page = consent_page(found, heading=_("We are treating the declaration"), submit=_("Save"))
    form = ConsiderForm(posted(request), initial=initial)
    return answer_form(request, form, page, _entered(request, found, changes.note_consideration), _("Saved."))


@allow(MEMBER, STAFF)
def endorse(request: HttpRequest, key: str, wording: str, member: str) -> HttpResponse:
    """A member stands behind the text."""
    found = endorsement_or_404(request, key, wording, member, Step.ENDORSE)
    initial = {
        "way": found.way,
        "on": found.endorsed_on or clock.today(),
        "body_name": found.body_name,
        "case_number": found.case_number,
    }
    form = EndorseForm(posted(request), request.FILES or None, initial=initial)
    page = consent_page(
        found, heading=_("We stand behind the declaration"), submit=_("Enter the endorsement"),
    )  # fmt: skip

    def act(endorsement: Endorsement, **values: Any) -> None:
        changes.endorse(endorsement, **values | {"file": form.upload()})

    return answer_form(request, form, page, _entered(request, found, act), _("The endorsement is entered."))


@allow(MEMBER, STAFF)
def decline_endorsement(request: HttpRequest, key: str, wording: str, member: str) -> HttpResponse:
    """A member says no."""
    found = endorsement_or_404(request, key, wording, member, Step.DECLINE)
    form = ReasonForm(posted(request), initial={"on": clock.today()})
    page = consent_page(found, heading=_("We say no to the declaration"), submit=_("Enter the answer"))
    return answer_form(
        request, form, page, _entered(request, found, changes.decline), _("The answer is entered.")
    )


@allow(STAFF)
def withdraw_endorsement(request: HttpRequest, key: str, wording: str, member: str) -> HttpResponse:
    """A member draws its support back."""
    found = endorsement_or_404(request, key, wording, member, Step.WITHDRAW)
    form = ReasonForm(posted(request), initial={"on": clock.today()})
    page = consent_page(
        found,
        heading=_("The member draws its support back"),
        submit=_("Enter that it draws back"),
        is_dangerous=True,
    )
    act = _entered(request, found, changes.withdraw_endorsement)
    return answer_form(request, form, page, act, _("It is entered that the member has drawn back."))


@allow(MEMBER, STAFF)
def reserve_points(request: HttpRequest, key: str, wording: str, member: str) -> HttpResponse:
    """A member's reservations, point by point."""
    found = endorsement_or_404(request, key, wording, member, Step.RESERVE)
    known = {one.point_id: one.text for one in found.reservations.all()} if found.pk else {}
    form = ReserveForm(posted(request), points=points_of(found.wording), known=known)
    page = consent_page(
        found, heading=_("Reservations"), submit=_("Save"),
        lead=_("Write beside a point what the reservation is. Leave the others empty."),
    )  # fmt: skip

    def act(endorsement: Endorsement, *, by: Any, at: Any, **_values: Any) -> None:
        changes.reserve(endorsement, form.texts(), by=by, at=at)

    return answer_form(request, form, page, _entered(request, found, act), _("Saved."))


@allow(STAFF)
def sign(request: HttpRequest, key: str, wording: str, member: str) -> HttpResponse:
    """A signature as it was given."""
    found = endorsement_or_404(request, key, wording, member, Step.SIGN)
    form = SignForm(posted(request), initial=_who_signs(found))
    page = consent_page(found, heading=_("Enter a signature"), submit=_("Enter the signature"))
    papers: list[StoredFile] = []

    def act(values: dict[str, Any]) -> None:
        who = stamp(request)
        signature = changes.entered(found, lambda own: changes.sign(own, **values, **who), **who)
        # When the signature is stored: nobody waits for the compiler, whose refusal takes nothing back.
        try:
            papers.append(changes.make_signed_paper(signature, **who))
        except Refused as refusal:
            messages.warning(request, str(refusal.message))

    made = _("The signature is entered, and its paper is made.")
    return answer_form(request, form, page, act, lambda: made if papers else _("The signature is entered."))


def _who_signs(found: Endorsement) -> dict[str, Any]:
    """Whom the member said it would send, else its mayor; on the day of the ceremony, once it has come."""
    campaign, today = campaign_of(found.wording), clock.today()
    ceremony = local_day(campaign.ceremony_at) if campaign else None
    is_day = ceremony is not None and ceremony <= today
    initial: dict[str, Any] = {"on": ceremony if is_day else today, "at_ceremony": is_day}
    attendance = attendance_of(found) if found.pk else None
    if attendance:
        told = ("office", "office_title", "is_deputy")
        return initial | {"signatory": attendance.name} | {name: getattr(attendance, name) for name in told}
    return initial | usual_signatory(found.organisation, on=today)


@allow(STAFF)
def confirm_promise(request: HttpRequest, key: str, wording: str, member: str) -> HttpResponse:
    """What a new mayor says of the promise."""
    found = endorsement_or_404(request, key, wording, member, Step.CONFIRM)
    mayor = mayor_of(found.organisation, on=clock.today())
    initial = {"name": mayor.name if mayor else "", "office": OfficeKind.MAYOR, "on": clock.today()}
    form = ConfirmForm(posted(request), initial=initial)
    page = consent_page(
        found, heading=_("Somebody new in office"), submit=_("Save"),
        lead=_("After an election the promise stands; whoever is new in office may say so, or not."),
    )  # fmt: skip

    def act(endorsement: Endorsement, **values: Any) -> None:
        changes.confirm(endorsement, **values | {"stands_by": values["stands_by"] == YES})

    return answer_form(request, form, page, _entered(request, found, act), _("Saved."))


@allow(STAFF)
def revoke_signature(request: HttpRequest, key: str, wording: str, member: str, pk: int) -> HttpResponse:
    """A signature that no longer holds, or was entered wrongly."""
    found = endorsement_or_404(request, key, wording, member, Step.SIGN)
    signature = get_object_or_404(Signature, endorsement=found.pk or 0, pk=pk)
    form = ReasonForm(posted(request), initial={"on": clock.today()})
    page = consent_page(
        found,
        heading=_("Revoke the signature of %(name)s") % {"name": signature.signatory},
        submit=_("Revoke the signature"),
        is_dangerous=True,
    )

    def act(values: dict[str, Any]) -> None:
        changes.revoke_signature(signature, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The signature is revoked."))


@allow(STAFF)
@require_POST
def make_signed_paper(request: HttpRequest, key: str, wording: str, member: str, pk: int) -> HttpResponse:
    """The paper of a signature that has none yet."""
    found = endorsement_or_404(request, key, wording, member, Step.SIGN)
    signature = Signature.objects.select_related("endorsement__organisation").filter(
        endorsement=found.pk or 0, pk=pk
    ).first()  # fmt: skip
    if signature is None:
        raise Http404
    signature.endorsement = found
    try:
        changes.make_signed_paper(signature, **stamp(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The paper is made."))
    return redirect(reverse("consent", args=[*names(found.wording), member]))
