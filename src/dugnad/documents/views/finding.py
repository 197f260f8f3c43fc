"""What every view begins with: who asks, and the document as they may see it."""

from typing import Any

from django.http import Http404, HttpRequest, QueryDict

from dugnad.documents.forms import in_words
from dugnad.documents.models import Document, Version
from dugnad.documents.queries import Card, Difference, card_of, readable_versions, visible_to
from dugnad.documents.rules import may_see_work
from dugnad.members.rules import Viewer


def viewer_on(request: HttpRequest) -> Viewer:
    """The one who asks."""
    return request.viewer  # type: ignore[attr-defined]


def card_or_404(request: HttpRequest, slug: str) -> Card:
    """The document at this address as the viewer may see it."""
    document = visible_to(viewer_on(request)).filter(slug=slug).first()
    card = card_of(document, viewer_on(request)) if document else None
    if card is None:
        raise Http404
    return card


def work_or_404(request: HttpRequest, slug: str) -> Document:
    """The document at this address, for those who may see the work on it."""
    document = card_or_404(request, slug).document
    if not may_see_work(viewer_on(request), document):
        raise Http404
    return document


def version_or_404(request: HttpRequest, document: Document, number: object) -> Version:
    """A version of a document that the viewer may read."""
    text = str(number)
    versions = (
        readable_versions(viewer_on(request)).filter(document=document).select_related("story", "document")
    )
    version = versions.filter(number=int(text)).first() if text.isdecimal() and len(text) < 9 else None
    if version is None:
        raise Http404
    return version


def in_words_of(difference: Difference) -> list[tuple[Any, ...]]:
    """The facts that differ, with their labels and values as people read them."""
    return [in_words(*fact) for fact in difference.facts]


def sent(request: HttpRequest) -> QueryDict | None:
    """What was typed, also when it is nothing at all; None for a form that is only opened."""
    return request.POST if request.method == "POST" else None
