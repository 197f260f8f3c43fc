"""What is sent to the pages of a declaration."""

from dugnad.declarations.forms.progress import MatrixFilter, ProgressForm

__all__ = ["MatrixFilter", "ProgressForm"]
