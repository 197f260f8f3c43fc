"""Questions about declarations."""

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
    "points_of",
    "visible_wordings",
    "wording_of",
]
