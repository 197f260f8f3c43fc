"""Verbs about studies of material flows: the only writer of this room."""

from dugnad.analyses.changes.collecting import take_in
from dugnad.analyses.changes.figures import add_quantity, import_figures
from dugnad.analyses.changes.ready import start_from_model
from dugnad.analyses.changes.register import add_actor, add_project, edit_actor, edit_project
from dugnad.analyses.changes.runs import (
    accept_run,
    check_run,
    compute_run,
    compute_runs,
    order_run,
    return_run,
)
from dugnad.analyses.changes.studies import add_study, edit_study
from dugnad.analyses.changes.systems import (
    add_flow,
    edit_flow,
    process_named,
    remove_flow,
    set_relation,
    set_share,
)

__all__ = [
    "accept_run",
    "add_actor",
    "add_flow",
    "add_project",
    "add_quantity",
    "add_study",
    "check_run",
    "compute_run",
    "compute_runs",
    "edit_actor",
    "edit_flow",
    "edit_project",
    "edit_study",
    "import_figures",
    "order_run",
    "process_named",
    "remove_flow",
    "return_run",
    "set_relation",
    "set_share",
    "start_from_model",
    "take_in",
]
