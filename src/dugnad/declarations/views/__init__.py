"""Pages of a declaration."""

from dugnad.declarations.views.planning import (
    add_follow_up,
    carry_follow_ups,
    edit_follow_up,
    export_plan,
    finish_follow_up,
    follow_up_plan,
    newest_plan,
    remove_follow_up,
    reopen_follow_up,
)
from dugnad.declarations.views.reporting import begin_report, renew_report, year_report

__all__ = [
    "add_follow_up",
    "begin_report",
    "carry_follow_ups",
    "edit_follow_up",
    "export_plan",
    "finish_follow_up",
    "follow_up_plan",
    "newest_plan",
    "remove_follow_up",
    "renew_report",
    "reopen_follow_up",
    "year_report",
]
