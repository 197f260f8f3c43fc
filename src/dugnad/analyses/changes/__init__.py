"""Verbs about studies of material flows: the only writer of this room."""

from dugnad.analyses.changes.register import add_actor, add_project, edit_actor, edit_project
from dugnad.analyses.changes.studies import add_study, edit_study

__all__ = ["add_actor", "add_project", "add_study", "edit_actor", "edit_project", "edit_study"]
