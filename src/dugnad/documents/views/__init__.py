"""Pages of documents: the list, one document, writing, review, files."""

from dugnad.documents.views.clearing import ask_sender, clearance, clearance_by_link
from dugnad.documents.views.files import attach, attachment, detach, picture
from dugnad.documents.views.likeness import who_else
from dugnad.documents.views.printing import document_docx, document_pdf
from dugnad.documents.views.prizes import create_prize, edit_prize, prize_document, prize_form, prizes
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
from dugnad.documents.views.using import note_use, remove_use
from dugnad.documents.views.writing import create_document, edit_document

__all__ = [
    "approve",
    "ask_sender",
    "attach",
    "attachment",
    "clearance",
    "clearance_by_link",
    "create_document",
    "create_prize",
    "decline_story",
    "detach",
    "document",
    "document_differences",
    "document_docx",
    "document_pdf",
    "document_version",
    "documents",
    "documents_export",
    "edit_document",
    "edit_prize",
    "inbox",
    "note_use",
    "picture",
    "prize_document",
    "prize_form",
    "prizes",
    "publish",
    "remove_use",
    "return_with_note",
    "send_story",
    "story_lengths",
    "story_sent",
    "submit_for_review",
    "take_in_story",
    "who_else",
    "withdraw",
]
