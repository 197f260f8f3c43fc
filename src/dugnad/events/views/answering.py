"""Answers: whether I come, who comes instead, who was there, what I think of a proposal in writing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.events import changes
from dugnad.events.forms.inviting import InviteForm
from dugnad.events.forms.minutes import AnswerForm, AttendanceForm, DeputyForm, PositionForm
from dugnad.events.models import Event, Participation
from dugnad.events.queries.links import answer_key
from dugnad.events.queries.taking_part import deputies_for, name_of, rows_of
from dugnad.events.rules import meeting as rules
from dugnad.events.rules import writing
from dugnad.events.views.finding import (
    address_of,
    form_page,
    item_or_404,
    kept_or_404,
    meeting_or_404,
    stamp,
)
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, allow
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.pages import answer_form, posted


@allow(SIGNED_IN)
def answer_invitation(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether I come."""
    found = meeting_or_404(request, slug)
    own = found.own
    if own is None:
        raise Http404
    if found.event.is_written:  # nobody comes anywhere: what is asked is what they think
        return redirect("answer_in_writing", answer_key(own))
    # Before anything is written: who has the form open as it begins is refused with what was written.
    if request.method != "POST" and not rules.can_answer(own.event, at=clock.now()):
        messages.info(request, _too_late(own.event))
        return redirect(address_of(found.event))
    form = AnswerForm(posted(request), initial={"answer": own.answer, "note": own.note})
    page = form_page(
        found.event,
        heading=_("Are you coming?"),
        lead=_("You can change your answer until the meeting begins."),
        submit=_("Answer"),
        template="events/answer_invitation.html",
        more={"own": own, "may_send_deputy": _may_send_deputy(own)},
    )

    def act(values: dict[str, Any]) -> None:
        changes.answer_invitation(own, values["answer"], note=values["note"], **stamp(request))

    return answer_form(request, form, page, act, _("Thank you, your answer is noted."))


def _too_late(event: Event) -> str:
    if rules.can_announce(event, at=clock.now()) and event.announced_at is None:
        return _("You can answer when the notice has gone out.")
    return _("The answer can no longer be changed.")


def _may_send_deputy(own: Participation) -> bool:
    return rules.can_answer(own.event, at=clock.now()) and bool(deputies_for(own))


@allow(SIGNED_IN)
def call_in_deputy(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a deputy come instead."""
    found = meeting_or_404(request, slug)
    own = found.own
    one = (
        found.event.participations.select_related("event__body", "seat", "person", "organisation")
        .filter(pk=pk)
        .first()
    )
    if one is None or not (found.keeps or (own and own.pk == pk)):
        raise Http404
    deputies = deputies_for(one)
    if not deputies:
        raise Http404
    form = DeputyForm(posted(request), deputies=deputies)
    page = form_page(
        found.event, heading=_("Call in a deputy for %(name)s") % {"name": name_of(one)}, submit=_("Call in")
    )

    def act(values: dict[str, Any]) -> None:
        changes.call_in_deputy(one, values["deputy"], **stamp(request))

    return answer_form(request, form, page, act, _("The deputy is invited."))


@allow(SIGNED_IN)
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask somebody who holds no seat: people that we know, or one from outside."""
    event = kept_or_404(request, slug).event
    page = form_page(
        event,
        heading=_("Invite others"),
        lead=_("They get the notice when it is sent, or when it is sent anew."),
        submit=_("Put them on the list"),
    )
    made: list[Participation] = []

    def act(values: dict[str, Any]) -> None:
        made.extend(_invited(event, values, **stamp(request)))

    def said() -> str:
        words = ngettext("%(n)d person is on the list.", "%(n)d people are on the list.", len(made))
        told = words % {"n": len(made)}
        again = _("Send the notice anew, so that they hear of it.")
        return f"{told} {again}" if event.announced_at else told

    return answer_form(request, InviteForm(posted(request)), page, act, said)


def _invited(event: Event, values: dict[str, Any], **who: Any) -> list[Participation]:
    made = changes.invite(event, [values["person"]] if values["person"] else [], role=values["role"], **who)
    if values["name"]:
        outside = {name: values[name] for name in ("name", "email", "employer", "language", "role")}
        made.append(changes.invite_guest(event, **outside, **who))
    return made


@allow(SIGNED_IN)
def note_attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """Who was there."""
    event = kept_or_404(request, slug).event
    form = AttendanceForm(posted(request), rows=rows_of(event))
    page = form_page(event, heading=_("Who was there?"), submit=_("Save"))
    noted: list[int] = []

    def act(_values: dict[str, Any]) -> None:
        noted.append(changes.note_attendance(event, form.told, **stamp(request)))

    def said() -> str:
        return ngettext("%(n)d person is noted.", "%(n)d people are noted.", noted[0]) % {"n": noted[0]}

    return answer_form(request, form, page, act, said)


@allow(SIGNED_IN)
def take_position(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What I think of a proposed decision."""
    found = meeting_or_404(request, slug)
    own = found.own
    if own is None or not rules.facts_of(found.event).is_written:
        raise Http404
    if not writing.has_vote(own):
        return redirect("answer_in_writing", answer_key(own))  # it says why nothing is asked of them
    item = item_or_404(found.event, pk)
    page = form_page(found.event, heading=item.title, lead=item.proposal, submit=_("Answer"))

    def act(values: dict[str, Any]) -> None:
        changes.take_position(item, own, values["stance"], text=values["text"], **stamp(request))

    return answer_form(
        request, PositionForm(posted(request)), page, act, _("Thank you, your answer is noted.")
    )


@allow(SIGNED_IN)
def close_procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the record of a written procedure."""
    event = kept_or_404(request, slug).event
    if not rules.facts_of(event).is_written:
        raise Http404
    page = form_page(
        event,
        heading=_("Close the procedure"),
        lead=_("What was adopted becomes a decision; what somebody wants to talk about waits for a meeting."),
        submit=_("Close it"),
        back=address_of(event),
    )

    def act(_values: dict[str, Any]) -> None:
        changes.close_procedure(event, **stamp(request))

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("The procedure is closed."))
