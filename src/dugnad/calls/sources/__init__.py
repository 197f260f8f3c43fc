"""What is read from files of the outer world: a call as JSON Schema."""

from dugnad.calls.sources.schema import CallFile, QuestionRow, SectionRow, pointer, read_schema

__all__ = ["CallFile", "QuestionRow", "SectionRow", "pointer", "read_schema"]
