"""Steps of review: each is one button, or one note and a button."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.documents import changes
from dugnad.documents.forms import NoteForm
from dugnad.documents.models import Document
from dugnad.documents.queries import speaks_for
from dugnad.documents.rules import RIGHTS
from dugnad.documents.views.finding import card_or_404, viewer_on, work_or_404
from dugnad.documents.views.reading import show_document
from dugnad.kit import clock
from dugnad.kit.access import MEMBER, STAFF, allow
from dugnad.kit.errors import Refused


@allow(MEMBER, STAFF)
@require_POST
def submit_for_review(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a draft to review."""
    document = _permitted(request, slug, "submit_for_review")
    done = _("The text is sent to review. You hear from the secretariat.")
    return _step(request, document, done, lambda **who: changes.submit_for_review(document, **who))


@allow(STAFF)
@require_POST
def return_with_note(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a text back to those who wrote it."""
    document = _permitted(request, slug, "return_with_note")
    return _with_note(
        request,
        document,
        "return_with_note",
        _("The text is returned, and those who wrote it are told by mail."),
        lambda note, **who: changes.return_with_note(document, note=note, **who),
    )


@allow(MEMBER, STAFF)
@require_POST
def approve(request: HttpRequest, slug: str) -> HttpResponse:
    """Stand behind the text that was read."""
    document = _permitted(request, slug, "approve")
    read = request.POST.get("revision", "")
    return _step(
        request,
        document,
        _("The text is approved. From now on this version does not change."),
        lambda **who: changes.approve(
            document,
            on_behalf_of=speaks_for(viewer_on(request), document),
            revision=int(read) if read.isdecimal() and len(read) < 9 else 0,
            **who,
        ),
    )


@allow(STAFF)
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the approved version to everyone."""
    document = _permitted(request, slug, "publish")
    return _step(
        request, document, _("The text is published."), lambda **who: changes.publish(document, **who)
    )


@allow(MEMBER, STAFF)
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a document out of use."""
    document = _permitted(request, slug, "withdraw")
    return _with_note(
        request,
        document,
        "withdraw",
        _("The document is withdrawn."),
        lambda note, **who: changes.withdraw(document, reason=note, **who),
    )


def _permitted(request: HttpRequest, slug: str, verb: str) -> Document:
    """The document, when the viewer may take this step or could until somebody took one before them."""
    document = work_or_404(request, slug)
    if not RIGHTS[verb](viewer_on(request), document):
        raise Http404
    return document


def _step(request: HttpRequest, document: Document, done: str, step: Callable[..., Any]) -> HttpResponse:
    try:
        step(by=viewer_on(request).person, at=clock.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("document", document.slug)


def _with_note(
    request: HttpRequest, document: Document, verb: str, done: str, step: Callable[..., Any]
) -> HttpResponse:
    """A step that needs a reason; without one the page comes back with what was typed."""
    form = NoteForm(request.POST, question=_("Reason"), auto_id=f"{verb}-%s")
    if not form.is_valid():
        return show_document(request, card_or_404(request, document.slug), status=422, notes={verb: form})
    note = form.cleaned_data["note"]
    return _step(request, document, done, lambda **who: step(note, **who))
