"""One point of the minutes, what came of it; the minutes sent for comment, and approved."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from dugnad.events import changes
from dugnad.events.forms.minutes import CorrectedOutcomeForm, NoteForm, OutcomeForm
from dugnad.events.forms.writing import SendMinutesForm
from dugnad.events.models import Note, Outcome
from dugnad.events.queries.minutes import minutes_text
from dugnad.events.views.finding import address_of, form_page, item_or_404, kept_or_404, stamp
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, allow
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.pages import FormPage, answer_form, posted


@allow(SIGNED_IN)
def write_note(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What was said about one point; what somebody else saved meanwhile stands beside it."""
    event = kept_or_404(request, slug).event
    item = item_or_404(event, pk)
    note = Note.objects.filter(item=item).first()
    initial = {"text": note.text if note else "", "seen": note.revision if note else 0}
    form = NoteForm(posted(request), initial=initial)
    page = _page(event, heading=item.title, submit=_("Save"))

    def act(values: dict[str, Any]) -> str:
        changes.write_note(item, text=values["text"], revision=values["seen"], **stamp(request))
        return f"{address_of(event, 'write_minutes')}#q-{item.pk}"

    return answer_form(request, form, page, act, _("Saved."))


@allow(SIGNED_IN)
def add_outcome(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What came of a point: a decision, information or a task."""
    event = kept_or_404(request, slug).event
    item = item_or_404(event, pk)
    form = OutcomeForm(posted(request), event=event, initial={"text": item.proposal})
    page = _page(event, heading=_("What came of it?"), lead=item.title, submit=_("Write it down"))

    def act(values: dict[str, Any]) -> str:
        changes.add_outcome(item, **values, **stamp(request))
        return f"{address_of(event, 'write_minutes')}#q-{item.pk}"

    return answer_form(request, form, page, act, _("It is written down."))


@allow(SIGNED_IN)
def edit_outcome(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct what came of a point."""
    event = kept_or_404(request, slug).event
    outcome = get_object_or_404(
        Outcome.objects.select_related("item__event__minutes").filter(item__event=event), pk=pk
    )
    form = CorrectedOutcomeForm(posted(request), outcome=outcome)
    page = _page(event, heading=_("Correct it"), lead=outcome.item.title, submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.edit_outcome(outcome, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(SIGNED_IN)
def remove_outcome(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take away what was entered by mistake."""
    event = kept_or_404(request, slug).event
    outcome = get_object_or_404(
        Outcome.objects.select_related("item__event__minutes").filter(item__event=event), pk=pk
    )
    page = _page(
        event, heading=_("Take it away"), lead=outcome.text, submit=_("Take it away"), is_dangerous=True
    )

    def act(_values: dict[str, Any]) -> None:
        changes.remove_outcome(outcome, **stamp(request))

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("It is taken away."))


@allow(SIGNED_IN)
def send_minutes(request: HttpRequest, slug: str) -> HttpResponse:
    """Gather the minutes and send them for comment."""
    event = kept_or_404(request, slug).event
    page = _page(
        event,
        heading=_("Send the minutes for comment"),
        lead=_(
            "What is written point by point becomes one text, which those who were asked to the meeting "
            "read and comment on until the next meeting approves it."
        ),
        submit=_("Send them"),
        template="events/send_minutes.html",
        more={"text": minutes_text(event)},
    )
    week = clock.today() + timedelta(days=7)
    form = SendMinutesForm(posted(request), initial={"comments_by": event.comments_by or week})

    def act(values: dict[str, Any]) -> str:
        changes.send_minutes(event, **values, **stamp(request))
        return address_of(event, "read_minutes")

    return answer_form(request, form, page, act, _("The minutes can be commented on."))


@allow(SIGNED_IN)
def approve_minutes(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Approve the minutes of an earlier meeting, as a point of this one."""
    event = kept_or_404(request, slug).event
    item = item_or_404(event, pk)
    page = form_page(
        event,
        heading=_("Approve the minutes"),
        lead=_("Their words freeze. What is wrong is corrected by a new version."),
        submit=_("Approve them"),
        template="events/approve_minutes.html",
        more={"earlier": item.approves},
    )

    def act(_values: dict[str, Any]) -> None:
        changes.approve_minutes(item, **stamp(request))

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("The minutes are approved."))


def _page(event: Any, **words: Any) -> FormPage:
    back = address_of(event, "write_minutes")
    return form_page(event, (back, _("Minutes")), back=back, **words)
