"""Forms of the secretariat's pages about editions."""

from dugnad.editions.forms.arranging import PageBlockForm, PlaceForm, initial_of
from dugnad.editions.forms.writing import EditionForm, NewEditionForm, NoteForm, WithdrawForm

__all__ = [
    "EditionForm",
    "NewEditionForm",
    "NoteForm",
    "PageBlockForm",
    "PlaceForm",
    "WithdrawForm",
    "initial_of",
]
