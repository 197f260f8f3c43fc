"""A file of figures, the columns of a table that is nobody's, and what is fetched."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.engine.units import UNITS, UnitError, unit
from dugnad.indicators.kinds import Decimal, Thousands
from dugnad.indicators.models import ColumnMapping, Indicator, Source
from dugnad.indicators.queries.catalogue import why_no_files
from dugnad.kit.forms import DayField, UploadField
from dugnad.kit.uploads import MEGABYTE

LARGEST, LARGEST_REGISTER = 200, 20  # megabytes; all numbers of Klass with every change are two


class MeasuredField(forms.ModelChoiceField):
    """An indicator that has files; one that is worked out from others is not offered, and told so."""

    def to_python(self, value: Any) -> Any:
        """The indicator of a key."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            derived = Indicator.objects.filter(key=str(value)).exclude(formula="").first()
            if derived is None:
                raise
            raise forms.ValidationError(why_no_files(derived), code="derived") from None


class UploadForm(forms.Form):
    """A file of figures, whose it is, and when it was seen."""

    indicator = MeasuredField(
        Indicator.objects.select_related("source").filter(formula=""),
        label=_l("Figures"),
        to_field_name="key",
        empty_label=None,
    )
    mapping = forms.ModelChoiceField(
        ColumnMapping.objects.all(),
        label=_l("Columns"),
        to_field_name="name",
        required=False,
        empty_label=_l("As the publisher or our own table has them"),
    )
    source = forms.ModelChoiceField(
        Source.objects.filter(is_official=False),
        label=_l("Whose figures"),
        to_field_name="key",
        required=False,
        empty_label=_l("The publisher’s own"),
        help_text=_l("Made-up figures for a demonstration must never stand under a publisher’s name."),
    )
    seen_on = DayField(
        label=_l("Seen on"),
        help_text=_l(
            "The day on which you downloaded the file; figures are revised, and the day tells which."
        ),
    )
    file = UploadField(
        label=_l("File"),
        help_text=_l(
            "The publisher’s own spreadsheet (.xlsx, up to 50 MB), JSON-stat 2 from Statistics Norway or "
            "Eurostat (up to 50 MB), or a table as CSV (up to 200 MB)."
        ),
    )

    def __init__(self, *args: Any, today: date, latest: date, **kwargs: Any) -> None:
        """`today` is the day that is offered, `latest` the last that can be: in the demo they differ."""
        super().__init__(*args, **kwargs)
        self.latest = latest
        self.fields["seen_on"].initial = today

    def clean(self) -> dict[str, Any]:
        """Columns that were named for other figures would give these other figures' values."""
        cleaned = super().clean() or self.cleaned_data
        mapping, indicator = cleaned.get("mapping"), cleaned.get("indicator")
        if mapping and indicator and mapping.indicator_id != indicator.pk:
            message = _("These columns were named for other figures (%(indicator)s).")
            self.add_error("mapping", message % {"indicator": mapping.indicator})
        return cleaned

    def clean_file(self) -> Any:
        """A file that the web server can hold beside everybody else's pages; the command line takes more."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST * MEGABYTE:
            message = _(
                "%(name)s is larger than %(limit)s MB. Let the operator read it in from the command line."
            )
            raise forms.ValidationError(message % {"name": file.name, "limit": LARGEST})
        return file

    def clean_seen_on(self) -> date:
        """Nobody has seen a file tomorrow."""
        seen = self.cleaned_data["seen_on"]
        if seen > self.latest:
            raise forms.ValidationError(
                _("This day has not come yet. Write the day on which you downloaded it.")
            )
        return seen


class ColumnsForm(forms.Form):
    """Which column of a table holds what, and how its numbers are written."""

    place_column = forms.ChoiceField(label=_l("The place"), help_text=_l("A municipality number or a name."))
    year_column = forms.ChoiceField(label=_l("The year"))
    value_column = forms.ChoiceField(label=_l("The figure"))
    sector_column = forms.ChoiceField(label=_l("The sector"), required=False)
    unit_column = forms.ChoiceField(label=_l("The unit"), required=False)
    unit = forms.CharField(
        label=_l("The unit, where no column has it"),
        required=False,
        max_length=40,
        help_text=_l("Empty where the figures are in the indicator’s own unit."),
    )
    decimal = forms.ChoiceField(label=_l("Decimal sign"), choices=Decimal.choices)
    thousands = forms.ChoiceField(label=_l("Thousands sign"), choices=Thousands.choices)
    name = forms.CharField(
        label=_l("Name of these columns"),
        max_length=80,
        help_text=_l("Under this name you find them again when the next file comes."),
    )

    def __init__(self, *args: Any, titles: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(title, title) for title in titles]
        for name in ("place_column", "year_column", "value_column"):
            self.fields[name].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]
        for name in ("sector_column", "unit_column"):
            self.fields[name].choices = [("", _("None")), *choices]  # type: ignore[attr-defined]

    def clean_unit(self) -> str:
        """A unit that we know."""
        symbol: str = self.cleaned_data["unit"].strip()
        if symbol:
            try:
                unit(symbol)
            except UnitError:
                known = ", ".join(UNITS)
                message = _("“%(unit)s” is not a unit that is known here. Known are: %(known)s.")
                raise forms.ValidationError(message % {"unit": symbol, "known": known}) from None
        return symbol

    def clean(self) -> dict[str, Any]:
        """No column holds two things."""
        cleaned = super().clean() or self.cleaned_data
        chosen: dict[str, str] = {}
        for name in ("place_column", "year_column", "value_column", "sector_column", "unit_column"):
            title = cleaned.get(name)
            if title and title in chosen.values():
                self.add_error(name, _("This column is chosen for something else already."))
            elif title:
                chosen[name] = title
        return cleaned

    @property
    def columns(self) -> dict[str, str]:
        """The columns of a valid form, without the name."""
        return {key: value for key, value in self.cleaned_data.items() if key != "name"}


class TableForm(forms.Form):
    """The number of the table that a connector asks for."""

    table = forms.RegexField(
        r"^[A-Za-z0-9_]{1,40}$",
        label=_l("Table"),
        error_messages={"invalid": _l("Write the number of a table, for example 13136.")},
    )


class FilesInput(forms.ClearableFileInput):
    """Chooses several files at once."""

    allow_multiple_selected = True


class FilesField(UploadField):
    """One file or several."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file as a file by itself."""
        return [super(FilesField, self).clean(file, initial) for file in data or [None]]


class RegisterFilesForm(forms.Form):
    """What somebody has downloaded from Klass."""

    chosen = FilesField(
        label=_l("Files from Klass"),
        help_text=_l(
            "Codes of 131 (municipalities), and where you have them also changes, codes of 104 (counties) "
            "or a correspondence: JSON or CSV, together or one by one."
        ),
    )

    def clean_chosen(self) -> list[Any]:
        """No more than the web server can hold beside everybody else's pages."""
        files: list[Any] = self.cleaned_data["chosen"]
        if sum(file.size for file in files) > LARGEST_REGISTER * MEGABYTE:
            message = _("The files are larger than %(limit)s MB together. Choose codes and changes only.")
            raise forms.ValidationError(message % {"limit": LARGEST_REGISTER})
        return files


class KeptForm(forms.Form):
    """A file that is kept: by its hash and its name."""

    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    name = forms.CharField(max_length=200, widget=forms.HiddenInput)


class PreviewedForm(UploadForm):
    """A file that was judged, and is stored when that is confirmed: by its hash and its name."""

    file = None  # type: ignore[assignment]
    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    name = forms.CharField(max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("indicator", "mapping", "source", "seen_on"):
            self.fields[name].widget = forms.HiddenInput()
