"""Questions about declarations."""

from dugnad.declarations.queries.lineage import lineage_of, successions_at, successions_of
from dugnad.declarations.queries.wordings import (
    adopted_wording,
    declarations,
    fingerprint_of,
    points_of,
    visible_wordings,
    wording_of,
)

__all__ = [
    "adopted_wording",
    "declarations",
    "fingerprint_of",
    "lineage_of",
    "points_of",
    "successions_at",
    "successions_of",
    "visible_wordings",
    "wording_of",
]
