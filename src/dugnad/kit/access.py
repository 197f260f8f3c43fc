"""Who may open an address: every view carries a policy, and one without is closed."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from dugnad.kit import typed


class Role(StrEnum):
    """What a person is here; it follows from seats and offices, never from a list of rights."""

    ANONYMOUS = "anonymous"
    GUEST = "guest"
    MEMBER_EDITOR = "member editor"
    MEMBER_APPROVER = "member approver"
    BODY_MEMBER = "body member"
    SECRETARIAT = "secretariat"
    ADMINISTRATOR = "administrator"


class ViewerLike(Protocol):
    """What a policy needs to know of the one who asks."""

    @property
    def roles(self) -> frozenset[Role]: ...


View = Callable[..., HttpResponseBase]
AnyView = TypeVar("AnyView", bound=View)

EVERYONE = frozenset(Role)
SIGNED_IN = EVERYONE - {Role.ANONYMOUS}
STAFF = frozenset({Role.SECRETARIAT, Role.ADMINISTRATOR})
MEMBER = frozenset({Role.MEMBER_EDITOR, Role.MEMBER_APPROVER})


def allow(*roles: Role | frozenset[Role]) -> Callable[[View], View]:
    """Open a view to these roles: strangers are asked to sign in, to others the page is missing."""
    allowed = _flat(roles)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            viewer = cast(ViewerLike, request.viewer)  # type: ignore[attr-defined]
            if viewer.roles & allowed:
                response = view(request, *args, **kwargs)
                if Role.ANONYMOUS not in viewer.roles:
                    typed.forget_used(request, response.status_code)
                return response
            if Role.ANONYMOUS in viewer.roles:
                kept = typed.keep(request)
                return redirect_to_login(reverse("kept_forms") if kept else request.get_full_path())
            raise Http404

        guarded.policy = allowed  # type: ignore[attr-defined]
        return guarded

    return decorate


def form_on(page: str, *names: str) -> Callable[[AnyView], AnyView]:
    """Name the page (an address's name, and which of the view's arguments it takes) that holds a view's form.

    Needed only where that page is not the next one above: whoever opens an address that only takes what a
    form sends is led to it.
    """

    def decorate(view: AnyView) -> AnyView:
        view.form_page = (page, names)  # type: ignore[attr-defined]
        return view

    return decorate


def public(view: View) -> View:
    """Open a view to everyone."""
    return allow(EVERYONE)(view)


def policy_of(view: Any) -> frozenset[Role] | None:
    """The roles that a view is open to; None where nobody has said."""
    return getattr(view, "policy", None)


def _flat(roles: tuple[Role | frozenset[Role], ...]) -> frozenset[Role]:
    return frozenset(role for group in roles for role in ([group] if isinstance(group, Role) else group))
