"""What people fill in: a reply, a call with its questions, notes, reminders, files."""

from dugnad.calls.forms.answers import ReplyForm
from dugnad.calls.forms.calls import CallForm, CopyForm, FilterForm, ReminderForm, SectionForm, TemplateForm
from dugnad.calls.forms.merging import MergeForm
from dugnad.calls.forms.objecting import ObjectionFilterForm, SentForm
from dugnad.calls.forms.questions import BankForm, PreviewForm, QuestionForm, SchemaForm
from dugnad.calls.forms.reminders import ContactForm, ExtendForm, LetterForm, PlanForm
from dugnad.calls.forms.replies import ExpectForm, FileForm, ForwardForm, NoteForm, WorkbookForm
from dugnad.calls.forms.speaking import BasisForm, MembersForm

__all__ = [
    "BankForm",
    "BasisForm",
    "CallForm",
    "ContactForm",
    "CopyForm",
    "ExpectForm",
    "ExtendForm",
    "FileForm",
    "FilterForm",
    "ForwardForm",
    "LetterForm",
    "MembersForm",
    "MergeForm",
    "NoteForm",
    "ObjectionFilterForm",
    "PlanForm",
    "PreviewForm",
    "QuestionForm",
    "ReminderForm",
    "ReplyForm",
    "SchemaForm",
    "SectionForm",
    "SentForm",
    "TemplateForm",
    "WorkbookForm",
]
