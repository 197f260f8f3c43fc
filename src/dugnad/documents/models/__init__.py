"""Nouns: documents with their versions and approvals, attachments, and what belongs to stories."""

from dugnad.documents.models.stories import Clearance, Contribution, Prize, StoryLength, StoryUse
from dugnad.documents.models.texts import Approval, Attachment, Document, StoryFacts, Version

__all__ = [
    "Approval",
    "Attachment",
    "Clearance",
    "Contribution",
    "Document",
    "Prize",
    "StoryFacts",
    "StoryLength",
    "StoryUse",
    "Version",
]
