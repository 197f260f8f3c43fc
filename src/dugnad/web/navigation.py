"""The six groups of pages in the user's words; a page not built, or not for the viewer, is left out."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, get_urlconf, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dugnad.kit.access import Role, policy_of


@dataclass(frozen=True)
class Page:
    """One line of the navigation."""

    title: Promise | str
    path: str
    icon: str
    is_current: bool = False


@dataclass(frozen=True)
class Group:
    """Pages that belong together."""

    title: Promise | str
    pages: tuple[Page, ...]


GROUPS = (
    Group(
        _("Overview"),
        (
            Page(pgettext_lazy("page", "Monday"), "/", "home"),
            Page(_("Programme"), "/program/", "programme"),
            Page(_("Year wheel"), "/aarshjul/", "wheel"),
        ),
    ),
    Group(
        _("Commitments"),
        (
            Page(_("Declaration"), "/erklaering/", "document"),
            Page(_("Calls"), "/innhenting/", "inbox"),
            Page(_("Klimastatus"), "/klimastatus/", "chart"),
        ),
    ),
    Group(
        _("Co-operation"),
        (
            Page(_("Meetings"), "/moter/", "calendar"),
            Page(_("Climate school"), "/klimaskolen/", "people"),
            Page(_("Exchange"), "/utveksling/", "link"),
            Page(_("Documents"), "/dokumenter/", "file"),
        ),
    ),
    Group(
        _("Advocacy"),
        (Page(_("Issues"), "/paavirkning/", "send"), Page(_("Consultations"), "/horinger/", "mail")),
    ),
    Group(
        _("Circular economy"),
        (
            Page(_("Material flows"), "/materialstrommer/", "history"),
            Page(_("Procurement"), "/anskaffelser/", "edit"),
        ),
    ),
    Group(
        _("Members"),
        (
            Page(_("Members"), "/medlemmer/", "people"),
            Page(_("Bodies"), "/medlemmer/organer/", "home"),
            Page(_("People"), "/medlemmer/personer/", "person"),
            Page(_("Figures and sources"), "/data/", "table"),
        ),
    ),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The navigation for every page."""
    viewer = getattr(request, "viewer", None)
    roles = viewer.roles if viewer else frozenset({Role.ANONYMOUS})
    paths = [page.path for group in GROUPS for page in group.pages if _is_open(page.path, roles)]
    current = _current(paths, request.path)
    shown = []
    for group in GROUPS:
        pages = tuple(_shown(page, roles, current) for page in group.pages if page.path in paths)
        shown += [replace(group, pages=pages)] if pages else []
    return {"navigation": shown}


def _shown(page: Page, roles: frozenset[Role], current: str) -> Page:
    """The page as one line; the first is Monday only for those who work here."""
    is_front = page.path == "/" and Role.ANONYMOUS in roles
    return replace(page, title=_("Front page") if is_front else page.title, is_current=page.path == current)


def _is_open(path: str, roles: frozenset[Role]) -> bool:
    policy = _policy(path, get_urlconf())
    return bool(policy and policy & roles)


@lru_cache(maxsize=64)
def _policy(path: str, urlconf: str | None) -> frozenset[Role] | None:
    """Who may open an address; kept, because addresses do not change while the server runs."""
    try:
        return policy_of(resolve(path, urlconf).func)
    except Resolver404:
        return None


def _current(paths: list[str], path: str) -> str:
    """The address of the page that is open: one that begins the present address; of several, the longest."""
    under = [each for each in paths if path == each or (each != "/" and path.startswith(each))]
    return max(under, key=len, default="")
