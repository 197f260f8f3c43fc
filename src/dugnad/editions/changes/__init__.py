"""Verbs about editions: begin, compose, review, publish, withdraw. The only writer of this room."""

from dugnad.editions.changes.composing import compose_edition, create_edition, edit_edition
from dugnad.editions.changes.publishing import (
    approve_edition,
    publish_edition,
    return_edition,
    submit_edition,
    withdraw_edition,
)

__all__ = [
    "approve_edition",
    "compose_edition",
    "create_edition",
    "edit_edition",
    "publish_edition",
    "return_edition",
    "submit_edition",
    "withdraw_edition",
]
