"""Small forms beside a reply: a note, a day, a file, a workbook."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.documents.kinds import ATTACHABLE, PICTURES, Consent, Licence
from dugnad.kit.forms import DayField, UploadField
from dugnad.kit.uploads import FILE_KINDS, MEGABYTE

CAPTION = ("alt_text", "credit")
OF_PICTURES = (*CAPTION, "consent")
LARGEST = max(FILE_KINDS[kind].megabytes for kind in ATTACHABLE)


class NoteForm(forms.Form):
    """A reason, or a note to the member."""

    def __init__(
        self, *args: Any, question: Any = "", required: bool = True, most: int = 2000, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = {"rows": 3 if most <= 2000 else 6}
        self.fields["note"] = forms.CharField(
            label=question, required=required, max_length=most, widget=forms.Textarea(attrs=rows)
        )


class ExpectForm(forms.Form):
    """The day on which the answer will come."""

    on = DayField(label=_l("The answer will come on"))
    reason = forms.CharField(label=_l("Reason"), required=False, max_length=500)


class FileForm(forms.Form):
    """A picture or file, and what must be known of it before it may be published."""

    file = UploadField(label=_l("File"))
    alt_text = forms.CharField(
        label=_l("What the picture shows"),
        required=False,
        max_length=300,
        help_text=_l("One sentence for those who cannot see it: who, what, where."),
    )
    credit = forms.CharField(label=_l("Photographer or source"), required=False, max_length=120)
    licence = forms.ChoiceField(label=_l("What others may do with it"), choices=Licence.choices)
    consent = forms.ChoiceField(
        label=_l("People in the picture"), choices=Consent.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, kinds: frozenset[str], largest: int = LARGEST, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.largest = largest  # megabytes
        self.fields["licence"].initial = Licence.ALLIANCE
        self.fields["consent"].initial = Consent.NOT_NEEDED
        self.fields["file"].help_text = ", ".join(sorted(kind.upper() for kind in kinds))
        for name in CAPTION:
            self.fields[name].required = kinds <= PICTURES

    @property
    def asks_apart(self) -> bool:
        """Whether what is only known of a picture is asked apart: most files are none."""
        return not self.fields["alt_text"].required

    @property
    def for_all(self) -> list[BoundField]:
        """What is asked of every file."""
        return [self[name] for name in self.fields if name not in OF_PICTURES]

    @property
    def of_pictures(self) -> list[BoundField]:
        """What is asked of a picture."""
        return [self[name] for name in OF_PICTURES]

    @property
    def is_wrong_about_pictures(self) -> bool:
        """Whether something was typed or is wrong among what is asked of a picture, so that it must show."""
        typed = any(self.data.get(name) for name in CAPTION)
        return typed or any(name in self.errors for name in OF_PICTURES)

    def clean_file(self) -> UploadedFile:
        """Refused before it is read: a file larger than the largest that we take."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > self.largest * MEGABYTE:
            raise forms.ValidationError(
                _("%(name)s is larger than %(limit)s MB, which is the most we take."),
                params={"name": file.name, "limit": self.largest},
            )
        return file

    def caption(self) -> dict[str, Any]:
        """What the verb takes beside the bytes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class ForwardForm(forms.Form):
    """The colleague who is lent a section."""

    name = forms.CharField(label=_l("Name"), max_length=120)
    email = forms.EmailField(label=_l("Work e-mail"))
    message = forms.CharField(
        label=_l("Message"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class WorkbookForm(forms.Form):
    """A workbook that was filled in."""

    file = UploadField(label=_l("The workbook that you have filled in"))
