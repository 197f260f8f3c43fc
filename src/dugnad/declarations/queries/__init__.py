"""Questions about declarations."""

from dugnad.declarations.queries.evidence import evidence_rows, stories_of
from dugnad.declarations.queries.history import (
    Helper,
    Wish,
    evidence_with,
    history_of,
    told_of,
    wishes_in,
)
from dugnad.declarations.queries.lineage import lineage_of, successions_at, successions_of
from dugnad.declarations.queries.listing import matrix_listing
from dugnad.declarations.queries.matrix import (
    UNTOLD,
    Lines,
    Matrix,
    MatrixRow,
    Member,
    States,
    Summary,
    asked_in,
    latest_year,
    lines_of,
    matrix_of,
    narrowed,
    points_asked,
    points_called,
)
from dugnad.declarations.queries.region import PointProgress, progress_of_point, region_chart
from dugnad.declarations.queries.wordings import (
    adopted_wording,
    declarations,
    fingerprint_of,
    points_of,
    visible_wordings,
    wording_of,
)

__all__ = [
    "UNTOLD",
    "Helper",
    "Lines",
    "Matrix",
    "MatrixRow",
    "Member",
    "PointProgress",
    "States",
    "Summary",
    "Wish",
    "adopted_wording",
    "asked_in",
    "declarations",
    "evidence_rows",
    "evidence_with",
    "fingerprint_of",
    "history_of",
    "latest_year",
    "lineage_of",
    "lines_of",
    "matrix_listing",
    "matrix_of",
    "narrowed",
    "points_asked",
    "points_called",
    "points_of",
    "progress_of_point",
    "region_chart",
    "stories_of",
    "successions_at",
    "successions_of",
    "told_of",
    "visible_wordings",
    "wishes_in",
    "wording_of",
]
