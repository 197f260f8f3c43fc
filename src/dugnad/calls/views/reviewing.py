"""Steps of the secretariat: accept, return with a note."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.calls import changes
from dugnad.calls.forms import NoteForm
from dugnad.calls.views.finding import permitted, tried
from dugnad.calls.views.replies import show_reply
from dugnad.kit.access import STAFF, allow


@allow(STAFF)
@require_POST
def accept_reply(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Accept what was submitted; its story becomes a document."""
    found = permitted(request, slug, organisation, "accept_reply")
    note, read = request.POST.get("note", ""), request.POST.get("version", "")
    version = int(read) if read.isdecimal() and len(read) < 9 else None
    done = _("The reply is accepted, and the member is told by mail.")
    tried(request, lambda **who: changes.accept_reply(found, note=note, version=version, **who), done)
    return redirect("reply", slug, organisation)


@allow(STAFF)
@require_POST
def return_reply(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Send a reply back with a note."""
    found = permitted(request, slug, organisation, "return_reply")
    form = NoteForm(request.POST, question=_("What should be changed?"), auto_id="return_%s")
    if not form.is_valid():
        return show_reply(request, found, notes={"return_reply": form}, status=422)
    note = form.cleaned_data["note"]
    done = _("The reply is returned, and the member is told by mail.")
    tried(request, lambda **who: changes.return_reply(found, note=note, **who), done)
    return redirect("reply", slug, organisation)
