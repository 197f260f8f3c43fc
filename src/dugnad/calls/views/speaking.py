"""A sub-region answers for several members; a member says yes or no to what was answered for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.calls import changes
from dugnad.calls.forms import BasisForm, MembersForm, NoteForm
from dugnad.calls.queries import also_spoken_for, carried_answers
from dugnad.calls.views.finding import permitted, tried, viewer_on
from dugnad.calls.views.showing import show_reply
from dugnad.calls.views.submitting import show_read
from dugnad.kit import clock
from dugnad.kit.access import MEMBER, STAFF, allow, form_on
from dugnad.kit.errors import Refused


@allow(MEMBER, STAFF)
@form_on("read_reply", "slug", "organisation")
@require_POST
def answer_for_members(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Give the other members of the sub-region the same answers, and submit those that are complete."""
    found, viewer = permitted(request, slug, organisation, "submit_reply"), viewer_on(request)
    others = also_spoken_for(viewer, found, on=clock.today())
    form = MembersForm(request.POST, others=others, answers=carried_answers(found), auto_id="also_%s")
    basis = BasisForm(request.POST, reply=found) if found.call.asks_basis else None
    if not form.is_valid() or (basis is not None and not basis.is_valid()):
        return show_read(request, found, members=form, basis=basis, status=422)
    chosen = [reply for reply in others if str(reply.pk) in form.cleaned_data["members"]]
    try:
        spoken = changes.answer_for_members(
            found,
            chosen,
            form.cleaned_data["questions"],
            request.POST.get("key", ""),
            by=viewer.person,
            at=clock.now(),
            first_byte_at=request.first_byte_at,  # type: ignore[attr-defined]
            basis=basis.cleaned_data if basis else None,
        )
    except Refused as refusal:
        if basis is not None and refusal.field in basis.fields:
            basis.add_error(refusal.field, str(refusal.message))
        else:
            messages.error(request, refusal.message)
        return show_read(request, found, members=form, basis=basis, status=422)
    _tell(request, spoken)
    return redirect("read_reply", slug, organisation)


def _tell(request: HttpRequest, spoken: changes.Spoken) -> None:
    if spoken.submitted:
        names = ", ".join(reply.organisation.name for reply in spoken.submitted)
        messages.success(request, _("Submitted for %(names)s. They are asked to confirm.") % {"names": names})
    if spoken.incomplete:
        names = ", ".join(reply.organisation.name for reply in spoken.incomplete)
        message = _("Saved, but not submitted for %(names)s: something is missing there.")
        messages.warning(request, message % {"names": names})


@allow(MEMBER)
@require_POST
def confirm_reply(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Say yes to what the sub-region answered."""
    found = permitted(request, slug, organisation, "confirm_reply")
    tried(
        request, lambda **who: changes.confirm_reply(found, **who), _("Thank you. The answer is confirmed.")
    )
    return redirect("reply", slug, organisation)


@allow(MEMBER)
@require_POST
def object_to_reply(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Say no to what the sub-region answered, and why."""
    found = permitted(request, slug, organisation, "object_to_reply")
    form = NoteForm(request.POST, question=_("Why do you object?"), auto_id="object_%s")
    if not form.is_valid():
        return show_reply(request, found, notes={"object_to_reply": form}, status=422)
    done = _("The reply is yours again. Change it, and submit it yourselves.")
    reason = form.cleaned_data["note"]
    tried(request, lambda **who: changes.object_to_reply(found, reason=reason, **who), done)
    return redirect("reply", slug, organisation)
