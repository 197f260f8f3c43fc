"""Verbs: write, review, approve, publish, withdraw, attach. The only writer of documents."""

from dugnad.documents.changes.attachments import (
    attach,
    create_document_with_picture,
    detach,
    edit_document_with_picture,
)
from dugnad.documents.changes.clearing import answer_clearance, ask_sender
from dugnad.documents.changes.prizes import write_prize
from dugnad.documents.changes.receiving import (
    Sender,
    decline_story,
    note_words_sent,
    receive_story,
    set_story_length,
    take_in_story,
)
from dugnad.documents.changes.review import (
    approve,
    publish,
    return_with_note,
    submit_for_review,
    withdraw,
)
from dugnad.documents.changes.using import note_use, remove_use
from dugnad.documents.changes.writing import create_document, create_story, edit_document

__all__ = [
    "Sender",
    "answer_clearance",
    "approve",
    "ask_sender",
    "attach",
    "create_document",
    "create_document_with_picture",
    "create_story",
    "decline_story",
    "detach",
    "edit_document",
    "edit_document_with_picture",
    "note_use",
    "note_words_sent",
    "publish",
    "receive_story",
    "remove_use",
    "return_with_note",
    "set_story_length",
    "submit_for_review",
    "take_in_story",
    "withdraw",
    "write_prize",
]
