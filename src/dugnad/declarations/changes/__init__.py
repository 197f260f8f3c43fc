"""The verbs of declarations: the only writer of the room."""

from dugnad.declarations.changes.follow_ups import (
    add_follow_up,
    carry_follow_ups,
    edit_follow_up,
    finish_follow_up,
    remove_follow_up,
    reopen_follow_up,
)
from dugnad.declarations.changes.points import add_point, edit_point, serve_point, settle_succession
from dugnad.declarations.changes.reports import begin_report, renew_report
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
    "add_follow_up",
    "add_point",
    "adopt_wording",
    "begin_report",
    "carry_follow_ups",
    "create_declaration",
    "draft_wording",
    "edit_follow_up",
    "edit_point",
    "edit_wording",
    "finish_follow_up",
    "offer_wording",
    "remove_follow_up",
    "renew_report",
    "reopen_follow_up",
    "reopen_wording",
    "serve_point",
    "settle_succession",
    "withdraw_wording",
]
