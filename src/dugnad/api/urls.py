"""Addresses for programs, and the page where a user makes keys for them."""

from collections.abc import Iterable

from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI, Router

from dugnad.api.views import (
    analyses,
    calls,
    declarations,
    documents,
    dossiers,
    events,
    follow_up,
    indicators,
    members,
    problems,
    programme,
    search,
    tokens,
)
from dugnad.api.views.doors import guarded
from dugnad.kit.access import EVERYONE, Role, policy_of

ROUTERS = [
    members.router,
    programme.router,
    indicators.router,
    documents.router,
    events.router,
    declarations.router,
    calls.router,
    dossiers.router,
    analyses.router,
    follow_up.router,
    search.router,
]

api = NinjaAPI(
    title="Dugnad",
    version="1",
    description="What an alliance of municipalities has written, measured, asked and answered. "
    "Lists are pages of items with a count and the address of the next page; errors follow RFC 9457.",
    urls_namespace="api",
    docs_url=None,
)
problems.answer_problems(api)
for router in ROUTERS:
    api.add_router("", router)


def policies(routers: Iterable[Router]) -> dict[str, frozenset[Role]]:
    """For each operation (by name) the roles of all operations at its address; none where nobody has said."""
    found = {}
    for router in routers:
        for view in router.path_operations.values():
            allowed = [policy_of(operation.view_func) or frozenset() for operation in view.operations]
            for operation in view.operations:
                found[operation.view_func.__name__] = frozenset[Role]().union(*allowed)
    return found


def _addresses() -> list[URLPattern]:
    """Ninja's addresses, each with the policy that its view carries, and a 404 of our kind for all others."""
    allowed = {**policies(ROUTERS), "openapi-json": EVERYONE, "api-root": EVERYONE}
    patterns = [
        path(str(found.pattern), guarded(found.callback, allowed[str(found.name)]), name=found.name)
        for found in api.urls[0]
        if isinstance(found, URLPattern)
    ]
    return [*patterns, re_path(r"^", guarded(tokens.nowhere, EVERYONE), name="nowhere")]


urlpatterns = [
    path("api/v1/", (_addresses(), "ninja", "api")),
    path("konto/nokler/", tokens.tokens, name="tokens"),
    path("konto/nokler/<int:pk>/", tokens.revoke_token, name="revoke_token"),
    path("demo/sign-in", tokens.demo_sign_in, name="demo_sign_in"),
    path("demo/token", tokens.demo_token, name="demo_token"),
]
