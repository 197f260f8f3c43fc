"""The sender's approval of changed words: asked by the secretariat, answered on a page or by a link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from dugnad.documents import changes, rules
from dugnad.documents.forms import AskSenderForm, ClearanceForm
from dugnad.documents.models import Clearance, Document
from dugnad.documents.queries import (
    clearance_with,
    clearances_of,
    contribution_of,
    differences_in_words,
    newest_version,
    wording_of,
)
from dugnad.documents.views.finding import in_words_of, sent, viewer_on, work_or_404
from dugnad.kit import clock
from dugnad.kit.access import MEMBER, STAFF, allow, public
from dugnad.kit.errors import Refused
from dugnad.kit.pages import FormPage, answer_form, as_secret, posted
from dugnad.members.queries import people_who_answer


@allow(STAFF)
def ask_sender(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the sender about the words that stand now."""
    document = work_or_404(request, slug)
    if not rules.may_ask_sender(viewer_on(request), document):
        raise Http404
    form = AskSenderForm(posted(request), initial=_sender_of(document))
    back = reverse("document", args=[slug])
    page = FormPage(
        heading=_("Ask the sender"),
        submit=_("Send the link"),
        back=back,
        lead=_("The sender gets a link that shows what has changed, and approves it or says what is wrong."),
        crumbs=[(reverse("documents"), _("Stories and reports")), (back, newest_version(document).title)],
    )

    def act(values: dict[str, Any]) -> None:
        changes.ask_sender(document, by=viewer_on(request).person, at=clock.now(), **values)

    return answer_form(request, form, page, act, _("The link is on its way to the sender."))


@allow(MEMBER, STAFF)
def clearance(request: HttpRequest, slug: str) -> HttpResponse:
    """What the sender is asked, for those who write for the municipality: they can answer too."""
    document = work_or_404(request, slug)
    viewer = viewer_on(request)
    asked = clearances_of(document).first()
    if asked is None or not rules.may_see_sender(viewer, document):
        raise Http404
    may_answer = rules.may_edit_for(viewer, document.owner_id)
    return _answered(request, asked, redirect("document", slug), may_answer=may_answer)


def _by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A page whose address is a key: in the sender's language, and kept by no browser."""

    @wraps(view)
    def answered(request: HttpRequest, token: str) -> HttpResponse:
        asked = clearance_with(token)
        if asked is None:
            raise Http404
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(asked.language)
            request.LANGUAGE_CODE = translation.get_language() or ""
        return as_secret(view(request, asked, token))

    # No cookie is used, so another site has nothing to borrow: the check that guards against it is left out.
    return public(csrf_exempt(answered))


@_by_link
def clearance_by_link(request: HttpRequest, asked: Clearance, token: str) -> HttpResponse:
    """What the sender is asked, without an account."""
    return _answered(request, asked, redirect("clearance_by_link", token), may_answer=True)


def _answered(
    request: HttpRequest, asked: Clearance, onward: HttpResponse, *, may_answer: bool
) -> HttpResponse:
    """The page with the difference; an answer that is sent is taken where it can be."""
    waits = rules.waits_for_sender(asked, wording_of(newest_version(asked.version.document)))
    form = ClearanceForm(sent(request)) if may_answer and (waits or request.method == "POST") else None
    if form is not None and form.is_valid() and _take(request, asked, form):
        return onward
    status = 422 if form is not None and form.errors else 200
    context = _shown(asked) | {"form": form if waits else None, "waits": waits, "asked": asked}
    context["unsaved"] = form.data.get("note", "") if form is not None and not waits else ""
    return render(request, "documents/clearance.html", context, status=status)


def _take(request: HttpRequest, asked: Clearance, form: ClearanceForm) -> bool:
    answer = form.cleaned_data
    try:
        changes.answer_clearance(
            asked,
            approves=answer["answer"] == "yes",
            note=answer["note"],
            by=viewer_on(request).person,
            at=clock.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    messages.success(request, _("Thank you. The secretariat has your answer."))
    return True


def _shown(asked: Clearance) -> dict[str, Any]:
    document = asked.version.document
    version = newest_version(document)
    contribution = contribution_of(document)
    difference = differences_in_words(contribution.words, version) if contribution else None
    return {
        "document": document,
        "version": version,
        "story": getattr(version, "story", None),
        "difference": difference,
        "facts": in_words_of(difference) if difference else [],
    }


def _sender_of(document: Document) -> dict[str, Any]:
    """Whom to ask: who sent it in, else somebody who writes for the municipality."""
    contribution = contribution_of(document)
    if contribution and contribution.email:
        names = ("name", "email", "language")
        return {name: getattr(contribution, name) for name in names}
    person = people_who_answer(document.owner, on=clock.today()).first()
    return {"name": person.name, "email": person.email, "language": person.language} if person else {}
