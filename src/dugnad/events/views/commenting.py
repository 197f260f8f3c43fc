"""Minutes as a text: read them, comment on them, take them along as PDF, correct what was approved."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.documents.queries import newest_version, printed, visible_to
from dugnad.events import changes
from dugnad.events.forms.writing import CommentForm, CorrectionForm
from dugnad.events.models import Participation
from dugnad.events.queries import minutes
from dugnad.events.queries.links import answer_key
from dugnad.events.queries.taking_part import reads_closed, reads_papers
from dugnad.events.views.finding import (
    Found,
    address_of,
    form_page,
    kept_or_404,
    meeting_or_404,
    stamp,
)
from dugnad.events.views.participating import by_link
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, allow, public
from dugnad.kit.pages import FormPage, answer_form, posted


@public
@require_safe
def read_minutes(request: HttpRequest, slug: str) -> HttpResponse:
    """The minutes with what was said to them, and what became of them."""
    found = meeting_or_404(request, slug)
    return render(request, "events/read_minutes.html", _told(found))


def _told(found: Found) -> dict[str, Any]:
    event = found.event
    told = _minutes_or_404(found)
    document = told.card.document
    later = told.approved_in.event if told.approved_in else None
    return {
        "event": event,
        "found": found,
        "minutes": told,
        "version": told.version,
        "is_approved": minutes.is_approved(event),
        "has_document": visible_to(found.viewer).filter(pk=document.pk).exists(),
        "approvals": told.version.approvals.select_related("on_behalf_of"),
        "opens": later is not None and found.sees(later),
        "can_correct": found.keeps and minutes.is_approved(event),
    }


def _minutes_or_404(found: Found) -> minutes.Minutes:
    told = minutes.minutes_of(found.event, found.viewer, is_inside=found.is_inside, closed=found.reads_closed)
    if told is None:
        raise Http404
    return told


@public
@require_safe
def minutes_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The minutes as PDF/UA-1."""
    return _as_pdf(_minutes_or_404(meeting_or_404(request, slug)), slug)


def _as_pdf(told: minutes.Minutes, slug: str) -> HttpResponse:
    response = HttpResponse(printed(told.card), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="referat-{slug}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@by_link
def own_minutes(request: HttpRequest, one: Participation) -> HttpResponse:
    """The minutes by the link in the mail, and what I would have put right in them."""
    told = _own_or_404(one)
    can_comment = told.is_open and minutes.may_comment(one)
    page = FormPage(
        heading=told.card.title,
        submit=_("Send"),
        back=request.path,
        template="events/own_minutes.html",
        more={
            "event": one.event,
            "key": answer_key(one),
            "minutes": told,
            "version": told.version,
            "takes_part": reads_papers(one),
            "reads_closed": reads_closed(one),
            "can_comment": can_comment,
        },
    )
    if not can_comment:
        return render(request, page.template, page.more, status=403 if request.method == "POST" else 200)

    def act(values: dict[str, Any]) -> str:
        at = clock.now()
        said = changes.comment(one.event, values["text"], item=values["item"], by=one.person, at=at)
        return f"{page.back}#kommentar-{said.pk}"

    form = CommentForm(posted(request), event=one.event, closed=reads_closed(one))
    return answer_form(request, form, page, act, _("Thank you, your comment stands below the minutes."))


@by_link
@require_safe
def own_minutes_pdf(_request: HttpRequest, one: Participation) -> HttpResponse:
    """The minutes as PDF/UA-1, by the link in the mail."""
    return _as_pdf(_own_or_404(one), one.event.slug)


def _own_or_404(one: Participation) -> minutes.Minutes:
    told = minutes.minutes_for(one)
    if told is None:
        raise Http404
    return told


@allow(SIGNED_IN)
def comment_on_minutes(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what should be put right."""
    found = meeting_or_404(request, slug)
    event = found.event
    if not found.is_inside or not _minutes_or_404(found).is_open:
        raise Http404
    back = address_of(event, "read_minutes")
    page = form_page(
        event, (back, _("Minutes")), heading=_("Comment on the minutes"), submit=_("Send"), back=back
    )

    def act(values: dict[str, Any]) -> str:
        said = changes.comment(event, values["text"], item=values["item"], **stamp(request))
        return f"{back}#kommentar-{said.pk}"

    form = CommentForm(posted(request), event=event, closed=found.reads_closed)
    return answer_form(request, form, page, act, _("Thank you, your comment stands below the minutes."))


@allow(SIGNED_IN)
def correct_minutes(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct minutes that were approved, as a new version with its reason."""
    event = kept_or_404(request, slug).event
    if event.minutes is None or not minutes.is_approved(event):
        raise Http404
    back = address_of(event, "read_minutes")
    page = form_page(
        event,
        (back, _("Minutes")),
        heading=_("Correct the minutes"),
        lead=_(
            "What was approved stays as it is. Your text is a new version, which the next meeting approves."
        ),
        submit=_("Save the new version"),
        back=back,
    )
    initial = {"text": newest_version(event.minutes).body, "seen": event.minutes.revision}
    form = CorrectionForm(posted(request), initial=initial)

    def act(values: dict[str, Any]) -> None:
        words = {"text": values["text"], "reason": values["reason"], "revision": values["seen"]}
        changes.correct_minutes(event, **words, **stamp(request))

    return answer_form(request, form, page, act, _("The correction is saved and waits for the next meeting."))
