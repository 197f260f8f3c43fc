"""What people fill in: a reply, a call with its questions, notes, reminders, files."""

from dugnad.calls.forms.answers import ReplyForm
from dugnad.calls.forms.calls import (
    CallForm,
    CopyForm,
    FilterForm,
    ReminderForm,
    SectionForm,
    TemplateForm,
)
from dugnad.calls.forms.questions import BankForm, PreviewForm, QuestionForm, SchemaForm
from dugnad.calls.forms.replies import ExpectForm, FileForm, NoteForm, WorkbookForm

__all__ = [
    "BankForm",
    "CallForm",
    "CopyForm",
    "ExpectForm",
    "FileForm",
    "FilterForm",
    "NoteForm",
    "PreviewForm",
    "QuestionForm",
    "ReminderForm",
    "ReplyForm",
    "SchemaForm",
    "SectionForm",
    "TemplateForm",
    "WorkbookForm",
]
