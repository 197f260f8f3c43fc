"""Questions about declarations."""

from dugnad.declarations.queries.campaigns import (
    attendance_of,
    campaign_of,
    ceremony_list,
    chase_list,
    mayor_of,
    steps_of,
)
from dugnad.declarations.queries.consent import endorsement_of, happenings, signatures_of
from dugnad.declarations.queries.register import (
    Register,
    RegisterRow,
    register_csv,
    register_of,
    register_workbook,
    row_of_member,
    words_of,
)
from dugnad.declarations.queries.verifying import proof_of_code, proof_of_file, signatures_in_force
from dugnad.declarations.queries.wordings import (
    adopted_wording,
    declarations,
    fingerprint_of,
    offered_wording,
    points_of,
    visible_wordings,
    wording_called,
    wording_of,
)

__all__ = [
    "Register",
    "RegisterRow",
    "adopted_wording",
    "attendance_of",
    "campaign_of",
    "ceremony_list",
    "chase_list",
    "declarations",
    "endorsement_of",
    "fingerprint_of",
    "happenings",
    "mayor_of",
    "offered_wording",
    "points_of",
    "proof_of_code",
    "proof_of_file",
    "register_csv",
    "register_of",
    "register_workbook",
    "row_of_member",
    "signatures_in_force",
    "signatures_of",
    "steps_of",
    "visible_wordings",
    "wording_called",
    "wording_of",
    "words_of",
]
