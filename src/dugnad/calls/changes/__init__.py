"""Verbs of calls and replies: the only writer of what members answer."""

from dugnad.calls.changes.calls import (
    close_call,
    copy_call,
    create_call,
    create_call_from_template,
    edit_call,
    open_call,
)
from dugnad.calls.changes.drafts import attach_file, detach_file, foresee, open_reply, save_draft
from dugnad.calls.changes.questions import (
    add_question,
    add_section,
    edit_question,
    edit_section,
    move_question,
    move_section,
    retire_question,
)
from dugnad.calls.changes.reminding import remind_members, reminder_draft, send_reminder
from dugnad.calls.changes.reviewing import accept_reply, return_reply
from dugnad.calls.changes.submitting import (
    ask_for_approval,
    decline_reply,
    expect_reply,
    submit_reply,
    withdraw_reply,
)
from dugnad.calls.changes.verdicts import accept_section, return_section
from dugnad.calls.changes.workbook import import_reply

__all__ = [
    "accept_reply",
    "accept_section",
    "add_question",
    "add_section",
    "ask_for_approval",
    "attach_file",
    "close_call",
    "copy_call",
    "create_call",
    "create_call_from_template",
    "decline_reply",
    "detach_file",
    "edit_call",
    "edit_question",
    "edit_section",
    "expect_reply",
    "foresee",
    "import_reply",
    "move_question",
    "move_section",
    "open_call",
    "open_reply",
    "remind_members",
    "reminder_draft",
    "retire_question",
    "return_reply",
    "return_section",
    "save_draft",
    "send_reminder",
    "submit_reply",
    "withdraw_reply",
]
