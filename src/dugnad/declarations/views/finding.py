"""What every view begins with: who asks, and the declaration, text or point as they may see it."""

from typing import Any, cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.declarations import rules
from dugnad.declarations.models import Declaration, Point, Wording
from dugnad.declarations.queries import declaration_with, wording_of
from dugnad.kit import clock
from dugnad.kit.pages import FormPage
from dugnad.kit.text import localised
from dugnad.members.rules import Viewer

Crumbs = list[tuple[str, str]]


def viewer_on(request: HttpRequest) -> Viewer:
    """The one who asks."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def stamp(request: HttpRequest) -> dict[str, Any]:
    """In whose name and when something is done."""
    return {"by": viewer_on(request).person, "at": clock.now()}


def declaration_or_404(key: str) -> Declaration:
    """The declaration at this address."""
    found = declaration_with(key)
    if found is None:
        raise Http404
    return found


def wording_or_404(request: HttpRequest, key: str, name: str) -> Wording:
    """The text at this address; one that the viewer may not read does not exist."""
    found = wording_of(key, name, viewer_on(request))
    if found is None:
        raise Http404
    return found


def draft_or_404(request: HttpRequest, key: str, name: str) -> Wording:
    """The same, while its words may change."""
    found = wording_or_404(request, key, name)
    if not rules.can_edit(found):
        raise Http404
    return found


def point_or_404(wording: Wording, key: str) -> Point:
    """A point of a text by its name."""
    return get_object_or_404(wording.points.select_related("wording__declaration"), key=key)


def address_of(wording: Wording, name: str = "wording", *more: Any) -> str:
    """Where a page about a text stands."""
    return reverse(name, args=[wording.declaration.key, wording.name, *more])


def crumbs_to(declaration: Declaration, wording: Wording | None = None, *more: tuple[str, str]) -> Crumbs:
    """The way to a page."""
    found = [(reverse("declarations"), _("Declaration"))]
    found += [(reverse("declaration", args=[declaration.key]), localised(declaration, "title"))]
    found += [(address_of(wording), wording.name)] if wording else []
    return [*found, *more]


def form_page(wording: Wording, *more: tuple[str, str], **words: Any) -> FormPage:
    """The words around a form about a text; it leads back to where the text is written."""
    words.setdefault("back", address_of(wording))
    return FormPage(crumbs=crumbs_to(wording.declaration, wording, *more), **words)
