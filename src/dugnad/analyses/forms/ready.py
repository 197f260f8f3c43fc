"""A study from a ready model: its name and places, the files it is made of, and how certain they are."""

from typing import Any, ClassVar, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dugnad.analyses.reference.ready_models import ACCOUNTS, CONSTRUCTION, HOUSEHOLD, ModelWords
from dugnad.kit import clock
from dugnad.kit.forms import FigureField, SeveralField, UploadField, WholeField
from dugnad.members.models import Organisation
from dugnad.members.queries import member_municipalities

SHA256, NAME = "_sha256", "_name"  # what goes with the field of a file that was sent before
KEYS = [
    ("inhabitants", gettext_lazy("Inhabitants")),
    ("employees", gettext_lazy("Employees")),
    ("floor_area", gettext_lazy("Floor area")),
]


def percent(label: Any, help_text: Any, initial: float) -> FigureField:
    """A standard deviation in per cent."""
    return FigureField(
        label=label, help_text=help_text, initial=initial, min_value=0, max_value=100, unit="%"
    )


class ReadyForm(forms.Form):
    """What every ready model asks; each adds its files. A file that was sent stays sent until another is."""

    file_fields: ClassVar[dict[str, bool]] = {}  # the fields of files, and whether they must be there

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    places = SeveralField(
        Organisation.objects.none(),
        label=gettext_lazy("Places"),
        widget=forms.SelectMultiple({"size": 8}),
        help_text=gettext_lazy(
            "Every member municipality is chosen. What one of them lacks is told by name."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=120,
        help_text=gettext_lazy("Stands at each figure. Name the table, too."),
    )
    vintage = forms.RegexField(
        r"^\d{4}(-\d{2}(-\d{2})?)?$",
        label=gettext_lazy("Seen or published"),
        required=False,
        help_text=gettext_lazy("As 2021-05-03, 2021-05 or 2021. Empty: as the file says, or today."),
        error_messages={"invalid": gettext_lazy("Write it as 2021-05-03, 2021-05 or 2021.")},
    )
    relative_sd = percent(
        gettext_lazy("Standard deviation of each figure"),
        gettext_lazy("How far it can be off: two times in three the true figure lies within."),
        5,
    )
    is_illustrative = forms.BooleanField(
        label=gettext_lazy("The figures are made up, and say so"), required=False
    )

    def __init__(self, data: QueryDict | None, files: Any, *, words: ModelWords) -> None:
        found = member_municipalities(clock.today())
        told = {"name": words.name_nb, "source": words.source, "relative_sd": words.relative_sd}
        super().__init__(data, files, initial=told | {"places": [place.pk for place in found]})
        self.fields["places"].queryset = found  # type: ignore[attr-defined]
        first = ["name", "places", *self.file_fields]
        self.order_fields([*first, *(name for name in self.fields if name not in first)])
        for field, is_needed in self.file_fields.items():
            self.fields[field].is_optional = not is_needed  # type: ignore[attr-defined]
            self.fields[f"{field}{SHA256}"] = forms.RegexField(
                r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput
            )
            self.fields[f"{field}{NAME}"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def sent(self, field: str) -> UploadedFile | None:
        """The file that comes with this very form."""
        return self.cleaned_data.get(field)

    def kept(self, field: str) -> tuple[str, str]:
        """The checksum and the name of a file that came with an earlier one."""
        return self.cleaned_data.get(f"{field}{SHA256}") or "", self.cleaned_data.get(f"{field}{NAME}") or ""

    def keep(self, field: str, sha256: str, name: str) -> None:
        """Remember a file, so that it need not be chosen again."""
        typed = cast(QueryDict, self.data).copy()
        typed[f"{field}{SHA256}"], typed[f"{field}{NAME}"] = sha256, name
        self.data = typed
        chosen = _("“%(name)s” is chosen. Choose another file to take its place.") % {"name": name}
        self[field].help_text = chosen

    def lack(self, field: str) -> None:
        """A file that must be there is not."""
        self.add_error(field, _("Choose a file."))

    def told(self) -> dict[str, Any]:
        """What the model is given beside files and places; figures as the engine takes them."""
        names = ("source", "vintage", "relative_sd", "year", "key", "nation", "sd_key")
        values = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        numbers = {
            name: float(values[name]) for name in ("relative_sd", "nation", "sd_key") if values.get(name)
        }
        return values | numbers


def file_field(label: Any, help_text: Any) -> UploadField:
    """A file of statistics; whether it must be there is asked when it is known what was sent before."""
    return UploadField(label=label, help_text=help_text, required=False)


KINDS: Promise = gettext_lazy("JSON-stat 2 from Statistics Norway, CSV or a spreadsheet.")


class HouseholdForm(ReadyForm):
    """Household waste."""

    file_fields: ClassVar[dict[str, bool]] = {"waste": True, "inhabitants": False}

    waste = file_field(
        gettext_lazy("Household waste"),
        format_lazy(
            "{} {}",
            gettext_lazy(
                "By municipality and year: kilograms per inhabitant (or tonnes), and shares to treatments."
            ),
            KINDS,
        ),
    )
    inhabitants = file_field(
        gettext_lazy("Inhabitants"),
        gettext_lazy("By municipality and year, where they do not stand in the first file."),
    )


class AccountsForm(ReadyForm):
    """National waste accounts."""

    file_fields: ClassVar[dict[str, bool]] = {"accounts": True, "key": True}

    accounts = file_field(
        gettext_lazy("Waste accounts"),
        format_lazy("{} {}", gettext_lazy("The whole country by material, treatment and year."), KINDS),
    )
    key = file_field(
        gettext_lazy("Key"), gettext_lazy("By municipality and year, with a row for the whole country.")
    )
    key_kind = forms.ChoiceField(
        label=gettext_lazy("The key is"), choices=KEYS, widget=forms.RadioSelect, initial="inhabitants"
    )
    sd_key = percent(
        gettext_lazy("Standard deviation of a municipality's part"),
        gettext_lazy("How much municipalities differ from what the key says of them."),
        30,
    )
    nation = FigureField(
        label=gettext_lazy("The key of the whole country"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("Only if the file has no row for it."),
    )
    year = WholeField(
        label=gettext_lazy("Year"),
        required=False,
        min_value=1980,
        max_value=2100,
        example=2022,
        help_text=gettext_lazy("Empty: the newest year of the accounts."),
    )

    def told(self) -> dict[str, Any]:
        """The key as what it is, and not as its file."""
        return super().told() | {"key": self.cleaned_data.get("key_kind") or "inhabitants"}


class ConstructionForm(ReadyForm):
    """Building waste."""

    file_fields: ClassVar[dict[str, bool]] = {"activity": True, "factors": False}

    activity = file_field(
        gettext_lazy("Building activity"),
        format_lazy(
            "{} {}",
            gettext_lazy(
                "Square metres of new building, rehabilitation and demolition by municipality and year."
            ),
            KINDS,
        ),
    )
    factors = file_field(
        gettext_lazy("Factors"),
        gettext_lazy(
            "CSV or a spreadsheet with the columns activity, kg per m², uncertainty (in kg per m², or with a "
            "per cent sign) and source, and if you like building type and material. Empty: published key "
            "figures, with their sources."
        ),
    )


FORMS: dict[str, type[ReadyForm]] = {
    HOUSEHOLD: HouseholdForm,
    ACCOUNTS: AccountsForm,
    CONSTRUCTION: ConstructionForm,
}
