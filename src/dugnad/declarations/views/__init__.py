"""Pages of a declaration."""

from dugnad.declarations.views.following import help_wanted, matrix, matrix_export, progress
from dugnad.declarations.views.telling import edit_progress, evidence_file, progress_history

__all__ = [
    "edit_progress",
    "evidence_file",
    "help_wanted",
    "matrix",
    "matrix_export",
    "progress",
    "progress_history",
]
