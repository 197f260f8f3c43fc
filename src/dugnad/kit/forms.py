"""How forms are drawn: Designsystemet's fields, from our own templates, and the inputs that rooms share."""

import re
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

LONGEST_KEY = 18  # digits; every number of so many fits
FIRST_YEAR, LAST_YEAR = 1900, 2199
LONG = 12  # rows; a text of so many gets a page to write on
TICKED = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


class Field(BoundField):
    """A field on the page: it knows how it is drawn, so that no template asks for the type of a widget."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Designsystemet's class on every input."""
        built = super().build_widget_attrs(attrs, widget)
        own = (widget or self.field.widget).attrs.get("class", "")
        return built | {"class": f"ds-input {own}".strip()}

    @property
    def is_group(self) -> bool:
        """Several inputs under one question: drawn as a fieldset with its legend."""
        return isinstance(self.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)

    @property
    def is_tick(self) -> bool:
        """One box to tick, with its label behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def says_optional(self) -> bool:
        """Whether the label says that the field may be left empty; a box to tick always may."""
        is_optional = getattr(self.field, "is_optional", True)  # False where something else asks for it later
        return is_optional and not (self.field.required or self.is_tick or self.field.disabled)

    @property
    def count(self) -> dict[str, Any]:
        """The length rule of a text, as its widget was told: unit (words or characters), min, max."""
        return getattr(self.field.widget, "count", {})

    @property
    def unit(self) -> str:
        """What a number is counted in, written behind its input."""
        return getattr(self.field.widget, "unit", "")


class Renderer(TemplatesSetting):
    """Designsystemet's fields for every form."""

    form_template_name = "kit/forms/form.html"
    field_template_name = "kit/forms/field.html"
    bound_field_class = Field


class DayInput(forms.DateInput):
    """The browser's own calendar; the format is the one that the browser sends."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and a time of day, in Oslo's time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class FigureInput(forms.TextInput):
    """A figure with its unit behind it; text, so that 1 143 814,5 can be pasted as it stands."""

    def __init__(self, unit: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off"} | (attrs or {}))
        self.unit = unit


class FigureField(forms.DecimalField):
    """A figure as people write it: 1 143 814,5 and 1143814.5 are the same, and so is 1,143,814.5 in English.

    1.250 in Norwegian may be either, and a thousandfold error must not pass; so it is asked about.
    """

    def __init__(self, *, unit: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", FigureInput(unit))
        super().__init__(**kwargs)
        self.unit = unit

    def to_python(self, value: Any) -> Any:
        """The figure, with spaces between thousands removed and the decimal comma understood."""
        if isinstance(value, str):
            words = "".join(value.split()).replace("\u2212", "-").replace("–", "-")
            if self.unit == "%":  # it stands behind the field anyway
                words = words.removesuffix("%") or words
            value = _without_thousands(words).replace(",", ".")
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(
                _("Write a number, for example 1 250 or 12,5."), code="invalid"
            ) from error


def _without_thousands(words: str) -> str:
    """Signs between thousands left out: commas in English, points in Norwegian."""
    is_english = (get_language() or "nb").startswith("en")
    mark, rest = (",", ".") if is_english else (".", ",")
    if not is_english and re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", words):
        choice = {"whole": words.replace(".", ""), "part": words.replace(".", ",").rstrip("0")}
        raise forms.ValidationError(_("Write %(whole)s or %(part)s; this may be either.") % choice)
    grouped = rf"-?[1-9]\d{{0,2}}({re.escape(mark)}\d{{3}})+({re.escape(rest)}\d+)?"
    return words.replace(mark, "") if re.fullmatch(grouped, words) else words


class WholeField(forms.IntegerField):
    """A whole number; what is wrong is told with its limits and an example."""

    def __init__(self, *, example: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.example = example

    def clean(self, value: Any) -> Any:
        """The number, or one sentence that says which numbers are right."""
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            if any(wrong.code == "required" for wrong in error.error_list):
                raise
            raise forms.ValidationError(self.wanted, code="invalid") from error

    @property
    def wanted(self) -> str:
        """Which numbers are right, and one of them."""
        names = {"least": self.min_value, "most": self.max_value, "example": self.example}
        if self.max_value is None:
            return _("Write a whole number, %(least)s or more, for example %(example)s.") % names
        return _("Write a whole number from %(least)s to %(most)s, for example %(example)s.") % names


def of_our_time(day: date) -> None:
    """Refuse a year that nobody here can mean: 0021 is a slip, and no page can count the days to 9999."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise forms.ValidationError(_("Write a year from %(first)s to %(last)s.") % years, code="year")


class DayField(forms.DateField):
    """A day, chosen in the browser's calendar or written."""

    widget = DayInput
    default_validators = [of_our_time]
    # Norway's own way of writing a day holds in English too.
    input_formats = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")
    default_error_messages: ClassVar[Any] = {"invalid": gettext_lazy("Write a date, for example 3.5.2021.")}


class MomentField(forms.DateTimeField):
    """A day and an hour in Oslo."""

    widget = MomentInput
    default_validators = [of_our_time]
    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M")
    default_error_messages: ClassVar[Any] = {
        "invalid": gettext_lazy("Write a day and an hour, for example 17.3.2021 09:00.")
    }


class LinkField(forms.URLField):
    """An address on the web; one without https:// gets it."""

    default_error_messages: ClassVar[Any] = {
        "invalid": gettext_lazy("Write the whole address, for example https://www.hamar.kommune.no/klima.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class SeveralField(forms.ModelMultipleChoiceField):
    """Several rows to choose from; a number that no database can hold is a choice that is not there."""

    def clean(self, value: Any) -> Any:
        """The chosen rows."""
        for key in value or ():
            if len(str(key)) > LONGEST_KEY:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)


class UploadField(forms.FileField):
    """A file; where none was chosen it asks for one in the words of a file, not of a text."""

    default_error_messages: ClassVar[Any] = {"required": gettext_lazy("Choose a file.")}


class CountedTextarea(forms.Textarea):
    """A text with a length rule that counts while one writes; the rule itself stands in the help text."""

    def __init__(
        self, unit: str = "words", minimum: int = 0, maximum: int = 0, attrs: dict[str, Any] | None = None
    ) -> None:
        attrs = {"rows": 8} | (attrs or {})
        super().__init__(attrs | ({"class": "long-text"} if attrs["rows"] >= LONG else {}))
        self.count = {"unit": unit, "min": minimum, "max": maximum}


class OpenForm(forms.Form):
    """A form that anybody on the web may send. People do not see its trap; what fills in everything, does."""

    TRAP: ClassVar[str] = "homepage"
    homepage = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean(self) -> dict[str, Any]:
        """What a machine sends comes back with everything that was typed, and the trap empty."""
        if self.cleaned_data.pop(self.TRAP, ""):
            typed = cast(QueryDict, self.data).copy()
            typed[self.TRAP] = ""
            self.data = typed
            self.add_error(
                None,
                _("A hidden field was filled in, as machines do. Nothing is lost: send it once more."),
            )
        return super().clean() or self.cleaned_data


class ConfirmForm(forms.Form):
    """A step that asks nothing but whether it is meant."""
