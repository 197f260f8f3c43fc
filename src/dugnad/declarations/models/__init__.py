"""Nouns: declarations, wordings, points and what became of them, consent, campaigns, progress, evidence."""

from dugnad.declarations.models.campaigns import (
    Attendance,
    Campaign,
    CampaignPaper,
    CampaignStep,
)
from dugnad.declarations.models.consent import (
    Confirmation,
    Endorsement,
    JointPaper,
    PastDecision,
    Reservation,
    Signature,
    office_in_words,
)
from dugnad.declarations.models.progress import (
    Evidence,
    FollowUp,
    Progress,
    YearReport,
)
from dugnad.declarations.models.texts import (
    Declaration,
    Point,
    Succession,
    Wording,
)
from dugnad.declarations.models.treatment import (
    Amendment,
    Opinion,
    Treatment,
)

__all__ = [
    "Amendment",
    "Attendance",
    "Campaign",
    "CampaignPaper",
    "CampaignStep",
    "Confirmation",
    "Declaration",
    "Endorsement",
    "Evidence",
    "FollowUp",
    "JointPaper",
    "Opinion",
    "PastDecision",
    "Point",
    "Progress",
    "Reservation",
    "Signature",
    "Succession",
    "Treatment",
    "Wording",
    "YearReport",
    "office_in_words",
]
