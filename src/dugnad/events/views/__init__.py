"""Pages of meetings."""

from dugnad.events.views.agenda import (
    add_item,
    add_item_paper,
    arrange_items,
    build_agenda,
    decline_item,
    edit_item,
    item_paper,
    propose_item,
    put_off,
    remove_item,
    remove_item_paper,
)
from dugnad.events.views.answering import (
    answer_invitation,
    call_in_deputy,
    close_procedure,
    invite,
    note_attendance,
    participation,
    take_position,
)
from dugnad.events.views.decisions import (
    decision,
    group,
    group_file,
    register_of_decisions,
    reopen_task,
    settle_outcome,
    tasks,
)
from dugnad.events.views.minutes import (
    add_outcome,
    approve_minutes,
    edit_outcome,
    remove_outcome,
    send_minutes,
    write_minutes,
    write_note,
)
from dugnad.events.views.planning import (
    announce_event,
    cancel_event,
    create_event,
    create_series,
    edit_event,
    edit_series,
    hold_event,
    plan_year,
    series,
)
from dugnad.events.views.reading import list_meetings, meeting

__all__ = [
    "add_item", "add_item_paper", "add_outcome", "announce_event", "answer_invitation", "approve_minutes",
    "arrange_items", "build_agenda", "call_in_deputy", "cancel_event", "close_procedure", "create_event",
    "create_series", "decision", "decline_item", "edit_event", "edit_item", "edit_outcome", "edit_series",
    "group", "group_file", "hold_event", "invite", "item_paper", "list_meetings", "meeting",
    "note_attendance", "participation", "plan_year", "propose_item", "put_off", "register_of_decisions",
    "remove_item", "remove_item_paper", "remove_outcome", "reopen_task", "send_minutes", "series",
    "settle_outcome", "take_position", "tasks", "write_minutes", "write_note",
]  # fmt: skip
