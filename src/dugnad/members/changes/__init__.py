"""Verbs about members: the only writer of this room."""

from dugnad.members.changes.bodies import (
    add_seat,
    change_role,
    close_body,
    close_seat,
    correct_seat,
    create_body,
    edit_body,
    elect_to_seat,
    vacate_seat,
)
from dugnad.members.changes.codes import (
    CodesReport,
    import_municipality_codes,
    link_codes,
    load_reference_codes,
)
from dugnad.members.changes.organisations import (
    add_organisation,
    confirm_membership,
    correct_membership,
    edit_organisation,
    end_membership,
    rename_organisation,
    take_up_membership,
)
from dugnad.members.changes.people import (
    add_person,
    appoint_to_office,
    close_account,
    edit_office,
    edit_person,
    end_office,
    erase_person,
    export_person,
    give_account,
    hand_over,
    note_sign_in,
)
from dugnad.members.changes.reference import load_reference_members
from dugnad.members.changes.workbook import import_workbook

__all__ = [
    "CodesReport",
    "add_organisation",
    "add_person",
    "add_seat",
    "appoint_to_office",
    "change_role",
    "close_account",
    "close_body",
    "close_seat",
    "confirm_membership",
    "correct_membership",
    "correct_seat",
    "create_body",
    "edit_body",
    "edit_office",
    "edit_organisation",
    "edit_person",
    "elect_to_seat",
    "end_membership",
    "end_office",
    "erase_person",
    "export_person",
    "give_account",
    "hand_over",
    "import_municipality_codes",
    "import_workbook",
    "link_codes",
    "load_reference_codes",
    "load_reference_members",
    "note_sign_in",
    "rename_organisation",
    "take_up_membership",
    "vacate_seat",
]
