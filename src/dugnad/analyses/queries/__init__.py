"""Questions about studies and the register."""

from dugnad.analyses.queries.register import (
    actor_counts,
    actors_in,
    project_named,
    projects,
)
from dugnad.analyses.queries.studies import (
    StudyRow,
    called,
    places_to_choose,
    studies,
    study_named,
    study_rows,
)

__all__ = [
    "StudyRow",
    "actor_counts",
    "actors_in",
    "called",
    "places_to_choose",
    "project_named",
    "projects",
    "studies",
    "study_named",
    "study_rows",
]
