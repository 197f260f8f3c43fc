"""Proposals: what somebody would like a group to take up, and the meeting that takes it up, or why not."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.events import changes
from dugnad.events.forms.agenda import BacklogForm, DeclineForm, ProposalForm, TakeUpForm
from dugnad.events.models import AgendaItem
from dugnad.events.queries.agenda import agendas_to_come, backlog_of
from dugnad.events.queries.groups import keeps_group
from dugnad.events.rules import meeting as rules
from dugnad.events.views.finding import (
    address_of,
    crumbs_to,
    form_page,
    group_or_404,
    kept_or_404,
    stamp,
    viewer_on,
)
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, allow
from dugnad.kit.pages import FormPage, answer_form, posted
from dugnad.members.models import Body


@allow(SIGNED_IN)
def propose_item(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose a point to a group."""
    body, viewer = group_or_404(slug), viewer_on(request)
    page = _page(
        body,
        heading=_("Propose a point to %(body)s") % {"body": body},
        lead=_("The secretariat puts it on an agenda, or says why not. You are told by mail."),
        submit=_("Propose it"),
    )
    form = ProposalForm(posted(request), initial={"language": viewer.language or "nb", "minutes": 15})

    def act(values: dict[str, Any]) -> None:
        changes.propose_item(body, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The proposal waits for the next agenda."))


@allow(SIGNED_IN)
def take_up(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put a proposal on the agenda of a meeting."""
    item = _waiting_or_404(request, slug, pk)
    meetings = agendas_to_come(item.body, at=clock.now())  # type: ignore[arg-type]
    form = TakeUpForm(posted(request), meetings=meetings, initial={"event": meetings.first()})
    page = _page(
        item.body,
        heading=_("Take up “%(title)s”") % {"title": item.title},
        lead=_(
            "It is put last, before the points that stand at the end. Whoever proposed it is told by mail."
        ),
        submit=_("Put it on the agenda"),
    )

    def act(values: dict[str, Any]) -> str:
        changes.take_up(item, values["event"], **stamp(request))
        return f"{address_of(values['event'])}#sak-{item.pk}"

    return answer_form(request, form, page, act, _("The point stands on the agenda."))


@allow(SIGNED_IN)
def take_up_backlog(request: HttpRequest, slug: str) -> HttpResponse:
    """Put points that wait on the agenda of a meeting, several at once."""
    event = kept_or_404(request, slug).event
    if event.body is None or not rules.can_change_agenda(event):
        raise Http404
    waiting = backlog_of(event.body)
    form = BacklogForm(posted(request), waiting=waiting)
    page = form_page(
        event,
        heading=_("Take up points that wait"),
        lead=_("What members have proposed and what was put off. Whoever proposed a point is told by mail."),
        submit=_("Put them on the agenda"),
        template="events/take_up_backlog.html",
        more={"waiting": waiting, "event": event},
    )
    taken: list[AgendaItem] = []

    def act(values: dict[str, Any]) -> None:
        taken.extend(changes.take_up_all(values["items"], event, **stamp(request)))

    def said() -> str:
        return ngettext("%(n)d point is put in.", "%(n)d points are put in.", len(taken)) % {"n": len(taken)}

    return answer_form(request, form, page, act, said)


@allow(SIGNED_IN)
def decline_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that a proposal is not taken up, and why."""
    item = _waiting_or_404(request, slug, pk)
    page = _page(
        item.body,
        heading=_("Not take up “%(title)s”") % {"title": item.title},
        lead=_("Whoever proposed it gets your reason by mail."),
        submit=_("Do not take it up"),
    )

    def act(values: dict[str, Any]) -> None:
        changes.decline_item(item, **values, **stamp(request))

    return answer_form(request, DeclineForm(posted(request)), page, act, _("The proposal is settled."))


def _waiting_or_404(request: HttpRequest, slug: str, pk: int) -> AgendaItem:
    """A proposal of the group, for those who run it."""
    body = group_or_404(slug)
    if not keeps_group(body, viewer_on(request), on=clock.today()):
        raise Http404
    return get_object_or_404(backlog_of(body), pk=pk)


def _page(body: Body | None, **words: Any) -> FormPage:
    back = reverse("group", args=[body.slug]) if body else reverse("meetings")
    return FormPage(back=back, crumbs=crumbs_to(None, (back, str(body))), **words)
