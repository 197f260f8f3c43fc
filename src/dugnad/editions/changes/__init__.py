"""Verbs about editions: begin, compose, review, publish, withdraw. The only writer of this room."""

from dugnad.editions.changes.arranging import (
    add_block,
    copy_arrangement,
    edit_block,
    move_block,
    remove_block,
)
from dugnad.editions.changes.composing import compose_edition, create_edition, edit_edition
from dugnad.editions.changes.publishing import (
    approve_edition,
    name_replacement,
    publish_edition,
    return_edition,
    submit_edition,
    withdraw_edition,
)

__all__ = [
    "add_block",
    "approve_edition",
    "compose_edition",
    "copy_arrangement",
    "create_edition",
    "edit_block",
    "edit_edition",
    "move_block",
    "name_replacement",
    "publish_edition",
    "remove_block",
    "return_edition",
    "submit_edition",
    "withdraw_edition",
]
