"""What stands on an agenda: a point, its order, its papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dugnad.documents.kinds import Language
from dugnad.events.kinds import ItemKind
from dugnad.events.models import AgendaItem
from dugnad.kit.forms import UploadField, WholeField
from dugnad.kit.history import values_of
from dugnad.members.queries import people

MIDDLE = {"rows": 5}


class ItemForm(forms.Form):
    """A point: what it is about, what the body is to do with it, for how long, by whom."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("What it is about"), required=False, widget=forms.Textarea(MIDDLE))
    proposal = forms.CharField(
        label=_("Proposed decision"), required=False, widget=forms.Textarea({"rows": 3})
    )
    minutes = WholeField(label=_("Minutes"), min_value=0, max_value=600, example=15)
    presenter = forms.ModelChoiceField(
        people(), label=_("Presented by"), required=False, empty_label=_("Nobody yet")
    )
    presenter_name = forms.CharField(
        label=_("Or by somebody from outside"), max_length=120, required=False,
        help_text=_("Name and where from, for example: Ida Berg, Statsforvalteren."),
    )  # fmt: skip
    is_confidential = forms.BooleanField(label=_("Only for those who take part"), required=False)
    language = forms.ChoiceField(label=_("Written in"), choices=Language.choices)

    @classmethod
    def initial_of(cls, item: AgendaItem) -> dict[str, Any]:
        """The point as it stands."""
        names = [name for name in cls.base_fields if name != "presenter"]
        return values_of(item, names) | {"presenter": item.presenter}


class ProposalForm(forms.Form):
    """What a member would like the group to take up."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("What it is about, and why"), widget=forms.Textarea(MIDDLE))
    minutes = WholeField(label=_("Minutes"), min_value=5, max_value=240, example=15, initial=15)
    language = forms.ChoiceField(label=_("Written in"), choices=Language.choices)


class PaperForm(forms.Form):
    """A paper for a point."""

    file = UploadField(label=_("File"))
    title = forms.CharField(label=_("What it is"), max_length=200, required=False)
    is_restricted = forms.BooleanField(label=_("Only for those who take part"), required=False)


class OrderForm(forms.Form):
    """The order of the points: a number for each."""

    def __init__(self, *args: Any, items: list[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for place, item in enumerate(items, 1):
            self.fields[f"place_{item.pk}"] = WholeField(
                label=_("Place of %(item)s") % {"item": item.title},
                min_value=1,
                max_value=999,
                example=1,
                initial=place,
            )

    @property
    def rows(self) -> list[tuple[AgendaItem, forms.BoundField]]:
        """Each point with its field."""
        return [(item, self[f"place_{item.pk}"]) for item in self.items]

    @property
    def order(self) -> list[int]:
        """The points in the order that was asked for; of two with one number the first stays first."""
        places = {item.pk: self.cleaned_data[f"place_{item.pk}"] for item in self.items}
        return sorted(places, key=lambda key: places[key])


class DeclineForm(forms.Form):
    """Why a proposal is not taken up."""

    because = forms.CharField(label=_("Why"), widget=forms.Textarea({"rows": 3}))
