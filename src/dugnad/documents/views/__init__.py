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
from dugnad.documents.views.writing import create_document, edit_document

__all__ = [
    "approve",
    "attach",
    "attachment",
    "create_document",
    "detach",
    "document",
    "document_differences",
    "document_version",
    "documents",
    "documents_export",
    "edit_document",
    "picture",
    "publish",
    "return_with_note",
    "submit_for_review",
    "withdraw",
]
