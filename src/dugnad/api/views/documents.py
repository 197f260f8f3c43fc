"""Documents, for programs."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from dugnad.api.forms.asked import DocumentsAsked, Name, Paging
from dugnad.api.forms.shapes import Documents, DocumentWhole
from dugnad.api.queries.documents import document_as_shape, documents_as_shapes
from dugnad.api.views.doors import OPEN_TO_ALL, listed, opens, viewer_on
from dugnad.documents.queries import card_of, filtered, visible_to
from dugnad.kit import clock
from dugnad.kit.access import EVERYONE
from dugnad.members.queries import organisation_named

router = Router(tags=["documents"])


@router.get("/documents", response=Documents, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def documents(request: HttpRequest, asked: Query[DocumentsAsked], paging: Query[Paging]) -> dict[str, Any]:
    """Stories and reports that the one who asks may read, the newest first."""
    viewer = viewer_on(request)
    found = filtered(
        visible_to(viewer),
        viewer,
        kind=asked.kind,
        theme=asked.theme,
        state=asked.state,
        owner=_slug_of(asked.owner),
        year=asked.year,
    )
    return listed(request, found, paging, lambda page: documents_as_shapes(page, viewer, on=clock.today()))


@router.get("/documents/{document}", response=DocumentWhole, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def document(request: HttpRequest, document: Path[Name]) -> dict[str, Any]:
    """One document with its text and attachments."""
    viewer = viewer_on(request)
    found = visible_to(viewer).filter(slug=document).first()
    card = card_of(found, viewer) if found else None
    if card is None:
        raise Http404
    return document_as_shape(card, viewer, on=clock.today())


def _slug_of(owner: str) -> str:
    """An owner is asked for by municipality code or by slug."""
    found = organisation_named(owner) if owner else None
    return found.slug if found else owner
