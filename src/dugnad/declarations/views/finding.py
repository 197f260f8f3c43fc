"""What every view begins with: who asks, and the declaration, text or point as they may see it."""

from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.declarations import rules
from dugnad.declarations.models import Declaration, Point, Wording
from dugnad.declarations.queries import declaration_with, is_offered, wording_of
from dugnad.kit import clock
from dugnad.kit.access import View, public
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


def readable(view: View) -> View:
    """Open a page of a text to all; who has got its address by mail is asked to sign in, not turned away.

    That the members have a text before them is no secret; what it says is for them until it is adopted.
    """

    @public
    @wraps(view)
    def guarded(request: HttpRequest, key: str, name: str, **more: Any) -> HttpResponseBase:
        if not viewer_on(request).is_signed_in and is_offered(key, name):
            return redirect_to_login(request.get_full_path())
        return view(request, key, name, **more)

    return guarded


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
