"""Verbs: follow a matter, answer a consultation, ask for something and enter what came of it."""

from dugnad.dossiers.changes.asks import (
    add_basis,
    edit_ask,
    enter_response,
    raise_ask,
    remove_ask,
    remove_basis,
    strike_response,
)
from dugnad.dossiers.changes.consultations import (
    add_consultation,
    begin_statement,
    correct_sent_day,
    edit_consultation,
    judge_consultation,
    note_approval,
    send_statement,
)
from dugnad.dossiers.changes.dossiers import (
    add_touchpoint,
    edit_dossier,
    edit_touchpoint,
    move_dossier,
    open_dossier,
    remove_touchpoint,
)

__all__ = [
    "add_basis",
    "add_consultation",
    "add_touchpoint",
    "begin_statement",
    "correct_sent_day",
    "edit_ask",
    "edit_consultation",
    "edit_dossier",
    "edit_touchpoint",
    "enter_response",
    "judge_consultation",
    "move_dossier",
    "note_approval",
    "open_dossier",
    "raise_ask",
    "remove_ask",
    "remove_basis",
    "remove_touchpoint",
    "send_statement",
    "strike_response",
]
