"""Documents as programs read them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from dugnad.api.queries.members import named_organisations
from dugnad.api.queries.programme import activity_id
from dugnad.documents.models import Attachment, Document
from dugnad.documents.queries import Card, activities_served, attachments_in, cards
from dugnad.members.rules import Viewer
from dugnad.programme.models import Activity


def documents_as_shapes(documents: Iterable[Document], viewer: Viewer, *, on: date) -> list[dict[str, Any]]:
    """Documents as the viewer may read them; the same number of queries for one and for a thousand."""
    return _shapes(cards(documents, viewer), viewer, on=on)


def document_as_shape(card: Card, viewer: Viewer, *, on: date) -> dict[str, Any]:
    """One document with its text and attachments."""
    (shape,) = _shapes([card], viewer, on=on)
    attachments = [_attachment(card.document, row) for row in attachments_in(card.version)]
    return {**shape, "text": card.body, "attachments": attachments}


def _shapes(shown: list[Card], viewer: Viewer, *, on: date) -> list[dict[str, Any]]:
    owners = named_organisations((card.document.owner for card in shown), on=on)
    served = activities_served([card.document for card in shown], viewer)
    return [_shape(card, owners[card.document.owner_id], served.get(card.document.pk, [])) for card in shown]


def _shape(card: Card, owner: dict[str, str], activities: list[Activity]) -> dict[str, Any]:
    document, version, story = card.document, card.version, card.story
    return {
        "id": document.slug,
        "kind": document.kind,
        "title": card.title,
        "language": document.language,
        "year": document.year,
        "state": card.state,
        "version": version.number,
        "owner": owner,
        "activities": [activity_id(activity) for activity in activities],
        "theme": story.theme if story else None,
        "goals": list(story.goals) if story else [],
        "effect": _effect(card),
        "illustrative": document.is_illustrative,
        "published_at": version.published_at,
        "sha256": version.sha256,
        "url": f"{settings.PUBLIC_URL}/dokumenter/{document.slug}/",
    }


def _effect(card: Card) -> dict[str, Any] | None:
    story = card.story
    if story is None or story.effect_value is None:
        return None
    return {"value": float(story.effect_value), "unit": story.effect_unit, "method": story.effect_method}


def _attachment(document: Document, attachment: Attachment) -> dict[str, Any]:
    return {
        "title": attachment.title,
        "url": f"{settings.PUBLIC_URL}/dokumenter/{document.slug}/vedlegg/{attachment.pk}/",
        "alt_text": attachment.alt_text,
        "credit": attachment.credit,
        "licence": attachment.licence,
        "sha256": attachment.file.sha256,
    }
