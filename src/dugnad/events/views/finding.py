"""What every view begins with: who asks, the event as they may see it, and what they have to do with it."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.events.models import AgendaItem, Event, Participation
from dugnad.events.queries.meetings import MEETINGS, event_at
from dugnad.events.queries.taking_part import own_row, standing_of
from dugnad.events.rules.meeting import Standing, reads_closed, sees_event
from dugnad.kit import clock
from dugnad.kit.pages import FormPage
from dugnad.kit.text import localised
from dugnad.members.models import Body
from dugnad.members.queries import body_named
from dugnad.members.rules import Viewer

Crumbs = list[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """An event, who asks, and what they have to do with it."""

    event: Event
    viewer: Viewer
    standing: Standing
    own: Participation | None = None  # the viewer's place there

    @property
    def keeps(self) -> bool:
        """Whether they run it: the secretariat, or the chair of the body."""
        return self.viewer.is_secretariat or self.standing.keeps

    @property
    def is_inside(self) -> bool:
        """Whether they read what is only for those who take part."""
        return self.keeps or self.standing.takes_part

    def sees(self, event: Event) -> bool:
        """Whether the page of another meeting opens for them."""
        return sees_event(event, self.viewer, Standing(takes_part=event.body_id in self.viewer.bodies))

    @property
    def reads_closed(self) -> bool:
        """Whether they read the points that are closed to all but the body."""
        return reads_closed(self.viewer, self.standing)


def viewer_on(request: HttpRequest) -> Viewer:
    """The one who asks."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def stamp(request: HttpRequest) -> dict[str, Any]:
    """In whose name and when something is done."""
    return {"by": viewer_on(request).person, "at": clock.now()}


def meeting_or_404(request: HttpRequest, slug: str) -> Found:
    """The meeting at this address; one that the viewer may not know of does not exist."""
    viewer = viewer_on(request)
    event = event_at(slug, viewer, MEETINGS)
    if event is None:
        raise Http404
    today = clock.today()
    own = own_row(event, viewer, on=today)
    return Found(event, viewer, standing_of(event, viewer, own, on=today), own)


def kept_or_404(request: HttpRequest, slug: str) -> Found:
    """The same, for those who run it."""
    found = meeting_or_404(request, slug)
    if not found.keeps:
        raise Http404
    return found


def item_or_404(event: Event, pk: int) -> AgendaItem:
    """A point on the agenda of an event."""
    item = (
        event.items.select_related("event__minutes", "event__body", "approves__minutes").filter(pk=pk).first()
    )
    if item is None:
        raise Http404
    return item


def group_or_404(slug: str) -> Body:
    """The body at this address."""
    found = body_named(slug)
    if found is None:
        raise Http404
    return found


def address_of(event: Event, name: str = "meeting", *more: Any) -> str:
    """Where a page about an event stands."""
    return reverse(name, args=[event.slug, *more])


def crumbs_to(event: Event | None = None, *more: tuple[str, str]) -> Crumbs:
    """The way to a page."""
    found = [(reverse("meetings"), _("Meetings"))]
    found += [(address_of(event), localised(event, "title"))] if event else []
    return [*found, *more]


def form_page(event: Event, *more: tuple[str, str], **words: Any) -> FormPage:
    """The words around a form about an event; it leads back to the event."""
    words.setdefault("back", address_of(event))
    return FormPage(crumbs=crumbs_to(event, *more), **words)
