"""Pages of material flows: fetch, ask the rule, call the change, answer."""

from dugnad.analyses.views.figures import (
    add_flow,
    add_quantity,
    import_quantities,
    quantities,
    remove_flow,
    study_workbook,
)
from dugnad.analyses.views.ready import start_from_model
from dugnad.analyses.views.register import (
    actors,
    actors_export,
    add_actor,
    add_project,
    edit_actor,
    edit_project,
    project,
    projects,
)
from dugnad.analyses.views.runs import (
    accept_run,
    check_run,
    compare_runs,
    order_run,
    return_run,
    run,
    run_pdf,
    run_table,
)
from dugnad.analyses.views.studies import add_study, edit_study, material_flows, study

__all__ = [
    "accept_run",
    "actors",
    "actors_export",
    "add_actor",
    "add_flow",
    "add_project",
    "add_quantity",
    "add_study",
    "check_run",
    "compare_runs",
    "edit_actor",
    "edit_project",
    "edit_study",
    "import_quantities",
    "material_flows",
    "order_run",
    "project",
    "projects",
    "quantities",
    "remove_flow",
    "return_run",
    "run",
    "run_pdf",
    "run_table",
    "start_from_model",
    "study",
    "study_workbook",
]
