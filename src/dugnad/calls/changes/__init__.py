"""Verbs of calls and replies: the only writer of what members answer."""

from dugnad.calls.changes.asking_flows import ask_for_quantities
from dugnad.calls.changes.bank import pick_questions
from dugnad.calls.changes.becoming import digest_of, make_figures
from dugnad.calls.changes.calls import (
    close_call,
    copy_call,
    create_call,
    create_call_from_template,
    discard_call,
    edit_call,
    open_call,
)
from dugnad.calls.changes.contacting import note_contact, retract_contact
from dugnad.calls.changes.drafts import foresee, open_reply, save_draft
from dugnad.calls.changes.evaluating import ask_how_it_was, evaluate
from dugnad.calls.changes.extending import extend_deadline
from dugnad.calls.changes.files import attach_file, carry_files, detach_file
from dugnad.calls.changes.forwarding import (
    end_forwarding,
    finish_forwarding,
    forward_section,
    open_forwarding,
)
from dugnad.calls.changes.importing import import_call
from dugnad.calls.changes.letters import PLACES, compose, own_day_letters, reminder_draft, reminder_letter
from dugnad.calls.changes.objecting import drop_objection, send_objections
from dugnad.calls.changes.ordering import move_question, move_section
from dugnad.calls.changes.planning import add_reminder, edit_own_day_letter, edit_reminder, stop_reminder
from dugnad.calls.changes.quantities import digest_of_quantities, take_in_quantities
from dugnad.calls.changes.questions import (
    add_question,
    add_section,
    ask_again,
    edit_question,
    edit_section,
    remove_question,
    remove_section,
    retire_question,
    write_questions,
)
from dugnad.calls.changes.reminding import remind_members, send_letter, send_reminder, send_reminders
from dugnad.calls.changes.reviewing import accept_reply, return_reply
from dugnad.calls.changes.rewording import reword_question
from dugnad.calls.changes.speaking import SETTLED, Spoken, answer_for_members, confirm_reply, object_to_reply
from dugnad.calls.changes.submitting import (
    ask_for_approval,
    decline_reply,
    expect_reply,
    submit_reply,
    withdraw_reply,
)
from dugnad.calls.changes.texts import write_texts
from dugnad.calls.changes.verdicts import accept_section, return_section
from dugnad.calls.changes.workbook import import_reply

__all__ = [
    "PLACES",
    "SETTLED",
    "Spoken",
    "accept_reply",
    "accept_section",
    "add_question",
    "add_reminder",
    "add_section",
    "answer_for_members",
    "ask_again",
    "ask_for_approval",
    "ask_for_quantities",
    "ask_how_it_was",
    "attach_file",
    "carry_files",
    "close_call",
    "compose",
    "confirm_reply",
    "copy_call",
    "create_call",
    "create_call_from_template",
    "decline_reply",
    "detach_file",
    "digest_of",
    "digest_of_quantities",
    "discard_call",
    "drop_objection",
    "edit_call",
    "edit_own_day_letter",
    "edit_question",
    "edit_reminder",
    "edit_section",
    "end_forwarding",
    "evaluate",
    "expect_reply",
    "extend_deadline",
    "finish_forwarding",
    "foresee",
    "forward_section",
    "import_call",
    "import_reply",
    "make_figures",
    "move_question",
    "move_section",
    "note_contact",
    "object_to_reply",
    "open_call",
    "open_forwarding",
    "open_reply",
    "own_day_letters",
    "pick_questions",
    "remind_members",
    "reminder_draft",
    "reminder_letter",
    "remove_question",
    "remove_section",
    "retire_question",
    "retract_contact",
    "return_reply",
    "return_section",
    "reword_question",
    "save_draft",
    "send_letter",
    "send_objections",
    "send_reminder",
    "send_reminders",
    "stop_reminder",
    "submit_reply",
    "take_in_quantities",
    "withdraw_reply",
    "write_questions",
    "write_texts",
]
