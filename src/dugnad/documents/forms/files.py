"""Pictures and files: what is chosen, and what must be known of it before it may be public."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.documents.kinds import ATTACHABLE, PICTURES, Consent, Licence
from dugnad.kit.errors import Refused
from dugnad.kit.forms import UploadField
from dugnad.kit.uploads import FILE_KINDS, MEGABYTE, inspect

LARGEST = max(FILE_KINDS[kind].megabytes for kind in ATTACHABLE)
LARGEST_PICTURE = max(FILE_KINDS[kind].megabytes for kind in PICTURES)
CAPTION = ("alt_text", "credit", "licence", "consent")


class CaptionForm(forms.Form):
    """What must be known of a picture before it may be public."""

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


class PictureForm(CaptionForm):
    """A picture that goes with a text; all of it may be left out, and more can be added later."""

    picture = UploadField(label=_l("Picture"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        advice = _("JPEG, PNG or WebP, up to %(limit)s MB. More can be added when the draft is saved.")
        self.fields["picture"].help_text = advice % {"limit": LARGEST_PICTURE}
        for name, usual in (("licence", Licence.ALLIANCE), ("consent", Consent.NOT_NEEDED)):
            self.fields[name].required = False
            self.initial.setdefault(name, usual)

    def clean_picture(self) -> UploadedFile | None:
        """Judged by its content before anything is stored, so that a wrong file costs no text."""
        file: UploadedFile | None = self.cleaned_data["picture"]
        if file is None:
            return None
        content = _small_enough(file, LARGEST_PICTURE).read()
        file.seek(0)
        try:
            inspect(content, str(file.name), allowed=PICTURES)
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from None
        return file

    def clean(self) -> dict[str, Any]:
        """A picture needs its words, and words their picture."""
        values = super().clean() or {}
        words = [name for name in ("alt_text", "credit") if values.get(name)]
        if values.get("picture"):
            self._ask_for_words(values)
        elif words and "picture" not in self.errors:
            self.add_error("picture", _("Choose the picture that you have described, or empty its fields."))
        if values.get("picture") and self.errors:
            self.ask_again()
        return values

    def ask_again(self) -> None:
        """A page that comes back has lost the file: no browser lets a page choose one."""
        self.add_error("picture", _("Choose the picture once more. The rest of what you wrote is kept."))

    def _ask_for_words(self, values: dict[str, Any]) -> None:
        if not values.get("alt_text"):
            self.add_error(
                "alt_text",
                _("Write what the picture shows, for example: Two workers lay solar cells on a roof."),
            )
        if not values.get("credit"):
            self.add_error(
                "credit", _("Write who took the picture, for example: Kari Nordmann, Hamar kommune.")
            )

    def caption(self) -> dict[str, str]:
        """What the verb takes beside the picture's bytes."""
        return {name: self.cleaned_data[name] or str(self.initial[name]) for name in CAPTION}


class AttachmentForm(CaptionForm):
    """A picture or file, and what must be known of it before it may be public."""

    file = UploadField(
        label=_l("File"),
        help_text=_l("Pictures (JPEG, PNG, WebP), PDF, Word, Excel or CSV."),
    )
    title = forms.CharField(label=_l("Title"), required=False, max_length=200)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("file", "title", *CAPTION)

    def clean_file(self) -> UploadedFile:
        """Refused before it is read: a file larger than the largest that we take."""
        return _small_enough(self.cleaned_data["file"], LARGEST)

    def caption(self) -> dict[str, str]:
        """What the verb takes beside the bytes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"file", "revision"}}


def _small_enough(file: UploadedFile, limit: int) -> UploadedFile:
    """Refused before it is read: a file larger than the largest that we take."""
    if (file.size or 0) > limit * MEGABYTE:
        raise forms.ValidationError(
            _("%(name)s is larger than %(limit)s MB, which is the most we take."),
            params={"name": file.name, "limit": limit},
        )
    return file
