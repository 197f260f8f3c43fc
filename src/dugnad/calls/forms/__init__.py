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
from dugnad.calls.forms.objecting import ObjectionFilterForm, SentForm
from dugnad.calls.forms.reminders import ExtendForm, LetterForm, PlanForm
from dugnad.calls.forms.replies import ExpectForm, FileForm, ForwardForm, NoteForm, WorkbookForm
from dugnad.calls.forms.speaking import BasisForm, MembersForm

__all__ = [
    "BasisForm",
    "CallForm",
    "CopyForm",
    "ExpectForm",
    "ExtendForm",
    "FileForm",
    "FilterForm",
    "ForwardForm",
    "LetterForm",
    "MembersForm",
    "NoteForm",
    "ObjectionFilterForm",
    "PlanForm",
    "QuestionForm",
    "ReminderForm",
    "ReplyForm",
    "SectionForm",
    "SentForm",
    "TemplateForm",
    "WorkbookForm",
]
