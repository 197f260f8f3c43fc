"""Pages of material flows: fetch, ask the rule, call the change, answer."""

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
from dugnad.analyses.views.studies import add_study, edit_study, material_flows, study

__all__ = [
    "actors",
    "actors_export",
    "add_actor",
    "add_project",
    "add_study",
    "edit_actor",
    "edit_project",
    "edit_study",
    "material_flows",
    "project",
    "projects",
    "study",
]
