"""What is entered about a campaign: its days, its steps, its papers, and who comes to sign."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from dugnad.declarations.forms.consent import WhoForm
from dugnad.declarations.models import Campaign
from dugnad.documents.kinds import ATTACHABLE
from dugnad.kit.clock import OSLO
from dugnad.kit.forms import DayField, MomentField, UploadField

COMES = [("", _l("Not known")), ("yes", _l("Comes")), ("no", _l("Does not come"))]
ANSWERS = {"": None, "yes": True, "no": False}


class CampaignForm(forms.Form):
    """When and where the text is signed, and by when the members answer."""

    ceremony_at = MomentField(
        label=_l("Ceremony"),
        help_text=_l("Day and time. The steps are planned back from it."),
    )
    place = forms.CharField(label=_l("Place"), required=False, max_length=200)
    occasion = forms.CharField(
        label=_l("Occasion"), required=False, max_length=200, help_text=_l("For example a conference.")
    )
    reply_due = DayField(
        label=_l("Reply by"), required=False,
        help_text=_l("Left empty, it is three weeks before the ceremony."),
    )  # fmt: skip
    with_counties = forms.BooleanField(label=_l("County authorities are asked too"), required=False)
    message = forms.CharField(
        label=_l("In the letter to the members"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_l("Your own words. Days, papers and the link stand in the letter already."),
    )  # fmt: skip

    @staticmethod
    def initial_of(campaign: Campaign) -> dict[str, Any]:
        """What a campaign says now."""
        names = ("place", "occasion", "reply_due", "with_counties", "message")
        return {
            "ceremony_at": campaign.ceremony_at.astimezone(OSLO),
            **{name: getattr(campaign, name) for name in names},
        }


class StepForm(forms.Form):
    """Another day for a step."""

    due = DayField(label=_l("To be done by"))


class OwnStepForm(StepForm):
    """A step of one's own."""

    title_nb = forms.CharField(label=_l("Title, bokmål"), max_length=200)
    title_nn = forms.CharField(label=_l("Title, nynorsk"), required=False, max_length=200)
    title_en = forms.CharField(label=_l("Title, English"), required=False, max_length=200)
    field_order = ("title_nb", "title_nn", "title_en", "due")


class PaperForm(forms.Form):
    """A paper of the package."""

    file = UploadField(
        label=_l("File"),
        help_text=_l("PDF, Word, a spreadsheet or a picture."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ",".join(f".{kind}" for kind in sorted(ATTACHABLE))}
        ),
    )
    title = forms.CharField(
        label=_l("Title"), required=False, max_length=200, help_text=_l("Left empty, the name of the file.")
    )


class AttendanceForm(WhoForm):
    """Who comes to sign for a member."""

    pronunciation = forms.CharField(
        label=_l("How the name is said"), required=False, max_length=120,
        help_text=_l("As it sounds, for example “Njål” as “njol”."),
    )  # fmt: skip
    comes = forms.ChoiceField(label=_l("Comes to the ceremony"), choices=COMES, required=False)
    note = forms.CharField(label=_l("Note"), required=False, max_length=200)

    def clean_comes(self) -> bool | None:
        """Yes, no, or not known."""
        return ANSWERS[self.cleaned_data["comes"]]


class OrderForm(forms.Form):
    """The places of those who come, one number for each row."""

    def __init__(self, data: Any, *, rows: list[int]) -> None:
        super().__init__(data)
        for pk in rows:
            self.fields[f"place_{pk}"] = forms.IntegerField(required=False, min_value=1, max_value=999)

    def places(self) -> dict[int, int | None]:
        """The place of each row that was sent."""
        return {int(name.removeprefix("place_")): value for name, value in self.cleaned_data.items()}
