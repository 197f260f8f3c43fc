"""What a point on an agenda is about: a search over the rooms, and links that the thread follows."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.events import changes
from dugnad.events.models import AgendaItem
from dugnad.events.queries.meetings import MEETINGS, event_at
from dugnad.events.queries.taking_part import own_row, standing_of
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, allow, form_on
from dugnad.web.queries.linkable import linkable, linkable_at


@allow(SIGNED_IN)
def link_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Search for what a point is about, and link it; what was searched for stays in the address."""
    item = _item_or_404(request, slug, pk)
    words = request.GET.get("q", "")
    if request.method == "POST":
        found = linkable_at(request.POST.get("noun", ""), request.POST.get("key", ""), words)
        if found is None:
            messages.error(request, _("That is not among what was found. Search once more and choose it."))
        else:
            changes.link_item(item, found.noun, found.key, found.title, **_stamp(request))
            messages.success(request, _("The point is linked to “%(title)s”.") % {"title": found.title})
            return redirect(request.get_full_path())
    linked = {(link.noun, link.key) for link in item.links.all()}
    hits = linkable(words)
    context = {
        "item": item,
        "event": item.event,
        "links": item.links.all(),
        "words": words,
        "rows": [(hit, (hit.noun, hit.key) in linked) for hit in hits],
    }
    return render(request, "web/link_item.html", context, status=422 if request.method == "POST" else 200)


@allow(SIGNED_IN)
@form_on("link_item", "slug", "pk")
@require_POST
def unlink_item(request: HttpRequest, slug: str, pk: int, link: int) -> HttpResponse:
    """Say that a point is not about a thing after all."""
    item = _item_or_404(request, slug, pk)
    found = get_object_or_404(item.links.select_related("item"), pk=link)
    changes.unlink_item(found, **_stamp(request))
    messages.success(request, _("“%(title)s” is no longer linked.") % {"title": found.title})
    return redirect("link_item", slug, pk)


def _item_or_404(request: HttpRequest, slug: str, pk: int) -> AgendaItem:
    """A point of a meeting, for those who run the meeting."""
    viewer = request.viewer  # type: ignore[attr-defined]
    event = event_at(slug, viewer, MEETINGS)
    if event is None:
        raise Http404
    today = clock.today()
    standing = standing_of(event, viewer, own_row(event, viewer, on=today), on=today)
    if not (viewer.is_secretariat or standing.keeps):
        raise Http404
    return get_object_or_404(event.items.select_related("event"), pk=pk)


def _stamp(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.viewer.person, "at": clock.now()}  # type: ignore[attr-defined]
