"""What people fill in: a reply, a call with its questions, notes, reminders, files."""

from dugnad.calls.forms.answers import ReplyForm
from dugnad.calls.forms.calls import (
    CallForm,
    CopyForm,
    FilterForm,
    QuestionForm,
    ReminderForm,
    SectionForm,
    TemplateForm,
)
from dugnad.calls.forms.reminders import ExtendForm, LetterForm, PlanForm
from dugnad.calls.forms.replies import ExpectForm, FileForm, NoteForm, WorkbookForm

__all__ = [
    "CallForm",
    "CopyForm",
    "ExpectForm",
    "ExtendForm",
    "FileForm",
    "FilterForm",
    "LetterForm",
    "NoteForm",
    "PlanForm",
    "QuestionForm",
    "ReminderForm",
    "ReplyForm",
    "SectionForm",
    "TemplateForm",
    "WorkbookForm",
]
