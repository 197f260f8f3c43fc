"""Pages of calls: the list, one call, its questions, a reply, reading it through, the receipt."""

from dugnad.calls.views.asking import (
    add_question,
    add_section,
    edit_question,
    edit_section,
    move_question,
    move_section,
    questions,
    retire_question,
)
from dugnad.calls.views.calls import (
    call,
    calls,
    chase_export,
    close_call,
    copy_call,
    create_call,
    edit_call,
    open_call,
    remind_members,
)
from dugnad.calls.views.files import attach_file, detach_file, reply_file
from dugnad.calls.views.reminders import (
    add_reminder,
    edit_reminder,
    extend_deadline,
    reminders,
    stop_reminder,
)
from dugnad.calls.views.replies import reply, reply_news, save_draft
from dugnad.calls.views.reviewing import accept_reply, return_reply
from dugnad.calls.views.submitting import (
    ask_for_approval,
    decline_reply,
    expect_reply,
    read_reply,
    receipt,
    submit_reply,
    withdraw_reply,
)
from dugnad.calls.views.workbook import import_reply, reply_workbook

__all__ = [
    "accept_reply",
    "add_question",
    "add_reminder",
    "add_section",
    "ask_for_approval",
    "attach_file",
    "call",
    "calls",
    "chase_export",
    "close_call",
    "copy_call",
    "create_call",
    "decline_reply",
    "detach_file",
    "edit_call",
    "edit_question",
    "edit_reminder",
    "edit_section",
    "expect_reply",
    "extend_deadline",
    "import_reply",
    "move_question",
    "move_section",
    "open_call",
    "questions",
    "read_reply",
    "receipt",
    "remind_members",
    "reminders",
    "reply",
    "reply_file",
    "reply_news",
    "reply_workbook",
    "retire_question",
    "return_reply",
    "save_draft",
    "stop_reminder",
    "submit_reply",
    "withdraw_reply",
]
