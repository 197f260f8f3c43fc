"""HTTP in, clean values out: what a series is asked for, what is compared, a file of figures."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.engine.units import UNITS, UnitError, unit
from dugnad.indicators.kinds import Decimal, Direction, Thousands, sector_name, unit_in_words
from dugnad.indicators.models import ColumnMapping, Indicator, Source, Vintage
from dugnad.indicators.queries.regions import Regions
from dugnad.indicators.rules import FIRST_YEAR, is_additive
from dugnad.kit.formats import day
from dugnad.kit.forms import DayField, FigureField, FigureInput, LinkField, UploadField
from dugnad.members.models import Organisation

LAST_YEAR = 2100
NOTES = forms.Textarea({"rows": 4})
TAKEN = frozenset({"hent", "les-inn", "ny", "tallgrunnlag"})  # words of our own addresses
BY = {"sector": _l("By sector"), "total": _l("In all"), "municipality": _l("By municipality")}


class LongSelect(forms.Select):
    """A list of hundreds, drawn in one go: Django opens a template for every option."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The list with its chosen option."""
        chosen = str(value or "")
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            (
                (key, SafeString(" selected") if str(key) == chosen else "", label)
                for key, label in self.choices
            ),
        )
        own = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>\n{}</select>", own, options)


class SeriesForm(forms.Form):
    """What a series is asked for; it lives in the address, with the words that programs use."""

    region = forms.ChoiceField(label=_l("Place"), required=False, widget=LongSelect)
    by = forms.ChoiceField(label=_l("Shown"), required=False)
    vintage = forms.ChoiceField(label=_l("As known"), required=False)
    members = forms.ChoiceField(label=_l("Members"), required=False)
    per = forms.ChoiceField(label=_l("Counted"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        indicator: Indicator,
        regions: Regions,
        days: Sequence[date],
        has_sectors: bool = True,
    ) -> None:
        super().__init__(data)
        asked = (data or {}).get("region", "")
        known = {value for value, _name in regions.choices}
        others = [(asked, asked)] if asked and asked not in known else []
        self.defaults = {
            "region": regions.first,
            "by": "sector" if has_sectors else "total",
            "vintage": "",
            "members": "",
            "per": "",
        }
        own: dict[str, Sequence[Any]] = {
            # Addresses may name what the list does not offer: a county, several municipalities.
            "region": [*others, *regions.choices],
            "by": [(key, words) for key, words in BY.items() if has_sectors or key != "sector"],
            "vintage": [("", _("today")), *((seen.isoformat(), day(seen)) for seen in days)],
            "members": [("", _("today’s in every year")), ("actual", _("each year’s own"))],
            "per": [("", _("in all")), ("inhabitant", _("per inhabitant"))],
        }
        for name, choices in own.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if not is_additive(indicator.unit) or indicator.unit == "persons":
            del self.fields["per"]

    @property
    def asked(self) -> dict[str, Any]:
        """The clean words; one that is not among the choices is as if nobody had said it."""
        valid = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        found = self.defaults | {name: value for name, value in valid.items() if value}
        seen = date.fromisoformat(found["vintage"]) if found["vintage"] else None
        return found | {"seen_by": seen, "actual": found["members"] == "actual"}


class VintagesFilter(forms.Form):
    """Which vintages the list shows."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.all(),
        label=_l("Figures"),
        required=False,
        to_field_name="key",
        empty_label=_l("All"),
    )


class ComparisonForm(forms.Form):
    """Which two vintages are compared, and what of them is shown."""

    old = forms.ChoiceField(label=_l("The earlier"))
    new = forms.ChoiceField(label=_l("The later"))
    # Their choices are known only when the two have been compared.
    municipality = forms.CharField(label=_l("Municipality"), required=False, widget=LongSelect)
    sector = forms.CharField(label=_l("Sector"), required=False, widget=forms.Select)

    def __init__(self, data: Any, *, vintages: Sequence[Vintage]) -> None:
        super().__init__(data)
        self.vintages = {str(vintage.pk): vintage for vintage in vintages}
        choices = [(key, _vintage_in_words(vintage)) for key, vintage in self.vintages.items()]
        for name in ("old", "new"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Two different vintages of the same figures."""
        cleaned = super().clean() or self.cleaned_data
        old, new = (self.vintages.get(cleaned.get(name, "")) for name in ("old", "new"))
        if old and new and old.indicator_id != new.indicator_id:
            self.add_error("new", _("Choose two vintages of the same figures."))
        elif old and old == new:
            self.add_error("new", _("Choose another vintage; these are the same."))
        return cleaned

    @property
    def chosen(self) -> tuple[Vintage, Vintage]:
        """The two vintages, of a valid form."""
        return self.vintages[self.cleaned_data["old"]], self.vintages[self.cleaned_data["new"]]

    @property
    def filters(self) -> dict[str, Any]:
        """The place and the sector that was chosen, as the comparison takes them."""
        code = self.cleaned_data["municipality"]
        return {"codes": [code] if code else None, "sector": self.cleaned_data["sector"]}

    def offer(self, places: Iterable[tuple[str, str]], sectors: Iterable[str]) -> None:
        """Let the reader choose among the places and sectors in which something differs."""
        named = [(sector, sector_name(sector)) for sector in sectors if sector]
        for name, choices in (("municipality", places), ("sector", named)):
            self.fields[name].widget.choices = [("", _("All")), *choices]


class UploadForm(forms.Form):
    """A file of figures, whose it is, and when it was seen."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.select_related("source"),
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
            "The publisher’s own spreadsheet (.xlsx, up to 50 MB), or a table as CSV (up to 200 MB)."
        ),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["seen_on"].initial = today

    def clean(self) -> dict[str, Any]:
        """Columns that were named for other figures would give these other figures' values."""
        cleaned = super().clean() or self.cleaned_data
        mapping, indicator = cleaned.get("mapping"), cleaned.get("indicator")
        if mapping and indicator and mapping.indicator_id != indicator.pk:
            message = _("These columns were named for other figures (%(indicator)s).")
            self.add_error("mapping", message % {"indicator": mapping.indicator})
        return cleaned

    def clean_seen_on(self) -> date:
        """Nobody has seen a file tomorrow."""
        seen = self.cleaned_data["seen_on"]
        if seen > self.today:
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


class IndicatorForm(forms.Form):
    """What is measured: its words in three languages, its unit, its source or how it is worked out."""

    key = forms.SlugField(
        label=_l("Short name in addresses"),
        max_length=60,
        help_text=_l("Small letters, numbers and hyphens. It cannot be changed later."),
    )
    title_nb = forms.CharField(label=_l("Title, bokmål"), max_length=200)
    title_nn = forms.CharField(label=_l("Title, nynorsk"), max_length=200, required=False)
    title_en = forms.CharField(label=_l("Title, English"), max_length=200, required=False)
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=_l("Source"),
        to_field_name="key",
        empty_label=None,
        help_text=_l("One source for each indicator; two that count differently are two indicators."),
    )
    unit = forms.ChoiceField(label=_l("Unit"), help_text=_l("Figures in other units are converted to it."))
    numerator = forms.CharField(label=_l("Numerator, in words"), max_length=200, required=False)
    denominator = forms.CharField(label=_l("Denominator, in words"), max_length=200, required=False)
    formula = forms.CharField(
        label=_l("Formula over other indicators"),
        max_length=300,
        required=False,
        help_text=_l(
            "Where it is worked out from other indicators: their short names with + − × ÷, numbers and "
            "brackets, for example ghg-emissions ÷ population. Write a blank on both sides of a minus."
        ),
    )
    direction = forms.ChoiceField(label=_l("Which way is better"), choices=Direction.choices)
    base_year = forms.IntegerField(
        label=_l("Base year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    notes_nb = forms.CharField(label=_l("What drives it, bokmål"), required=False, widget=NOTES)
    notes_nn = forms.CharField(label=_l("What drives it, nynorsk"), required=False, widget=NOTES)
    notes_en = forms.CharField(label=_l("What drives it, English"), required=False, widget=NOTES)

    def __init__(self, *args: Any, indicator: Indicator | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = indicator.unit if indicator else ""
        quotients = (f"{name}/persons" for name in UNITS if name not in {"1", "%", "persons"})
        symbols = dict.fromkeys([*([own] if own else []), *UNITS, *quotients])
        self.fields["unit"].choices = [(s, unit_in_words(s)) for s in symbols]  # type: ignore[attr-defined]
        if indicator:
            del self.fields["key"]

    def clean_key(self) -> str:
        """A key that nobody has."""
        key: str = self.cleaned_data["key"].lower()
        if key in TAKEN or Indicator.objects.filter(key=key).exists():
            raise forms.ValidationError(_("This short name is taken. Choose another."))
        return key


class TargetForm(forms.Form):
    """What somebody has set out to reach: by when, how much, who adopted it, and where it is written."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_l("Whose target"), to_field_name="slug", empty_label=None
    )
    year = forms.IntegerField(label=_l("Target year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    change = FigureField(
        label=_l("Change since the base year"),
        unit="%",
        required=False,
        max_value=1000,
        min_value=-100,
        help_text=_l("Minus for a cut: −55. Leave it empty where the target is a value."),
    )
    value = FigureField(label=_l("Or a value"), required=False)
    base_year = forms.IntegerField(label=_l("Base year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    adopted_by = forms.CharField(
        label=_l("Adopted by"), max_length=120, help_text=_l("For example the municipal council.")
    )
    adopted_on = DayField(label=_l("Adopted on"), required=False)
    document_url = LinkField(label=_l("Where it is written"), required=False)

    def __init__(self, *args: Any, organisations: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["value"].widget = FigureInput(unit_in_words(unit))

    @property
    def values(self) -> dict[str, Any]:
        """The values of a valid form as the change takes them: a change as a share."""
        cleaned = dict(self.cleaned_data)
        change, value = cleaned.pop("change"), cleaned.pop("value")
        return cleaned | {
            "change": None if change is None else float(change) / 100,
            "value": None if value is None else float(value),
        }


class TableForm(forms.Form):
    """The number of the table that a connector asks for."""

    table = forms.RegexField(
        r"^[A-Za-z0-9_]{1,40}$",
        label=_l("Table"),
        error_messages={"invalid": _l("Write the number of a table, for example 13136.")},
    )


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


def _vintage_in_words(vintage: Vintage) -> str:
    return f"{day(vintage.seen_on)}, {vintage.source.publisher}: {vintage.indicator}"
