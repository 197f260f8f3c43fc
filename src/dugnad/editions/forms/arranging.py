"""Forms of the page of an edition: the words of a block in three languages, and the choices of its kind."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dugnad.documents.kinds import Theme
from dugnad.editions.kinds import (
    ALLIANCE,
    FORM_FACTS,
    MAPPED,
    MEMBERS,
    PAGE_BLOCKS,
    SUBREGIONS,
    ChartForm,
    KeyFigureKind,
    PageBlockKind,
    YearPart,
)
from dugnad.editions.models import Edition, PageBlock
from dugnad.editions.queries.arrangement import WORDS, indicator_choices, place_choices, story_choices
from dugnad.kit.forms import WholeField

EARLIEST, LATEST = 1990, 2100
HEADING = gettext_lazy("Leave the heading empty to go on from the block above.")


def _ticks(label: Any, choices: Iterable[tuple[Any, Any]], help_text: Any = "") -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), widget=widget, required=False, help_text=help_text
    )


def _indicator(edition: Edition) -> forms.Field:
    return forms.ChoiceField(
        label=_("Indicator"), choices=indicator_choices(edition), required=False,
        help_text=_("After you choose another indicator, work out the figures anew."),
    )  # fmt: skip


def _form(edition: Edition) -> forms.Field:
    return forms.ChoiceField(label=_("Form"), choices=ChartForm.choices)


def _places(edition: Edition) -> forms.Field:
    groups = [
        (ALLIANCE, _("The whole region")),
        (SUBREGIONS, _("All sub-regions")),
        (MEMBERS, _("All members")),
    ]
    return _ticks(_("Places"), [*groups, *place_choices(edition)])


def _place(edition: Edition) -> forms.Field:
    return forms.ChoiceField(
        label=_("Place"), choices=[(ALLIANCE, _("The whole region")), *place_choices(edition)]
    )


def _first_year(edition: Edition) -> forms.Field:
    return WholeField(
        label=_("First year"), required=False, min_value=EARLIEST, max_value=LATEST, example=2009,
        help_text=_("Leave it empty to begin with the base year."),
    )  # fmt: skip


def _last_year(edition: Edition) -> forms.Field:
    return WholeField(
        label=_("Last year"), required=False, min_value=EARLIEST, max_value=LATEST, example=2019,
        help_text=_("Leave it empty to end with the newest year."),
    )  # fmt: skip


def _measures(edition: Edition) -> forms.Field:
    return _ticks(_("Figures"), KeyFigureKind.choices)


def _measure(edition: Edition) -> forms.Field:
    return forms.ChoiceField(
        label=_("What the map shows"), choices=[(measure.value, measure.label) for measure in MAPPED]
    )


def _themes(edition: Edition) -> forms.Field:
    return _ticks(_("Themes"), Theme.choices, _("Choose none to show all."))


def _stories(edition: Edition) -> forms.Field:
    return _ticks(
        _("Stories"), story_choices(edition), _("Choose some to show these alone, whatever their theme.")
    )


def _parts(edition: Edition) -> forms.Field:
    return _ticks(_("What is told of each activity"), YearPart.choices)


CHOICES: dict[str, Callable[[Edition], forms.Field]] = {
    "indicator": _indicator,
    "form": _form,
    "places": _places,
    "place": _place,
    "first_year": _first_year,
    "last_year": _last_year,
    "measures": _measures,
    "measure": _measure,
    "themes": _themes,
    "stories": _stories,
    "parts": _parts,
}


class PageBlockForm(forms.Form):
    """The words of a block, and what its kind asks for."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    heading_nb = forms.CharField(
        label=gettext_lazy("Heading in bokmål"), max_length=200, required=False, help_text=HEADING
    )
    heading_nn = forms.CharField(label=gettext_lazy("Heading in nynorsk"), max_length=200, required=False)
    heading_en = forms.CharField(label=gettext_lazy("Heading in English"), max_length=200, required=False)
    body_nb = forms.CharField(label=gettext_lazy("Text in bokmål"), widget=forms.Textarea, required=False)
    body_nn = forms.CharField(label=gettext_lazy("Text in nynorsk"), widget=forms.Textarea, required=False)
    body_en = forms.CharField(label=gettext_lazy("Text in English"), widget=forms.Textarea, required=False)

    def __init__(self, data: Any = None, *, edition: Edition, kind: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.choices = PAGE_BLOCKS[PageBlockKind(kind)].choices
        self.edition = edition
        for name in self.choices:
            self.fields[name] = CHOICES[name](edition)
        self.order_fields([*self.choices, *WORDS])

    def clean(self) -> dict[str, Any]:
        """Refuse choices that do not go together, each at its field."""
        cleaned = super().clean() or self.cleaned_data
        self._check_years(cleaned)
        self._check_places(cleaned)
        return cleaned

    def _check_years(self, cleaned: dict[str, Any]) -> None:
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and first >= last:
            self.add_error("last_year", _("The last year must come after the first."))

    def _check_places(self, cleaned: dict[str, Any]) -> None:
        if "places" in self.choices and not cleaned.get("places"):
            self.add_error("places", _("Choose at least one place."))
        if "form" not in self.choices or "form" not in cleaned:
            return
        facts, places = FORM_FACTS[ChartForm(cleaned["form"])], cleaned.get("places") or []
        if not facts.takes_several and (len(places) > 1 or set(places) & {SUBREGIONS, MEMBERS}):
            self.add_error("places", _("This form shows one place. Choose one, or another form."))
        if facts.needs_sectors and cleaned.get("indicator"):
            self.add_error("form", _("Only the edition's own indicator has sectors. Choose another form."))

    def values(self) -> dict[str, Any]:
        """Words and choices, as the verbs take them."""
        settings = {name: self.cleaned_data[name] for name in self.choices}
        words = {name: self.cleaned_data[name] for name in WORDS}
        return {**words, "settings": {name: value for name, value in settings.items() if value is not None}}


def initial_of(block: PageBlock) -> dict[str, Any]:
    """What stands in a block, as the form shows it."""
    return {**{name: getattr(block, name) for name in WORDS}, **block.settings, "seen": block.revision}


class PlaceForm(forms.Form):
    """Which kind of block is added, and below which."""

    kind = forms.ChoiceField(label=gettext_lazy("What the block shows"), choices=PageBlockKind.choices)
    after = forms.ChoiceField(label=gettext_lazy("Below"), required=False)

    def __init__(self, data: Any = None, *, blocks: Iterable[PageBlock], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        places = [(block.key, str(block)) for block in blocks]
        top = ("", _("At the top of the page"))
        self.fields["after"] = forms.ChoiceField(
            label=_("Below"), choices=[top, *places], required=False, initial=places[-1][0] if places else ""
        )
