"""The verbs of declarations: the only writer of the room."""

from dugnad.declarations.changes.amendments import (
    adopt_amendment,
    propose_amendment,
    reject_amendment,
    withdraw_amendment,
)
from dugnad.declarations.changes.lineage import (
    add_new_point,
    begin_revision,
    settle_lineage,
    settle_succession,
)
from dugnad.declarations.changes.points import (
    add_point,
    arrange_points,
    edit_point,
    remove_point,
    serve_point,
)
from dugnad.declarations.changes.treatments import (
    cancel_treatment,
    enter_treatment,
    give_opinions,
    move_treatment,
    plan_treatment,
)
from dugnad.declarations.changes.wordings import (
    adopt_wording,
    create_declaration,
    draft_wording,
    edit_declaration,
    edit_wording,
    offer_wording,
    reopen_wording,
    withdraw_wording,
)

__all__ = [
    "add_new_point",
    "add_point",
    "adopt_amendment",
    "adopt_wording",
    "arrange_points",
    "begin_revision",
    "cancel_treatment",
    "create_declaration",
    "draft_wording",
    "edit_declaration",
    "edit_point",
    "edit_wording",
    "enter_treatment",
    "give_opinions",
    "move_treatment",
    "offer_wording",
    "plan_treatment",
    "propose_amendment",
    "reject_amendment",
    "remove_point",
    "reopen_wording",
    "serve_point",
    "settle_lineage",
    "settle_succession",
    "withdraw_amendment",
    "withdraw_wording",
]
