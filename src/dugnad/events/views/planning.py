"""Planning: a meeting and its changes, the notice, calling off, entering it as held."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.events import changes
from dugnad.events.forms.inviting import AnnounceForm
from dugnad.events.forms.planning import (
    CancelForm,
    ChangedEventForm,
    ChangedOpenEventForm,
    EventForm,
)
from dugnad.events.models import Event
from dugnad.events.queries.agenda import tasks_not_on
from dugnad.events.queries.taking_part import is_behind, taking_part, to_be_told
from dugnad.events.rules import meeting as rules
from dugnad.events.views.finding import (
    address_of,
    crumbs_to,
    form_page,
    kept_or_404,
    stamp,
)
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, STAFF, allow
from dugnad.kit.clock import at_oslo
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.pages import FormPage, answer_form, posted


@allow(STAFF)
def create_event(request: HttpRequest) -> HttpResponse:
    """Plan a meeting of any kind."""
    starts = at_oslo(
        clock.today() + timedelta(days=14), clock.now().replace(hour=9, minute=0, second=0).time()
    )
    form = EventForm(posted(request), initial={"starts": starts, "ends": starts + timedelta(hours=3)})
    page = FormPage(
        heading=_("Plan a meeting"), submit=_("Plan it"), back=reverse("meetings"), crumbs=crumbs_to()
    )

    def act(values: dict[str, Any]) -> str:
        return address_of(changes.create_event(**values, **stamp(request)))

    return answer_form(request, form, page, act, _("The meeting is planned. Nobody has been told yet."))


@allow(SIGNED_IN)
def edit_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what, when and where."""
    found = kept_or_404(request, slug)
    event = found.event
    is_open = rules.facts_of(event).has_sign_up
    form_of = ChangedOpenEventForm if is_open else ChangedEventForm
    form = form_of(posted(request), initial=form_of.initial_of(event) | {"seen": event.revision})
    page = form_page(event, heading=_("Change the meeting"), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        edit = changes.edit_session if is_open else changes.edit_event
        edit(event, revision=values.pop("seen"), **values, **stamp(request))

    before = event.sequence

    def said() -> str:
        is_news = event.announced_at is not None and event.sequence != before
        return _("Saved. Send the notice anew, so that calendars follow.") if is_news else _("Saved.")

    return answer_form(request, form, page, act, said)


@allow(SIGNED_IN)
def announce_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the notice, or what has changed since, after having read it."""
    event = kept_or_404(request, slug).event
    form = AnnounceForm(posted(request))
    typed = form.cleaned_data if form.is_valid() else {"message": "", "to_all": False}
    page = form_page(
        event,
        heading=_("Send the notice"),
        lead=_("With agenda and calendar entry. Points get their case numbers."),
        submit=_("Send the notice"),
        template="events/announce_event.html",
        more=_reach(event, **typed),
    )
    if "look" in request.POST:
        return render(request, page.template, {"form": form, "page": page, **page.more})
    opens = rules.facts_of(event).has_sign_up and event.announced_at is None
    sent: list[int] = []

    def act(values: dict[str, Any]) -> None:
        sent.append(changes.announce_event(event, **values, **stamp(request)))

    def said() -> str:
        told = ngettext(
            "The notice is sent to %(n)d person.", "The notice is sent to %(n)d people.", sent[0]
        ) % {"n": sent[0]}
        if opens:
            is_open = _("It is announced, and the sign-up is open.")
            return f"{is_open} {told}" if sent[0] else is_open
        return told if sent[0] else _("Everybody has the present notice already.")

    return answer_form(request, form, page, act, said)


def _reach(event: Event, *, message: str, to_all: bool) -> dict[str, Any]:
    """Who would get the notice and why, and how it reads for the first of them."""
    there = taking_part(event, on=clock.today())
    told = to_be_told(event, on=clock.today(), to_all=to_all)
    return {
        "event": event,
        "new": [one for one in told if one.sequence_sent < 0],
        "behind": [one for one in told if one.sequence_sent >= 0],
        "current": 0 if to_all else sum(not is_behind(one, event) for one in there),
        "tasks": [] if event.is_written else tasks_not_on(event),
        "over": rules.minutes_over(event, event.items.all()),
        "preview": changes.draft_notice(event, message, on=clock.today(), to_all=to_all),
    }


@allow(SIGNED_IN)
def cancel_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Call it off."""
    event = kept_or_404(request, slug).event
    page = form_page(
        event,
        heading=_("Call the meeting off"),
        lead=_(
            "Everybody who was invited is told, and it leaves their calendars. "
            "Points wait for a later meeting."
        ),
        submit=_("Call it off"),
        is_dangerous=True,
    )

    def act(values: dict[str, Any]) -> None:
        changes.cancel_event(event, **values, **stamp(request))

    return answer_form(request, CancelForm(posted(request)), page, act, _("The meeting is called off."))


@allow(SIGNED_IN)
def hold_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter that it took place."""
    event = kept_or_404(request, slug).event
    page = form_page(event, heading=_("Has the meeting been held?"), submit=_("Yes, it has been held"))

    def act(_values: dict[str, Any]) -> None:
        changes.hold_event(event, **stamp(request))

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("The meeting is entered as held."))
