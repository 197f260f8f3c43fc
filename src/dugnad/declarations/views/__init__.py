"""Pages of a declaration."""

from dugnad.declarations.views.amending import (
    adopt_amendment,
    amendment,
    amendments,
    propose_amendment,
    reject_amendment,
    withdraw_amendment,
)
from dugnad.declarations.views.reading import compare_wordings, declaration, declarations, wording
from dugnad.declarations.views.steps import adopt_wording, offer_wording, reopen_wording, withdraw_wording
from dugnad.declarations.views.treating import (
    cancel_treatment,
    enter_treatment,
    give_opinions,
    move_treatment,
    plan_treatment,
    treatment,
    treatments,
)
from dugnad.declarations.views.writing import (
    add_point,
    arrange_points,
    begin_revision,
    create_declaration,
    draft_wording,
    edit_declaration,
    edit_point,
    edit_wording,
    remove_point,
    settle_lineage,
    write_wording,
)

__all__ = [
    "add_point",
    "adopt_amendment",
    "adopt_wording",
    "amendment",
    "amendments",
    "arrange_points",
    "begin_revision",
    "cancel_treatment",
    "compare_wordings",
    "create_declaration",
    "declaration",
    "declarations",
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
    "settle_lineage",
    "treatment",
    "treatments",
    "withdraw_amendment",
    "withdraw_wording",
    "wording",
    "write_wording",
]
