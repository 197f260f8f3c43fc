"""Documents as programs read them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from dugnad.api.queries.members import named_organisations
from dugnad.documents.models import Attachment, Document
from dugnad.documents.queries import Card, attachments_in, cards
from dugnad.members.rules import Viewer


def documents_as_shapes(documents: Iterable[Document], viewer: Viewer, *, on: date) -> list[dict[str, Any]]:
    """Documents as the viewer may read them; the same number of queries for one and for a thousand."""
    shown = cards(documents, viewer)
    owners = named_organisations((card.document.owner for card in shown), on=on)
    return [_shape(card, owners[card.document.owner_id]) for card in shown]


def document_as_shape(card: Card, *, on: date) -> dict[str, Any]:
    """One document with its text and attachments."""
    owner = named_organisations([card.document.owner], on=on)[card.document.owner_id]
    attachments = [_attachment(card.document, row) for row in attachments_in(card.version)]
    return {**_shape(card, owner), "text": card.body, "attachments": attachments}


def _shape(card: Card, owner: dict[str, str]) -> dict[str, Any]:
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
        "activities": [activity.key for activity in document.activities.all()],
        "theme": story.theme if story else None,
        "goals": list(story.goals) if story else [],
        "effect": _effect(card),
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
