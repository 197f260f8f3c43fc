"""A group: its page for who is new, its files, and what is handed over when somebody leaves a place."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dugnad.events import changes
from dugnad.events.changes import HandedOver
from dugnad.events.forms.groups import FileForm, SuccessorForm
from dugnad.events.queries import groups
from dugnad.events.queries.handing_over import left_open
from dugnad.events.views.finding import crumbs_to, group_or_404, stamp, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, allow, public
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.pages import FormPage, answer_form, handed_out, posted
from dugnad.members.models import Body, Seat


@public
@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """A group with what a new member reads to be up to speed."""
    body, viewer = groups.group_named(slug), viewer_on(request)
    if body is None:
        raise Http404
    return render(request, "events/group.html", groups.page_of(body, viewer, at=clock.now()))


@allow(SIGNED_IN)
@require_safe
def group_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A file of a group, for those who sit there and the secretariat."""
    body, viewer = group_or_404(slug), viewer_on(request)
    file = groups.file_of(body, pk, viewer)
    if file is None:
        raise Http404
    return handed_out(file.file, file.name)  # type: ignore[return-value]


@allow(SIGNED_IN)
def add_group_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a file where the group finds it."""
    body = _kept_or_404(request, slug)
    form = FileForm(posted(request), request.FILES or None)
    page = _page(
        body,
        heading=_("Add a file to %(body)s") % {"body": body},
        lead=_("Those who sit here and the secretariat can read it."),
        submit=_("Add the file"),
    )

    def act(values: dict[str, Any]) -> None:
        file = values["file"]
        changes.add_group_file(body, file.read(), file.name, title=values["title"], **stamp(request))

    return answer_form(request, form, page, act, _("The file is on the page of the group."))


@allow(SIGNED_IN)
def remove_group_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a file of a group away."""
    body = _kept_or_404(request, slug)
    file = groups.file_of(body, pk, viewer_on(request))
    if file is None:
        raise Http404
    page = _page(
        body,
        heading=_("Take “%(title)s” away") % {"title": file.title},
        lead=_("It is no longer on the page. The bytes are kept, because somebody may have read them."),
        submit=_("Take away"),
        is_dangerous=True,
    )

    def act(_values: dict[str, Any]) -> None:
        changes.remove_group_file(file, **stamp(request))

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("The file is off the page."))


@allow(SIGNED_IN)
def hand_over_seat(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What somebody who leaves a place has open, and who takes it over: one page, one press."""
    body = _kept_or_404(request, slug)
    held = Seat.objects.select_related("body", "person", "organisation")
    seat = get_object_or_404(held, pk=pk, body=body, person__isnull=False)
    left = left_open(seat, seat.person, at=clock.now())  # type: ignore[arg-type]
    sitting = [person for person in groups.sitting_in(body, on=clock.today()) if person != seat.person]
    form = SuccessorForm(posted(request), people=sitting, initial={"to": left.successor})
    page = _page(
        body,
        heading=_("Hand over after %(name)s") % {"name": seat.person},
        lead=_("Tasks, points and invitations go to the one who takes over, who is told by mail."),
        submit=_("Hand over"),
        template="events/hand_over_seat.html",
        more={"left": left, "body": body, "seat": seat},
    )
    done: list[HandedOver] = []

    def act(values: dict[str, Any]) -> None:
        done.append(changes.hand_over_seat(seat, seat.person, values["to"], **stamp(request)))  # type: ignore[arg-type]

    def said() -> str:
        count = done[0].tasks + done[0].points + done[0].meetings
        return ngettext("%(n)d thing is handed over.", "%(n)d things are handed over.", count) % {"n": count}

    return answer_form(request, form, page, act, said)


def _kept_or_404(request: HttpRequest, slug: str) -> Body:
    body = group_or_404(slug)
    if not groups.keeps_group(body, viewer_on(request), on=clock.today()):
        raise Http404
    return body


def _page(body: Body, **words: Any) -> FormPage:
    back = reverse("group", args=[body.slug])
    return FormPage(back=back, crumbs=crumbs_to(None, (back, str(body))), **words)
