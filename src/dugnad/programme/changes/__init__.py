"""Verbs about the programme: the only writer of this room."""

from dugnad.programme.changes.activities import (
    add_activity,
    carry_activities,
    carry_activity_to,
    edit_activity,
    set_goals,
    update_status,
)
from dugnad.programme.changes.milestones import (
    add_milestone,
    complete_milestone,
    edit_milestone,
    reopen_milestone,
)
from dugnad.programme.changes.programmes import (
    add_strand,
    adopt_programme,
    draft_programme,
    edit_programme,
    edit_strand,
    freeze_programme,
)
from dugnad.programme.changes.reference import load_reference_programme
from dugnad.programme.changes.workbook import import_programme

__all__ = [
    "add_activity",
    "add_milestone",
    "add_strand",
    "adopt_programme",
    "carry_activities",
    "carry_activity_to",
    "complete_milestone",
    "draft_programme",
    "edit_activity",
    "edit_milestone",
    "edit_programme",
    "edit_strand",
    "freeze_programme",
    "import_programme",
    "load_reference_programme",
    "reopen_milestone",
    "set_goals",
    "update_status",
]
