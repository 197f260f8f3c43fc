"""Pages of the programme: fetch, ask the rule, call the change, answer."""

from dugnad.programme.views.activities import (
    add_activity,
    add_milestone,
    complete_milestone,
    edit_activity,
    edit_milestone,
    reopen_milestone,
    update_status,
)
from dugnad.programme.views.reading import (
    frozen_programme,
    programme,
    programme_changes,
    programme_export,
    programme_now,
    programme_snapshot,
)
from dugnad.programme.views.years import (
    add_strand,
    adopt_programme,
    carry_activities,
    draft_programme,
    edit_programme,
    edit_strand,
    freeze_programme,
    import_programme,
    programme_workbook,
)

__all__ = [
    "add_activity",
    "add_milestone",
    "add_strand",
    "adopt_programme",
    "carry_activities",
    "complete_milestone",
    "draft_programme",
    "edit_activity",
    "edit_milestone",
    "edit_programme",
    "edit_strand",
    "freeze_programme",
    "frozen_programme",
    "import_programme",
    "programme",
    "programme_changes",
    "programme_export",
    "programme_now",
    "programme_snapshot",
    "programme_workbook",
    "reopen_milestone",
    "update_status",
]
