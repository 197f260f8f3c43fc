"""Forms of the secretariat's pages about editions."""

from dugnad.editions.forms.arranging import PageBlockForm, PlaceForm, initial_of
from dugnad.editions.forms.writing import EditionForm, NewEditionForm, NoteForm

__all__ = [
    "EditionForm",
    "NewEditionForm",
    "NoteForm",
    "PageBlockForm",
    "PlaceForm",
    "initial_of",
]
