"""Pages of calls: the list, one call, its questions, a reply, reading it through, the receipt."""

from dugnad.calls.views.asking import (
    add_question,
    add_section,
    ask_again,
    edit_question,
    edit_section,
    move_question,
    move_section,
    questions,
    remove_question,
    remove_section,
    retire_question,
    reword_question,
)
from dugnad.calls.views.becoming import make_figures
from dugnad.calls.views.building import (
    call_schema,
    import_call,
    pick_questions,
    preview_call,
    write_questions,
    write_texts,
)
from dugnad.calls.views.calls import (
    call,
    calls,
    chase_export,
    close_call,
    copy_call,
    create_call,
    discard_call,
    edit_call,
    open_call,
)
from dugnad.calls.views.collecting import ask_for_quantities, take_in_quantities
from dugnad.calls.views.contacting import note_contact, retract_contact
from dugnad.calls.views.evaluating import ask_how_it_was, evaluate, evaluation
from dugnad.calls.views.exporting import export_reply
from dugnad.calls.views.files import attach_file, detach_file, reply_file
from dugnad.calls.views.forwarding import (
    end_forwarding,
    forward_section,
    forwarded_news,
    forwarded_section,
    save_forwarded,
)
from dugnad.calls.views.lending import detach_forwarded_file, forwarded_file
from dugnad.calls.views.merging import (
    merge_answers,
    merge_answers_export,
    merged_questions,
    merged_questions_export,
)
from dugnad.calls.views.objecting import (
    drop_objection,
    objections,
    objections_export,
    objections_letter,
    send_objections,
)
from dugnad.calls.views.reminders import (
    add_reminder,
    edit_own_day_letter,
    edit_reminder,
    extend_deadline,
    reminders,
    stop_reminder,
)
from dugnad.calls.views.reminding import remind_members
from dugnad.calls.views.replies import reply, reply_news, save_draft
from dugnad.calls.views.reviewing import (
    accept_reply,
    accept_section,
    return_reply,
    return_section,
    review_reply,
)
from dugnad.calls.views.sections import reply_section
from dugnad.calls.views.speaking import answer_for_members, confirm_reply, object_to_reply
from dugnad.calls.views.submitting import (
    ask_for_approval,
    decline_reply,
    expect_reply,
    read_reply,
    receipt,
    submit_reply,
    withdraw_reply,
)
from dugnad.calls.views.versions import compare_versions, versions
from dugnad.calls.views.workbook import import_reply, reply_workbook

__all__ = [
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
    "call",
    "call_schema",
    "calls",
    "chase_export",
    "close_call",
    "compare_versions",
    "confirm_reply",
    "copy_call",
    "create_call",
    "decline_reply",
    "detach_file",
    "detach_forwarded_file",
    "discard_call",
    "drop_objection",
    "edit_call",
    "edit_own_day_letter",
    "edit_question",
    "edit_reminder",
    "edit_section",
    "end_forwarding",
    "evaluate",
    "evaluation",
    "expect_reply",
    "export_reply",
    "extend_deadline",
    "forward_section",
    "forwarded_file",
    "forwarded_news",
    "forwarded_section",
    "import_call",
    "import_reply",
    "make_figures",
    "merge_answers",
    "merge_answers_export",
    "merged_questions",
    "merged_questions_export",
    "move_question",
    "move_section",
    "note_contact",
    "object_to_reply",
    "objections",
    "objections_export",
    "objections_letter",
    "open_call",
    "pick_questions",
    "preview_call",
    "questions",
    "read_reply",
    "receipt",
    "remind_members",
    "reminders",
    "remove_question",
    "remove_section",
    "reply",
    "reply_file",
    "reply_news",
    "reply_section",
    "reply_workbook",
    "retire_question",
    "retract_contact",
    "return_reply",
    "return_section",
    "review_reply",
    "reword_question",
    "save_draft",
    "save_forwarded",
    "send_objections",
    "stop_reminder",
    "submit_reply",
    "take_in_quantities",
    "versions",
    "withdraw_reply",
    "write_questions",
    "write_texts",
]
