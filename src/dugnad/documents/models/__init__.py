"""Nouns: documents with their versions and approvals, attachments, and what belongs to stories."""

from dugnad.documents.models.stories import Contribution, StoryLength
from dugnad.documents.models.texts import Approval, Attachment, Document, StoryFacts, Version

__all__ = [
    "Approval",
    "Attachment",
    "Contribution",
    "Document",
    "StoryFacts",
    "StoryLength",
    "Version",
]
