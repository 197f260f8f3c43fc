"""Agendas: points and their order, papers, the backlog of a group."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dugnad.events import changes
from dugnad.events.forms.agenda import DeclineForm, ItemForm, OrderForm, PaperForm, ProposalForm
from dugnad.events.forms.planning import ConfirmForm
from dugnad.events.models import AgendaItem, Event, Paper
from dugnad.events.rules import meeting as rules
from dugnad.events.views.finding import (
    crumbs_to,
    form_page,
    group_or_404,
    handed_out,
    item_or_404,
    kept_or_404,
    meeting_or_404,
    stamp,
    viewer_on,
)
from dugnad.kit.access import SIGNED_IN, allow, public
from dugnad.kit.pages import FormPage, answer_form, posted


@allow(SIGNED_IN)
def build_agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """Fill the agenda with its standing points, the last minutes and open tasks."""
    event = kept_or_404(request, slug).event
    page = form_page(
        event,
        heading=_("Build the agenda"),
        lead=_("Standing points, the last minutes and open tasks are put in. What stands there stays."),
        submit=_("Build the agenda"),
    )
    made: list[int] = []

    def act(_values: dict[str, Any]) -> None:
        made.append(len(changes.build_agenda(event, **stamp(request))))

    def said() -> str:
        return ngettext("%(n)d point is put in.", "%(n)d points are put in.", made[0]) % {"n": made[0]}

    return answer_form(request, ConfirmForm(posted(request)), page, act, said)


@allow(SIGNED_IN)
def add_item(request: HttpRequest, slug: str) -> HttpResponse:
    """A new point."""
    event = kept_or_404(request, slug).event
    form = ItemForm(posted(request), initial={"minutes": 15, "language": "nb"})
    page = form_page(event, heading=_("Add a point"), submit=_("Add it"))

    def act(values: dict[str, Any]) -> None:
        changes.add_item(event, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The point stands on the agenda."))


@allow(SIGNED_IN)
def edit_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a point."""
    event, item = _item(request, slug, pk)
    form = ItemForm(posted(request), initial=ItemForm.initial_of(item))
    page = form_page(event, heading=_("Change the point"), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.edit_item(item, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(SIGNED_IN)
def remove_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a point off the agenda."""
    event, item = _item(request, slug, pk)
    page = form_page(
        event,
        heading=_("Take “%(title)s” off the agenda") % {"title": item.title},
        lead=_("It goes back to what waits for a later meeting; a standing point is dropped this time."),
        submit=_("Take it off"),
        is_dangerous=True,
    )

    def act(_values: dict[str, Any]) -> None:
        changes.remove_item(item, **stamp(request))

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("The point is off the agenda."))


@allow(SIGNED_IN)
def put_off(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put a point off to a later meeting."""
    event, item = _item(request, slug, pk)
    page = form_page(
        event,
        heading=_("Put “%(title)s” off") % {"title": item.title},
        lead=_("It stays here and says so, and waits for a later meeting."),
        submit=_("Put it off"),
    )

    def act(_values: dict[str, Any]) -> None:
        changes.put_off(item, **stamp(request))

    return answer_form(
        request, ConfirmForm(posted(request)), page, act, _("The point waits for a later meeting.")
    )


@allow(SIGNED_IN)
def arrange_items(request: HttpRequest, slug: str) -> HttpResponse:
    """Another order of the points."""
    event = kept_or_404(request, slug).event
    form = OrderForm(posted(request), items=list(event.items.all()))
    page = form_page(
        event,
        heading=_("Order of the points"),
        submit=_("Save the order"),
        template="events/arrange_items.html",
    )

    def act(_values: dict[str, Any]) -> None:
        changes.arrange_items(event, form.order, **stamp(request))

    return answer_form(request, form, page, act, _("The order is saved."))


@allow(SIGNED_IN)
def add_item_paper(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put a paper to a point."""
    event, item = _item(request, slug, pk)
    form = PaperForm(posted(request), request.FILES or None)
    page = form_page(
        event, heading=_("Add a paper to “%(title)s”") % {"title": item.title}, submit=_("Add it")
    )

    def act(values: dict[str, Any]) -> None:
        file = values.pop("file")
        changes.add_paper(item, file.read(), file.name, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The paper is on the table."))


@public
@require_safe
def item_paper(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """A paper; one that is only for those who take part is not there for others."""
    found = meeting_or_404(request, slug)
    papers = Paper.objects.select_related("file", "item").filter(
        item__event=found.event, removed_at__isnull=True
    )
    paper = get_object_or_404(papers, pk=pk)
    closed = paper.is_restricted or paper.item.is_confidential
    if closed and not rules.reads_restricted(found.viewer, found.standing):
        raise Http404
    return handed_out(paper.file, paper.name)


@allow(SIGNED_IN)
def remove_item_paper(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a paper off the table."""
    event = kept_or_404(request, slug).event
    paper = get_object_or_404(Paper.objects.filter(item__event=event, removed_at__isnull=True), pk=pk)
    page = form_page(
        event,
        heading=_("Take “%(title)s” off the table") % {"title": paper.title},
        submit=_("Take it off"),
        is_dangerous=True,
    )

    def act(_values: dict[str, Any]) -> None:
        changes.remove_paper(paper, **stamp(request))

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("The paper is off the table."))


@allow(SIGNED_IN)
def propose_item(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose a point to a group."""
    body, viewer = group_or_404(slug), viewer_on(request)
    back = reverse("group", args=[slug])
    page = FormPage(
        heading=_("Propose a point to %(body)s") % {"body": body},
        lead=_("The secretariat puts it on an agenda, or says why not."),
        submit=_("Propose it"),
        back=back,
        crumbs=crumbs_to(None, (back, str(body))),
    )
    form = ProposalForm(posted(request), initial={"language": viewer.language or "nb", "minutes": 15})

    def act(values: dict[str, Any]) -> None:
        changes.propose_item(body, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The proposal waits for the next agenda."))


def _item(request: HttpRequest, slug: str, pk: int) -> tuple[Event, AgendaItem]:
    event = kept_or_404(request, slug).event
    return event, item_or_404(event, pk)


def _waiting(slug: str, pk: int) -> AgendaItem:
    return get_object_or_404(AgendaItem.objects.filter(body__slug=slug, event__isnull=True), pk=pk)


@allow(SIGNED_IN)
def decline_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that a proposal is not taken up."""
    item, back = _waiting(slug, pk), reverse("group", args=[slug])
    if not viewer_on(request).is_secretariat:
        raise Http404
    page = FormPage(
        heading=_("Not take up “%(title)s”") % {"title": item.title},
        submit=_("Do not take it up"),
        back=back,
        crumbs=crumbs_to(None, (back, str(item.body))),
    )

    def act(values: dict[str, Any]) -> None:
        changes.decline_item(item, **values, **stamp(request))

    return answer_form(request, DeclineForm(posted(request)), page, act, _("The proposal is settled."))
