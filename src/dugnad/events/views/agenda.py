"""Agendas: points and their order, papers, what is put off to a later meeting."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dugnad.events import changes
from dugnad.events.forms.agenda import ItemForm, LaterForm, OrderForm, PaperForm
from dugnad.events.models import AgendaItem, Event, Paper
from dugnad.events.queries.agenda import agendas_to_come
from dugnad.events.rules import meeting as rules
from dugnad.events.views.finding import (
    form_page,
    item_or_404,
    kept_or_404,
    meeting_or_404,
    stamp,
)
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, allow, public
from dugnad.kit.formats import day
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.pages import answer_form, handed_out, posted


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
    """Put a point off to a later meeting, which is named or not yet."""
    event, item = _item(request, slug, pk)
    later = (
        agendas_to_come(event.body, at=clock.now(), after=event.starts)
        if event.body
        else Event.objects.none()
    )
    form = LaterForm(posted(request), meetings=later, initial={"to": later.first()})
    page = form_page(
        event,
        heading=_("Put “%(title)s” off") % {"title": item.title},
        lead=_("It stays here and says so. Its papers and what it is about go along to the later meeting."),
        submit=_("Put it off"),
    )
    became: list[AgendaItem] = []

    def act(values: dict[str, Any]) -> None:
        became.append(changes.put_off(item, **values, **stamp(request)))

    def said() -> str:
        to = became[0].event
        if to is None:
            return _("The point waits for a later meeting.")
        return _("The point is put off to the meeting of %(day)s.") % {"day": day(to.starts)}

    return answer_form(request, form, page, act, said)


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
        more={"over": rules.minutes_over(event, event.items.all())},
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
    hidden = paper.is_restricted and not rules.reads_restricted(found.viewer, found.standing)
    if hidden or (paper.item.is_confidential and not found.reads_closed):
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


def _item(request: HttpRequest, slug: str, pk: int) -> tuple[Event, AgendaItem]:
    event = kept_or_404(request, slug).event
    return event, item_or_404(event, pk)
