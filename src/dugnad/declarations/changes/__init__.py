"""The verbs of declarations: the only writer of the room."""

from dugnad.declarations.changes.points import add_point, edit_point, serve_point, settle_succession
from dugnad.declarations.changes.progress import Told, record_progress, retract_progress
from dugnad.declarations.changes.wordings import (
    adopt_wording,
    create_declaration,
    draft_wording,
    edit_wording,
    offer_wording,
    reopen_wording,
    withdraw_wording,
)

__all__ = [
    "Told",
    "add_point",
    "adopt_wording",
    "create_declaration",
    "draft_wording",
    "edit_point",
    "edit_wording",
    "offer_wording",
    "record_progress",
    "reopen_wording",
    "retract_progress",
    "serve_point",
    "settle_succession",
    "withdraw_wording",
]
