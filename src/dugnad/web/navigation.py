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
    groups = [replace(group, pages=tuple(_named(page, roles) for page in group.pages)) for group in GROUPS]
    open_pages = [page for group in groups for page in group.pages if _is_open(page.path, roles)]
    current = _current(open_pages, request.path)
    shown = [
        replace(
            group, pages=tuple(replace(p, is_current=p is current) for p in group.pages if p in open_pages)
        )
        for group in groups
    ]
    return {"navigation": [group for group in shown if group.pages]}


def _named(page: Page, roles: frozenset[Role]) -> Page:
    """The first page is Monday only for those who work here."""
    return replace(page, title=_("Front page")) if page.path == "/" and Role.ANONYMOUS in roles else page


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


def _current(pages: list[Page], path: str) -> Page | None:
    """The page whose address begins the present one; of several, the longest."""
    under = [page for page in pages if path == page.path or (page.path != "/" and path.startswith(page.path))]
    return max(under, key=lambda page: len(page.path), default=None)
