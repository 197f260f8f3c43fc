"""What people fill in: documents, stories, notes, attachments, filters."""

from dugnad.documents.forms.clearing import AskSenderForm, ClearanceForm, UseForm
from dugnad.documents.forms.files import AttachmentForm, PictureForm
from dugnad.documents.forms.filters import FilterForm
from dugnad.documents.forms.notes import NoteForm
from dugnad.documents.forms.prizes import PlanForm, PrizeForm, as_lines
from dugnad.documents.forms.sending import SendStoryForm, StoryLengthForm
from dugnad.documents.forms.writing import DocumentForm, StoryForm, form_for, in_words, initial_of

__all__ = [
    "AskSenderForm",
    "AttachmentForm",
    "ClearanceForm",
    "DocumentForm",
    "FilterForm",
    "NoteForm",
    "PictureForm",
    "PlanForm",
    "PrizeForm",
    "SendStoryForm",
    "StoryForm",
    "StoryLengthForm",
    "UseForm",
    "as_lines",
    "form_for",
    "in_words",
    "initial_of",
]
