"""Pages of documents: the list, one document, writing, review, files."""

from dugnad.documents.views.files import attach, attachment, detach, picture
from dugnad.documents.views.reading import (
    document,
    document_differences,
    document_version,
    documents,
    documents_export,
)
from dugnad.documents.views.reviewing import (
    approve,
    publish,
    return_with_note,
    submit_for_review,
    withdraw,
)
from dugnad.documents.views.sending import (
    decline_story,
    inbox,
    send_story,
    story_lengths,
    story_sent,
    take_in_story,
)
from dugnad.documents.views.writing import create_document, edit_document

__all__ = [
    "approve",
    "attach",
    "attachment",
    "create_document",
    "decline_story",
    "detach",
    "document",
    "document_differences",
    "document_version",
    "documents",
    "documents_export",
    "edit_document",
    "inbox",
    "picture",
    "publish",
    "return_with_note",
    "send_story",
    "story_lengths",
    "story_sent",
    "submit_for_review",
    "take_in_story",
    "withdraw",
]
