"""The open form: a story from somebody without an account; and what the secretariat sets around stories."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.documents.forms.writing import PICTURE, TEXT, StoryForm
from dugnad.documents.kinds import LengthRule, LengthUnit
from dugnad.documents.rules import length_complaint, length_of
from dugnad.kit.forms import OpenForm, WholeField
from dugnad.members.models import Organisation
from dugnad.programme.models import Activity

SENDER = ("owner", "name", "email", "shares_contact")


class SendStoryForm(OpenForm, StoryForm):
    """A story with its sender: what the editors' form asks, but for what only an editor can know."""

    owner = forms.ChoiceField(label=_l("Which municipality is the story from?"))
    name = forms.CharField(label=_l("Your name"), max_length=120)
    email = forms.EmailField(
        label=_l("Your e-mail at work"), help_text=_l("The receipt goes there, and questions about the text.")
    )
    shares_contact = forms.BooleanField(
        label=_l("Other members may see my name and e-mail beside the story, and ask me about the measure"),
        required=False,
    )
    field_order = (*SENDER, "title", "body", "language")

    def __init__(
        self, *args: Any, owners: Iterable[Organisation], own: LengthRule | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, activities=Activity.objects.none(), **kwargs)
        self.own = own
        for name in ("activities", "revision", "year", "contact"):
            del self.fields[name]
        self.fields["body"].required = True
        choices = [("", _("Choose the municipality")), *((owner.slug, owner.name) for owner in owners)]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]
        # Asked, and not filled in for the sender: only they know who can be recognised.
        self._ask("licence", _("Choose what others may do with it"))
        self.initial["consent"] = ""

    def _ask(self, name: str, words: str) -> None:
        field = self.fields[name]
        field.choices = [("", words), *field.choices]  # type: ignore[attr-defined]
        self.initial[name] = ""

    @property
    def sender(self) -> list[forms.BoundField]:
        """The fields that tell who sends it."""
        return [self[name] for name in SENDER]

    @property
    def text(self) -> list[forms.BoundField]:
        """The fields of the text."""
        return [field for field in self.visible_fields() if field.name in TEXT]

    @property
    def measure(self) -> list[forms.BoundField]:
        """The fields that tell of the measure."""
        others = (*TEXT, *PICTURE, *SENDER, self.TRAP)
        return [field for field in self.visible_fields() if field.name not in others]

    def clean_body(self) -> str:
        """The text, when it is as long as the year's rule asks."""
        body: str = self.cleaned_data["body"]
        if self.own and (complaint := length_complaint(length_of(body, self.own))):
            raise forms.ValidationError(complaint)
        return body

    def clean(self) -> dict[str, Any]:
        """A picture comes with the right to show it."""
        typed = self.cleaned_data
        if typed.get("picture"):
            for name, message in (
                ("licence", _("Choose what others may do with the picture.")),
                ("consent", _("Choose what is true of the people in the picture.")),
            ):
                if not typed.get(name):
                    self.add_error(name, message)
        return super().clean()

    def values(self) -> dict[str, Any]:
        """What the verb takes of the story."""
        values = {name: value for name, value in super().values().items() if name not in SENDER}
        shares = self.cleaned_data["shares_contact"]
        return values | {"contact": self.whom_to_ask if shares else ""}

    @property
    def whom_to_ask(self) -> str:
        """Whom others may ask."""
        return f"{self.cleaned_data['name']}, {self.cleaned_data['email']}"[:200]


class StoryLengthForm(forms.Form):
    """How long a story of a year may be."""

    year = WholeField(label=_l("Year"), min_value=2000, max_value=2100, example=2021)
    least = WholeField(label=_l("At least"), min_value=0, max_value=100_000, example=250)
    most = WholeField(label=_l("At most"), min_value=1, max_value=100_000, example=500)
    unit = forms.ChoiceField(label=_l("Counted in"), choices=LengthUnit.choices)

    def clean(self) -> dict[str, Any]:
        """The shortest length is not above the longest."""
        values = super().clean() or {}
        if values.get("most") and values.get("least", 0) > values["most"]:
            self.add_error("least", _("The shortest length is above the longest."))
        return values
