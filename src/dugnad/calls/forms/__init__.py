"""What people fill in: a reply, a call with its questions, notes, reminders, files."""

from dugnad.calls.forms.answers import ReplyForm
from dugnad.calls.forms.building import BankForm, LinesForm, ListForm, PreviewForm, SchemaForm, TextsForm
from dugnad.calls.forms.calls import BeginForm, CallForm, CopyForm, FilterForm, ReminderForm, SectionForm
from dugnad.calls.forms.evaluating import AskHowItWasForm, EvaluateForm
from dugnad.calls.forms.merging import MergeForm
from dugnad.calls.forms.objecting import ObjectionFilterForm, SentForm
from dugnad.calls.forms.questions import QuestionForm
from dugnad.calls.forms.reminders import ContactForm, ExtendForm, LetterForm, PlanForm
from dugnad.calls.forms.replies import ExpectForm, FileForm, ForwardForm, NoteForm, WorkbookForm
from dugnad.calls.forms.speaking import BasisForm, MembersForm

__all__ = [
    "AskHowItWasForm",
    "BankForm",
    "BasisForm",
    "BeginForm",
    "CallForm",
    "ContactForm",
    "CopyForm",
    "EvaluateForm",
    "ExpectForm",
    "ExtendForm",
    "FileForm",
    "FilterForm",
    "ForwardForm",
    "LetterForm",
    "LinesForm",
    "ListForm",
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
    "TextsForm",
    "WorkbookForm",
]
