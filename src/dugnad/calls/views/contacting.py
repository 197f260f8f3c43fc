"""Pages of the telephone: what was said with a member, for the secretariat alone."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.calls import changes
from dugnad.calls.forms import ContactForm
from dugnad.calls.models import Reply
from dugnad.calls.queries import answerers_by_member, contact_notes_of
from dugnad.calls.views.finding import permitted, rights_on, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.errors import Refused


@allow(STAFF)
def note_contact(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """What was said with a member, and a form for what was said now."""
    found = permitted(request, slug, organisation, "note_contact")
    form = _form(request, found)
    if form.is_valid():
        values = form.cleaned_data
        try:
            changes.note_contact(found, by=viewer_on(request).person, at=clock.now(), **values)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(request, _("The note is kept."))
            return redirect("note_contact", slug, organisation)
    context = {"reply": found, "call": found.call, "form": form, "notes": contact_notes_of(found)}
    return render(request, "calls/note_contact.html", context, status=422 if form.errors else 200)


@allow(STAFF)
@require_POST
def retract_contact(request: HttpRequest, slug: str, organisation: str, pk: int) -> HttpResponse:
    """Take a note away."""
    found = permitted(request, slug, organisation, "note_contact")
    if pk >= 2**63:  # larger than any row that a database can number
        raise Http404
    note = get_object_or_404(contact_notes_of(found), pk=pk)
    if changes.retract_contact(note, by=viewer_on(request).person, at=clock.now()):
        messages.success(request, _("The note is taken away, and with it the day that it promised."))
    else:
        messages.success(request, _("The note is taken away."))
    return redirect("note_contact", slug, organisation)


def _form(request: HttpRequest, found: Reply) -> ContactForm:
    people = answerers_by_member([found.organisation_id], at=clock.now(), with_email=False)
    return ContactForm(
        request.POST if request.method == "POST" else None,
        people=people[found.organisation_id],
        may_expect=rights_on(request, found)["expect_reply"],
        initial={"day": clock.today()},
    )
