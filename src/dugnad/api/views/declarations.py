"""Declarations, for programs."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from dugnad.api.forms.asked import Name, Paging, RegisterAsked
from dugnad.api.forms.shapes import Declarations, DeclarationWhole, Register
from dugnad.api.queries.declarations import (
    declaration_as_shape,
    declarations_as_shapes,
    register_as_shapes,
    text_of,
)
from dugnad.api.views.doors import OPEN_TO_ALL, listed, opens, viewer_on
from dugnad.declarations.models import Declaration
from dugnad.declarations.queries import declarations as every
from dugnad.kit import clock
from dugnad.kit.access import EVERYONE

router = Router(tags=["declarations"])


@router.get("/declarations", response=Declarations, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def declarations(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """What the members have promised together."""
    return listed(request, every(), paging, declarations_as_shapes)


@router.get("/declarations/{key}", response=DeclarationWhole, auth=OPEN_TO_ALL, by_alias=True)
@opens(EVERYONE)
def declaration(request: HttpRequest, key: Path[Name]) -> dict[str, Any]:
    """One declaration with its texts: each point with what it comes from."""
    return declaration_as_shape(_found(key), viewer_on(request))


@router.get("/declarations/{key}/register", response=Register, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def declaration_register(
    request: HttpRequest, key: Path[Name], asked: Query[RegisterAsked], paging: Query[Paging]
) -> dict[str, Any]:
    """Who stands behind a text on a day; the one that held on that day, unless `version` names another."""
    on = asked.on or clock.today()
    wording = text_of(_found(key), asked.version, viewer_on(request), on=on)
    if wording is None:
        raise Http404
    return listed(request, register_as_shapes(wording, on=on), paging, list)


def _found(key: str) -> Declaration:
    declaration = every().filter(key=key).first()
    if declaration is None:
        raise Http404
    return declaration
