"""What a point on an agenda is about and what an ask rests on: a search, and links for the thread."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dugnad.dossiers import changes as advocacy
from dugnad.dossiers.models import Ask
from dugnad.dossiers.queries.asks import visible_asks
from dugnad.events import changes
from dugnad.events.models import AgendaItem
from dugnad.events.queries.meetings import MEETINGS, event_at
from dugnad.events.queries.taking_part import own_row, standing_of
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, STAFF, allow, form_on
from dugnad.web.queries.linkable import Linkable, backing, chosen, linkable


@allow(SIGNED_IN)
def link_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Search for what a point is about, and link it; what was searched for stays in the address."""
    item = _item_or_404(request, slug, pk)
    words = request.GET.get("q", "")
    hits = linkable(words)
    found = _chosen(request, hits)
    if found is not None:
        changes.link_item(item, found.noun, found.key, found.title, **_stamp(request))
        messages.success(request, _("The point is linked to “%(title)s”.") % {"title": found.title})
        return redirect(request.get_full_path())
    links = list(item.links.all())
    context = {
        "item": item,
        "event": item.event,
        "links": links,
        "words": words,
        "rows": _marked(hits, links),
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


@allow(STAFF)
def back_ask(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Search for what an ask rests on, and link it; what was searched for stays in the address."""
    ask = _ask_or_404(request, key, pk)
    words = request.GET.get("q", "")
    hits = backing(words)
    found = _chosen(request, hits)
    if found is not None:
        advocacy.add_basis(ask, found.noun, found.key, found.title, **_stamp(request))
        messages.success(request, _("“%(title)s” is linked.") % {"title": found.title})
        return redirect(request.get_full_path())
    bases = list(ask.bases.all())
    context = {"ask": ask, "bases": bases, "words": words, "rows": _marked(hits, bases)}
    return render(request, "web/back_ask.html", context, status=422 if request.method == "POST" else 200)


@allow(STAFF)
@form_on("back_ask", "key", "pk")
@require_POST
def remove_basis(request: HttpRequest, key: str, pk: int, basis: int) -> HttpResponse:
    """Say that an ask does not rest on a thing after all."""
    ask = _ask_or_404(request, key, pk)
    found = get_object_or_404(ask.bases.select_related("ask"), pk=basis)
    advocacy.remove_basis(found, **_stamp(request))
    messages.success(request, _("“%(title)s” is no longer linked.") % {"title": found.title})
    return redirect("back_ask", key, pk)


def _chosen(request: HttpRequest, hits: list[Linkable]) -> Linkable | None:
    """What was chosen among the hits, where something was; who chose something else is told."""
    if request.method != "POST":
        return None
    found = chosen(hits, request.POST.get("noun", ""), request.POST.get("key", ""))
    if found is None:
        messages.error(request, _("That is not among what was found. Search once more and choose it."))
    return found


def _marked(hits: Iterable[Linkable], linked: Iterable[Any]) -> list[tuple[Linkable, bool]]:
    """The hits, each with whether it is linked already."""
    there = {(link.noun, link.key) for link in linked}
    return [(hit, (hit.noun, hit.key) in there) for hit in hits]


def _ask_or_404(request: HttpRequest, key: str, pk: int) -> Ask:
    viewer = request.viewer  # type: ignore[attr-defined]
    return get_object_or_404(visible_asks(viewer).select_related("dossier"), pk=pk, dossier__key=key)


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
