"""What a series is asked for, what is explained, tried and compared."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.engine.targets import Goal
from dugnad.indicators.kinds import sector_name
from dugnad.indicators.models import Indicator, Vintage
from dugnad.indicators.queries.regions import Regions
from dugnad.indicators.rules import can_be_per_inhabitant
from dugnad.kit.formats import day
from dugnad.kit.forms import FigureField, FigureInput

BY = {"sector": _l("By sector"), "total": _l("In all"), "municipality": _l("By municipality")}
KEPT = ("from_year", "to_year", "target", "target_year", "rangering")
MOST_CUT, LAST_TARGET_YEAR = 100, 2100


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
        if not can_be_per_inhabitant(indicator.unit):
            del self.fields["per"]
        # What else was asked on the same page is not lost when another place is chosen.
        for name in KEPT:
            if (data or {}).get(name):
                self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def asked(self) -> dict[str, Any]:
        """The clean words; one that is not among the choices is as if nobody had said it."""
        valid = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        found = self.defaults | {name: value for name, value in valid.items() if value}
        seen = date.fromisoformat(found["vintage"]) if found["vintage"] else None
        return found | {"seen_by": seen, "actual": found["members"] == "actual"}


class ExplanationForm(forms.Form):
    """Between which two years a change is explained; the page chooses until the reader does."""

    from_year = forms.ChoiceField(label=_l("From the year"))
    to_year = forms.ChoiceField(label=_l("To the year"))

    def __init__(self, data: Mapping[str, Any], *, years: Sequence[int], first: int, last: int) -> None:
        self.first, self.last = first, last
        super().__init__({n: data.get(n) or year for n, year in (("from_year", first), ("to_year", last))})
        known = ", ".join(map(str, years))
        for field in self.fields.values():
            field.choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]
            wrong = _("There is no figure for %(value)s. Choose one of %(years)s.")
            field.error_messages["invalid_choice"] = wrong % {"value": "%(value)s", "years": known}

    def clean(self) -> dict[str, Any]:
        """Two different years."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("from_year") and cleaned.get("from_year") == cleaned.get("to_year"):
            self.add_error("to_year", _("Choose another year; these are the same."))
        return cleaned

    @property
    def chosen(self) -> tuple[int, int]:
        """The earlier and the later year; the page's own where what was chosen cannot be told."""
        if not self.is_valid():
            return self.first, self.last
        first, last = sorted(int(self.cleaned_data[name]) for name in ("from_year", "to_year"))
        return first, last


class TriedTargetForm(forms.Form):
    """A target that the reader tries: so many per cent less than in the base year, by a year."""

    target = FigureField(
        label=_l("Cut"),
        widget=FigureInput("%"),
        required=False,
        help_text=_l("Per cent less than in the base year, without a minus: 55."),
    )
    target_year = forms.IntegerField(label=_l("By the year"), required=False, widget=forms.TextInput)

    def __init__(self, data: Mapping[str, Any], *, base_year: int) -> None:
        self.base_year = base_year
        given = {name: data.get(name, "") for name in ("target", "target_year")}
        super().__init__(given if any(given.values()) else None)
        self.fields["target_year"].widget.attrs |= {"inputmode": "numeric"}
        self.fields["target_year"].error_messages["invalid"] = self._wanted_year

    def clean_target(self) -> Decimal:
        """A cut of something, and of no more than all."""
        cut = self.cleaned_data["target"]
        if cut is None or not 0 < cut <= MOST_CUT:
            raise forms.ValidationError(
                _("Write a cut of more than 0 and at most 100 per cent, for example 55.")
            )
        return Decimal(cut)

    def clean_target_year(self) -> int:
        """A year after the base year, and not so far away that nobody plans for it."""
        year = self.cleaned_data["target_year"]
        if year is None or not self.base_year < year <= LAST_TARGET_YEAR:
            raise forms.ValidationError(self._wanted_year)
        return int(year)

    @property
    def _wanted_year(self) -> str:
        text = _("Write a year from %(first)s to %(last)s, for example 2030.")
        return text % {"first": self.base_year + 1, "last": LAST_TARGET_YEAR}

    @property
    def goal(self) -> Goal | None:
        """The target that was asked for; None where none was, or where it is wrong."""
        if not self.is_bound or not self.is_valid():
            return None
        change = -float(self.cleaned_data["target"]) / 100
        return Goal(self.base_year, self.cleaned_data["target_year"], change)


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
        for name, vintage in zip(("old", "new"), _newest_two(vintages), strict=False):
            self.fields[name].initial = str(vintage.pk)

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


def _newest_two(vintages: Sequence[Vintage]) -> Sequence[Vintage]:
    """The newest vintage that another can be compared with, after that other one; none where none can."""
    for place, new in enumerate(vintages):
        for old in vintages[place + 1 :]:
            if old.indicator_id == new.indicator_id:
                return old, new
    return ()


def _vintage_in_words(vintage: Vintage) -> str:
    return f"{day(vintage.seen_on)}, {vintage.source.publisher_name}: {vintage.indicator}"
