"""What programs get."""

from dugnad.api.forms.shapes.analyses import FlowResults, Studies, StudyWhole
from dugnad.api.forms.shapes.calls import (
    Call,
    Choice,
    Condition,
    Part,
    Prefilled,
    Question,
    Receipt,
    ReceiptWords,
    Reply,
)
from dugnad.api.forms.shapes.common import Anything, FileReport, Listed, Named, Problem, Refusal, Report
from dugnad.api.forms.shapes.declarations import Declarations, DeclarationWhole, Register
from dugnad.api.forms.shapes.documents import DocumentItem, Documents, DocumentWhole, Effect, Picture
from dugnad.api.forms.shapes.dossiers import DossierItem, Dossiers, DossierWhole, Statement, Statements
from dugnad.api.forms.shapes.events import AgendaItem, Event, Events, Outcome
from dugnad.api.forms.shapes.follow_up import Cell, Matrix, MatrixRow, PointCounts
from dugnad.api.forms.shapes.indicators import (
    Indicator,
    Indicators,
    Observation,
    Observations,
    Source,
    Trail,
    Vintage,
    Vintages,
)
from dugnad.api.forms.shapes.members import Member, Members
from dugnad.api.forms.shapes.programme import Activities, Activity, Milestone
from dugnad.api.forms.shapes.search import Hit, Hits

__all__ = [
    "Activities",
    "Activity",
    "AgendaItem",
    "Anything",
    "Call",
    "Cell",
    "Choice",
    "Condition",
    "DeclarationWhole",
    "Declarations",
    "DocumentItem",
    "DocumentWhole",
    "Documents",
    "DossierItem",
    "DossierWhole",
    "Dossiers",
    "Effect",
    "Event",
    "Events",
    "FileReport",
    "FlowResults",
    "Hit",
    "Hits",
    "Indicator",
    "Indicators",
    "Listed",
    "Matrix",
    "MatrixRow",
    "Member",
    "Members",
    "Milestone",
    "Named",
    "Observation",
    "Observations",
    "Outcome",
    "Part",
    "Picture",
    "PointCounts",
    "Prefilled",
    "Problem",
    "Question",
    "Receipt",
    "ReceiptWords",
    "Refusal",
    "Register",
    "Reply",
    "Report",
    "Source",
    "Statement",
    "Statements",
    "Studies",
    "StudyWhole",
    "Trail",
    "Vintage",
    "Vintages",
]
